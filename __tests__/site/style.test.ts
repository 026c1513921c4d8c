import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {siteOf} from '../../examples/pages.ts'
import {siteStyle} from '../../examples/site/index.ts'

const file = (path: string): Buffer => readFileSync(join(__dirname, '../..', path))

const {pages} = siteOf({
  version: '0',
  text: (path) => file(path).toString('utf8'),
  packed: (path) => gzipSync(file(path)).toString('base64'),
})

/** The classes that selectors of a style sheet begin with. */
const classesIn = (style: string): readonly string[] => [
  ...new Set(
    [...style.matchAll(/([^{};]*)\{/g)].flatMap(([, selectors = '']) =>
      selectors.split(',').flatMap((one) => /^\s*\.([a-zA-Z][\w-]*)/.exec(one)?.[1] ?? []),
    ),
  ),
]

test('what one page alone styles begins no selector in the style of another page, since all styles are one file', () => {
  const styles = [...new Set(pages.flatMap(({style}) => style ?? []))]
  const common = new Set(classesIn(siteStyle))
  const all = styles.flatMap(classesIn).filter((name) => !common.has(name))
  const shared = all.filter((name, i) => all.indexOf(name) !== i)
  expect(styles.length).toBeGreaterThan(3)
  expect(shared).toEqual([])
})
