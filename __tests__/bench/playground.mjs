import {deflateRawSync} from 'node:zlib'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {chromium} from 'playwright-core'
import {chrome} from '../../scripts/chrome.mjs'
import {flags} from './browser.mjs'

/** A model of twenty layers and a dropout. */
const program = `import jax
import jax.numpy as jnp
from flax import nnx

class Net(nnx.Module):
    def __init__(self, rngs):
        self.layers = nnx.List([nnx.Linear(64, 64, rngs=rngs) for _ in range(20)])
        self.drop = nnx.Dropout(0.1, rngs=rngs)
        self.scale = 1.5

    def __call__(self, x):
        for layer in self.layers:
            x = nnx.relu(layer(x))
        return self.drop(x) * self.scale

@nnx.jit
def predict(model, x):
    return model(x)

model = Net(nnx.Rngs(0))
predict(model, jnp.ones((32, 64)))
predict(model, jnp.ones((32, 64)))
predict(model, jnp.ones((7, 64)))
`

const edits = 100

/**
 * Runs in the page: one edit, until the frame is drawn that shows all of it; a number that is typed waits for the pause after the last
 * key, and for a program that runs slice by slice.
 */
function edit(kind) {
  const press = (selector) => document.querySelector(selector)?.click()
  const type = () => {
    const content = document.querySelector('.writing').shadowRoot.querySelector('.cm-content')
    const line = [...content.querySelectorAll('.cm-line')].find(({textContent}) =>
      textContent.includes('self.scale = '),
    )
    if (line === undefined) return press('[data-undo]')
    content.focus()
    window.getSelection().setPosition(line, line.childNodes.length)
    document.execCommand('insertText', false, '5')
  }
  if (kind === 'type') type()
  else press(kind === 'undo' ? '[data-undo]' : `[data-edit=${kind}]:enabled`)
  return new Promise((resolve) => {
    const look = () => {
      if (document.querySelector('.key[aria-busy=true]') !== null) setTimeout(look, 10)
      else requestAnimationFrame(() => setTimeout(resolve))
    }
    setTimeout(look, kind === 'type' || kind === 'undo' ? 100 : 0)
  })
}

const kinds = [
  'again',
  'numbers',
  'size',
  'anew',
  'eval',
  'train',
  'rate',
  'clear',
  'undo',
  'undo',
  'undo',
  'type',
  'type',
]

/** The playground with the program, and all edits in it, each within what is measured of it. */
async function edited(browser, measuring) {
  const page = await browser.newPage({viewport: {width: 1280, height: 1400}})
  const thrown = []
  page.on('pageerror', (error) => thrown.push(error.message))
  const site = pathToFileURL(fileURLToPath(new URL('../../dist/site/playground.html', import.meta.url)))
  await page.goto(`${site.href}#at=1&p=${deflateRawSync(program).toString('base64url')}`)
  await page.locator('.models summary').click()
  const measured = await measuring(await page.context().newCDPSession(page))
  const times = []
  let seed = 12345
  for (let at = 0; at < edits; at++) {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
    const kind = kinds[(seed >> 16) % kinds.length]
    const ms = await measured(() => page.evaluate(edit, kind))
    if (process.env.JITLENS_EACH) console.error(kind, ms.toFixed(1))
    times.push(ms)
  }
  await page.close()
  return {thrown, times: times.sort((a, b) => a - b)}
}

/** Processor time of the page's thread, in ms. */
async function work(cdp) {
  await cdp.send('Performance.enable', {timeDomain: 'threadTicks'})
  const worked = async () => {
    const {metrics} = await cdp.send('Performance.getMetrics')
    return metrics.find(({name}) => name === 'TaskDuration').value * 1000
  }
  return async (act) => {
    const before = await worked()
    await act()
    return (await worked()) - before
  }
}

/** That of its longest task, in which the page answers nobody. */
async function longest(cdp) {
  return async (act) => {
    const events = []
    const collect = ({value}) => void events.push(...value)
    cdp.on('Tracing.dataCollected', collect)
    await cdp.send('Tracing.start', {
      traceConfig: {includedCategories: ['disabled-by-default-devtools.timeline']},
    })
    await act()
    const ended = new Promise((resolve) => cdp.once('Tracing.tracingComplete', resolve))
    await cdp.send('Tracing.end')
    await ended
    cdp.off('Tracing.dataCollected', collect)
    const pages = events.filter(({name, args}) => name === 'thread_name' && args.name === 'CrRendererMain')
    const isOfPage = ({name, tid}) => name === 'RunTask' && pages.some((page) => page.tid === tid)
    return Math.max(...events.filter(isOfPage).map(({tdur = 0}) => tdur)) / 1000
  }
}

export default async function rows() {
  const browser = await chromium.launch({executablePath: chrome() ?? undefined, args: flags})
  const p95 = ({times}) => times[edits * 0.95]
  const detail = ({times}) =>
    `median ${times[edits / 2].toFixed(1)} ms, worst ${times.at(-1).toFixed(1)} ms of ${edits} random edits`
  try {
    const worked = await edited(browser, work)
    const blocked = await edited(browser, longest)
    const thrown = [...worked.thrown, ...blocked.thrown]
    return [
      {
        what: 'playground, twenty layers: ms of work from an edit to all views, 95th percentile',
        ratio: p95(worked),
        reach: {most: 50},
        detail: detail(worked),
      },
      {
        what: 'playground, twenty layers: ms of the longest task of an edit, 95th percentile',
        ratio: p95(blocked),
        reach: {most: 50},
        detail: detail(blocked),
      },
      {
        what: 'playground, twenty layers: errors of the page in as many edits',
        ratio: thrown.length,
        reach: {most: 0},
        detail: thrown[0],
      },
    ]
  } finally {
    await browser.close()
  }
}
