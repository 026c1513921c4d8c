import {siteOf} from '../../examples/pages.ts'
import {files} from '../structure/project.ts'
import {materials} from './materials.ts'

const {pages, files: made, scripts} = siteOf(materials)
const at = (path: string): string => made.find((file) => file.path === path)?.text ?? ''

test('the site has a page for each path of its table, and every link inside it leads to one', () => {
  const paths = new Set(made.map(({path}) => path))
  const links = pages.flatMap(({path}) =>
    [...at(path).matchAll(/href="([^"#:]+)"/g)].map(([, to = '']) =>
      new URL(to, `http://s/${path}`).pathname.slice(1),
    ),
  )
  expect(links.filter((to) => !paths.has(to))).toEqual([])
})

test('the start page shows a program, the key of one of its calls and all calls before a script ran', () => {
  const start = at('index.html')
  expect(start).toContain('compiled program 2')
  expect(start.match(/<svg/g)?.length).toBe(3)
})

test('a page runs no script but those of the folder, and asks nothing of a network', () => {
  const policy = `default-src 'none'; script-src 'self'; style-src 'self'`
  const reaching = /<script>|<style|\sstyle=|\son\w+=|(?<!<a [^>]*href=")https?:\/\/(?!www\.w3\.org)/
  expect(pages.filter(({path}) => !at(path).replaceAll('&#39;', "'").includes(policy))).toEqual([])
  expect(pages.filter(({path}) => reaching.test(at(path)))).toEqual([])
})

test('the script of each page is a file of examples', () => {
  const there = new Set(files('examples'))
  expect(scripts.filter((name) => !there.has(`examples/${name}.ts`))).toEqual([])
})
