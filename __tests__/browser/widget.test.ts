import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Browser} from 'playwright-core'
import {encode} from '../../lib/index.ts'
import {training} from '../viz/traces.ts'
import {bundles, launch, serve, watched} from './open.ts'

jest.setTimeout(120_000)

const {widget} = bundles()
const log = readFileSync(join(__dirname, '../../examples/logs/p06_nnx_eval_toggle.log'), 'utf8')

/** A page that does what anywidget does: a model with get, set, save_changes, on and off, and an element to draw in. */
const notebook = `
import widget from './widget.js'
const listeners = new Map()
const values = new Map(Object.entries(await (await fetch('/values.json')).json()))
window.saved = 0
window.model = {
  get: (name) => values.get(name),
  set(name, value) {
    if (values.get(name) === value) return
    values.set(name, value)
    for (const listener of [...(listeners.get('change:' + name) ?? [])]) listener()
  },
  save_changes: () => void window.saved++,
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

let browser: Browser

beforeAll(async () => {
  browser = await launch()
})

afterAll(() => browser.close())

async function show(values: Readonly<Record<string, unknown>>) {
  const seen = await watched(browser)
  await serve(seen.page, {
    '/': {
      body: '<!doctype html><html lang="en"><head><title>notebook</title><link rel="icon" href="data:,"></head><body><div id="first"></div><div id="second"></div><script type="module" src="notebook.js"></script></body></html>',
      type: 'text/html',
    },
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
