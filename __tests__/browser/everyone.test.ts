import type {BrowserContextOptions, Page} from 'playwright-core'
import {explain, type Trace} from '../../lib/index.ts'
import {report} from '../../viz/hosts/report.ts'
import {hosts, hostile, hostileNames, toggle, training} from '../viz/traces.ts'
import {allFindings, findings, widths} from './axe.ts'
import {bundles, disk, type Watched} from './open.ts'

jest.setTimeout(180_000)

const {script} = bundles()
const {open: openReport} = disk()

const open = (name: string, trace: Trace, options?: BrowserContextOptions, hash?: string): Promise<Watched> =>
  openReport(name, report(trace, {script}), options, hash)

async function openAll(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (const detail of document.querySelectorAll('details')) detail.open = true
  })
  await page.waitForTimeout(200)
}

test.each(widths)('axe-core finds nothing in a report with all details open, %s', async (name, options) => {
  for (const [which, trace] of Object.entries({training: training(), toggle: toggle(), hosts: hosts()})) {
    const {page} = await open(`axe-${which}-${name}`, trace, options)
    await openAll(page)
    expect({which, found: await allFindings(page)}).toEqual({which, found: []})
  }
})

test('axe-core finds nothing in the still page', async () => {
  const {page} = await open('axe-still', training())
  const still = report(training(), {script: {text: '', hash: ''}}).replace(/<meta http-equiv[^>]*>/, '')
  await page.setContent(still)
  expect(await findings(page)).toEqual([])
})

test('every control of a report is reached and worked with the keyboard alone', async () => {
  const trace = training()
  const {page} = await open('keyboard', trace, {}, '#call=3')
  const names = new Set<string>()
  for (let at = 0; at < 400; at++) {
    await page.keyboard.press('Tab')
    const name = await page.evaluate(() => {
      const active = document.activeElement
      if (active === null || active === document.body) return ''
      const shown = getComputedStyle(active)
      return `${active.getAttribute('data-move') ?? active.getAttribute('data-save') ?? active.getAttribute('type') ?? active.localName}${shown.outlineStyle === 'none' ? ' without a visible focus' : ''}`
    })
    if (name === '') break
    names.add(name)
  }
  for (const name of [
    'first',
    'previous',
    'play',
    'next',
    'next miss',
    'last',
    'range',
    'zoom in',
    'whole',
    'by',
    'select',
    'button',
    'summary',
    'timeline',
    'trace',
    'a',
    'svg',
  ])
    expect([...names]).toContain(name)
  expect([...names].filter((name) => name.includes('without'))).toEqual([])
  await page.locator('[data-detail=cache] > summary').focus()
  await page.keyboard.press('Enter')
  await page.locator('[data-chart=lock] svg').waitFor()
  const first = page.locator('li.cause button.call').first()
  const at = Number(await first.innerText())
  await first.focus()
  await page.keyboard.press('Enter')
  expect(await page.locator('.place').innerText()).toBe(`call ${at} of ${trace.length}`)
  await page.locator('input[type=range]').focus()
  await page.keyboard.press('ArrowRight')
  expect(await page.locator('.place').innerText()).toBe(`call ${at + 1} of ${trace.length}`)
})

test('names with markup, of 10 kB, right to left, of emoji or of prototypes are text everywhere in a report', async () => {
  const trace = hostile()
  for (const javaScriptEnabled of [true, false]) {
    const {page, said} = await open('hostile', trace, {
      javaScriptEnabled,
      viewport: {width: 360, height: 800},
    })
    if (javaScriptEnabled) {
      for (let call = 1; call <= trace.length; call++) {
        await page.evaluate((at) => {
          location.hash = `#call=${at}&open=lock,waterfall,lineage,cache,costs,compare,misses`
        }, call)
        await page.waitForTimeout(30)
      }
      await openAll(page)
      expect(await page.locator('main .jitlens script, main iframe, main img, main b > b').count()).toBe(0)
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      ).toBe(0)
    }
    expect(await page.locator('html > body > main > script').count()).toBe(2)
    expect(await page.getByText('<script>alert(1)</script>').count()).toBeGreaterThan(0)
    expect(await page.getByText('__proto__').count()).toBeGreaterThan(0)
    expect(await page.getByText(hostileNames[3] ?? '').count()).toBeGreaterThan(0)
    expect(said).toEqual([])
    await page.context().close()
  }
})

test('every miss of a report is named in its table, in words', async () => {
  const trace = training()
  const {page} = await open('words', trace, {}, '#open=misses')
  await page.locator('[data-detail=misses] > summary').scrollIntoViewIfNeeded()
  const text = (await page.locator('[data-chart=misses] table').innerText()).replaceAll(/\s+/g, ' ')
  for (const {sentence} of explain(trace).misses) expect(text).toContain(sentence.replaceAll(/\s+/g, ' '))
})

test('a report in forced colours draws its outcomes with the colours of the system', async () => {
  const {page} = await open('forced', training(), {forcedColors: 'active'})
  const border = await page
    .locator('[data-move=play]')
    .evaluate((button) => getComputedStyle(button).borderTopColor)
  const canvas = await page.evaluate(
    () => getComputedStyle(document.querySelector('.jitlens') ?? document.body).backgroundColor,
  )
  expect(border).not.toBe(canvas)
})

test('a printed report leaves its controls out', async () => {
  const {page} = await open('print', training())
  await page.emulateMedia({media: 'print'})
  expect(await page.locator('.bar').isVisible()).toBe(false)
  expect(await page.locator('li.cause').first().isVisible()).toBe(true)
})

test('a report prints dark on white from a dark page too, with no chart wider than the paper', async () => {
  const {page} = await open('print', training(), {colorScheme: 'dark', viewport: {width: 1280, height: 800}})
  await page.locator('[data-chart=timeline] svg').waitFor()
  await page.setViewportSize({width: 700, height: 990})
  await page.emulateMedia({media: 'print', colorScheme: 'dark'})
  const colours = await page.evaluate(() =>
    ['.headline', '.now', '[data-chart=timeline] text'].map((name) => {
      const found = document.querySelector(name)
      const {color, fill} = getComputedStyle(found ?? document.body)
      return found instanceof SVGElement ? fill : color
    }),
  )
  for (const colour of colours)
    for (const part of colour.match(/\d+/g) ?? []) expect(Number(part)).toBeLessThan(120)
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe(
    'rgb(255, 255, 255)',
  )
  const widths = await page.evaluate(() =>
    [...document.querySelectorAll('.chart > svg')].map((svg) => svg.getBoundingClientRect().right),
  )
  for (const right of widths) expect(right).toBeLessThanOrEqual(700)
})
