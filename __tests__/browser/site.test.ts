import {readdirSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import type {Page} from 'playwright-core'
import {allFindings, findings} from './axe.ts'
import {site} from './open.ts'

jest.setTimeout(120_000)

const {address, folder, open, turn} = site()
const all = readdirSync(folder, {recursive: true, encoding: 'utf8'})
const pages = all.filter((path) => path.endsWith('.html')).sort()

/** Pages of names are of one kind: two of them stand for all. */
const kinds = pages.filter((path) => !/^reference\/(?!index|jitlens-viz|jitlens-script)/.test(path))

const log = readFileSync(join(__dirname, '../../examples/logs/p01_batch_size.log'))
const file = (name: string, buffer: Buffer) => ({name, mimeType: 'text/plain', buffer})

test('the site weighs less than 3 MB', () => {
  const bytes = all.map((path) => statSync(join(folder, path))).filter((one) => one.isFile())
  expect(bytes.reduce((sum, {size}) => sum + size, 0)).toBeLessThan(3_000_000)
})

const opened = async (path: string, width?: number): Promise<Page> => {
  const {page, said, asked} = await turn(path, width)
  await page.locator('main h1').first().waitFor()
  expect(said).toEqual([])
  expect(asked.filter((url) => !url.startsWith(address))).toEqual([])
  return page
}

test.each(pages.filter((path) => !kinds.includes(path)))(
  '%s opens from a disk and asks for nothing but its own files',
  async (path) => {
    await opened(path)
  },
)

test.each(kinds)(
  '%s opens from a disk and asks for nothing but its own files, and axe finds nothing in light, in the dark and in forced colours',
  async (path) => {
    expect(await allFindings(await opened(path))).toEqual([])
  },
)

test.each(kinds)('%s on a phone: axe finds nothing, and nothing is wider than the page', async (path) => {
  const page = await opened(path, 360)
  expect(await findings(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
})

test('the start page steps from call to call: line, sentence and key follow', async () => {
  const {page, said} = await open('index.html')
  const lock = page.locator('[data-picture=lock] > svg')
  await lock.waitFor()
  expect(await page.locator('.said').innerText()).toBe('x was f32[32,4], now it is f32[5,4]: compiled again.')
  await page.locator('[data-move=next]').click()
  expect(await page.locator('.listing .now code').innerText()).toBe('predict(model, jnp.ones((32, 4)))')
  expect(await page.locator('.said').innerText()).toContain('model.drop.deterministic was False')
  await page.locator('[data-move=next]').click()
  expect(await page.locator('.said').innerText()).toBe('Every part fits: program 3 of predict runs again.')
  expect(await page.locator('.place').innerText()).toBe('call 5 of 6')
  expect(await lock.locator('desc').textContent()).toContain('All 36 parts of this key fit')
  expect(said).toEqual([])
})

test('without scripts the start page shows the program, the key and all calls', async () => {
  const {page} = await open('index.html', {javaScriptEnabled: false})
  expect(await page.locator('.show svg').count()).toBe(2)
  expect(await page.locator('.remark').count()).toBe(3)
  expect(await page.locator('.steps').isVisible()).toBe(false)
})

test('the switch turns the colours, and the links of the page carry them on', async () => {
  const {page} = await open('index.html', {colorScheme: 'light'})
  await page.locator('[data-scheme]').click()
  await page.locator('.top nav a').first().click()
  await page.locator('main h1').waitFor()
  const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor')
  expect([new URL(page.url()).search, paper]).toEqual(['?scheme=dark', 'rgb(18, 22, 28)'])
})

test('a log, plain or packed, is read in the page as `jitlens explain` reads it', async () => {
  for (const given of [file('run.log', log), file('run.log.gz', gzipSync(log))]) {
    const {page, said, asked} = await open('log.html')
    await page.locator('#files').setInputFiles(given)
    const headline = await page.locator('jit-lens .headline').first().innerText()
    expect(headline).toContain('5 compiles: 2 reducible (147 ms)')
    expect([said, asked.filter((url) => !url.startsWith('file:'))]).toEqual([[], []])
  }
})

test('a scenario file that holds a program is run in the page as `jitlens explain` runs it', async () => {
  const {page, said} = await open('log.html')
  const program =
    'import jax, jax.numpy as jnp\nf = jax.jit(lambda x: x * 2)\nf(jnp.ones(3))\nf(jnp.ones(4))\n'
  const scenario = Buffer.from(JSON.stringify({id: 'sizes', program: program.split('\n')}, null, 2))
  await page.locator('#files').setInputFiles([file('sizes.json', scenario)])
  expect(await page.locator('jit-lens .headline').first().innerText()).toContain('x came in 2 shapes')
  expect(said).toEqual([])
})

test('several logs are set side by side, and one that is no log is named beside them', async () => {
  const {page} = await open('log.html')
  const notes = file('notes.txt', Buffer.from('bread\nmilk\n'))
  await page.locator('#files').setInputFiles([file('a.log', log), notes, file('b.log', log)])
  await page.locator('jit-lens .run .name').nth(1).waitFor()
  expect(await page.locator('jit-lens .run .name').allInnerTexts()).toEqual(['a', 'b'])
  expect(await page.locator('.wrongs p').allInnerTexts()).toEqual([
    expect.stringMatching(/^notes\.txt: Nothing of JAX's or torch's was read here: write the log with/),
  ])
})

test('what is no text, and a program that calls nothing jitted, get a sentence each', async () => {
  const {page} = await open('log.html')
  const none = file('f.py', Buffer.from('print(1)\n'))
  await page.locator('#files').setInputFiles([file('a.bin', Buffer.from([0, 1, 2, 3, 0, 1])), none])
  await page.locator('.wrongs p').nth(1).waitFor()
  expect(await page.locator('.wrongs p').allInnerTexts()).toEqual([
    'a.bin: this file is binary; expected the text of a log, a trace or a scenario',
    'f.py: this program called no function that jax.jit or nnx.jit had jitted',
  ])
})

test('a text that is pasted, and an example of ours, are shown too', async () => {
  const {page} = await open('log.html')
  await page.locator('.zone summary').click()
  await page.locator('#pasted').fill(log.toString())
  await page.locator('[data-read]').click()
  await page.locator('jit-lens .headline').waitFor()
  await page.locator('[data-try=hosts]').click()
  await page.locator('jit-lens .run').nth(2).waitFor()
})

test('what a program of the zoo was refused for is told in the names of flax, which no minifier touches', () => {
  const zoo = readFileSync(join(folder, 'zoo.html'), 'utf8')
  expect([...zoo.matchAll(/Duplicate (\w+)\(/g)].map(([, name]) => name)).toEqual(['Param', 'Param'])
})

test('the zoo shows what is looked for, and a link leads to it', async () => {
  const {page} = await open('zoo.html')
  expect(await page.locator('.card:visible').count()).toBe(134)
  await page.locator('select[name=sort]').selectOption('wrong hit')
  const found = await page.locator('.card:visible').count()
  expect(await page.locator('.count').innerText()).toBe(`${found} of 134 programs`)
  expect(new URL(page.url()).hash).toBe('#?sort=wrong+hit')
  await page.reload()
  expect(await page.locator('.card:visible').count()).toBe(found)
  await page.locator('input[name=words]').fill('nothing has these words')
  expect(await page.locator('.card:visible').count()).toBe(0)
})

test('a program of the zoo opens at the call that it is about, and steps', async () => {
  const {page, said} = await open('zoo.html#tie-modules')
  expect(await page.locator('#specimen h1').innerText()).toBe('One layer used twice is another graph')
  expect(await page.locator('#specimen .said').innerText()).toBe(
    'm.l2 was Linear, now it is shared with m.l1: compiled again.',
  )
  await page.locator('#specimen [data-move=back]').click()
  expect(await page.locator('#specimen .place').innerText()).toBe('call 1 of 2')
  await page.locator('#specimen .round a').first().click()
  await page.locator('#tie-modules').waitFor()
  expect(said).toEqual([])
})

test('who predicts is asked before each call but the first, and told how many were right', async () => {
  const {page} = await open('zoo.html#eval-train/predict')
  const specimen = page.locator('#specimen')
  for (const answer of ['yes', 'yes', 'no']) {
    await specimen.locator('[data-move=next]').click()
    expect(await specimen.locator('.listing .now .remark').innerText()).toBe('?')
    expect(await specimen.locator('[data-picture=timeline]').isVisible()).toBe(false)
    await specimen.locator(`[data-answer=${answer}]`).click()
  }
  expect(await specimen.locator('.place').innerText()).toBe('call 4 of 4 · 2 of 3 right')
  expect(await specimen.locator('[data-picture=timeline]').isVisible()).toBe(true)
})

test.each(['zoo.html#eval-train', 'zoo.html#list-of-params', 'zoo.html#static-overwritten/predict'])(
  'axe finds nothing in %s, and nothing is wider than a phone',
  async (path) => {
    const {page} = await open(path, {viewport: {width: 360, height: 800}, colorScheme: 'dark'})
    await page.locator('#specimen h1').waitFor()
    expect(await findings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  },
)

test('a program of the zoo goes along to the playground, at the call that was looked at', async () => {
  const {page, said} = await open('zoo.html#tie-modules')
  await page.locator('#specimen .round a', {hasText: 'Change it'}).click()
  await page.waitForURL(/playground\.html#at=2&p=/)
  await page.locator('.place', {hasText: 'call 2 of 2'}).waitFor()
  expect(await page.locator('.said').innerText()).toContain('shared with m.l1')
  expect(said).toEqual([])
})

test('a name is found as Python spells it, and Enter goes to its documentation', async () => {
  const {page, said} = await open('reference/index.html')
  await page.locator('#sought').fill('Value_and_grad')
  expect(await page.locator('.namelist a:visible').allInnerTexts()).toEqual([
    'nnx.valueAndGrad',
    'jax.valueAndGrad',
  ])
  expect(await page.locator('.found').innerText()).toMatch(/^2 of \d+ names$/)
  await page.locator('#sought').press('Enter')
  await page.waitForURL(/nnx\.html#nnx\.valueAndGrad$/)
  await page.locator('.entry:target h2', {hasText: 'nnx.valueAndGrad'}).waitFor()
  expect(said).toEqual([])
})

test('every link to a name leads to its documentation, and every name says what it is', async () => {
  const read = (path: string): string => readFileSync(join(folder, path), 'utf8')
  const links = ['reference.html', 'reference/index.html'].flatMap((path) =>
    [...read(path).matchAll(/href="(?:reference\/)?([\w-]+\.html)#([^"]+)"/g)].map(
      ([, to = '', name = '']) => [to, name],
    ),
  )
  expect(links.length).toBeGreaterThan(1000)
  for (const path of new Set(links.map(([to = '']) => to))) {
    const {page} = await turn(`reference/${path}`)
    await page.locator('.entry').first().waitFor()
    const told = await page.evaluate(() =>
      [...document.querySelectorAll('.entry')].map(({id, textContent}) => ({
        id,
        says: textContent.length > id.length,
      })),
    )
    const ids = new Set(told.map(({id}) => id))
    expect(links.filter(([to, name = '']) => to === path && !ids.has(name))).toEqual([])
    expect(told.filter(({says}) => !says)).toEqual([])
  }
})
