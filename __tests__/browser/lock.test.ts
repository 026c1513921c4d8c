import type {Page} from 'playwright-core'
import {report} from '../../viz/hosts/report.ts'
import {lambdas, toggle, training} from '../viz/traces.ts'
import {findings} from './axe.ts'
import {bundles, disk} from './open.ts'

jest.setTimeout(120_000)

const {script} = bundles()
const {open: openReport} = disk()

const traces = {training, toggle, lambdas}

async function open(name: keyof typeof traces, hash: string): Promise<Page> {
  const viewport = {width: 1280, height: 2400}
  const {page} = await openReport(name, report(traces[name](), {script}), {viewport}, hash)
  await page.locator('[data-chart=lock] svg').waitFor()
  return page
}

const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('data-cell') ?? null)

test.each(['training', 'toggle', 'lambdas'] as const)(
  'axe finds nothing in the lock of the trace "%s": each cell is called by the words that stand in it',
  async (name) => {
    const page = await open(name, '#call=2&open=lock')
    expect(await findings(page, '[data-chart=lock]')).toEqual([])
  },
)

test('the arrow keys walk through a lock that has the focus, and step from call to call where it has not', async () => {
  const page = await open('training', '#call=6&open=lock')
  const place = () => page.locator('.place').innerText()
  await page.locator('[data-chart=lock] [tabindex="0"]').focus()
  expect(await focused(page)).toBe('/tokens')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowLeft')
  await page.keyboard.press('ArrowLeft')
  expect(await focused(page)).toMatch(/^\/optimizer/)
  await page.keyboard.press('ArrowUp')
  expect(await focused(page)).toBe('/optimizer')
  await page.keyboard.press('Enter')
  expect(await page.locator('[data-chart=lock] [data-cell="/model"]').count()).toBe(0)
  await page.keyboard.press('Escape')
  expect(await focused(page)).toBe('/optimizer')
  expect(await place()).toBe('call 6 of 28')
  await page.locator('[data-chart=lock] svg').evaluate(() => {
    const {activeElement} = document
    if (activeElement instanceof SVGElement) activeElement.blur()
  })
  await page.keyboard.press('ArrowRight')
  expect(await place()).toBe('call 7 of 28')
})
