import type {Page} from 'playwright-core'
import {encode} from '../../lib/index.ts'
import {report} from '../../viz/hosts/report.ts'
import {empty, quiet, toggle, training} from '../viz/traces.ts'
import {browsing, bundles, serve} from './open.ts'

jest.setTimeout(120_000)

const {fit, more, script, tag} = bundles()
const blank = browsing()

const one = report(training(), {title: 'first', script})
const other = report(quiet(40), {title: 'second', script})
const several = report(
  [
    {name: 'before', trace: training()},
    {name: 'now', trace: toggle()},
  ],
  {script},
)

/** What a browser says of a policy that stands in the content of a page: that it holds for nothing. */
const ignored = /^error: The Content Security Policy .* The policy has been ignored\.$/

async function show(body: string, files = {}, options = {}) {
  const seen = await blank(options)
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>host</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`
  await serve(seen.page, {'/': {body: page, type: 'text/html'}, ...files})
  await seen.page.goto('http://jitlens.test/')
  return seen
}

/** A page of an application, which keeps its settings in a script of JSON as JupyterLab does. */
const application = (cells: readonly string[], after = ''): string =>
  `<script id="jupyter-config-data" type="application/json">{"baseUrl": "/"}</script><script type="application/gzip">no gzip</script>${cells.map((cell, at) => `<div class="cell" id="cell-${at}">${cell}</div>`).join('')}<script type="application/json">[1]</script>${after}`

const places = (page: Page): Promise<string[]> => page.locator('.place').allInnerTexts()

/** What a page says of itself, which no guest may change. */
const host = (): unknown => {
  const {fontFamily, backgroundColor, colorScheme} = getComputedStyle(document.documentElement)
  const {maxWidth, marginLeft, marginTop} = getComputedStyle(document.body)
  const {className} = document.documentElement
  return {
    fontFamily,
    backgroundColor,
    colorScheme,
    maxWidth,
    marginLeft,
    marginTop,
    className,
    at: location.href,
    title: document.title,
  }
}

test('two reports written into a page show each their own trace, and leave the page and its other scripts alone', async () => {
  const bare = await (await show(application(['', '']))).page.evaluate(host)
  const {page, said} = await show(
    application([one, other], '<script>document.body.dataset.mine = "runs"</script>'),
  )
  await page.locator('#cell-1 .bar').waitFor()
  await page.locator('#cell-0 [data-move=first]').click()
  await page.locator('#cell-1 [data-move=last]').click()
  expect(await places(page)).toEqual(['call 1 of 28', 'call 40 of 40'])
  expect(await page.locator('#cell-0 .title').innerText()).toMatch(/^first/)
  expect(await page.evaluate(host)).toEqual(bare)
  expect(await page.evaluate('document.body.dataset.mine')).toBe('runs')
  expect(await page.locator('a.link').count()).toBe(0)
  expect(said.filter((line) => !ignored.test(line))).toEqual([])
})

test('a report that an application sets as HTML and whose scripts it runs after that, as JupyterLab does, comes alive', async () => {
  const {page, said} = await show(application(['', '']))
  await page.evaluate(
    (reports) => {
      for (const [at, text] of reports.entries()) {
        const cell = document.querySelector(`#cell-${at}`)
        if (cell === null) throw new Error('no cell')
        cell.innerHTML = text
        for (const old of cell.querySelectorAll('script')) {
          const copy = document.createElement('script')
          for (const {name, value} of old.attributes) copy.setAttribute(name, value)
          copy.textContent = old.textContent
          old.replaceWith(copy)
        }
      }
    },
    [one, other],
  )
  await page.locator('#cell-1 .bar').waitFor()
  expect(await places(page)).toHaveLength(2)
  await page.evaluate(
    'document.body.append(Object.assign(document.createElement("script"), {text: "document.body.dataset.mine = 1"}))',
  )
  expect(await page.evaluate('document.body.dataset.mine')).toBe('1')
  expect(said.filter((line) => !ignored.test(line))).toEqual([])
})

test('a host that lifts what belongs into a head from its content to its own, as React does, gets nothing of a report', async () => {
  const {page, said} = await show(application(['']))
  await page.evaluate((text) => {
    const cell = document.querySelector('#cell-0')
    if (cell === null) throw new Error('no cell')
    cell.innerHTML = text
    document.head.prepend(...cell.querySelectorAll(':is(meta,title,link):not([itemprop],[charset])'))
  }, one)
  await page.evaluate(
    'document.body.append(Object.assign(document.createElement("script"), {text: "document.body.dataset.mine = 1"}))',
  )
  expect(await page.evaluate('[document.body.dataset.mine, document.title]')).toEqual(['1', 'host'])
  expect(await page.locator('#cell-0 .jitlens h1').isVisible()).toBe(true)
  expect(said.filter((line) => !ignored.test(line))).toEqual([])
})

test('in two reports of several runs in one page each keeps its own choice of run, and no id occurs twice', async () => {
  const {page} = await show(application([several, several]))
  await page.locator('#cell-1 .runs').waitFor()
  await page.locator('#cell-0 .runs label').nth(1).click()
  await page.locator('#cell-1 .runs label').nth(0).click()
  expect(
    await page
      .locator('.runs input')
      .evaluateAll((inputs) => inputs.map((input) => input.matches(':checked'))),
  ).toEqual([false, true, true, false])
  await page.keyboard.press('Enter')
  expect(
    await page.evaluate(() => {
      const ids = [...document.querySelectorAll('[id]')].map(({id}) => id)
      return ids.filter((id, at) => ids.indexOf(id) !== at)
    }),
  ).toEqual([])
})

test('a report in a page has code and lists of its own look, whatever the page says of all of them', async () => {
  const rules =
    '.cell code{background:red;padding:9px}.cell ul:not(.inline),.cell ol:not(.inline){padding-left:40px}'
  const {page} = await show(`<style>${rules}</style>${application([one])}`)
  await page.locator('.bar').waitFor()
  const looks = (selector: string): Promise<unknown> =>
    page
      .locator(selector)
      .first()
      .evaluate((element) => {
        const {backgroundColor, paddingLeft} = getComputedStyle(element)
        return [backgroundColor, paddingLeft]
      })
  expect(await looks('.why code')).toEqual(['rgba(0, 0, 0, 0)', '0px'])
  expect(await looks('.why ol')).toEqual(['rgba(0, 0, 0, 0)', '0px'])
})

test('a report in a page takes no key that was pressed beside it', async () => {
  const {page} = await show(application([one]))
  await page.locator('.bar').waitFor()
  const [before] = await places(page)
  await page.keyboard.press('Home')
  expect(await places(page)).toEqual([before])
  await page.locator('[data-move=next]').focus()
  await page.keyboard.press('Home')
  expect(await places(page)).toEqual(['call 1 of 28'])
})

/** A cell that holds a report in a sandboxed frame, and remembers what the frame says. */
const framed = (sandbox: string, text = one): string =>
  `<script>window.heard = []; addEventListener('message', ({data}) => heard.push(data))</script><iframe sandbox="${sandbox}" style="width:900px;height:600px" srcdoc='${text.replaceAll('&', '&amp;').replaceAll("'", '&#39;')}'></iframe>`

const heard = (page: Page): Promise<readonly {jitlens: {height: number}}[]> => page.evaluate('heard')

test('a report in a sandboxed frame tells its height whenever it changes, and needs no scrolling at that height', async () => {
  const {page, said} = await show(framed('allow-scripts'))
  const frame = page.frameLocator('iframe')
  await frame.locator('.bar').waitFor()
  await page.waitForFunction('heard.length > 0')
  await page.waitForTimeout(300)
  const first = (await heard(page)).at(-1)?.jitlens.height ?? 0
  expect(first).toBeGreaterThan(500)
  await frame.locator('details[data-detail=cache] > summary').click()
  await page.waitForFunction(`heard.at(-1).jitlens.height > ${first + 40}`)
  await page.evaluate(`{
    const fit = ({data}) => (document.querySelector('iframe').style.height = data.jitlens.height + 'px')
    addEventListener('message', fit)
    fit({data: heard.at(-1)})
  }`)
  await page.frames()[1]?.waitForFunction(() => document.documentElement.scrollHeight === innerHeight)
  expect(said.filter((line) => !ignored.test(line))).toEqual([])
})

test('a report in a frame has no link that would open the host in it, and writes no address', async () => {
  const {page, said} = await show(framed('allow-scripts'))
  const frame = page.frameLocator('iframe')
  await frame.locator('[data-move=first]').click()
  expect(await frame.locator('a').count()).toBe(0)
  expect(page.frames().map((held) => held.url())).toEqual(['http://jitlens.test/', 'about:srcdoc'])
  expect(said.filter((line) => !ignored.test(line))).toEqual([])
})

test('a report in a frame takes the colours that its host has, until its reader chooses', async () => {
  const {page} = await show(framed('allow-scripts'), {}, {colorScheme: 'light'})
  const frame = page.frameLocator('iframe')
  await frame.locator('.bar').waitFor()
  const tell = (scheme: string | null): Promise<unknown> =>
    page.evaluate(
      (told) => document.querySelector('iframe')?.contentWindow?.postMessage({jitlens: {scheme: told}}, '*'),
      scheme,
    )
  const paper = (): Promise<unknown> =>
    frame.locator('.jitlens').evaluate((element) => getComputedStyle(element).backgroundColor)
  expect(await paper()).toBe('rgb(255, 255, 255)')
  await tell('dark')
  await frame.locator('.jl-dark').first().waitFor()
  expect(await paper()).toBe('rgb(18, 22, 28)')
  expect(await page.frames()[1]?.evaluate('getComputedStyle(document.documentElement).backgroundColor')).toBe(
    'rgb(18, 22, 28)',
  )
  await frame.locator('.bar select').selectOption('light')
  expect(await paper()).toBe('rgb(255, 255, 255)')
  await frame.locator('.bar select').selectOption('auto')
  await tell(null)
  await frame.locator('.jl-report:not(.jl-dark)').waitFor()
  expect(await paper()).toBe('rgb(255, 255, 255)')
})

test('the script beside a report in a frame fits the frame to it, 1000 pixels at most, and gives it the colours of the page', async () => {
  const small = report(empty(), {title: 'small', script})
  const cell = (text: string): string =>
    `${framed('allow-scripts', text).replace('<iframe', '<iframe class="jl-frame"')}<script>${fit}</script>`
  const {page, said} = await show(cell(small) + cell(one), {}, {colorScheme: 'light'})
  const height = (at: number): Promise<unknown> =>
    page
      .locator('iframe')
      .nth(at)
      .evaluate(({clientHeight}) => clientHeight)
  await page.waitForFunction('document.querySelector("iframe:last-of-type").clientHeight === 1000')
  expect(await height(0)).toBeLessThan(900)
  await page.frames()[1]?.waitForFunction(() => document.documentElement.scrollHeight === innerHeight)
  await page.evaluate(() => document.body.setAttribute('data-jp-theme-light', 'false'))
  for (const at of [0, 1])
    await page.locator('iframe').nth(at).contentFrame().locator('.jl-report.jl-dark').waitFor()
  expect(said).toEqual([])
})

test('the buttons for files work in a sandbox that allows them, and say what a sandbox may forbid', async () => {
  const allowed = await show(framed('allow-scripts allow-downloads'))
  const [download] = await Promise.all([
    allowed.page.waitForEvent('download'),
    allowed.page.frameLocator('iframe').locator('button[data-save=timeline][data-format=png]').click(),
  ])
  expect(download.suggestedFilename()).toBe('timeline.png')
  const {page} = await show(framed('allow-scripts'))
  const frame = page.frameLocator('iframe')
  await frame.locator('button[data-save=trace]').click()
  expect(await frame.locator('.give .trouble').innerText()).toMatch(
    /^The file was given to the browser\. .*\(its sandbox lacks allow-downloads\)\.$/,
  )
  await show(framed('allow-scripts', several)).then(async ({page: both}) => {
    await both.frameLocator('iframe').locator('button[data-save=compare][data-format=svg]').first().click()
    expect(await both.frameLocator('iframe').locator('.trouble').first().innerText()).toContain(
      'allow-downloads',
    )
  })
})

test('an element has the colours that the page around it says, and follows them', async () => {
  const {page, said} = await show(
    `<script src="tag.js"></script><jit-lens src="run.jsonl"></jit-lens>`,
    {
      '/tag.js': {body: tag, type: 'text/javascript'},
      '/jitlens.more.js': {body: more, type: 'text/javascript'},
      '/run.jsonl': {body: [...encode(training())].join('\n'), type: 'text/plain'},
    },
    {colorScheme: 'light'},
  )
  const paper = (): Promise<unknown> =>
    page.locator('jit-lens .jitlens').evaluate((element) => {
      const {backgroundColor, colorScheme} = getComputedStyle(element)
      return `${backgroundColor} ${colorScheme}`
    })
  await page.locator('jit-lens .bar').waitFor()
  expect(await paper()).toBe('rgb(255, 255, 255) light dark')
  for (const [mark, value] of [
    ['data-jp-theme-light', 'false'],
    ['class', 'vscode-dark'],
    ['class', 'app dark'],
  ] as const) {
    await page.evaluate(([name, held]) => document.body.setAttribute(name, held), [mark, value] as const)
    expect({mark, value, paper: await paper()}).toEqual({mark, value, paper: 'rgb(18, 22, 28) dark'})
    await page.evaluate((name) => document.body.removeAttribute(name), mark)
    expect(await paper()).toBe('rgb(255, 255, 255) light dark')
  }
  await page.emulateMedia({colorScheme: 'dark'})
  await page.evaluate(() => document.body.setAttribute('data-jp-theme-light', 'true'))
  expect(await paper()).toBe('rgb(255, 255, 255) light')
  expect(await page.locator('jit-lens a.link').count()).toBe(1)
  expect(said.filter((line) => !ignored.test(line))).toEqual([])
})
