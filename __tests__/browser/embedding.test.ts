import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {browsing, bundles, serve, site} from './open.ts'

jest.setTimeout(120_000)

const {folder, open} = site()
const {more, play, tag} = bundles()
const blank = browsing()
const log = readFileSync(join(__dirname, '../../examples/logs/p01_batch_size.log'))

const files = {
  '/jitlens.script.js': {body: tag, type: 'text/javascript'},
  '/jitlens.more.js': {body: more, type: 'text/javascript'},
  '/jitlens.play.js': {body: play, type: 'text/javascript'},
}
const strict = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:"

const pageOf = (lines: string, policy?: string) => ({
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>a blog</title><link rel="icon" href="data:,"></head><body><h1>A blog</h1>${lines}</body></html>`,
  type: 'text/html',
  ...(policy !== undefined && {policy}),
})

/** A page of somebody's that holds lines. */
async function pasted(lines: string, policy?: string, others = {}) {
  const seen = await blank()
  await serve(seen.page, {...files, ...others, '/': pageOf(lines, policy)})
  await seen.page.goto('http://jitlens.test/')
  return seen
}

test('the lines that the page makes draw the program in an empty page, and under a strict policy, at the call that was looked at', async () => {
  const {page, said} = await open('embed.html')
  await page.locator('.preview .bar').waitFor()
  await page.locator('.preview [data-move=next]').click()
  expect(await page.locator('[name=call]').inputValue()).toBe('4')
  await page.getByLabel('play', {exact: true}).check()
  const lines = await page.locator('.snippet').innerText()
  for (const policy of [undefined, strict]) {
    const seen = await pasted(lines, policy)
    await seen.page.locator('.bar').waitFor()
    expect(await seen.page.locator('.place').innerText()).toBe('call 4 of 6')
    expect(await seen.page.locator('[data-move=play]').count()).toBe(0)
    expect(seen.said).toEqual([])
  }
  expect(said).toEqual([])
})

test('a log that is given becomes a recording, in the page or beside it', async () => {
  const {page, said} = await open('embed.html')
  await page.locator('#files').setInputFiles({name: 'run.log', mimeType: 'text/plain', buffer: log})
  await page.getByText('Shown: run.log.').waitFor()
  const inside = await page.locator('.snippet').innerText()
  await page.getByLabel('The run stands in the page itself').uncheck()
  const beside = await page.locator('.snippet').innerText()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', {name: 'Save run.jsonl'}).click(),
  ])
  const body = readFileSync(await download.path(), 'utf8')
  for (const lines of [inside, beside]) {
    const seen = await pasted(lines, strict, {'/run.jsonl': {body, type: 'text/plain'}})
    await seen.page.locator('.bar').waitFor()
    expect(await seen.page.locator('.headline').first().innerText()).toContain('5 compiles: 2 reducible')
    expect(seen.said).toEqual([])
  }
  expect(said).toEqual([])
})

test('the frame that the page makes shows the program in somebody’s page, sandboxed, from the address alone', async () => {
  const {page, said} = await open('embed.html')
  await page.getByRole('radio', {name: 'Frame'}).check()
  await page.frameLocator('.preview iframe').locator('.bar').waitFor()
  await page.getByLabel('Heading').fill('Batches & "sizes"')
  await page.getByLabel('Heading').blur()
  const lines = await page.locator('.snippet').innerText()
  expect(said).toEqual([])
  const seen = await blank()
  const there = (name: string, type: string) => ({body: readFileSync(join(folder, name), 'utf8'), type})
  await serve(seen.page, {
    '/': pageOf(lines.replace(/file:[^#]*frame\.html/, 'http://jitlens.test/frame.html')),
    '/frame.html': there('frame.html', 'text/html'),
    '/site.css': there('site.css', 'text/css'),
    '/icon.svg': there('icon.svg', 'image/svg+xml'),
    ...Object.fromEntries(
      ['site', 'jitlens', 'reading', 'site/embed/frame'].map((name) => [
        `/${name}.js`,
        there(`${name}.js`, 'text/javascript'),
      ]),
    ),
  })
  await seen.page.goto('http://jitlens.test/')
  const frame = seen.page.frameLocator('iframe')
  await frame.locator('.bar').waitFor()
  expect(await frame.locator('.place').innerText()).toBe('call 3 of 6')
  expect(await frame.locator('h1, .title, [class*=heading]').first().innerText()).toContain(
    'Batches & "sizes"',
  )
  expect(seen.said).toEqual([])
})

test('the picture that the page makes is a file of SVG, with the sentence of its call beside it', async () => {
  const {page} = await open('embed.html')
  await page.getByRole('radio', {name: 'Picture'}).check()
  await page.locator('.preview svg').waitFor()
  expect(await page.locator('.snippet').innerText()).toMatch(
    /^<img src="lock\.svg" alt="predict .*32.*" width="720" height="\d+">\n$/,
  )
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', {name: 'Save lock.svg'}).click(),
  ])
  expect(readFileSync(await download.path(), 'utf8')).toMatch(/^<svg /)
})

test('a program that stops is told with its line, and a hostile address draws nothing of its own', async () => {
  const {page} = await open('embed.html')
  await page.locator('#program').fill('import jax\nf = jax.jit(lambda x: x)\nf(1.0)\nf(y)\n')
  await page.getByText("Line 4: NameError: name 'y' is not defined", {exact: true}).waitFor()
  expect(await page.locator('.preview .place').innerText()).toBe('call 1 of 1')
  for (const hash of ['#p=AAAA', '#at=9999999&p=%00', '#p=<img src=x onerror=alert(1)>']) {
    const seen = await open(`frame.html${hash}`)
    await seen.page.getByText('holds no run that can be read').waitFor()
    expect(seen.said).toEqual([])
  }
})
