import {execFileSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {
  type Browser,
  type BrowserContext,
  type BrowserContextOptions,
  chromium,
  type Page,
} from 'playwright-core'

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

export const launch = (): Promise<Browser> =>
  chromium.launch({executablePath: process.env['CHROME'] || '/usr/bin/chromium', args: flags})

/** The bundles, made of the sources as they are now. */
export interface Bundles {
  readonly element: string
  readonly widget: string
  readonly loader: string
  readonly fit: string
  readonly tag: string
  readonly more: string
  readonly play: string
  readonly simulated: string
  readonly script: {readonly text: string; readonly hash: string}
}

/** Where `npm test` has built the bundles and the site before any test runs. */
const built = process.env['JITLENS_BUILT']

/** What a script makes of the sources as they are now, in a folder: that of `npm test`, else one of its own. */
function made(script: string, within = ''): {readonly folder: string; readonly remove: () => void} {
  if (built !== undefined) return {folder: join(built, within), remove: () => undefined}
  const folder = mkdtempSync(join(tmpdir(), 'jitlens-made-'))
  execFileSync(process.execPath, [script, folder], {stdio: ['ignore', 'ignore', 'inherit']})
  return {folder, remove: () => rmSync(folder, {recursive: true, force: true})}
}

export function bundles(): Bundles {
  const {folder, remove} = made('scripts/bundle.mjs')
  try {
    const text = (name: string): string => readFileSync(join(folder, name), 'utf8')
    const held: unknown = JSON.parse(
      text('viz/hosts/script.js')
        .replace(/^export const script = /, '')
        .replace(/;\s*$/, ''),
    )
    if (typeof held !== 'object' || held === null || !('text' in held) || !('hash' in held))
      throw new Error('viz/hosts/script.js holds no script')
    return {
      element: text('bundle/element.js'),
      widget: text('bundle/widget.js'),
      loader: text('bundle/loader.js'),
      fit: text('bundle/fit.js'),
      tag: text('bundle/jitlens.script.js'),
      more: text('bundle/jitlens.more.js'),
      play: text('bundle/jitlens.play.js'),
      simulated: text('bundle/element.simulated.js'),
      script: {text: String(held.text), hash: String(held.hash)},
    }
  } finally {
    remove()
  }
}

/** A page that remembers all it said and asked for. */
export interface Watched {
  readonly page: Page
  readonly said: string[]
  readonly asked: string[]
}

export async function watched(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  const context = await browser.newContext({viewport: {width: 1280, height: 860}, ...options})
  const page = await context.newPage()
  const said: string[] = []
  const asked: string[] = []
  page.on('console', (message) => said.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => said.push(`error: ${error.message}`))
  page.on('request', (request) => asked.push(request.url()))
  return {page, said, asked}
}

/** A browser for as long as the tests of a file run: what opens a page with nothing in it yet. What a test opened is closed behind it, unless it is kept. */
export function browsing(): (options?: BrowserContextOptions, kept?: boolean) => Promise<Watched> {
  let browser: Browser
  let opened: BrowserContext[] = []
  beforeAll(async () => {
    browser = await launch()
  })
  beforeEach(() => {
    opened = []
  })
  afterEach(() => Promise.all(opened.map((one) => one.close())))
  afterAll(() => browser.close())
  return async (options, kept = false) => {
    const seen = await watched(browser, options)
    if (!kept) opened.push(seen.page.context())
    return seen
  }
}

/** Pages in files, and a browser for them, for as long as the tests of a file run. */
export interface Disk {
  /** The address of a page by its name. */
  readonly address: (name: string) => string
  /** Writes a page into its file; its address. */
  readonly write: (name: string, html: string) => string
  /** A page with nothing in it yet. */
  readonly blank: (options?: BrowserContextOptions) => Promise<Watched>
  /** Writes a report and opens it; where scripts run it is drawn. */
  readonly open: (
    name: string,
    html: string,
    options?: BrowserContextOptions,
    hash?: string,
  ) => Promise<Watched>
}

export function disk(): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'jitlens-reports-'))
  const blank = browsing()
  afterAll(() => {
    rmSync(folder, {recursive: true, force: true})
  })
  const address = (name: string): string => pathToFileURL(join(folder, `${name}.html`)).href
  const write = (name: string, html: string): string => {
    writeFileSync(new URL(address(name)), html)
    return address(name)
  }
  return {
    address,
    write,
    blank,
    async open(name, html, options = {}, hash = '') {
      const seen = await blank(options)
      await seen.page.goto(write(name, html) + hash)
      if (options.javaScriptEnabled !== false) await seen.page.locator('.give').waitFor()
      return seen
    },
  }
}

/** The site as a folder, made of the sources as they are now, for as long as the tests of a file run. */
export interface SiteFolder {
  readonly folder: string
  /** The address of the folder. */
  readonly address: string
  /** Opens a page by its path in the folder, a hash behind it. */
  readonly open: (path: string, options?: BrowserContextOptions) => Promise<Watched>
  /** Opens another page in one tab for all, which has the scripts of the site compiled already, so many pixels wide. */
  readonly turn: (path: string, width?: number) => Promise<Watched>
}

export function site(): SiteFolder {
  const {folder, remove} = made('scripts/site.mjs', 'site')
  const blank = browsing()
  afterAll(remove)
  const address = pathToFileURL(folder).href
  let tab: Promise<Watched> | undefined
  return {
    folder,
    address,
    async turn(path, width = 1280) {
      tab ??= blank({reducedMotion: 'reduce'}, true)
      const seen = await tab
      await seen.page.goto('about:blank')
      for (const list of [seen.said, seen.asked]) list.length = 0
      await seen.page.emulateMedia({colorScheme: null, forcedColors: null})
      await seen.page.setViewportSize({width, height: 800})
      await seen.page.goto(`${address}/${path}`)
      return seen
    },
    async open(path, options = {}) {
      const seen = await blank({reducedMotion: 'reduce', ...options})
      await seen.page.goto(`${address}/${path}`)
      return seen
    },
  }
}

/** A site of the given files at `http://jitlens.test/`, without a network. */
export async function serve(
  page: Page,
  files: Readonly<Record<string, {readonly body: string; readonly type: string; readonly policy?: string}>>,
): Promise<void> {
  await page.route('http://jitlens.test/**', (route) => {
    const file = files[new URL(route.request().url()).pathname]
    if (file === undefined) return route.fulfill({status: 404, body: 'nothing here'})
    return route.fulfill({
      body: file.body,
      contentType: file.type,
      headers: file.policy === undefined ? {} : {'content-security-policy': file.policy},
    })
  })
}
