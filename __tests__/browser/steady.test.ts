import {decode, read} from '../../lib/index.ts'
import {readFileSync} from 'node:fs'
import {report} from '../../viz/hosts/report.ts'
import {bundles, disk} from './open.ts'

jest.setTimeout(120_000)

const {script} = bundles()
const {open} = disk()
const trace = decode(readFileSync('__tests__/golden/recorded/p21.jsonl', 'utf8').split('\n'))

test.each([
  ['p21', 1280],
  ['p21', 768],
  ['p21', 360],
])('a step moves nothing on the page from the first one on: %s at %i px', async (name, width) => {
  const {page} = await open(`steady-${name}-${width}`, report(trace, {script}), {
    viewport: {width, height: 900},
    reducedMotion: 'reduce',
  })
  await page.locator('.call .bar').scrollIntoViewIfNeeded()
  await page.locator('[data-chart=lock] svg').waitFor()
  await page.waitForTimeout(300)
  const places = (): Promise<string> =>
    page
      .locator('.stage, .why, .call .bar, .call [data-chart=lock], .more, .detail, .foot')
      .evaluateAll((parts) =>
        parts.map((one) => Math.round(one.getBoundingClientRect().top + scrollY)).join(),
      )
  await page.keyboard.press('Home')
  const found = new Set<string>()
  for (let at = 0; at < trace.length; at++) {
    await page.waitForTimeout(60)
    found.add(await places())
    await page.keyboard.press('ArrowRight')
  }
  expect(found.size).toBe(1)
})

test.each([1280, 360])('what a call did stands directly below its key: at %i px', async (width) => {
  const {page} = await open(`close-${width}`, report(trace, {script}), {viewport: {width, height: 800}})
  await page.locator('.call .bar').scrollIntoViewIfNeeded()
  await page.locator('[data-chart=lock] svg').waitFor()
  const between = await page.evaluate(() => {
    const [key, words] = ['[data-chart=lock] svg', '.now'].map((name) =>
      document.querySelector(name)?.getBoundingClientRect(),
    )
    return (words?.top ?? NaN) - (key?.bottom ?? NaN)
  })
  expect(between).toBeGreaterThanOrEqual(0)
  expect(between).toBeLessThan(16)
})

test('where the one call is higher than the window its end can be scrolled to, beside the causes', async () => {
  const {page} = await open('low', report(trace, {script}), {viewport: {width: 1280, height: 280}})
  await page.locator('.call .bar').scrollIntoViewIfNeeded()
  await page.locator('[data-chart=lock] svg').waitFor()
  await page.locator('li.cause').nth(3).scrollIntoViewIfNeeded()
  const call = page.locator('section.call')
  expect(await call.evaluate((one) => one.clientHeight)).toBeLessThanOrEqual(280)
  const before = await page.evaluate(() => scrollY)
  await call.evaluate((one) => one.scrollTo(0, one.scrollHeight))
  const end = await call.locator('summary').evaluate((one) => one.getBoundingClientRect().bottom)
  expect(end).toBeLessThanOrEqual(280)
  expect(await page.evaluate(() => scrollY)).toBe(before)
})

test.each(['all', '0'])('a switch stays where it is when it is turned: %s', async (fix) => {
  const {page} = await open(`turned-${fix}`, report(trace, {script}), {viewport: {width: 1280, height: 800}})
  const knob = page.locator(`[data-fix="${fix}"]`)
  const top = (): Promise<number> => knob.evaluate((one) => one.getBoundingClientRect().top)
  const before = await top()
  await knob.click()
  expect(await page.locator('.headline').innerText()).toMatch(/^Predicted: /)
  expect(await page.locator('.next').innerText()).toMatch(/^if you /)
  expect(await top()).toBe(before)
})

test.each([1920, 1280, 360])(
  'why nothing is predicted of a cause stands in its text, a line as wide as the others: at %i px',
  async (width) => {
    const name = 'p20_scan_grad_vmap.explain_only.log'
    const log = read(readFileSync(`examples/logs/${name}`, 'utf8'), {name})
    const {page} = await open(`untried-${width}`, report(log, {script}), {viewport: {width, height: 800}})
    const note = page.locator('li.cause .untried').first()
    expect(await note.innerText()).toMatch(/^not predicted: /)
    const [own, text] = await note.evaluate((one) =>
      [one, one.closest('.what')].map((part) => part?.getBoundingClientRect().width ?? 0),
    )
    expect(own).toBe(text)
    expect(text).toBeGreaterThan(240)
  },
)

test('headline, timeline, what if and the line of the key stand on the first screen of 1280 by 800, the key beside the causes', async () => {
  const {page} = await open('first', report(trace, {script}), {viewport: {width: 1280, height: 800}})
  await page.locator('[data-chart=lock] svg').waitFor()
  const at = (
    name: string,
  ): Promise<{left: number; right: number; top: number; bottom: number; height: number}> =>
    page
      .locator(name)
      .first()
      .evaluate((one) => {
        const {left, right, top, bottom, height} = one.getBoundingClientRect()
        return {left, right, top, bottom, height}
      })
  const [line, headline, trial, why, call] = await Promise.all([
    at('.jl-line'),
    at('.headline'),
    at('[data-fix]'),
    at('.why'),
    at('section.call'),
  ])
  expect(line.bottom).toBeLessThan(800)
  expect(trial.bottom).toBeLessThan(800)
  expect(headline.height).toBeLessThan(70)
  expect(call.top).toBe(why.top)
  expect(call.left).toBeGreaterThan(why.right)
})

test('a headline has four lines at most on a page of 360 px, and keeps the seconds, the verdict and what changed', async () => {
  const {page} = await open('narrow', report(trace, {script}), {viewport: {width: 360, height: 800}})
  const headline = page.locator('.headline')
  const lines = await headline.evaluate(
    (one) => one.clientHeight / parseFloat(getComputedStyle(one).lineHeight),
  )
  expect(Math.round(lines)).toBeLessThanOrEqual(4)
  expect(await headline.innerText()).toMatch(/^\d.* s were compiling; the costliest avoidable in step: /)
})

test('on paper pictures are as wide as a page, so that their words are as large as the others, and afterwards as before', async () => {
  const {page} = await open('paper', report(trace, {script}), {viewport: {width: 1280, height: 800}})
  const width = (): Promise<number> =>
    page
      .locator('[data-chart=timeline] svg')
      .first()
      .evaluate((picture) => Number(picture.getAttribute('width')))
  const before = await width()
  expect(before).toBeGreaterThan(1200)
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')))
  expect(await width()).toBe(700)
  await page.evaluate(() => dispatchEvent(new Event('afterprint')))
  expect(await width()).toBe(before)
})
