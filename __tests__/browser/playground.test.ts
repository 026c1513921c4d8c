import {once} from 'node:events'
import {readFileSync} from 'node:fs'
import {createServer} from 'node:http'
import type {Page} from 'playwright-core'
import {hashOf, type Shared, sharedIn} from '../../examples/site/link.ts'
import {findings} from './axe.ts'
import {site} from './open.ts'

jest.setTimeout(120_000)

const built = site()

async function open(text: string, at = 0, given: Partial<Shared> = {}) {
  const seen = await built.open(`playground.html${await hashOf({text, at, ...given})}`)
  await seen.page.locator('.cm-content').waitFor()
  return seen
}

const head =
  'import jax\nimport jax.numpy as jnp\n\n@jax.jit\ndef f(x):\n    return x * 2\n\nf(jnp.ones(3))\n'

const chips = (page: Page): Promise<readonly string[]> => page.locator('.remark').allInnerTexts()
const said = (page: Page): Promise<string> => page.locator('.said').innerText()

/** Puts the cursor at the end of the program. */
const toEnd = async (page: Page): Promise<void> => {
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+End')
}

test('a call that is typed is told at once: its line, its sentence and its key', async () => {
  const {page, said: messages} = await open(head)
  await toEnd(page)
  await page.keyboard.type('f(jnp.ones(4))')
  await page.getByText('x was f32[3], now it is f32[4]: compiled again.').waitFor()
  expect(await chips(page)).toEqual(['compiled program 1', 'compiled program 2'])
  expect(await page.locator('[data-picture=lock] svg').count()).toBe(1)
  expect(messages).toEqual([])
})

test('the buttons edit, undo takes back, and the arrows and lines step from call to call', async () => {
  const {page} = await open(head)
  await page.locator('[data-edit=numbers]').click()
  expect(await said(page)).toBe('Every part fits: program 1 of f runs again.')
  await page.locator('[data-edit=size]').click()
  expect(await chips(page)).toEqual(['compiled program 1', 'ran program 1', 'compiled program 2'])
  await page.locator('[data-move=back]').click()
  expect(await page.locator('.place').innerText()).toBe('call 2 of 3')
  await page.getByText('f(jnp.ones(3))').click()
  expect(await page.locator('.place').innerText()).toBe('call 1 of 3')
  await page.locator('[data-undo]').click()
  await page.getByText('call 2 of 2').waitFor()
  expect(await page.locator('[data-edit=eval]').isDisabled()).toBe(true)
})

test('a button that is pressed before what was typed has run adds its lines behind it', async () => {
  const {page, said: messages} = await open(head)
  await toEnd(page)
  await page.keyboard.insertText('f(jnp.ones(4))')
  await page.evaluate(() => document.querySelector<HTMLElement>('[data-edit=again]')?.click())
  await page.getByText('call 3 of 3').waitFor()
  expect(await chips(page)).toEqual(['compiled program 1', 'compiled program 2', 'ran program 2'])
  expect(await page.locator('.key').getAttribute('aria-busy')).toBe('false')
  expect(messages).toEqual([])
})

test('a program that is typed above many calls runs while the page answers, and shows no call that is not of its text', async () => {
  const {page, said: messages} = await open(
    `${head}${Array.from({length: 300}, (_, at) => `f(jnp.ones(${at + 4}))\n`).join('')}`,
  )
  await page.locator('.cm-content').click()
  await page.keyboard.press('Control+Home')
  const answers = page.evaluate(
    () =>
      new Promise<{readonly answers: number; readonly remarks: readonly number[]}>((resolve) => {
        const views = document.querySelector('.key')
        const remarks = new Set<number>()
        let count = 0
        const look = (): void => {
          const isBusy = views?.ariaBusy === 'true'
          count += Number(isBusy)
          remarks.add(document.querySelector('.place')?.textContent.split(' of ').map(Number)[1] ?? 0)
          if (!isBusy && remarks.size > 1) resolve({answers: count, remarks: [...remarks]})
          else setTimeout(look)
        }
        look()
      }),
  )
  await page.keyboard.insertText('import jax.numpy as jnp\nimport jax\njax.jit(lambda x: x)(1.0)\n')
  expect((await answers).remarks).toEqual([301, 302])
  expect((await answers).answers).toBeGreaterThan(20)
  expect(messages).toEqual([])
})

test('a part of the model is changed in its place: a line follows in the program, and the focus goes on', async () => {
  const {page, said: messages} = await built.open('playground.html')
  await page.locator('.models summary').click()
  await page.locator('[data-path="model.drop.rate"] input').fill('0.25')
  await page.keyboard.press('Tab')
  await page.locator('.said', {hasText: 'now it is 0.25'}).waitFor()
  expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('model.drop.rng_collection')
  await page.locator('[data-path="model.out.kernel"] button').first().press('Enter')
  await page.locator('.said', {hasText: 'Every part fits'}).waitFor()
  expect(await page.evaluate(() => document.activeElement?.ariaLabel)).toBe('Other numbers: model.out.kernel')
  await page.locator('[data-path="model.drop"] button').click()
  await page.locator('.raised', {hasText: 'has no attribute'}).waitFor()
  expect(await page.locator('.models input').first().isDisabled()).toBe(true)
  expect(messages).toEqual([])
})

test('axe finds nothing in the parts of a model on a dark phone, none is wider, and nothing stands below the foot of the page', async () => {
  const {page} = await built.open('playground.html', {
    viewport: {width: 360, height: 800},
    colorScheme: 'dark',
  })
  await page.locator('.models summary').click()
  await page.locator('.part').first().waitFor()
  expect(await findings(page)).toEqual([])
  expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  const foot = "document.querySelector('footer').getBoundingClientRect().bottom + scrollY"
  expect(await page.evaluate(`document.documentElement.scrollHeight - (${foot})`)).toBeLessThan(1)
})

test('on a phone the line that is asked about is seen, at first and after each step and edit, and the page stays where it is', async () => {
  const calls = Array.from(
    {length: 30},
    (_, at) => `# so long that a phone breaks it: call ${at}\nf(jnp.ones(${at + 2}))\n`,
  )
  const {page, said: messages} = await built.open(
    `playground.html${await hashOf({text: head + calls.join(''), at: 25, locked: ['reveal']})}`,
    {viewport: {width: 360, height: 800}},
  )
  const seen = (): Promise<unknown> =>
    page.locator('.cm-line.now').evaluate((line) => {
      const box = line.closest('.cm-scroller')?.getBoundingClientRect()
      const {top, bottom} = line.getBoundingClientRect()
      return {
        inEditor: box !== undefined && top >= box.top && bottom <= box.bottom,
        inWindow: top >= 0 && bottom <= innerHeight,
        page: scrollY,
      }
    })
  await page.locator('.cm-line.now').waitFor()
  expect(await seen()).toEqual({inEditor: true, inWindow: true, page: 0})
  await page.setViewportSize({width: 700, height: 800})
  await page.setViewportSize({width: 360, height: 800})
  await page.waitForTimeout(300)
  expect(await seen()).toEqual({inEditor: true, inWindow: true, page: 0})
  await page.locator('[data-move=back]').scrollIntoViewIfNeeded()
  const stays = {inEditor: true, inWindow: true, page: await page.evaluate('scrollY')}
  for (let step = 0; step < 20; step++) await page.locator('[data-move=back]').click()
  await page.getByText('call 6 of 31').waitFor()
  await page.evaluate(() => new Promise(requestAnimationFrame))
  expect(await seen()).toEqual(stays)
  await page.locator('[data-edit=again]').click()
  await page.getByText('call 32 of 32').waitFor()
  await page.evaluate(() => new Promise(requestAnimationFrame))
  expect(await seen()).toEqual(stays)
  expect(messages).toEqual([])
})

test('an error is told with its line, and what ran before it stays', async () => {
  const {page} = await open(`${head}g(1)\n`)
  expect(await page.locator('p.raised').innerText()).toBe("Line 9: NameError: name 'g' is not defined")
  expect(await chips(page)).toEqual(['compiled program 1'])
})

test('a link gives back the program and the call', async () => {
  const text = `${head}f(jnp.ones(3))\nf(jnp.ones(5))\n`
  const {page} = await open(text, 1)
  expect(await page.locator('.place').innerText()).toBe('call 2 of 3')
  await page.locator('[data-move=next]').click()
  await page.locator('[data-way=link]').click()
  await page.waitForFunction('location.hash.includes("at=3")')
  const again = await built.open(page.url().slice(built.address.length + 1))
  await again.page.getByText('call 3 of 3').waitFor()
})

test('a hostile link reaches neither the page nor the network', async () => {
  const text = [head, 'print("<img src=x onerror=alert(1)>")', 'print((lambda: 0).constructor)'].join('\n')
  const {page, asked, said: messages} = await open(text)
  expect(await page.locator('.output pre').innerText()).toBe('<img src=x onerror=alert(1)>')
  expect(await page.locator('p.raised').innerText()).toContain("has no attribute 'constructor'")
  expect(await page.locator('img[src]').count()).toBe(0)
  expect(messages).toEqual([])
  expect(asked.every((url) => url.startsWith('file:') || url.startsWith('blob:'))).toBe(true)
})

test('the program, its calls and the key are files too', async () => {
  const {page} = await open(head)
  const files: string[][] = []
  for (const way of ['python', 'trace', 'svg']) {
    const waiting = page.waitForEvent('download')
    await page.locator(`[data-way=${way}]`).click()
    const download = await waiting
    files.push([download.suggestedFilename(), readFileSync(await download.path(), 'utf8').slice(0, 10)])
  }
  expect(files).toEqual([
    ['program.py', 'import jax'],
    ['run.jsonl', '{"format":'],
    ['key.svg', '<svg xmlns'],
  ])
})

test('the scenario file of the page, chosen or dropped in another, opens it as it was', async () => {
  const {page} = await open(`${head}f(jnp.ones(4))\nf(jnp.ones(3))\n`, 1, {jax: '0.10.2'})
  await page.locator('.locking summary').click()
  await page.locator('[data-lock=calls]').check()
  const waiting = page.waitForEvent('download')
  await page.locator('[data-way=scenario]').click()
  const file = await waiting
  const again = await built.open('playground.html')
  const notes = {name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('bread')}
  await again.page.locator('#files').setInputFiles(notes)
  await again.page.getByText('expected a program in Python (.py) or a scenario').waitFor()
  await again.page.locator('#files').setInputFiles({
    name: file.suggestedFilename(),
    mimeType: 'application/json',
    buffer: readFileSync(await file.path()),
  })
  await again.page.getByText('call 2 of 3').waitFor()
  expect(await chips(again.page)).toEqual(['compiled program 1', 'compiled program 2', 'ran program 1'])
  expect(await again.page.locator('[data-choice=release]').inputValue()).toBe('0.10.2')
  expect(await again.page.locator('.kept').innerText()).toBe('Locked in this link: calls.')
  const dropped = await built.open('playground.html')
  await dropped.page.locator('.cm-content').evaluate((content, text) => {
    const dataTransfer = new DataTransfer()
    dataTransfer.items.add(new File([text], 'a.py'))
    content.dispatchEvent(
      new DragEvent('drop', {dataTransfer, bubbles: true, cancelable: true, composed: true}),
    )
  }, head)
  await dropped.page.getByText('call 1 of 1').waitFor()
  expect(await dropped.page.locator('.cm-content').innerText()).toContain('return x * 2')
  expect([...again.said, ...dropped.said]).toEqual([])
})

test('another release runs the program by its rules', async () => {
  const {page} = await open(head)
  await page.locator('[data-choice=release]').selectOption('0.7.2')
  expect(await chips(page)).toEqual(['compiled program 1'])
})

test('a link that locks the model lets calls be added and no definition be changed', async () => {
  const {page, said: messages} = await open(head, 0, {locked: ['model']})
  expect(await page.locator('.kept').innerText()).toBe('Locked in this link: definitions.')
  await page.getByText('return x * 2').click()
  await page.keyboard.press('End')
  await page.keyboard.type(' + 1')
  await toEnd(page)
  await page.keyboard.type('f(jnp.ones(4))')
  await page.getByText('x was f32[3], now it is f32[4]: compiled again.').waitFor()
  expect(await page.locator('.cm-content').innerText()).not.toContain('+ 1')
  await page.locator('[data-edit=numbers]').click()
  expect(await chips(page)).toHaveLength(3)
  expect(await page.locator('[data-choice=program]').isDisabled()).toBe(true)
  expect(messages).toEqual([])
})

test('a link that locks the calls lets the model be changed and no call', async () => {
  const {page} = await open(head, 0, {locked: ['calls']})
  await toEnd(page)
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('End')
  await page.keyboard.type('9')
  expect(await page.locator('.cm-content').innerText()).not.toContain('9')
  expect(await page.locator('[data-edit=numbers]').isDisabled()).toBe(true)
  await page.getByText('return x * 2').click()
  await page.keyboard.press('End')
  await page.keyboard.type(' + 7')
  expect(await page.locator('.cm-content').innerText()).toContain('return x * 2 + 7')
})

test('a link that locks code, release and results shows none of them, changes none, and a copy of it locks the same', async () => {
  const locked = ['code', 'policy', 'reveal'] as const
  const {page} = await open(`${head}f(jnp.ones(4))\n`, 1, {jax: '0.10.2', locked})
  expect(await page.locator('[data-choice=release]').inputValue()).toBe('0.10.2')
  expect(await page.locator('[data-choice=release]').isDisabled()).toBe(true)
  expect(await chips(page)).toEqual([])
  expect(await said(page)).toContain('hidden in this link')
  expect(await page.locator('.picture svg').count()).toBe(0)
  await page.locator('[data-move=back]').click()
  expect(await said(page)).toContain('hidden in this link')
  await toEnd(page)
  await page.keyboard.type('f(1)')
  expect(await page.locator('.cm-content').innerText()).not.toContain('f(1)')
  await page.locator('[data-way=link]').click()
  await page.waitForURL(/lock=/)
  expect(await sharedIn(new URL(page.url()).hash)).toMatchObject({jax: '0.10.2', locked})
})

test('a teacher locks parts in the page, and the link has them', async () => {
  const {page} = await open(head)
  await page.locator('.locking summary').click()
  await page.locator('[data-lock=model]').check()
  await page.locator('[data-lock=reveal]').check()
  expect(await chips(page)).toEqual(['compiled program 1'])
  await page.locator('[data-way=link]').click()
  await page.waitForURL(/lock=/)
  expect((await sharedIn(new URL(page.url()).hash))?.locked).toEqual(['model', 'reveal'])
})

/** Runs a program in JavaScript in the page's cell. */
async function inCell(page: Page, code?: string): Promise<string> {
  if (code !== undefined) await page.locator('#javascript').fill(code)
  await page.locator('[data-run]').click()
  await page.locator('[data-run]:enabled').waitFor()
  return page.locator('.told').innerText()
}

test('the cell runs JavaScript, and tells what it printed and each compile', async () => {
  const {page, said: messages} = await built.open('playground.html')
  await page.locator('.cell summary').click()
  expect(await inCell(page)).toBe(
    '[5, 8]\npredict was traced: this was its first call.\npredict was traced again: x is f32[5,4], before f32[32,4].',
  )
  expect(await page.locator('.cell svg').count()).toBe(1)
  expect(await inCell(page, 'new nnx.Lineer()')).toContain('did you mean nnx.Linear?')
  expect(await page.locator('.cell svg').count()).toBe(0)
  expect(messages).toEqual([])
})

test('a program that does not end is ended after five seconds, and the page lives on', async () => {
  const {page} = await built.open('playground.html')
  await page.locator('.cell summary').click()
  await page.locator('#javascript').fill('for (;;);')
  await page.locator('[data-run]').click()
  expect(await page.evaluate('1 + 1')).toBe(2)
  await page.locator('.told', {hasText: 'It ran for more than 5 s, and was ended.'}).waitFor()
  expect(await inCell(page, 'console.log(jnp.arange(3))')).toBe('Array([0, 1, 2], dtype=int32)')
})

/** A server of this machine, and the paths that it was asked for. */
async function listening() {
  const heard: (string | undefined)[] = []
  const server = createServer((request, response) => {
    heard.push(request.url)
    response.end('export {}')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {address: `http://127.0.0.1:${address.port}`, heard, close: () => void server.close()}
}

test('code in the cell reaches no page, no network, no file, no storage and no other tab', async () => {
  const {page} = await built.open('playground.html')
  const {address, heard, close} = await listening()
  const other = await page.context().newPage()
  await other.goto(`${built.address}/index.html`)
  await other.evaluate(
    "window.heard = []; new BroadcastChannel('x').onmessage = ({data}) => window.heard.push(data)",
  )
  await page.locator('.cell summary').click()
  expect(
    await inCell(page, 'console.log(typeof document, typeof parent, typeof localStorage, self.origin)'),
  ).toBe('undefined undefined undefined null')
  for (const reach of [
    `await fetch('${address}')`,
    "await fetch('index.html')",
    `await fetch('${built.address}/index.html')`,
    `importScripts('${address}/a.js')`,
    `await import('${address}/a.js')`,
    `await new Promise((open, fail) => { const s = new WebSocket('${address.replace('http', 'ws')}'); s.onopen = open; s.onerror = () => fail(new Error('closed')) })`,
    "await new Promise((open, fail) => { const r = indexedDB.open('x'); r.onsuccess = open; r.onerror = fail })",
  ])
    expect(
      await inCell(page, `try { ${reach}; console.log('reached') } catch { console.log('refused') }`),
    ).toBe('refused')
  await inCell(page, "new BroadcastChannel('x').postMessage('here')")
  expect(await other.evaluate('window.heard')).toEqual([])
  expect(heard).toEqual([])
  close()
})

test('a program that makes up an answer, or ends the text around it, changes its own words alone', async () => {
  const {page} = await built.open('playground.html')
  await page.locator('.cell summary').click()
  const forged =
    'postMessage({printed: ["<img src=x onerror=alert(1)>"], lines: ["junk"], error: null}); for (;;);'
  expect(await inCell(page, forged)).toBe('<img src=x onerror=alert(1)>')
  expect(await inCell(page, '}}); document.title = "mine"; (function(){{')).toMatch(
    /document is not defined|SyntaxError/,
  )
  expect(await page.locator('.cell img').count()).toBe(0)
  expect(await page.title()).toBe('Playground · jitlens')
})
