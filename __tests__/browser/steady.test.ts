import {decode} from '../../lib/index.ts'
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
      .locator('.stage, .why, .call [data-chart=lock], .now, .detail')
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
