import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join, resolve} from 'node:path'
import type {Browser} from 'playwright-core'
import {encode} from '../../lib/index.ts'
import {launch, serve, watched} from '../browser/open.ts'
import {training} from '../viz/traces.ts'
import {makeWheel, wheelIn} from './wheel.ts'

jest.setTimeout(300_000)

const root = resolve(__dirname, '../..')
const log = join(root, 'examples/logs/p06_nnx_eval_toggle.log')
const folder = mkdtempSync(join(tmpdir(), 'jitlens-shown-'))
const base =
  [process.env['JITLENS_PYTHON'] ?? '', 'python3', 'python'].find(
    (name) =>
      name !== '' && spawnSync(name, ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']).status === 0,
  ) ?? null
let browser: Browser

/** What `show` gives a notebook. */
interface Shown {
  readonly words: string
  readonly svg: string
  readonly html: string
}

/** What Python shows of what an expression names; with Node on the PATH or without. */
function shown(expression: string, hasNode = true): Shown {
  const program = `import jitlens
bundle = jitlens.show(${expression})._repr_mimebundle_()
print(bundle["text/plain"], bundle.get("image/svg+xml", ""), bundle["text/html"], sep="\\0", end="")`
  const {status, stdout, stderr} = spawnSync(
    python(),
    ['-I', '-c', `import sys; sys.path.insert(0, ${JSON.stringify(wheelIn(folder))})\n${program}`],
    {
      encoding: 'utf8',
      env: {
        ...process.env,
        PYTHONIOENCODING: 'utf-8',
        PYTHONUTF8: '1',
        PATH: hasNode ? dirname(process.execPath) : folder,
      },
      maxBuffer: 1 << 26,
    },
  )
  if (status !== 0) throw new Error(stderr)
  const [words = '', svg = '', html = ''] = stdout.split('\0')
  return {words, svg, html}
}

/** The path of Python itself: the PATH of what it runs is another. */
const python = (): string =>
  spawnSync(base ?? '', ['-c', 'import sys; print(sys.executable)'], {encoding: 'utf8'}).stdout.trim()

async function put(html: string, options = {}, body = '') {
  const seen = await watched(browser, options)
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>notebook</title><link rel="icon" href="data:,"></head><body ${body}>${html}</body></html>`
  await serve(seen.page, {'/': {body: page, type: 'text/html'}})
  await seen.page.goto('http://jitlens.test/')
  return seen
}

/** What JupyterLab leaves of the HTML of a notebook that it does not trust. */
const sanitised = (html: string): string => html.replaceAll(/<(style|script|iframe)\b[^]*?<\/\1>/g, '')

if (base === null)
  test.skip('jitlens.show: there is no Python 3.10 or newer here', () => expect(base).not.toBeNull())
else
  describe('jitlens.show', () => {
    const path = join(folder, 'run.jsonl')
    beforeAll(async () => {
      makeWheel(folder)
      writeFileSync(path, [...encode(training()), ''].join('\n'))
      browser = await launch()
    })

    afterAll(async () => {
      await browser.close()
      rmSync(folder, {recursive: true, force: true})
    })

    test('gives words, a picture and a page of a recording, with Python alone', async () => {
      const {words, svg, html} = shown(JSON.stringify(path), false)
      expect(words).toMatch(/28 calls, 10 hits, 17 misses/)
      expect(words).toContain('model.scale is 0.5, before 1.0')
      const {page} = await put(`<img src="data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}">`)
      expect(
        await page
          .locator('img')
          .evaluate(
            (image) => image instanceof HTMLImageElement && [image.naturalWidth, image.naturalHeight > 200],
          ),
      ).toEqual([860, true])
      expect(svg).toContain('11 misses of 18 calls')
      expect(html.length).toBeLessThan(497_000)
    })

    test('is words and a picture where a notebook is not trusted', async () => {
      const {html, words} = shown(JSON.stringify(path))
      const {page, said} = await put(sanitised(html))
      expect(await page.locator('pre').innerText()).toBe(words)
      expect(
        await page
          .locator('img')
          .evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth),
      ).toBe(860)
      expect(said).toEqual([])
    })

    test('is the live report alone where it is trusted, as high as it needs and in the colours of the notebook, twice on one page', async () => {
      const {html} = shown(JSON.stringify(path))
      const other = shown(JSON.stringify(log)).html
      const {page, said, asked} = await put(
        html + other,
        {colorScheme: 'light'},
        'data-jp-theme-light="false"',
      )
      for (const at of [0, 1]) {
        const frame = page.locator('iframe').nth(at).contentFrame()
        await frame.locator('.jl-dark .bar').waitFor()
        expect(
          await frame.locator('.jitlens').evaluate((element) => getComputedStyle(element).backgroundColor),
        ).toBe('rgb(18, 22, 28)')
      }
      await page.waitForFunction('document.querySelector("iframe").clientHeight === 1000')
      expect(await page.locator('pre:visible, img:visible').count()).toBe(0)
      expect(await page.locator('iframe').first().getAttribute('sandbox')).toBe(
        'allow-scripts allow-downloads',
      )
      expect(asked.filter((url) => url.startsWith('http'))).toEqual(['http://jitlens.test/'])
      expect(said).toEqual([])
    })

    test('explains a log by Node where it is there, and else leaves that to the page', async () => {
      const explained = shown(JSON.stringify(log))
      expect(explained.words).toContain('args[0].bn.use_running_average is True, before False')
      expect(explained.svg).toContain('avoidable')
      const {words, svg, html} = shown(JSON.stringify(log), false)
      expect(words).toBe(
        "p06_nnx_eval_toggle.log: the report in this cell reads and explains it, where scripts may run. With Node on the PATH, or\npip install 'jitlens[cli]', the cell holds words and a picture for where none may.",
      )
      expect(svg).toBe('')
      const {page} = await put(html)
      expect(await page.locator('iframe').contentFrame().locator('.now').innerText()).toContain(
        'use_running_average',
      )
    })

    test('keeps as much of a long log as it is told to, and says what it left out', () => {
      const long = `${readFileSync(log, 'utf8')}\n`.repeat(400)
      const file = join(folder, 'long.log')
      writeFileSync(file, long)
      const {words, html} = shown(`${JSON.stringify(file)}, most=20_000`, false)
      expect(words).toMatch(/long\.log \(the first \d\.\d+ MB of it: more than a report holds\)/)
      expect(html).toContain('more than a report holds')
      expect(html.length).toBeLessThan(715_000)
    })
  })
