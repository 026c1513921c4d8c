import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Page} from 'playwright-core'
import {encode} from '../../lib/index.ts'
import {training} from '../viz/traces.ts'
import {allFindings, widths} from './axe.ts'
import {browsing, bundles, serve} from './open.ts'

jest.setTimeout(120_000)

const {loader, widget} = bundles()
const log = readFileSync(join(__dirname, '../../examples/logs/p06_nnx_eval_toggle.log'), 'utf8')

/** A page that does what anywidget does: a model with get, set, save_changes, on and off, and an element to draw in. */
const notebook = `
import widget from './widget.js'
const listeners = new Map()
const values = new Map(Object.entries(await (await fetch('/values.json')).json()))
window.saved = 0
window.sent = []
window.model = {
  get: (name) => values.get(name),
  set(name, value) {
    if (values.get(name) === value) return
    values.set(name, value)
    for (const listener of [...(listeners.get('change:' + name) ?? [])]) listener()
  },
  save_changes: () => void window.saved++,
  send: (message) => void window.sent.push(message),
  on: (name, listener) => listeners.set(name, [...(listeners.get(name) ?? []), listener]),
  off: (name, listener) => listeners.set(name, (listeners.get(name) ?? []).filter((other) => other !== listener)),
}
window.heard = () => [...listeners.values()].flat().length
await widget.initialize({model: window.model})
const first = widget.render({model: window.model, el: document.querySelector('#first')})
const second = widget.render({model: window.model, el: document.querySelector('#second')})
window.close = () => { first(); second() }
document.body.dataset.ready = 'yes'
`

const blank = browsing()

/** The page of a notebook. */
const pageOf = (inside: string) => ({
  body: `<!doctype html><html lang="en"><head><title>notebook</title><link rel="icon" href="data:,"></head><body>${inside}</body></html>`,
  type: 'text/html',
})

async function show(values: Readonly<Record<string, unknown>>, options = {}) {
  const seen = await blank(options)
  await serve(seen.page, {
    '/': pageOf(
      '<div id="first"></div><div id="second"></div><script type="module" src="notebook.js"></script>',
    ),
    '/notebook.js': {body: notebook, type: 'text/javascript'},
    '/widget.js': {body: widget, type: 'text/javascript'},
    '/values.json': {
      body: JSON.stringify({text: '', name: '', view: '', scheme: 'auto', lock: '', position: -1, ...values}),
      type: 'application/json',
    },
  })
  await seen.page.goto('http://jitlens.test/')
  await seen.page.locator('body[data-ready]').waitFor()
  return seen
}

test('the widget draws a trace, and two cells that share a model move together', async () => {
  const {page, said} = await show({text: [...encode(training())].join('\n'), view: 'call=3'})
  expect(await page.locator('#first .place').innerText()).toBe('call 3 of 28')
  await page.locator('#first [data-move=next]').click()
  expect(await page.locator('#first .place').innerText()).toBe('call 4 of 28')
  expect(await page.locator('#second .place').innerText()).toBe('call 4 of 28')
  expect(await page.evaluate('[window.model.get("position"), window.saved > 0]')).toEqual([3, true])
  expect(await page.locator('a').count()).toBe(0)
  expect(said).toEqual([])
})

test('the widget follows the position, the colours and the text that the kernel sets', async () => {
  const {page} = await show({text: [...encode(training())].join('\n')})
  await page.evaluate('window.model.set("position", 9)')
  expect(await page.locator('#second .place').innerText()).toBe('call 10 of 28')
  await page.evaluate('window.model.set("scheme", "dark")')
  expect(await page.locator('#first .jitlens').getAttribute('class')).toContain('jl-dark')
  await page.evaluate(`window.model.set('text', ${JSON.stringify(log)})`)
  expect(await page.locator('#first .now').innerText()).toContain('use_running_average')
})

test('the widget starts at the position that it is given, else where the headline points, and tells it', async () => {
  const lines = [...encode(training())]
  const {page} = await show({text: lines.join('\n'), position: 20})
  expect(await page.locator('#first .place').innerText()).toBe('call 21 of 28')
  expect(await page.evaluate('[window.model.get("position"), window.saved]')).toEqual([20, 0])
  const fresh = await show({text: lines.join('\n')})
  expect(await fresh.page.locator('#first .place').innerText()).toBe(
    `call ${Number(await fresh.page.evaluate('window.model.get("position")')) + 1} of 28`,
  )
})

/** The lines of a trace as the kernel sends them while a loop runs. */
const sends = (page: Page, from: number, lines: readonly string[]): Promise<unknown> =>
  page.evaluate(`window.model.set('added', ${JSON.stringify({from, lines})})`)

const place = (page: Page): Promise<string> => page.locator('#first .place').innerText()

test('the widget draws lines that are added, and keeps where the reader is, what he zoomed to, opened and focused', async () => {
  const lines = [...encode(training())]
  const events = lines.flatMap((line, at) => (line.startsWith('{"event"') ? [at] : []))
  const cut = (events[9] ?? 0) + 1
  const {page, said} = await show({text: lines.slice(0, cut).join('\n')})
  expect(await place(page)).toMatch(/of 10$/)
  await page.locator('#first [data-move=first]').click()
  await page.locator('#first [data-move="zoom in"]').click()
  await page.locator('#first details[data-detail=cache] > summary').click()
  await page.locator('#first details[data-table=cache] > summary').click()
  await page.locator('#first .why button.call').first().focus()
  const index = await page.evaluate(
    "document.querySelector('#first > div').shadowRoot.activeElement.dataset.index",
  )
  const ticks = async (): Promise<string[]> =>
    (await page.locator('#first [data-chart=timeline] text').allInnerTexts()).filter((text) =>
      /^\d+$/.test(text),
    )
  const zoomed = await ticks()
  await sends(page, cut - 3, lines.slice(cut - 3, cut + 6))
  await sends(page, cut, lines.slice(cut))
  await page.waitForFunction(
    "document.querySelector('#first > div').shadowRoot.querySelector('.place').textContent.endsWith('of 28')",
  )
  expect(await place(page)).toBe('call 1 of 28')
  expect(await ticks()).toEqual(zoomed)
  expect(await page.locator('#first details[data-table=cache] td').count()).toBeGreaterThan(0)
  expect(
    await page.evaluate("document.querySelector('#first > div').shadowRoot.activeElement.dataset.index"),
  ).toBe(index)
  await page.locator('#first [data-move=last]').click()
  expect(await place(page)).toBe('call 28 of 28')
  const ended = lines.join('\n').replace('"producer":"', '"producer":"ended ')
  await page.evaluate(`window.model.set('text', ${JSON.stringify(ended)})`)
  expect(await place(page)).toBe('call 28 of 28')
  expect(await page.locator('#first .title').innerText()).toContain('ended')
  expect([said, await page.evaluate('window.sent')]).toEqual([[], []])
})

test('a widget that follows a recording from its first line has every view of the whole one, also those far below', async () => {
  const lines = [...encode(training())]
  const cut = lines.findIndex((line) => line.startsWith('{"event"'))
  const {page, said} = await show({text: lines.slice(0, cut).join('\n')})
  const views = (): Promise<(string | null)[]> =>
    page
      .locator('#first details.detail')
      .evaluateAll((details) => details.map((one) => one.getAttribute('data-detail')))
  expect(await views()).toEqual([])
  await sends(page, cut, lines.slice(cut, cut + 2))
  await sends(page, cut + 2, lines.slice(cut + 2))
  await page.waitForFunction(
    "document.querySelector('#first > div').shadowRoot.querySelector('.place').textContent.endsWith('of 28')",
  )
  const whole = await show({text: lines.join('\n')})
  const all = await whole.page
    .locator('#first details.detail')
    .evaluateAll((details) => details.map((one) => one.getAttribute('data-detail')))
  expect(await views()).toEqual(all)
  expect(await page.locator('#first [data-move]').count()).toBe(
    await whole.page.locator('#first [data-move]').count(),
  )
  await page.locator('#first [data-chart=costs]').scrollIntoViewIfNeeded()
  await page.locator('#first [data-chart=costs] svg').waitFor()
  expect(said).toEqual([])
})

test('a widget that nobody touched stands where the headline of the lines so far points', async () => {
  const lines = [...encode(training())]
  const events = lines.flatMap((line, at) => (line.startsWith('{"event"') ? [at] : []))
  const cut = (events[2] ?? 0) + 1
  const {page} = await show({text: lines.slice(0, cut).join('\n')})
  expect(await place(page)).toMatch(/of 3$/)
  await sends(page, cut, lines.slice(cut))
  await page.waitForFunction(
    "document.querySelector('#second > div').shadowRoot.querySelector('.place').textContent.endsWith('of 28')",
  )
  const whole = await show({text: lines.join('\n')})
  expect(await place(page)).toBe(await place(whole.page))
  expect(await page.locator('#second .place').innerText()).toBe(await place(page))
})

test('the widget asks the kernel for the whole text where lines are missing', async () => {
  const lines = [...encode(training())]
  const {page} = await show({text: lines.slice(0, 4).join('\n')})
  await sends(page, 20, lines.slice(20, 24))
  expect(await page.evaluate('window.sent')).toEqual([{ask: 'text'}, {ask: 'text'}])
})

test('the widget has the colours of its notebook', async () => {
  const {page} = await show({text: [...encode(training())].join('\n')}, {colorScheme: 'light'})
  const paper = (): Promise<unknown> =>
    page.locator('#first .jitlens').evaluate((element) => getComputedStyle(element).backgroundColor)
  expect(await paper()).toBe('rgb(255, 255, 255)')
  await page.evaluate(() => document.body.setAttribute('data-jp-theme-light', 'false'))
  expect(await paper()).toBe('rgb(18, 22, 28)')
})

test('the loader loads the code that several widgets share once a page, and each draws its own trace', async () => {
  const seen = await blank()
  await serve(seen.page, {
    '/': pageOf('<div></div><div></div><div></div>'),
    '/widget.js': {body: widget, type: 'text/javascript'},
    '/loader.js': {body: loader, type: 'text/javascript'},
    '/again.js': {body: loader, type: 'text/javascript'},
  })
  await seen.page.goto('http://jitlens.test/')
  await seen.page.evaluate(`(async () => {
    const code = await (await fetch('/widget.js')).text()
    window.made = 0
    const make = URL.createObjectURL
    URL.createObjectURL = (blob) => (window.made++, make(blob))
    const [{default: first}, {default: again}] = [await import('/loader.js'), await import('/again.js')]
    const texts = ${JSON.stringify([[...encode(training())].join('\n'), log, log])}
    const cells = document.querySelectorAll('div')
    await Promise.all([first, again, again].map((loader, at) => {
      const values = new Map(Object.entries({text: texts[at], name: '', view: '', scheme: 'auto', lock: '', position: -1, hash: 'abc', module: 'IPY_MODEL_code'}))
      const model = {
        get: (name) => values.get(name), set: (name, value) => values.set(name, value), save_changes() {}, send() {}, on() {}, off() {},
        widget_manager: {get_model: async (id) => ({get: (name) => (id === 'code' && name === 'code' ? code : null)})},
      }
      return loader.render({model, el: cells[at]})
    }))
  })()`)
  expect(await seen.page.locator('.place').allInnerTexts()).toHaveLength(3)
  expect(await seen.page.evaluate('window.made')).toBe(1)
  expect(seen.said).toEqual([])
})

test('the widget says in a sentence what it cannot read', async () => {
  const {page} = await show({text: '{"format": "jitlens", "version": 99}', name: 'old.jsonl'})
  expect(await page.locator('#first p').innerText()).toContain('old.jsonl: format version 99')
})

test('the cleanup of the widget takes its element and its listeners away', async () => {
  const {page, said} = await show({text: [...encode(training())].join('\n')})
  expect(await page.evaluate('window.heard() > 0')).toBe(true)
  await page.evaluate('window.close()')
  expect(await page.evaluate('window.heard()')).toBe(0)
  expect(await page.locator('#first > *').count()).toBe(0)
  expect(said).toEqual([])
})

test.each(widths)('axe-core finds nothing in two widgets that share a model, %s', async (_name, options) => {
  const values = {text: [...encode(training())].join('\n'), view: 'call=3&open=lock,waterfall,lineage,costs'}
  const {page, said} = await show(values, options)
  await page.locator('#second .bar').waitFor()
  expect(await allFindings(page, '#first')).toEqual([])
  expect(await allFindings(page, '#second')).toEqual([])
  expect(said).toEqual([])
})
