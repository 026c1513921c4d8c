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

/** Runs in the page: one edit, until the next frame is drawn; a number that is typed waits for the pause after the last key. */
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
  return new Promise((resolve) =>
    setTimeout(
      () => requestAnimationFrame(() => setTimeout(resolve)),
      kind === 'type' || kind === 'undo' ? 130 : 0,
    ),
  )
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

export default async function rows() {
  const browser = await chromium.launch({executablePath: chrome() ?? undefined, args: flags})
  try {
    const page = await browser.newPage({viewport: {width: 1280, height: 1400}})
    const thrown = []
    page.on('pageerror', (error) => thrown.push(error.message))
    const site = pathToFileURL(fileURLToPath(new URL('../../dist/site/playground.html', import.meta.url)))
    await page.goto(`${site.href}#at=1&p=${deflateRawSync(program).toString('base64url')}`)
    await page.locator('.models summary').click()
    const cdp = await page.context().newCDPSession(page)
    await cdp.send('Performance.enable', {timeDomain: 'threadTicks'})
    const worked = async () => {
      const {metrics} = await cdp.send('Performance.getMetrics')
      return metrics.find(({name}) => name === 'TaskDuration').value * 1000
    }
    const times = []
    let seed = 12345
    for (let at = 0; at < edits; at++) {
      seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff
      const kind = kinds[(seed >> 16) % kinds.length]
      const before = await worked()
      await page.evaluate(edit, kind)
      times.push({kind, ms: (await worked()) - before})
    }
    if (process.env.JITLENS_EACH) for (const {kind, ms} of times) console.error(kind, ms.toFixed(1))
    const sorted = times.map(({ms}) => ms).sort((a, b) => a - b)
    const [median, most] = [sorted[edits / 2], sorted[edits * 0.95]]
    return [
      {
        what: 'playground, twenty layers: ms of work from an edit to all views, 95th percentile',
        ratio: most,
        reach: {most: 50},
        detail: `median ${median.toFixed(1)} ms, worst ${sorted.at(-1).toFixed(1)} ms of ${edits} random edits`,
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
