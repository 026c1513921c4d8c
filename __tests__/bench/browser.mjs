import {readFileSync} from 'node:fs'
import {chromium} from 'playwright-core'
import {chrome} from '../../scripts/chrome.mjs'

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const tag = readFileSync(new URL('../../dist/bundle/jitlens.script.js', import.meta.url), 'utf8')

/** Runs in the page: an element with that many calls, a thousand of them misses. Milliseconds until it stands. */
function open(calls) {
  const {Trace} = globalThis.jitlens
  const trace = new Trace({producer: 'jitlens'})
  const functions = Array.from({length: 6}, (_, at) => trace.addFunction({name: `step_${at}`}))
  let seed = 12345
  for (let index = 0; index < calls; index++) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    const fn = functions[(seed >> 16) % 6]
    if ((seed >> 8) % (calls / 1000) !== 0) trace.hit(fn, -1, index * 0.01)
    else
      trace.append({
        function: fn,
        key: -1,
        outcome: seed % 3 === 0 ? 'recompile' : 'retrace',
        evidence: 'simulated',
        time: index * 0.01,
        seconds: {trace: 0, lower: 0, compile: ((seed >> 4) % 100) / 100},
        layers: [],
      })
  }
  const start = performance.now()
  const element = document.createElement('jit-lens')
  document.body.replaceChildren(element)
  element.trace = trace
  return new Promise((resolve) =>
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start))),
  )
}

/** Runs in the page: what a reader does in each frame of two seconds; the time from each frame to the next. */
function frames(what) {
  const element = document.querySelector('jit-lens')
  const root = element.shadowRoot
  const gaps = []
  let last = 0
  let at = 0
  const act = {
    zoom() {
      const svg = root.querySelector('[data-chart=timeline] svg')
      const box = svg.getBoundingClientRect()
      svg.dispatchEvent(
        new WheelEvent('wheel', {
          deltaY: at < 60 ? -40 : 40,
          ctrlKey: true,
          bubbles: true,
          cancelable: true,
          clientX: box.left + box.width * (0.3 + 0.4 * Math.sin(at / 9)),
          clientY: box.top + 40,
        }),
      )
    },
    pan() {
      root
        .querySelector('[data-chart=timeline] svg')
        .dispatchEvent(
          new WheelEvent('wheel', {deltaX: at < 60 ? 30 : -30, deltaY: 0, bubbles: true, cancelable: true}),
        )
    },
    step() {
      root.querySelector(at % 2 ? '[data-move=next]' : '[data-move="next miss"]').click()
    },
  }
  return new Promise((resolve) => {
    requestAnimationFrame(function frame(now) {
      if (at > 1) gaps.push(now - last)
      last = now
      if (at++ === 120) return resolve(gaps)
      act[what]()
      requestAnimationFrame(frame)
    })
  })
}

const p95 = (gaps) => [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length * 0.95)]
const worst = (gaps) => Math.max(...gaps)

export default async function rows() {
  const browser = await chromium.launch({executablePath: chrome() ?? undefined, args: flags})
  try {
    const page = await browser.newPage({viewport: {width: 1280, height: 860}})
    await page.setContent(
      '<!doctype html><html lang="en"><head><title>bench</title></head><body></body></html>',
    )
    await page.addScriptTag({content: tag})
    const opened = await page.evaluate(open, 1_000_000)
    await page.evaluate(frames, 'zoom')
    const found = [
      {
        what: 'million calls: seconds to open in Chromium',
        ratio: opened / 1000,
        reach: {most: 2},
        detail: `${opened.toFixed(0)} ms from the trace to the first picture`,
      },
    ]
    for (const what of ['zoom', 'pan', 'step']) {
      await page.evaluate(() =>
        document.querySelector('jit-lens').shadowRoot.querySelector('[data-move=whole]').click(),
      )
      if (what === 'pan')
        await page.evaluate(() => document.querySelector('jit-lens').show({zoom: [200_000, 300_000]}))
      const gaps = await page.evaluate(frames, what)
      found.push({
        what: `million calls: ${what}, 95th percentile of the frames ÷ two at 60 Hz (33 ms)`,
        ratio: p95(gaps) / 33.4,
        reach: {most: 1},
        detail: `${p95(gaps).toFixed(1)} ms, worst ${worst(gaps).toFixed(1)} ms of ${gaps.length} frames in Chromium`,
      })
    }
    return found
  } finally {
    await browser.close()
  }
}
