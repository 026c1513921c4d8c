import {readFileSync} from 'node:fs'
import {chromium} from 'playwright-core'
import {chrome} from '../../scripts/chrome.mjs'

export const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const bundles = ['script', 'more'].map((name) =>
  readFileSync(new URL(`../../dist/bundle/jitlens.${name}.js`, import.meta.url), 'utf8'),
)

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

/** Runs in the page: an element with a model of a thousand leaves, one of which is another at each call. */
function openKey() {
  const {Trace} = globalThis.jitlens
  const trace = new Trace({producer: 'jitlens'})
  const step = trace.addFunction({name: 'step'})
  const leaf = (at, size) => ({
    component: 'aval',
    kind: 'leaf',
    path: ['model', `block_${Math.floor(at / 100)}`, `layer_${Math.floor(at / 10) % 10}`, `w_${at % 10}`],
    value: `f32[${size}]`,
    evidence: 'simulated',
  })
  for (let call = 0; call < 10; call++) {
    const facts = Array.from({length: 1000}, (_, at) => leaf(at, at === call * 97 ? 16 : 8))
    trace.append({
      function: step,
      key: trace.addKey({function: step, unknown: [], facts}),
      outcome: 'retrace',
      evidence: 'simulated',
      time: call,
      seconds: {trace: 0.1, lower: 0.1, compile: 1},
      layers: [],
    })
  }
  const element = document.createElement('jit-lens')
  document.body.replaceChildren(element)
  element.trace = trace
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)))
}

/** Runs in the page: what a reader does between the frames of two seconds; the time from each frame to the next. */
function frames(what) {
  const element = document.querySelector('jit-lens')
  const root = element.shadowRoot
  const gaps = []
  let last = 0
  let at = 0
  const timeline = () => root.querySelector('[data-chart=timeline] svg')
  const box = timeline().getBoundingClientRect()
  const wheel = (turn) =>
    timeline().dispatchEvent(new WheelEvent('wheel', {bubbles: true, cancelable: true, ...turn}))
  const press = (move) => root.querySelector(`[data-move="${move}"]`).click()
  const act = {
    idle() {},
    zoom: () =>
      wheel({
        deltaY: at < 60 ? -40 : 40,
        ctrlKey: true,
        clientX: box.left + box.width * (0.3 + 0.4 * Math.sin(at / 9)),
        clientY: box.top + 40,
      }),
    pan: () => wheel({deltaX: at < 60 ? 30 : -30, deltaY: 0}),
    step: () => press(at % 2 ? 'next' : 'next miss'),
    morph() {
      if (at % 20 === 1) press(at < 60 ? 'next' : 'previous')
    },
  }
  return new Promise((resolve) => {
    requestAnimationFrame(function frame(now) {
      if (at > 1) gaps.push(now - last)
      last = now
      if (at++ === 120) return resolve(gaps)
      setTimeout(act[what])
      requestAnimationFrame(frame)
    })
  })
}

const p95 = (gaps) => [...gaps].sort((a, b) => a - b)[Math.floor(gaps.length * 0.95)]
const worst = (gaps) => Math.max(...gaps)
const ms = (number) => `${number.toFixed(1)} ms`

/** So often what a reader does and the idle page are measured in turn: the machine may have other work at any time. */
const rounds = 5

/** How much longer frames are while a reader does something than while nothing happens. */
async function over(page, what, said, prepare) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Performance.enable', {timeDomain: 'threadTicks'})
  const worked = async () => {
    const {metrics} = await cdp.send('Performance.getMetrics')
    return metrics.find(({name}) => name === 'TaskDuration').value * 1000
  }
  const [idle, busy] = [[], []]
  let work = 0
  for (let round = 0; round < rounds; round++) {
    await prepare()
    idle.push(...(await page.evaluate(frames, 'idle')))
    const before = await worked()
    busy.push(...(await page.evaluate(frames, what)))
    work += (await worked()) - before
  }
  return {
    what: `${said}: ms of a frame over the idle page, 95th percentile`,
    ratio: p95(busy) - p95(idle),
    reach: {most: 3},
    detail: `${ms(p95(busy))} and ${ms(p95(idle))} idle, worst ${ms(worst(busy))} and ${ms(worst(idle))} of ${busy.length} frames; the main thread works ${ms(work / busy.length)} a frame`,
  }
}

export default async function rows() {
  const browser = await chromium.launch({executablePath: chrome() ?? undefined, args: flags})
  try {
    const page = await browser.newPage({viewport: {width: 1280, height: 1400}})
    await page.setContent(
      '<!doctype html><html lang="en"><head><title>bench</title></head><body></body></html>',
    )
    for (const content of bundles) await page.addScriptTag({content})
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
    const whole = () =>
      page.evaluate(() =>
        document.querySelector('jit-lens').shadowRoot.querySelector('[data-move=whole]').click(),
      )
    const part = () =>
      page.evaluate(() => document.querySelector('jit-lens').show({zoom: [200_000, 300_000]}))
    for (const what of ['zoom', 'pan', 'step'])
      found.push(await over(page, what, `million calls: ${what}`, what === 'pan' ? part : whole))
    await page.evaluate(openKey)
    await page.evaluate(frames, 'morph')
    found.push(await over(page, 'morph', 'key of a thousand leaves: morph', () => page.evaluate(() => {})))
    return found
  } finally {
    await browser.close()
  }
}
