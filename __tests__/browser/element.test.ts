import {mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import type {BrowserContextOptions, Page} from 'playwright-core'
import {encode} from '../../lib/index.ts'
import {lambdas, quiet, toggle, training} from '../viz/traces.ts'
import {allFindings, widths} from './axe.ts'
import {browsing, bundles, serve} from './open.ts'

jest.setTimeout(120_000)

const {element, more, play, simulated, tag} = bundles()
const strict =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; frame-src 'self'"
const jsonl = (trace: Parameters<typeof encode>[0]): string => [...encode(trace)].join('\n')
const data = (trace: Parameters<typeof encode>[0]): string => jsonl(trace).replaceAll('<', String.raw`\u003c`)
const log = readFileSync(join(__dirname, '../../examples/logs/p06_nnx_eval_toggle.log'), 'utf8')
const scenario = readFileSync(join(__dirname, '../../examples/scenarios/eval_toggle.json'), 'utf8')
const program = `import jax
import jax.numpy as jnp

double = jax.jit(lambda x: 2 * x)
double(jnp.ones(3))
double(jnp.ones(3))
double(jnp.ones(4))
`

const files = {
  '/jitlens.script.js': {body: tag, type: 'text/javascript'},
  '/jitlens.more.js': {body: more, type: 'text/javascript'},
  '/jitlens.play.js': {body: play, type: 'text/javascript'},
  '/element.simulated.js': {body: simulated, type: 'text/javascript'},
  '/element.js': {body: element, type: 'text/javascript'},
  '/define.js': {
    body: "import {defineElement} from './element.js'\ndefineElement()",
    type: 'text/javascript',
  },
  '/training.jsonl': {body: jsonl(training()), type: 'application/jsonl'},
  '/toggle.log': {body: log, type: 'text/plain'},
  '/program.py': {body: program, type: 'text/plain'},
  '/program.json': {
    body: JSON.stringify({id: 'doubles', program: program.split('\n')}, null, 2),
    type: 'application/json',
  },
  '/toggle.json': {body: scenario, type: 'application/json'},
}
const page = (body: string, policy?: string) => ({
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>embeds</title><link rel="icon" href="data:,"></head><body>${body}</body></html>`,
  type: 'text/html',
  ...(policy !== undefined && {policy}),
})

const blank = browsing()

async function show(body: string, policy?: string, options?: BrowserContextOptions) {
  const seen = await blank(options)
  await serve(seen.page, {...files, '/': page(body, policy)})
  await seen.page.goto('http://jitlens.test/')
  return seen
}

test('several <jit-lens> on a page show their own traces: by address, as a child, as a log', async () => {
  const {page, said} = await show(`
    <jit-lens id="a" src="training.jsonl"></jit-lens>
    <jit-lens id="b"><script type="application/json">${data(toggle())}</script></jit-lens>
    <jit-lens id="c" src="toggle.log"></jit-lens>
    <script type="module" src="define.js"></script>`)
  for (const id of ['a', 'b', 'c']) await page.locator(`#${id} .bar`).waitFor()
  const place = (id: string): Promise<string> => page.locator(`#${id} .place`).innerText()
  expect(await place('a')).toMatch(/of 28$/)
  expect(await place('b')).toBe('compile 2 of 2')
  expect(await page.locator('#c .now').innerText()).toContain('use_running_average')
  const before = await place('b')
  await page.locator('#a [data-move=first]').click()
  expect(await place('a')).toBe('call 1 of 28')
  expect(await place('b')).toBe(before)
  expect(said).toEqual([])
})

test('<jit-lens> shows a trace that is given as a property, before or after the element is known', async () => {
  const {page, said} = await show(
    '<jit-lens id="early"></jit-lens><jit-lens id="late"></jit-lens><script src="jitlens.script.js"></script>',
  )
  await page.evaluate(
    async (text) => {
      const isLibrary = (value: unknown): value is {decode: (lines: string[]) => unknown} =>
        typeof value === 'object' && value !== null && 'decode' in value
      const library: unknown = Reflect.get(globalThis, 'jitlens')
      if (!isLibrary(library)) throw new Error('the script tag defined no jitlens.decode')
      const trace = library.decode(text.split('\n'))
      const late = document.querySelector('#late')
      if (late !== null) Reflect.set(late, 'trace', trace)
      const fresh = Object.assign(document.createElement('jit-lens'), {id: 'fresh'})
      document.body.append(fresh)
      Reflect.set(fresh, 'trace', trace)
      await Promise.resolve()
    },
    jsonl(quiet(5)),
  )
  expect(await page.locator('#late .place').innerText()).toBe('call 1 of 5')
  expect(await page.locator('#fresh .place').innerText()).toBe('call 1 of 5')
  expect(await page.locator('#early p').innerText()).toContain('No trace yet')
  expect(said).toEqual([])
})

test('<jit-lens> shows several child scripts, or the property traces, one run at a time', async () => {
  const {page, said} = await show(`
    <jit-lens id="a"><script type="application/json" data-name="before">${data(toggle())}</script><script type="application/json" data-name="now">${data(training())}</script></jit-lens>
    <jit-lens id="b"></jit-lens>
    <script src="jitlens.script.js"></script>`)
  await page.locator('#a .runs').waitFor()
  expect(await page.locator('#a .run .name').allInnerTexts()).toEqual(['before', 'now'])
  expect(await page.locator('#a .place').innerText()).toMatch(/of 28$/)
  await page.locator('#a .run', {hasText: 'before'}).click()
  expect(await page.locator('#a .place').innerText()).toBe('compile 2 of 2')
  await page.evaluate(() => {
    const a = document.querySelector('#a')
    const b = document.querySelector('#b')
    if (a !== null && b !== null) Reflect.set(b, 'traces', Reflect.get(a, 'traces'))
  })
  expect(await page.locator('#b .run .name').allInnerTexts()).toEqual(['before', 'now'])
  expect(await page.locator('#b .place').innerText()).toMatch(/of 28$/)
  expect(said).toEqual([])
})

test('<jit-lens> says in a sentence that its address holds nothing', async () => {
  const {page} = await show(
    '<jit-lens src="nothing.jsonl"></jit-lens><script src="jitlens.script.js"></script>',
  )
  await page.getByText('nothing.jsonl answered 404').waitFor()
})

/** Scrolls to a picture that is drawn when it is near. */
async function seeDetail(page: Page, name: string, at = 0): Promise<void> {
  await page.locator(`[data-detail=${name}]`).nth(at).scrollIntoViewIfNeeded()
  await page.locator(`[data-detail=${name}]`).nth(at).locator('.chart svg').waitFor()
}

const asks = (addresses: readonly string[], name: string): number =>
  addresses.filter((address) => address.endsWith(name)).length

test('the script tag opens a log and draws what stands below the causes with a second script, which it fetches once', async () => {
  const {page, asked, said} = await show(
    '<jit-lens src="toggle.log"></jit-lens><jit-lens src="toggle.log"></jit-lens><script src="jitlens.script.js"></script>',
    strict,
  )
  for (const name of ['lineage', 'costs', 'waterfall'])
    for (const at of [0, 1]) await seeDetail(page, name, at)
  expect(await page.locator('.now').first().innerText()).toContain('use_running_average')
  expect(asks(asked, '/jitlens.more.js')).toBe(1)
  expect(said).toEqual([])
})

test.each([
  ['the script tag', '<script src="jitlens.script.js"></script>', '/jitlens.play.js'],
  ['the module', '<script type="module" src="define.js"></script>', '/element.simulated.js'],
])(
  '%s runs a program and a scenario, by address or in the page, and fetches the simulator once',
  async (_name, own, simulator) => {
    const {page, asked, said} = await show(
      `<jit-lens id="a" src="program.py"></jit-lens><jit-lens id="b" src="toggle.json"></jit-lens>
    <jit-lens id="c"><script type="text/x-python" data-name="mine">${program}</script></jit-lens><jit-lens id="d" src="program.json"></jit-lens>${own}`,
      strict,
    )
    for (const id of ['a', 'b', 'c', 'd']) await page.locator(`#${id} .bar`).waitFor()
    for (const id of ['a', 'c', 'd'])
      expect(await page.locator(`#${id} .now`).innerText()).toContain('before f32[3] now f32[4]')
    expect(await page.locator('#b .now').innerText()).toContain('deterministic before False now True')
    expect(asks(asked, simulator)).toBe(1)
    expect(said).toEqual([])
  },
)

test('<jit-lens> reads its child scripts where the script tag stands before it, as in the README', async () => {
  const {page, said} = await show(
    `<script src="jitlens.script.js"></script><jit-lens><script type="text/x-python">${program}</script></jit-lens>`,
  )
  await page.locator('.bar').waitFor()
  expect(await page.locator('.now').innerText()).toContain('before f32[3] now f32[4]')
  expect(said).toEqual([])
})

test('<jit-lens> shows what a program did before it stopped, and says where and why', async () => {
  const {page} = await show(
    `<jit-lens><script type="text/x-python" data-name="mine">${program}double(y)\n</script></jit-lens><script src="jitlens.script.js"></script>`,
  )
  await page.locator('.bar').waitFor()
  expect(await page.getByRole('status').first().innerText()).toContain(
    "mine: line 8: NameError: name 'y' is not defined",
  )
  expect(await page.locator('.place').innerText()).toMatch(/of 3$/)
})

test('<jit-lens> says at which line the program of a scenario stopped, and what a scenario has that none has', async () => {
  const {page} = await show(
    `<jit-lens id="a"><script type="application/json">${JSON.stringify({id: 'one', program: [...program.split('\n'), 'double(y)']})}</script></jit-lens>
    <jit-lens id="b"><script type="application/json">${JSON.stringify({id: 'one', program: ['x = 1'], cal: 1})}</script></jit-lens><script src="jitlens.script.js"></script>`,
  )
  await page.locator('#a .bar').waitFor()
  const said = (id: string): Promise<string> => page.locator(`#${id}`).getByRole('status').first().innerText()
  expect(await said('a')).toContain("one, program: line 9: NameError: name 'y' is not defined")
  expect(await said('b')).toContain('cal: unknown key "cal"; did you mean "call"?')
})

test('<jit-lens> tells in the console which attributes cannot be followed, and what is expected', async () => {
  const {page, said} = await show(
    '<jit-lens src="training.jsonl" scheme="drak" lock="positon play" view="call=40&amp;zoom=3&amp;hue=red"></jit-lens><script src="jitlens.script.js"></script>',
  )
  await page.locator('.bar').waitFor()
  expect(said).toEqual([
    'warning: jit-lens: scheme=drak: expected auto, light or dark',
    'warning: jit-lens: lock=positon play: expected position, play, zoom, select, open, scheme, download, link or all',
    'warning: jit-lens: call=40: expected a whole number from 1 to 28',
    'warning: jit-lens: zoom=3: expected two numbers, the smaller before the larger, 3..9',
    'warning: jit-lens: hue: there is no such word; expected run, lens, call, function, path, by, zoom, scheme, fix, open or lock',
  ])
})

test('the script tag draws headline, timeline and causes without its second script, which it fetches once, when what is below comes near', async () => {
  const {page, asked} = await show(
    '<p style="height:2000px">An article.</p><jit-lens src="training.jsonl" view="open="></jit-lens><script src="jitlens.script.js"></script>',
  )
  await page.locator('[data-chart=timeline] svg').waitFor()
  await page.locator('li.cause').first().waitFor()
  expect(asks(asked, '/jitlens.more.js')).toBe(0)
  await page.locator('[data-chart=lock]').scrollIntoViewIfNeeded()
  await page.locator('[data-chart=lock] svg').waitFor()
  await page.locator('details[data-detail=costs] > summary').click()
  await page.locator('[data-chart=costs] svg').waitFor()
  expect(asks(asked, '/jitlens.more.js')).toBe(1)
})

test('the script tag under another name finds its second script in its own folder', async () => {
  const seen = await blank()
  await serve(seen.page, {
    '/vendor/lens.js': files['/jitlens.script.js'],
    '/vendor/jitlens.more.js': files['/jitlens.more.js'],
    '/toggle.log': files['/toggle.log'],
    '/': page('<jit-lens src="toggle.log"></jit-lens><script src="vendor/lens.js"></script>'),
  })
  await seen.page.goto('http://jitlens.test/')
  await seen.page.locator('.bar').waitFor()
  expect(seen.said).toEqual([])
})

test('the script tag works from a file, where it says that it may read no other, and written into a page with its second script behind it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'jitlens-tag-'))
  try {
    const child = `<jit-lens><script type="text/plain">${log.replaceAll('<', '&lt;')}</script></jit-lens>`
    const inside = (code: string): string =>
      `<script>${code.replaceAll('</script', String.raw`\x3c/script`)}</script>`
    writeFileSync(join(folder, 'jitlens.script.js'), tag)
    writeFileSync(join(folder, 'jitlens.more.js'), more)
    writeFileSync(join(folder, 'beside.html'), page(`${child}<script src="jitlens.script.js"></script>`).body)
    writeFileSync(join(folder, 'inside.html'), page(`${child}${inside(tag)}${inside(more)}`).body)
    writeFileSync(
      join(folder, 'asking.html'),
      page('<jit-lens src="run.log"></jit-lens><script src="jitlens.script.js"></script>').body,
    )
    const asking = await blank()
    await asking.page.goto(pathToFileURL(join(folder, 'asking.html')).href)
    expect(await asking.page.getByRole('status').innerText()).toBe(
      'jit-lens: a page may not read run.log from a disk; put its text into the page, as a script inside <jit-lens>, or serve the folder over HTTP (python -m http.server).',
    )
    expect(asking.said).toEqual([])
    for (const name of ['beside.html', 'inside.html']) {
      const seen = await blank()
      await seen.page.goto(pathToFileURL(join(folder, name)).href)
      await seeDetail(seen.page, 'costs')
      expect(seen.said).toEqual([])
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
})

test.each([
  ['is not there', {}],
  [
    'is of another build',
    {'/jitlens.more.js': {body: "jitlens.add('another', 'more', () => ({}))", type: 'text/javascript'}},
  ],
])(
  'the script tag says what to do where its second script %s, and shows what of a trace is seen first all the same',
  async (_name, others) => {
    const seen = await blank()
    await serve(seen.page, {
      '/jitlens.script.js': files['/jitlens.script.js'],
      '/training.jsonl': files['/training.jsonl'],
      '/toggle.log': files['/toggle.log'],
      ...others,
      '/': page(
        '<jit-lens id="a" src="training.jsonl"></jit-lens><jit-lens id="b" src="toggle.log"></jit-lens><script src="jitlens.script.js"></script>',
      ),
    })
    await seen.page.goto('http://jitlens.test/')
    await seen.page.locator('#a [data-chart=timeline] svg').waitFor()
    await seen.page.locator('#a [data-chart=costs]').scrollIntoViewIfNeeded()
    for (const place of ['#a [data-chart=lock]', '#a [data-chart=costs]', '#b'])
      await seen.page
        .locator(place)
        .getByText('put jitlens.more.js of the same build into the folder')
        .first()
        .waitFor()
  },
)

test('<jit-lens> tells the page its position in the event jitlens-position', async () => {
  const {page} = await show(
    '<jit-lens src="training.jsonl" view="call=2"></jit-lens><script src="jitlens.script.js"></script>',
  )
  await page.locator('.bar').waitFor()
  const told = page.evaluate(
    () =>
      new Promise((resolve) =>
        document.addEventListener(
          'jitlens-position',
          (event) => resolve('detail' in event ? JSON.stringify(event.detail) : null),
          {once: true},
        ),
      ),
  )
  await page.waitForTimeout(50)
  await page.locator('[data-move=next]').click()
  const detail: unknown = JSON.parse(String(await told))
  expect(detail).toMatchObject({index: 2, function: 'step', outcome: 'retrace', state: {position: 2}})
})

test('<jit-lens lock> leaves out what its author locked, keys included', async () => {
  const {page} = await show(
    '<jit-lens src="training.jsonl" view="call=4" lock="position play zoom select open scheme download link"></jit-lens><script src="jitlens.script.js"></script>',
  )
  await page.locator('.bar').waitFor()
  await page.locator('[data-detail=cache] > summary').click()
  await page.locator('li.cause code[data-path]').first().click()
  await page.mouse.move(1, 1)
  expect(await page.locator('details[data-detail=cache][open], .lit').count()).toBe(0)
  expect(await page.locator('.bar button').count()).toBe(0)
  expect(await page.locator('[data-save], a.link, .bar select').count()).toBe(0)
  expect(await page.locator('input[type=range]').isDisabled()).toBe(true)
  await page.locator('details[data-detail=cache] > summary').focus()
  await page.keyboard.press('Enter')
  expect(await page.locator('details[data-detail=cache][open]').count()).toBe(0)
  await page.keyboard.press('ArrowRight')
  await page.locator('button.call').first().click()
  expect(await page.locator('.place').innerText()).toBe('call 4 of 28')
})

test('<jit-lens> works under a strict content security policy, styled and without a violation', async () => {
  const {page, said} = await show(
    '<jit-lens src="training.jsonl" view="open=lock,waterfall,lineage,cache,costs,compare,misses"></jit-lens><script type="module" src="define.js"></script>',
    strict,
  )
  await page.locator('.bar').waitFor()
  await page.locator('[data-move=next]').click()
  await page.locator('[data-move="zoom in"]').click()
  expect(await page.locator('.bar').evaluate((bar) => getComputedStyle(bar).display)).toBe('flex')
  expect(
    await page
      .locator('li.cause code[data-path]')
      .first()
      .evaluate((code) => getComputedStyle(code).cursor),
  ).toBe('pointer')
  expect(said).toEqual([])
})

test.each(widths)(
  'axe-core finds nothing in two <jit-lens> under a strict policy, all details open, %s',
  async (_name, options) => {
    const open = 'view="open=lock,waterfall,lineage,cache,costs,compare,misses"'
    const {page, said, asked} = await show(
      `<jit-lens id="a" src="training.jsonl" ${open}></jit-lens>
      <jit-lens id="b" src="toggle.log" ${open}></jit-lens><script type="module" src="define.js"></script>`,
      strict,
      options,
    )
    for (const id of ['a', 'b']) await page.locator(`#${id} .bar`).waitFor()
    expect(await allFindings(page, 'jit-lens')).toEqual([])
    expect(said).toEqual([])
    expect(asked.map((address) => new URL(address).pathname).sort()).toEqual(
      ['/', '/define.js', '/element.js', '/toggle.log', '/training.jsonl'].sort(),
    )
  },
)

test('<jit-lens> works in a sandboxed iframe that may only run scripts', async () => {
  const seen = await blank()
  const inner = page(
    `<jit-lens><script type="application/json">${data(lambdas())}</script></jit-lens><script>${tag.replaceAll('</script', String.raw`\x3c/script`)}</script>`,
  )
  await serve(seen.page, {
    '/inner': inner,
    '/': page(
      '<iframe sandbox="allow-scripts" src="/inner" width="900" height="600" title="a trace"></iframe>',
    ),
  })
  await seen.page.goto('http://jitlens.test/')
  const frame = seen.page.frameLocator('iframe')
  await frame.locator('.bar').waitFor()
  await frame.locator('[data-move=first]').click()
  expect(await frame.locator('.place').innerText()).toMatch(/^call 1 of/)
  await frame.locator('.bar select').selectOption('dark')
  expect(seen.said).toEqual([])
})

test('the script tag defines one global and draws in at most 119.2 kB of gzip; what it fetches later is at most 106, and the simulator 305', async () => {
  const {gzipSync} = await import('node:zlib')
  expect(gzipSync(tag, {level: 9}).length).toBeLessThanOrEqual(119_200)
  expect(gzipSync(more, {level: 9}).length).toBeLessThanOrEqual(106_000)
  expect(gzipSync(play, {level: 9}).length).toBeLessThanOrEqual(305_000)
  const {page} = await show(
    '<script>window.names = new Set(Object.getOwnPropertyNames(window))</script><script src="jitlens.script.js"></script>',
  )
  const added = await page.evaluate(() => {
    const before: unknown = Reflect.get(globalThis, 'names')
    return Object.getOwnPropertyNames(window).filter(
      (name) => before instanceof Set && !before.has(name) && name !== 'names',
    )
  })
  expect(added).toEqual(['jitlens'])
})

test('a <jit-lens> that gets its address once it is in the page asks for it once', async () => {
  const {page, asked} = await show('<script src="jitlens.script.js"></script>')
  await page.evaluate(() => {
    const lens = document.createElement('jit-lens')
    document.body.append(lens)
    lens.setAttribute('src', 'training.jsonl')
  })
  await page.locator('.bar').waitFor()
  expect(asked.filter((address) => address.endsWith('training.jsonl'))).toHaveLength(1)
})

test('the link of a <jit-lens> shows its view again when the page is opened at it, and leaves the others alone', async () => {
  const {page} = await show(`
    <jit-lens id="a" src="training.jsonl"></jit-lens>
    <jit-lens id="b" src="training.jsonl"></jit-lens>
    <script src="jitlens.script.js"></script>`)
  const place = (id: string): Promise<string> => page.locator(`#${id} .place`).innerText()
  await page.locator('#b [data-move=first]').click()
  const other = await place('a')
  const href = await page.locator('#b a.link').getAttribute('href')
  await page.goto('about:blank')
  await page.goto(`http://jitlens.test/${href ?? ''}`)
  await page.locator('#b .bar').waitFor()
  expect(await place('b')).toBe('call 1 of 28')
  expect(await place('a')).toBe(other)
})

test('<jit-lens lock="position"> does not move by playing either', async () => {
  const {page} = await show(
    '<jit-lens src="training.jsonl" view="call=4" lock="position"></jit-lens><script src="jitlens.script.js"></script>',
  )
  await page.locator('.bar').waitFor()
  expect(await page.locator('[data-move=play]').count()).toBe(0)
  await page.locator('.place').click()
  await page.keyboard.press(' ')
  await page.waitForTimeout(1200)
  expect(await page.locator('.place').innerText()).toBe('call 4 of 28')
})
