import {
  beliefsAt,
  check,
  hintsOf,
  isCause,
  linkOf,
  markOf,
  missed,
  partAt,
  quizAt,
  returning,
  screensOf,
  stepsOf,
  stateOf,
  wordsOf,
  type Answer,
  type Edit,
  type Fill,
  type Prediction,
  type Screen,
} from '../../examples/course/engine/index.ts'
import {contents, lessons as running} from '../../examples/course/lessons/index.ts'
import {onLogs} from './logs.ts'
import {solutions} from './solutions.ts'
import {seeds} from './texts.ts'

const lessons = [...running, onLogs()]

const isPrediction = (screen: Screen): screen is Prediction => screen.kind === 'again'

const isFill = (screen: Screen): screen is Fill => screen.kind === 'fill'

const named = lessons.map((lesson) => ({lesson, id: lesson.id}))

const editsOf = (id: string): Edit[] =>
  lessons
    .filter((lesson) => lesson.id === id)
    .flatMap((lesson) => stepsOf(lesson))
    .filter((screen): screen is Edit => screen.kind === 'edit')

const editOf = (id: string): Edit | undefined => editsOf(id)[0]

const judged = (screen: Edit, text: string) => markOf({kind: 'edit', text}, screen)

/** Every answer that a learner may give, with whether the run of the screen makes it right. */
const predictionsAt = ({call, parts, run}: Prediction): {answer: Answer; right: boolean}[] => [
  {answer: {kind: 'again', compiled: false, sure: true, part: null}, right: !call.compiled},
  ...parts.map(({path}, part) => ({
    answer: {kind: 'again' as const, compiled: true, sure: true, part},
    right: call.compiled && isCause(path, run, call),
  })),
]

test.each(named)(
  '$id: what may be believed is contradicted by a run, and every cause can be named',
  ({lesson}) => {
    expect(check(lesson)).toEqual([])
  },
)

test.each(named)('$id says all that it says in 300 words', ({lesson}) => {
  expect(wordsOf(lesson)).toBeLessThanOrEqual(300)
})

test.each(named)('$id: for 20 seeds what the run says is right, and all else is wrong', ({lesson}) => {
  const screens = [...stepsOf(lesson), ...seeds.flatMap((seed) => quizAt(lesson, seed))]
  for (const screen of screens.filter(isPrediction)) {
    const predictions = predictionsAt(screen)
    expect(predictions.map(({answer}) => markOf(answer, screen).right)).toEqual(
      predictions.map(({right}) => right),
    )
    expect(predictions.filter(({right}) => right).length).toBeGreaterThan(0)
    expect(predictions.filter(({right}) => !right).length).toBeGreaterThan(0)
  }
})

/** Whether a question of a quiz is one whose call compiles nothing, or one that prints what is right. */
const isPlain = (screen: Screen): boolean =>
  screen.kind === 'choice' && screen.options.length === 2
    ? screen.options[0]?.right === true
    : screen.calls.every(({compiled}) => !compiled)

test.each(named)('$id: a quiz has five questions, and two or three of each outcome', ({lesson}) => {
  for (const seed of seeds) {
    const quiz = quizAt(lesson, seed)
    const plain = quiz.filter(isPlain).length
    expect([quiz.length, plain === 2 || plain === 3]).toEqual([5, true])
  }
})

test.each(named)('$id: beliefs that are wrong in different ways meet different runs', ({lesson}) => {
  for (const screen of stepsOf(lesson).filter(isPrediction)) {
    const codes = beliefsAt(screen).map((belief) => screen.counters[belief])
    expect(new Set(codes).size).toBe(codes.length)
  }
})

test.each(named)('$id: the same link gives the same lesson, and another seed another quiz', ({lesson}) => {
  const texts = (seed: number) => screensOf(lesson, seed).map(({text}) => text)
  expect(texts(7)).toEqual(texts(7))
  expect(texts(7)).not.toEqual(texts(8))
})

test('a pin of the picture blames the narrowest part that holds it, and none where none is offered', () => {
  const parts = ['<model>', 'model', 'model.norm', 'x'].map((path) => ({path, words: path}))
  const places = ['model.norm.mean', 'model.normal', 'x', 'y']
  expect(places.map((place) => partAt(parts, place))).toEqual([2, 1, 3, null])
})

test('a link holds where a learner stands and what they answered', () => {
  const answers = new Map<number, Answer>([
    [2, {kind: 'again', compiled: false, sure: true, part: null}],
    [3, {kind: 'again', compiled: true, sure: false, part: 2}],
    [7, {kind: 'choice', chosen: [4]}],
    [8, {kind: 'fill', chosen: [2, 10, 0]}],
    [9, {kind: 'edit', text: 'x = "a&b" + \'ä\'\ny = 1 % 2'}],
  ])
  const back = [{lesson: 'halves', seed: 3, at: 12}]
  const state = {seed: 7, at: 9, answers, back}
  expect(stateOf(linkOf(state))).toEqual(state)
})

test('a hash that is no link of a lesson opens its beginning', () => {
  for (const hash of ['', '#', '#seed=x&at=-1&a2=q&a=1&b', '#at=1e9&a3=y99&back=halves&back=1.2.3'])
    expect(stateOf(hash)).toEqual({seed: 1, at: 0, answers: new Map(), back: []})
})

test.each(Object.entries(solutions).flatMap(([id, texts]) => texts.map((text) => ({id, text}))))(
  '$id: a changed program that calls and prints the same and compiles seldom is right',
  ({id, text}) => {
    const marks = editsOf(id).map((screen) => judged(screen, text))
    expect(marks).toContainEqual(expect.objectContaining({right: true, points: 1}))
  },
)

test('lines in the gaps of a program are marked by what it then does: any order that does what is wanted is right', () => {
  const [screen] = lessons.flatMap((lesson) => stepsOf(lesson)).filter(isFill)
  if (screen === undefined) throw new Error('no lesson has gaps')
  const lines = ['split', 'return y', 'merge', 'update', 'clone', 'state']
  const is = (...names: readonly string[]) =>
    markOf({kind: 'fill', chosen: names.map((name) => lines.indexOf(name))}, screen)
  expect(is('merge', 'state', 'split', 'update')).toMatchObject({right: true, points: 1})
  expect(is('merge', 'state', 'split', 'clone').judgement).toMatchObject({is: 'result', printed: '[0. 0.]'})
  expect(is('merge', 'return y', 'split', 'update').judgement).toMatchObject({is: 'raising'})
  expect(is('merge', 'state').judgement).toMatchObject({is: 'raising', type: 'NameError'})
})

test('what is printed is asked beside what is printed without jit, and each number stands there once', () => {
  for (const lesson of lessons)
    for (const screen of stepsOf(lesson)) {
      const step = lesson.steps[screen.index]
      if (screen.kind !== 'choice' || step === undefined || !('ask' in step) || step.ask !== 'prints')
        continue
      const texts = screen.options.map(({text}) => text)
      expect(new Set(texts).size).toBe(texts.length)
      expect(texts.length).toBeGreaterThan(1)
      expect(screen.options.filter(({right}) => right)).toEqual([
        {text: `\`${screen.run.printed.at(-1) ?? ''}\``, right: true},
      ])
    }
})

test('how far a call falls is told by the stores in which it found nothing', () => {
  const ways = lessons.flatMap((lesson) =>
    stepsOf(lesson).flatMap((screen) => {
      const step = lesson.steps[screen.index]
      const isWay = screen.kind === 'choice' && step !== undefined && 'ask' in step && step.ask === 'way'
      return isWay ? [screen] : []
    }),
  )
  const outcomes = ways.map(({calls, run}) => run.trace.at(calls.at(-1)?.position ?? -1).outcome)
  const places = ways.map(({options}) => options.findIndex(({right}) => right))
  expect(places).toEqual(
    outcomes.map((outcome) => ['hit', 'dispatch', 'relower', 'retrace'].indexOf(outcome)),
  )
  expect(new Set(places).size).toBe(4)
})

test('a program whose result is out of date has to print what its functions say', () => {
  const screen = editOf('lies')
  if (screen === undefined) throw new Error('the lesson has no edit')
  const is = (text: string) => judged(screen, text).judgement
  expect(is(screen.text)).toEqual({is: 'result', printed: '[7 7]', wanted: '[4 4]'})
  const anew = screen.text.replace('@jax.jit\n', '').replace('= step(w)', '= jax.jit(lambda w: step(w))(w)')
  expect(is(anew)).toMatchObject({is: 'compiling', compiles: 3})
})

test('a program that calls less, prints another thing, raises or compiles as before is each told apart', () => {
  const screen = editOf('halves')
  if (screen === undefined) throw new Error('the lesson has no edit')
  const {text} = screen
  const is = (changed: string) => judged(screen, changed).judgement
  expect(is(text)).toMatchObject({is: 'compiling', compiles: 3})
  expect(is(text.replace('0.5, 0.25', '0.5'))).toEqual({is: 'calls', calls: 2, wanted: 3})
  expect(is(text.replace('    model.by = by\n', ''))).toMatchObject({is: 'result'})
  expect(is(text.replace('model.by = by', 'model.by = bye'))).toMatchObject({is: 'raising', line: 17})
  expect(is('for _ in range(10 ** 9): pass')).toMatchObject({is: 'raising'})
})

test('a changed program may have to print another thing, or to compile more often', () => {
  const [other, twice] = editsOf('split')
  const [changed = '', noted = ''] = solutions['split'] ?? []
  if (other === undefined || twice === undefined) throw new Error('the lesson has no two edits')
  const is = (screen: Edit, text: string) => judged(screen, text).judgement
  expect(is(other, changed)).toEqual({is: 'right', compiles: 1})
  expect(is(other, noted)).toMatchObject({is: 'result', wanted: 'same result: False'})
  expect(is(twice, changed)).toMatchObject({is: 'result', wanted: 'same result: True'})
  expect(is(twice, noted)).toEqual({is: 'right', compiles: 2})
  expect(is(twice, twice.text)).toEqual({is: 'sparing', compiles: 1})
})

test('each edit of a lesson is solved by one of the solutions that the tests give', () => {
  for (const {id} of lessons)
    for (const screen of editsOf(id))
      expect((solutions[id] ?? []).some((text) => judged(screen, text).right)).toBe(true)
})

test('a call inside of a jitted function is traced with it: it is none of the calls that are counted', () => {
  const screen = editOf('functions')
  if (screen === undefined) throw new Error('the lesson has no edit')
  const text = screen.text
    .replace('def step', '@jax.jit\ndef step')
    .replace('for rate', 'fast = jax.jit(lambda w, rate: step(w, rate))\nfor rate')
    .replace('jax.jit(lambda w: step(w, rate))(w)', 'fast(w, rate)')
  expect(judged(screen, text).judgement).toEqual({is: 'right', compiles: 1})
})

test('a hash without equality, and equality that tells too much apart, leave three programs; equality without a hash is refused', () => {
  const screen = editOf('statics')
  if (screen === undefined) throw new Error('the lesson has no edit')
  const is = (...lines: readonly string[]) => {
    const text = screen.text.replace('label\n\n', `label\n\n    ${lines.join('\n    ')}\n\n`)
    return judged(screen, text).judgement
  }
  const hash = 'def __hash__(self): return hash(self.width)'
  const same = 'def __eq__(self, other): return self.width == other.width'
  const strict = `${same} and self.label == other.label`
  expect(is(hash)).toMatchObject({is: 'compiling', compiles: 3})
  expect(is(hash, strict)).toMatchObject({is: 'compiling', compiles: 3})
  expect(is(same)).toMatchObject({is: 'raising', type: 'ValueError'})
  expect(is(hash, same)).toMatchObject({is: 'right'})
})

test('hints go from a line to a part to the sentence of the run', () => {
  const screen = editOf('halves')
  expect(screen && hintsOf(screen)).toEqual([
    'Look at line 18: that call compiles again.',
    'The part that does not fit is `model.by`.',
    '`model.by` was `1.0`, now it is `0.5`: compiled again.',
  ])
})

const onRuns = onLogs()

const optionsOf = (screen: Screen | undefined) => (screen?.kind === 'choice' ? screen.options : [])

test('the contents name all lessons, in their order', () => {
  const named = lessons.map(({about, id, title}) => ({about, id, title}))
  expect(contents.map(({about, id, title}) => ({about, id, title}))).toEqual(named)
})

test('of a real run the dearest compile that could be spared is no first call, though that took longer', () => {
  const [, screen] = stepsOf(onRuns)
  const right = optionsOf(screen).filter((option) => option.right)
  expect(right).toEqual([{text: '`step(model, opt, t(8), y(8), 2.0)`', right: true}])
  expect(screen).toMatchObject({
    said: 'It took 5.25 s. The dearest of all was `step(model, opt, t(8), y(8)); step(model, opt, t(8), y(8))` with 5.7 s.',
  })
})

test('to pass an argument in every call does not spare a call that gives it another type: together the two changes spare the most', () => {
  const screen = stepsOf(onRuns)[2]
  if (screen?.kind !== 'choice') throw new Error('no choice')
  const marks = [
    [0, 1],
    [1, 0],
    [0, 2],
    [2, 3],
  ].map((chosen) => markOf({kind: 'choice', chosen}, screen))
  expect(marks.map(({points}) => points)).toEqual([1, 1, 0.5, 0])
  expect(marks.map(({right}) => right)).toEqual([true, true, false, false])
})

test('JAX is right of a fifth argument, and wrong where it says the same of an array of another shape', () => {
  const [added, reshaped] = stepsOf(onRuns).slice(3)
  expect([added, reshaped].map((screen) => optionsOf(screen)[0]?.right)).toEqual([true, false])
  expect(reshaped).toMatchObject({
    quote: 'different input pytree: at input path [0], now tuple of length 4 and before tuple of length 5',
    said: '`tokens` was `i32[8,5]`, now it is `i32[8,7]`: compiled again.',
  })
})

test('a program that was recorded stands without the comments that tell its answers, each call at its line', () => {
  for (const {run} of onRuns.variants.filter((variant) => 'run' in variant)) {
    expect(run.text).not.toContain('#')
    const lines = run.text.split('\n')
    for (const {line} of run.calls) expect(lines[line - 1]).toMatch(/\w\(.*\)/)
    expect(run.calls.length).toBeGreaterThan(1)
  }
})

const answeredNo = (screens: readonly Screen[], sure: boolean) =>
  new Map(
    screens
      .filter(isPrediction)
      .map((screen) => [screen.index, markOf({kind: 'again', compiled: false, sure, part: null}, screen)]),
  )

test('of what was answered wrongly two questions come back, those first of which the learner was sure', () => {
  const [lesson] = lessons
  if (lesson === undefined) throw new Error('no lesson')
  const screens = screensOf(lesson, 4)
  const marks = answeredNo(screens, false)
  const wrong = screens.filter(isPrediction).filter(({call}) => call.compiled)
  const last = wrong.at(-1)
  if (last === undefined) throw new Error('nothing compiles')
  for (const [index, mark] of answeredNo([last], true)) marks.set(index, mark)
  const origins = missed(screens, marks, {lesson: lesson.id, seed: 4})
  expect(origins.map(({at}) => at)).toEqual([last.index, wrong[0]?.index])
  const back = returning(origins, lessons, 20)
  expect(back.map(({index, isQuiz, text}) => ({index, isQuiz, text}))).toEqual(
    [last, wrong[0]].map((screen, at) => ({index: 20 + at, isQuiz: true, text: screen?.text})),
  )
  expect(missed(back, answeredNo(back, true), {lesson: 'another', seed: 1})).toEqual(origins)
})

test('what a link names that is no question of a lesson does not come back', () => {
  const origins = ['remembers', 'nothing'].map((lesson) => ({lesson, seed: 1, at: 0}))
  expect(returning([...origins, {lesson: 'remembers', seed: 1, at: 999}], lessons, 3)).toEqual([])
})

test('two steps that change places change the marking', () => {
  const [lesson] = lessons
  if (lesson === undefined) throw new Error('no lesson')
  const steps = [...lesson.steps]
  const [third, fourth] = [steps[3], steps[5]]
  if (third === undefined || fourth === undefined) throw new Error('too few steps')
  steps.splice(3, 1, {...fourth, code: 'scale(jnp.zeros(3), 4.0)'})
  const marked = (one: typeof lesson) =>
    stepsOf(one)
      .filter(isPrediction)
      .map((screen) => markOf({kind: 'again', compiled: true, sure: true, part: 0}, screen).right)
  expect(marked({...lesson, steps})).not.toEqual(marked(lesson))
})
