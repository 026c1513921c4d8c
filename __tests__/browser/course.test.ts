import type {BrowserContextOptions, Page} from 'playwright-core'
import {
  isCause,
  linkOf,
  markOf,
  screensOf,
  type Answer,
  type Screen,
} from '../../examples/course/engine/index.ts'
import {lessons as running} from '../../examples/course/lessons/index.ts'
import {onLogs} from '../course/logs.ts'
import {fillings, solutions} from '../course/solutions.ts'
import {allFindings, widths} from './axe.ts'
import {site} from './open.ts'

jest.setTimeout(240_000)

const lessons = [...running, onLogs()]

const built = site()
const open = (id: string, hash: string, options: BrowserContextOptions = {}) =>
  built.open(`course/${id}.html${hash}`, options)

const solutionsOf = (id: string): Answer[] =>
  (solutions[id] ?? []).map((changed) => ({kind: 'edit', text: changed}))

/** The right answer, by the run. */
function rightAt(id: string, screen: Screen): Answer | null {
  if (screen.kind === 'told') return null
  if (screen.kind === 'choice')
    return {kind: 'choice', chosen: screen.options.flatMap(({right}, at) => (right ? [at] : []))}
  if (screen.kind === 'fill') return {kind: 'fill', chosen: fillings[id] ?? []}
  if (screen.kind === 'edit') return solutionsOf(id).find((answer) => markOf(answer, screen).right) ?? null
  const {call, parts, run} = screen
  const part = call.compiled ? parts.findIndex(({path}) => isCause(path, run, call)) : null
  return {kind: 'again', compiled: call.compiled, sure: true, part}
}

async function give(page: Page, answer: Answer): Promise<void> {
  if ('chosen' in answer) for (const place of answer.chosen) await page.click(`[data-pick="${place}"]`)
  if (answer.kind === 'fill') await page.click('[data-move=run]')
  if (answer.kind === 'edit') {
    await page.fill('.editor', answer.text)
    return page.click('[data-move=run]')
  }
  if (answer.kind !== 'again') return
  await page.click(`[data-answer="${answer.compiled ? 'Y' : 'N'}"]`)
  if (answer.part !== null) await page.click(`[data-part="${answer.part}"]`)
}

const text = (page: Page, selector: string) => page.locator(selector).first().innerText()

test.each(lessons)(
  '$id: right answers lead to all points, and nothing is said to the console',
  async (lesson) => {
    const {page, said} = await open(lesson.id, '#seed=3')
    const screens = screensOf(lesson, 3)
    for (const screen of screens) {
      const answer = rightAt(lesson.id, screen)
      if (answer !== null) {
        expect(await page.locator('[data-move=next].strong').count()).toBe(0)
        await give(page, answer)
        expect(await text(page, '.verdict')).toBe('✓ Right')
      }
      await page.click('[data-move=next]')
    }
    const asked = screens.filter(({kind}) => kind !== 'told').length
    expect(await text(page, '.words')).toContain(`${asked} of ${asked} points.`)
    expect(said).toEqual([])
  },
)

test('a wrong answer is shown a run that contradicts it, and the link keeps where one stands', async () => {
  const {page} = await open('remembers', '#seed=1&at=2')
  await page.click('[data-answer=Y]')
  await page.click('[data-part="0"]')
  expect(await text(page, '.verdict')).toContain('It did not compile')
  expect(await text(page, '.counter')).toMatch(
    /This would compile:\s+scale\(jnp\.zeros\(5\), 2\.0\)\s+compiled program 2/,
  )
  await page.reload()
  expect(await text(page, '.verdict')).toContain('It did not compile')
  expect(new URL(page.url()).hash).toBe('#seed=1&at=2&a2=Y0')
})

test('the part is blamed by its pin in the picture too, with a click or with Enter', async () => {
  for (const way of ['click', 'Enter']) {
    const {page} = await open('numbers', '#seed=1&at=1')
    await page.click('[data-answer=y]')
    const pin = page.locator('[data-picture=lock] [data-path=rate]')
    if (way === 'click') await pin.click()
    else await pin.press('Enter')
    expect(await text(page, '.verdict')).toBe('✓ Right')
    expect(new URL(page.url()).hash).toBe('#seed=1&at=1&a1=y0')
  }
})

test('arrows walk from pin to pin where one of them has the focus, and leave the screen as it is', async () => {
  const {page} = await open('numbers', '#seed=1&at=1')
  await page.locator('[data-picture=lock] [data-path=rate]').press('ArrowLeft')
  expect(new URL(page.url()).hash).toBe('#seed=1&at=1')
})

test('nobody stands behind a question that is open', async () => {
  const {page} = await open('remembers', '#seed=1&at=9')
  expect(await text(page, '.ask')).toContain('scale(jnp.zeros(3), 2.0)')
  expect(await page.locator('.remark').allInnerTexts()).toEqual(['compiled program 1', '?'])
})

test('a lesson can be done by keyboard: numbers choose, Escape takes back, Enter goes on', async () => {
  const {page} = await open('remembers', '#seed=1&at=2')
  await page.keyboard.press('4')
  expect(await text(page, '.ask')).toBe('Which part does not fit?')
  await page.keyboard.press('Escape')
  await page.keyboard.press('1')
  expect(await text(page, '.verdict')).toBe('✓ Right')
  await page.keyboard.press('Enter')
  expect(await text(page, '.ask')).toContain('scale(jnp.ones(4), 2.0)')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter')
  expect(await text(page, '.ask')).toContain('scale(jnp.ones(4), 2.0)')
})

test('on the first screen, where nothing has the focus, Enter goes on; arrows go back and on, and leave no open question', async () => {
  const {page} = await open('remembers', '#seed=1')
  await page.keyboard.press('Enter')
  await page.keyboard.press('ArrowRight')
  expect(new URL(page.url()).hash).toBe('#seed=1&at=2')
  await page.keyboard.press('ArrowRight')
  expect(new URL(page.url()).hash).toBe('#seed=1&at=2')
  await page.keyboard.press('ArrowLeft')
  expect(new URL(page.url()).hash).toBe('#seed=1&at=1')
})

test('a changed program is told what is wrong with it, hint by hint, and cannot stop the page', async () => {
  const [lesson] = lessons.filter(({id}) => id === 'halves')
  if (lesson === undefined) throw new Error('no such lesson')
  const screens = screensOf(lesson, 1)
  const at = screens.findIndex(({kind}) => kind === 'edit')
  const answers = screens.slice(0, at).flatMap((screen): [number, Answer][] => {
    const answer = rightAt('halves', screen)
    return answer === null ? [] : [[screen.index, answer]]
  })
  const {page, said} = await open('halves', linkOf({seed: 1, at, answers: new Map(answers), back: []}))
  await page.click('[data-move=run]')
  expect(await text(page, '.verdict')).toContain(
    'It still compiles 3 times. model.by was 0.5, now it is 0.25: compiled again.',
  )
  await page.fill('.editor', 'while True:\n    pass')
  await page.click('[data-move=run]')
  expect(await text(page, '.verdict')).toMatch(/steps/)
  expect(await page.locator('[data-move=next].strong').count()).toBe(0)
  await page.fill('.editor', 'x = 1')
  await page.click('[data-move=hint]')
  await page.click('[data-move=hint]')
  expect(await page.inputValue('.editor')).toBe('x = 1')
  expect(await page.locator('.hint').allInnerTexts()).toEqual([
    'Look at line 18: that call compiles again.',
    'The part that does not fit is model.by.',
  ])
  expect(said).toEqual([])
})

test('what was answered wrongly comes back at the end of the next lesson, which its link tells', async () => {
  const [first, second] = lessons
  if (first === undefined || second === undefined) throw new Error('too few lessons')
  const answers = (lesson: typeof first, wrong: number | null) =>
    new Map(
      screensOf(lesson, 1).flatMap((screen): [number, Answer][] => {
        const answer = rightAt(lesson.id, screen)
        const isWrong = screen.index === wrong && answer?.kind === 'again'
        return answer === null
          ? []
          : [[screen.index, isWrong ? {...answer, compiled: !answer.compiled} : answer]]
      }),
    )
  const wrong = screensOf(first, 1).find((screen) => screen.kind === 'again')?.index ?? -1
  const {page, said} = await open(
    first.id,
    linkOf({seed: 1, at: 99, answers: answers(first, wrong), back: []}),
  )
  expect(await text(page, '.words')).toContain('What was wrong comes back at the end of the next lesson.')
  await page.click('.words a.strong')
  expect(new URL(page.url()).hash).toBe(`#seed=1&at=0&back=${first.id}.1.${wrong}`)
  const back = [{lesson: first.id, seed: 1, at: wrong}]
  const {page: next} = await open(second.id, linkOf({seed: 1, at: 99, answers: answers(second, null), back}))
  expect(await text(next, '.progress')).toBe('Once more: 1 of 1')
  const screen = screensOf(first, 1)[wrong]
  const answer = screen === undefined ? null : rightAt(first.id, screen)
  if (answer !== null) await give(next, answer)
  expect(await text(next, '.verdict')).toBe('✓ Right')
  expect(said).toEqual([])
})

const stands: readonly [string, string, string | null][] = [
  ['a question', '#seed=1&at=3&a2=N', null],
  ['its parts', '#seed=1&at=3&a2=N', '[data-answer=y]'],
  ['an answer', '#seed=1&at=3&a2=N&a3=Y1', null],
  ['a count', '#seed=1&at=7&a2=N&a3=Y0&a4=N&a5=Y2&a6=N', null],
]

test.each(
  widths.flatMap(([name, options]) =>
    stands.map(([stand, hash, click]) => ({name, options, stand, hash, click})),
  ),
)(
  'axe finds nothing at $stand, $name, and nothing is wider than the page',
  async ({click, hash, options}) => {
    const {page} = await open('remembers', hash, options)
    if (click !== null) await page.click(click)
    expect(await allFindings(page)).toEqual([])
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
  },
)
