import {decode} from '../../lib/index.ts'
import {readFileSync} from 'node:fs'
import {report} from '../../viz/hosts/report.ts'
import {bundles, disk} from './open.ts'

jest.setTimeout(120_000)

const {script} = bundles()
const {open} = disk()
const trace = decode(readFileSync('__tests__/golden/recorded/p21.jsonl', 'utf8').split('\n'))

test('once every call was shown, a step moves nothing below it on the page', async () => {
  const {page} = await open('steady', report(trace, {script}))
  await page.locator('.call .bar').scrollIntoViewIfNeeded()
  const places = async (): Promise<string> => {
    await page.waitForTimeout(400)
    const tops = await page
      .locator('.call [data-chart=lock], .detail')
      .evaluateAll((parts) => parts.map((one) => Math.round(one.getBoundingClientRect().top + scrollY)))
    return tops.join()
  }
  const walk = async (): Promise<Set<string>> => {
    const found = new Set<string>()
    await page.keyboard.press('Home')
    for (let at = 0; at < trace.length; at++) {
      found.add(await places())
      await page.keyboard.press('ArrowRight')
    }
    return found
  }
  await walk()
  expect((await walk()).size).toBe(1)
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
