import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {BrowserContextOptions, Download, Page} from 'playwright-core'
import {decode, encode, explain, fixes, headlinePieces, read, type Trace} from '../../lib/index.ts'
import {report} from '../../viz/hosts/report.ts'
import {empty, hosts, quiet, scattered, toggle, training} from '../viz/traces.ts'
import {bundles, disk, type Watched} from './open.ts'

jest.setTimeout(120_000)

/** The headline of a trace as a wide page shows it, where it is long: without what the bar below it says. */
const shownOf = (trace: Trace): string =>
  headlinePieces(explain(trace).figures)
    .filter(({is}) => is !== 'tally')
    .map(({text}) => text)
    .join('')
    .replaceAll('`', '')

const {script} = bundles()
const {address, write, blank, open: openReport} = disk()

const open = (name: string, trace: Trace, options?: BrowserContextOptions, hash?: string): Promise<Watched> =>
  openReport(name, report(trace, {title: name, script}), options, hash)

const place = (page: Page): Promise<string> => page.locator('.place').innerText()

test('report(trace) opens from disk, asks for nothing and says nothing in the console', async () => {
  for (const [name, trace] of Object.entries({
    training: training(),
    toggle: toggle(),
    quiet: quiet(),
    hosts: hosts(),
    empty: empty(),
  })) {
    const {page, said, asked} = await open(name, trace)
    await page.locator('.jitlens .give').waitFor()
    await page.evaluate(() => {
      for (const detail of document.querySelectorAll('details')) detail.open = true
    })
    await page.waitForTimeout(200)
    expect({name, said, asked: asked.filter((url) => !url.startsWith('data:'))}).toEqual({
      name,
      said: [],
      asked: [address(name)],
    })
  }
})

test('report(trace) without a script shows the headline, the timeline, the causes and a table of the misses', async () => {
  const trace = training()
  const {misses} = explain(trace)
  const {page} = await open('still', trace, {javaScriptEnabled: false})
  expect(await page.locator('h1').innerText()).toBe(shownOf(trace))
  expect(await page.locator('.wide svg[aria-label="Timeline of calls"]').isVisible()).toBe(true)
  expect(await page.locator('.narrow svg').isVisible()).toBe(false)
  expect(await page.locator('li.cause').count()).toBeGreaterThan(3)
  expect(await page.locator('table tbody tr').count()).toBe(misses.length)
  expect(await page.locator('button').count()).toBe(0)
  await page.setViewportSize({width: 360, height: 800})
  expect(await page.locator('.narrow svg').isVisible()).toBe(true)
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
})

test('report(trace) shows the costliest cause, its sentence and its fix before anything is touched', async () => {
  const {page} = await open('first', toggle())
  const now = page.locator('.now')
  expect(await now.innerText()).toContain('model.bn.use_running_average')
  expect(await now.innerText()).toMatch(/now\s+True/)
  expect(await page.locator('li.cause', {hasText: 'use_running_average'}).innerText()).toMatch(
    /before\s+False\s+now\s+True/,
  )
  const box = await page.locator('li.cause').first().boundingBox()
  expect(box?.y ?? Infinity).toBeLessThan(860)
})

test('a report says above its still page that a browser cannot unpack its trace, or that the trace is damaged', async () => {
  const old = await blank()
  await old.page.addInitScript('delete globalThis.DecompressionStream')
  await old.page.goto(write('old', report(training(), {title: 'old', script})))
  expect(await old.page.locator('[role=status]').innerText()).toMatch(
    /^This browser cannot unpack the trace in this page .* Chrome 80, Firefox 113, Safari 16\.4/,
  )
  expect(await old.page.locator('.jl-report > .jitlens li.cause').count()).toBeGreaterThan(3)
  const damaged = await blank()
  const html = report(training(), {script}).replace(/(application\/gzip">.{200})../, '$1!!')
  await damaged.page.goto(write('damaged', html))
  expect(await damaged.page.locator('[role=status]').innerText()).toMatch(
    /^The trace in this page is damaged \(/,
  )
  expect([...old.said, ...damaged.said]).toEqual([])
})

test('a report of 2,500 misses counts and draws all of them, and tells in full those that it says it does', async () => {
  const trace = scattered(2500)
  const {groups, headline} = explain(trace)
  const {misses = [], sentence} = groups.findLast((group) => group.misses.length > 1) ?? {}
  const [index = -1] = misses
  const {page, said} = await open('thinned', trace, {}, `#call=${index + 1}`)
  expect(await page.locator('h1').innerText()).toBe(headline.replaceAll('`', ''))
  expect(await page.locator('.foot').innerText()).toContain('of 2,500 misses in full')
  expect(await place(page)).toBe(`compile ${index + 1} of 2500`)
  expect(await page.locator('.now').innerText()).toContain(sentence)
  await page.locator('a.link').waitFor()
  expect(await page.locator('li.cause').count()).toBe(200)
  expect(said).toEqual([])
})

test('the arrow keys, Home and End move every view of a report together', async () => {
  const trace = training()
  const {page} = await open('keys', trace, {}, '#call=1&open=lock')
  expect(await place(page)).toBe(`call 1 of ${trace.length}`)
  const model = page.locator('[data-chart=lock]')
  await model.scrollIntoViewIfNeeded()
  await model.locator('svg').waitFor()
  const first = await model.innerText()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  expect(await place(page)).toBe(`call 3 of ${trace.length}`)
  expect(await page.locator('.now').innerText()).toContain('weight')
  expect(await model.innerText()).not.toBe(first)
  await page.keyboard.press('ArrowLeft')
  expect(await place(page)).toBe(`call 2 of ${trace.length}`)
  await page.keyboard.press('End')
  expect(await place(page)).toBe(`call ${trace.length} of ${trace.length}`)
  await page.keyboard.press('Shift+ArrowLeft')
  expect(await place(page)).toBe(`call 27 of ${trace.length}`)
  await page.keyboard.press('Home')
  expect(await place(page)).toBe(`call 1 of ${trace.length}`)
})

test('the space bar plays a report and a second one stops it; a run of hits passes in one step', async () => {
  const {page} = await open('play', quiet(40), {}, '#call=1')
  await page.keyboard.press(' ')
  await expect(page.locator('[data-move=play]').innerText()).resolves.toBe('Pause')
  await page.waitForFunction(() => document.querySelector('.place')?.textContent === 'call 40 of 40', null, {
    timeout: 5000,
  })
  await page.waitForFunction(() => document.querySelector('[data-move=play]')?.textContent === 'Play', null, {
    timeout: 5000,
  })
})

test('a link to a view of a report shows that view again', async () => {
  const trace = training()
  const {page} = await open('link', trace, {}, '#call=5')
  await page.locator('details[data-detail=cache] > summary').press('Enter')
  await page.waitForFunction(
    () => document.querySelector('a.link')?.getAttribute('href')?.includes('cache') === true,
  )
  await page.locator('.bar select').selectOption('dark')
  await page.locator('[data-move="zoom in"]').click()
  const href = await page.locator('a.link').getAttribute('href')
  await page.waitForURL((url) => url.hash === href)
  const again = await open('link', trace, {}, href ?? '')
  expect(await place(again.page)).toBe(`call 5 of ${trace.length}`)
  expect(await again.page.locator('details[data-detail=cache][open]').count()).toBe(1)
  expect(await again.page.locator('.jitlens').getAttribute('class')).toContain('jl-dark')
  expect(await again.page.locator('a.link').getAttribute('href')).toBe(href)
})

describe('a report of several runs', () => {
  const several = () => [
    {name: 'logs/toggle.log', trace: toggle()},
    {name: 'logs/training.log', trace: training()},
  ]
  const wordy = () => [
    {name: `a.json: ${'a long title of a scenario '.repeat(6)}`, trace: toggle()},
    {name: `b.json: ${'unbroken'.repeat(40)}`, trace: training()},
  ]

  const openSeveral = (name: string, hash = '', options = {}, given = several()): Promise<Watched> =>
    openReport(name, report(given, {script}), options, hash)

  test('shows the headline of all, where they part, and one run of the list of names', async () => {
    const {page, said} = await openSeveral('several')
    expect(await page.locator('h1').innerText()).toMatch(
      /^2 runs, 2 and 17 compiles; the longest compiling, training/,
    )
    expect(await page.locator('svg[aria-label="Comparison of runs"]').isVisible()).toBe(true)
    expect(await page.locator('.run .name').allInnerTexts()).toEqual(['toggle', 'training'])
    expect(await place(page)).toMatch(/^call \d+ of 28$/)
    expect(await page.locator('h2.headline').innerText()).toBe(shownOf(training()))
    await page.locator('.run', {hasText: 'toggle'}).click()
    expect(await place(page)).toBe('compile 2 of 2')
    expect(said).toEqual([])
  })

  test('changes the run with the arrow keys alone, and comes back to the call that was left', async () => {
    const {page} = await openSeveral('several-keys', '#run=2&call=5')
    expect(await place(page)).toBe('call 5 of 28')
    await page.locator('.run input').nth(1).focus()
    await page.keyboard.press('ArrowUp')
    expect(await place(page)).toBe('compile 2 of 2')
    await page.keyboard.press('ArrowDown')
    expect(await place(page)).toBe('call 5 of 28')
  })

  test('opens at the call that its headline names', async () => {
    const logs = [0, 1, 2].map((at) => {
      const name = `p22_host${at}.log`
      return {name, trace: read(readFileSync(`examples/logs/${name}`, 'utf8'), {name})}
    })
    const {page} = await openSeveral('several-lead', '', {}, logs)
    expect(await page.locator('h1').innerText()).toMatch(
      /^p22_host1 differs from the others at compile 3 of forward/,
    )
    expect(await page.locator('a.link').getAttribute('href')).toBe('#run=2&call=3')
  })

  test('goes to the run and the call of a mark in the comparison, and its link says both', async () => {
    const logs = [0, 1].map((at) => {
      const name = `p22_host${at}.log`
      return {name, trace: read(readFileSync(`examples/logs/${name}`, 'utf8'), {name})}
    })
    const {page} = await openSeveral('several-link', '', {}, logs)
    await page.locator('svg[aria-label="Comparison of runs"] [data-run="1"][data-index="2"]').click()
    expect(await place(page)).toMatch(/^compile 3 of /)
    const href = await page.locator('a.link').getAttribute('href')
    expect(href).toBe('#run=2&call=3')
    await page.waitForURL((url) => url.hash === href)
    const again = await openSeveral('several-link', href ?? '', {}, logs)
    expect(await place(again.page)).toMatch(/^compile 3 of /)
  })

  test('follows a link that is opened in it', async () => {
    const {page} = await openSeveral('several-hash')
    await page.evaluate(() => (location.hash = '#run=2&call=3'))
    await page.waitForFunction(() => document.querySelector('.place')?.textContent === 'call 3 of 28')
    await page.evaluate(() => (location.hash = '#run=1'))
    await page.waitForFunction(() => document.querySelector('.place')?.textContent === 'compile 2 of 2')
    await page.evaluate(() => (location.hash = '#run=9'))
    await page.waitForFunction(() => document.querySelector('.place')?.textContent?.endsWith(' of 28'))
  })

  test('shows without a script the comparison and the table of each run', async () => {
    const {page} = await openSeveral('several-still', '', {
      javaScriptEnabled: false,
      viewport: {width: 360, height: 800},
    })
    expect(await page.locator('.narrow svg').isVisible()).toBe(true)
    expect(await page.locator('table').count()).toBe(2)
    expect(await page.locator('table tbody tr').count()).toBe(
      explain(toggle()).misses.length + explain(training()).misses.length,
    )
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
  })

  test('scrolls never sideways', async () => {
    for (const width of [360, 768, 1280]) {
      const {page} = await openSeveral(
        `several-${width}`,
        '#run=2&open=lock,compare,cache',
        {viewport: {width, height: 800}},
        wordy(),
      )
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
        ),
      ).toBe(0)
    }
  })
})

test('pointing at a path lights it up in the sentence, in the causes and in the model', async () => {
  const {page} = await open('light', toggle(), {}, '#call=2&open=lock')
  await page.locator('li.cause code[data-path="model.bn.use_running_average"]').first().hover()
  const lit = (where: string): Promise<number> => page.locator(`${where} .lit`).count()
  expect(await lit('.now')).toBeGreaterThan(0)
  expect(await lit('.causes')).toBeGreaterThan(0)
  expect(await lit('[data-chart=lock]')).toBeGreaterThan(0)
  await page.mouse.move(1, 1)
  expect(await page.locator('.lit').count()).toBe(0)
})

/** The file that a button gives. The key reaches it however the pictures above it, which are drawn when they come into sight, move it. */
async function given(page: Page, selector: string): Promise<Download> {
  const button = page.locator(selector)
  await button.waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), button.press('Enter')])
  return download
}

test('a report gives its trace back, as it was', async () => {
  const trace = training()
  const {page} = await open('back', trace)
  const download = await given(page, 'button[data-save=trace]')
  expect(download.suggestedFilename()).toBe('trace.jsonl')
  const lines = readFileSync(await download.path(), 'utf8')
    .trimEnd()
    .split('\n')
  expect(lines).toEqual([...encode(trace)])
  expect([...encode(decode(lines))]).toEqual(lines)
})

test('a report saves its pictures as SVG and as PNG', async () => {
  const {page, said} = await open('pictures', training())
  const save = async (format: string): Promise<Buffer> => {
    const download = await given(page, `button[data-save=timeline][data-format=${format}]`)
    expect(download.suggestedFilename()).toBe(`timeline.${format}`)
    return readFileSync(await download.path())
  }
  expect((await save('svg')).toString()).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg"/)
  expect((await save('png')).subarray(0, 8)).toEqual(
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  )
  expect(said).toEqual([])
})

test('no page of a report scrolls sideways at 360, 768, 1280 and 2560 pixels, all details open', async () => {
  for (const width of [360, 768, 1280, 2560]) {
    for (const [name, trace] of Object.entries({training: training(), toggle: toggle(), hosts: hosts()})) {
      const {page} = await open(`${name}-${width}`, trace, {viewport: {width, height: 800}})
      await page.evaluate(() => {
        for (const detail of document.querySelectorAll('details')) detail.open = true
      })
      await page.waitForTimeout(150)
      const over = await page.evaluate(
        () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
      )
      expect({name, width, over}).toEqual({name, width, over: 0})
      await page.context().close()
    }
  }
})

test('without a wish for motion a report plays as well, and nothing in it moves by itself', async () => {
  const {page} = await open('still-motion', training(), {reducedMotion: 'reduce'})
  const moving = await page.evaluate(
    () =>
      document.getAnimations().length +
      [...document.querySelectorAll('.jitlens *')].filter(
        (element) => getComputedStyle(element).transitionDuration !== '0s',
      ).length,
  )
  expect(moving).toBe(0)
})

test('one finger on the timeline scrolls the page, and two zoom', async () => {
  const {page} = await open('fingers', training(), {hasTouch: true, viewport: {width: 400, height: 700}})
  const chart = page.locator('[data-chart=timeline] svg').first()
  await chart.scrollIntoViewIfNeeded()
  const box = await chart.boundingBox()
  if (box === null) throw new Error('no timeline')
  const [middle, y] = [box.x + box.width / 2, box.y + 60]
  const cdp = await page.context().newCDPSession(page)
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', ...points: (readonly [number, number])[]) =>
    cdp.send('Input.dispatchTouchEvent', {type, touchPoints: points.map(([x, at], id) => ({x, y: at, id}))})
  const link = () => page.locator('a.link').getAttribute('href')
  const [top, whole] = [await page.evaluate(() => scrollY), await link()]
  await touch('touchStart', [middle, y])
  for (let by = 10; by <= 200; by += 10) await touch('touchMove', [middle, y - by])
  await touch('touchEnd')
  await page.waitForFunction((before) => scrollY > before + 100, top)
  expect(await link()).toBe(whole)
  await chart.scrollIntoViewIfNeeded()
  const now = (await chart.boundingBox()) ?? box
  const line = now.y + 60
  await touch('touchStart', [middle - 20, line], [middle + 20, line])
  for (let by = 5; by <= 60; by += 5)
    await touch('touchMove', [middle - 20 - by, line], [middle + 20 + by, line])
  await touch('touchEnd')
  await page.waitForFunction(() => document.querySelector('a.link')?.getAttribute('href')?.includes('zoom='))
})

test('a report zooms with the wheel, the keys and the strip below, and its link says so', async () => {
  const {page, said} = await open('zoom', training(), {}, '#call=14')
  const zoom = async (): Promise<readonly number[]> => {
    const href = await page.locator('a.link').getAttribute('href')
    return (new URLSearchParams((href ?? '').slice(1)).get('zoom') ?? '')
      .split('..')
      .filter((word) => word !== '')
      .map(Number)
  }
  const chart = page.locator('[data-chart=timeline] svg').first()
  expect(await chart.evaluate((svg) => getComputedStyle(svg).touchAction)).toBe('pan-y')
  await chart.hover({position: {x: 600, y: 40}})
  await page.keyboard.down('Control')
  await page.mouse.wheel(0, -120)
  await page.keyboard.up('Control')
  await page.waitForTimeout(100)
  const [from = NaN, to = NaN] = await zoom()
  expect(to - from).toBeCloseTo(training().length / 1.25)
  await chart.focus()
  await page.keyboard.press('0')
  expect(await zoom()).toEqual([])
  await page.keyboard.press('+')
  expect(await zoom()).toHaveLength(2)
  await page.locator('[data-move=whole]').click()
  expect(await zoom()).toEqual([])
  for (let twice = 0; twice < 2; twice++) await page.locator('[data-move="zoom in"]').click()
  // Asked for inside the page: the chart may be drawn anew between finding the strip and measuring it from outside.
  const strip = await page.waitForFunction(() => {
    document.querySelector('.jl-overview')?.scrollIntoView({block: 'center'})
    const {x, y, width, height} =
      document.querySelector('.jl-overview')?.getBoundingClientRect() ?? new DOMRect()
    return width > 0 && {x, y, width, height}
  })
  const box = await strip.jsonValue()
  if (box === false) throw new Error('no strip')
  const [x, y] = [(part: number) => box.x + box.width * part, box.y + box.height / 2]
  await page.mouse.move(x(0.25), y)
  await page.mouse.down()
  await page.mouse.move(x(0.4), y)
  await page.mouse.move(x(0.5), y)
  await page.mouse.up()
  const [low = NaN, high = NaN] = await zoom()
  expect(low).toBeCloseTo(6.5, 0)
  expect(high).toBeCloseTo(13.5, 0)
  await page.mouse.move(x(0.4), y)
  await page.mouse.down()
  await page.mouse.move(x(0.5), y)
  await page.mouse.move(x(0.6), y)
  await page.mouse.up()
  const [left = NaN, right = NaN] = await zoom()
  expect(left).toBeGreaterThan(low + 4)
  expect(right - left).toBeCloseTo(high - low, 1)
  await page.mouse.click(x(0.9), y)
  expect(await zoom()).toEqual([])
  expect(said).toEqual([])
})

test('a switch beside a cause says what would be left without it, and the link keeps it', async () => {
  const log = read(readFileSync('examples/logs/p01_batch_size.log', 'utf8'), {name: 'p01.log'})
  const {page} = await open('whatif', log)
  const before = await page.locator('.headline').textContent()
  const knob = page.locator('li.cause [role=switch]').first()
  await knob.click()
  expect(await page.locator('.headline').textContent()).toMatch(/^Predicted: .* instead of /)
  expect(await knob.getAttribute('aria-checked')).toBe('true')
  const href = (await page.locator('a.link').getAttribute('href')) ?? ''
  expect(href).toContain('fix=')
  const again = await open('whatif', log, {}, href)
  expect(await again.page.locator('.headline').textContent()).toMatch(/^Predicted: /)
  await again.page.locator('li.cause [role=switch]').first().click()
  expect(await again.page.locator('.headline').textContent()).toBe(before)
})

test('the switch above the causes tries all fixes out, and a switch of one cause takes it back', async () => {
  const log = read(readFileSync('examples/logs/p21_training_many_edits.log', 'utf8'), {name: 'p21.log'})
  const {page} = await open('whatifall', log)
  const checked = (): Promise<string[]> =>
    page
      .locator('[role=switch]')
      .evaluateAll((knobs) => knobs.map((knob) => knob.getAttribute('aria-checked') ?? ''))
  expect(await page.locator('.if.every').innerText()).toMatch(/What if all 3 fixes\?$/)
  await page.locator('[data-fix=all]').click()
  expect(new Set(await checked())).toEqual(new Set(['true']))
  await page.locator('li.cause [role=switch]').first().click()
  expect((await checked()).slice(0, 2)).toEqual(['false', 'false'])
  await page.locator('[data-fix=all]').click()
  await page.locator('[data-fix=all]').click()
  expect(new Set(await checked())).toEqual(new Set(['false']))
})

/** A number of another type, then none: to pass one in every call spares both compiles. */
test('a switch says of which other cause its fix spares something too, and strikes out what that cost', async () => {
  const name = 'p14b_committed_sharding_4dev.log'
  const trace = read(readFileSync(join('examples/logs', name), 'utf8'), {name})
  expect(fixes(trace).map(({misses}) => misses)).toEqual([
    [1, 2],
    [1, 2],
  ])
  const {page} = await open('together', trace)
  const [first, second] = await page.locator('li.cause .if').allInnerTexts()
  expect(first).toMatch(/cause 2 too$/)
  expect(second).toMatch(/cause 1 too$/)
  expect(await page.locator('.spared').count()).toBe(0)
  await page.locator('[data-fix="1"]').click()
  const href = (await page.locator('a.link').getAttribute('href')) ?? ''
  const again = await open('together', trace, {}, href)
  for (const shown of [page, again.page]) {
    expect(await shown.locator('.spared .number').allInnerTexts()).toEqual(['1', '2'])
    expect(await shown.locator('.spared .left').allInnerTexts()).toEqual(['0 s', '0 s'])
  }
})

test('the first use of a word that somebody may not know says what it means, to a finger too', async () => {
  const log = read(readFileSync('examples/logs/p01_batch_size.log', 'utf8'), {name: 'p01.log'})
  const {page} = await open('words', log, {hasTouch: true, viewport: {width: 360, height: 740}})
  const words = await page
    .locator('button.term')
    .evaluateAll((terms) => terms.map((one) => one.getAttribute('data-word') ?? ''))
  expect(words).toEqual([...new Set(words)])
  expect(words).toContain('type')
  expect(await page.locator('.gloss').isVisible()).toBe(false)
  await page.locator('button.term[data-word=type]').tap()
  expect(await page.locator('.gloss').innerText()).toMatch(/^f32\[\d+,\d+\]: 32-bit floats, \d+ by \d+$/)
  const {left, right} = await page.locator('.gloss').evaluate((box) => box.getBoundingClientRect())
  expect(left).toBeGreaterThanOrEqual(0)
  expect(right).toBeLessThanOrEqual(360)
  await page.keyboard.press('Escape')
  expect(await page.locator('.gloss').isVisible()).toBe(false)
})

test('nothing that can only be pressed is printed', async () => {
  const log = read(readFileSync('examples/logs/p21_training_many_edits.log', 'utf8'), {name: 'p21.log'})
  const {page} = await open('paper', log)
  await page.emulateMedia({media: 'print'})
  for (const place of ['.bar', '.tools', '[role=switch]', '.if.every', 'button.term[data-word=compiling]'])
    expect([place, await page.locator(place).first().isVisible()]).toEqual([place, false])
  expect(await page.locator('.headline').isVisible()).toBe(true)
})

test('a page that is dark prints what the browser draws, such as a choice of runs, in light too', async () => {
  const {page} = await open('dark-paper', toggle(), {colorScheme: 'dark'})
  const schemeOf = (): Promise<string> =>
    page.locator('.jitlens').evaluate((one) => getComputedStyle(one).colorScheme)
  expect(await schemeOf()).toBe('light dark')
  await page.emulateMedia({media: 'print'})
  expect(await schemeOf()).toBe('light')
  await page.emulateMedia({media: 'screen'})
  await page.locator('.bar select').selectOption('dark')
  expect(await schemeOf()).toBe('dark')
  await page.emulateMedia({media: 'print'})
  expect(await schemeOf()).toBe('light')
})

test('a headline breaks no line between a number and its unit, however narrow the page', async () => {
  const log = decode(readFileSync(join(__dirname, '../golden/recorded/p21.jsonl'), 'utf8').split('\n'))
  for (const width of [320, 360, 420, 480]) {
    const {page} = await open(`units-${width}`, log, {viewport: {width, height: 800}})
    const lines = await page
      .locator('h1.headline .amount')
      .evaluateAll((all) => all.map((one) => [one.textContent, one.getClientRects().length]))
    expect(lines.map(([text]) => text)).toEqual(expect.arrayContaining(['38.3 s', '(5.25 s)']))
    expect(lines.map(([, count]) => count)).toEqual(lines.map(() => 1))
    await page.context().close()
  }
})

test('a report of a log that tells of no call shows its headline alone, which says what to do', async () => {
  const {page} = await open('nothing', read('loss 0.3\n', {name: 'train.log'}))
  expect(await page.locator('.headline').innerText()).toContain('write the log with JAX_LOG_COMPILES=1')
  for (const part of ['.stage', '.why', '.call']) expect(await page.locator(part).isVisible()).toBe(false)
})
