import fc from 'fast-check'
import {encode, Session} from '../../lib/index.ts'
import {edits, withEdit} from '../../examples/playground/edits.ts'
import {examples} from '../../examples/playground/programs.ts'
import {Trial, type Tried} from '../../examples/playground/trial.ts'

const {release} = new Session()
const tried = (text: string): Tried => new Trial(release).run(text)
const [shapes = '', model = ''] = examples.map(({text}) => text)

/** A program after edits of those names, each of which applies. */
const edited = (text: string, ...names: readonly string[]): string =>
  names.reduce((before, name) => {
    const edit = edits.find((one) => one.name === name)
    const {latest} = tried(before)
    expect(edit?.lines(latest)).not.toBe(null)
    return edit === undefined ? before : withEdit(latest, edit)
  }, text)

/** What the last call of a program did: its outcome, and the paths that changed. */
function last(text: string): string {
  const {error, run} = tried(text)
  const {calls, explanation, trace} = run
  const position = calls.at(-1)?.position ?? -1
  const miss = explanation.misses.find(({index}) => index === position)
  return [error?.message ?? trace.at(position).outcome, ...(miss?.causes ?? []).map(({path}) => path)].join(
    ' ',
  )
}

test.each(examples)('the program "$name" runs, and calls what it jitted', ({text}) => {
  const {error, run} = tried(text)
  expect(error).toBe(null)
  expect(run.calls.length).toBeGreaterThan(3)
})

test.each([
  [shapes, 'again', 'hit'],
  [shapes, 'numbers', 'hit'],
  [shapes, 'size', 'retrace x'],
  [shapes, 'clear', 'retrace'],
  [model, 'again', 'hit'],
  [model, 'anew', 'hit'],
  [model, 'eval', 'hit'],
  [model, 'rate', 'retrace model.drop.rate'],
  [model, 'size', 'retrace x'],
] as const)('an edit adds lines whose call does what the edit is for (%#)', (text, name, does) => {
  const after = edited(text, name)
  expect(after.startsWith(text.trimEnd())).toBe(true)
  expect(last(after)).toBe(does)
})

test('an edit that a program has nothing for does not apply', () => {
  const {latest} = tried('import jax\n')
  expect(edits.filter((edit) => edit.lines(latest) !== null)).toEqual([])
  expect(edits.filter((edit) => edit.lines(tried(shapes).latest) === null).map(({name}) => name)).toEqual([
    'anew',
    'eval',
    'train',
    'rate',
  ])
})

test('edits in any order leave programs that run', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(fc.constantFrom(...edits), {maxLength: 6}),
      ({text}, list) => {
        const after = list.reduce((before, edit) => withEdit(tried(before).latest, edit), text)
        expect(tried(after).error).toBe(null)
      },
    ),
    {numRuns: 25},
  )
})

/** All that a page shows of a program, and the trace that it saves. */
const shown = ({error, latest, run: {calls, explanation, printed, trace}}: Tried): unknown => [
  error,
  latest,
  calls,
  explanation,
  printed,
  [...encode(trace)],
]

/** An edit by its button. */
const pressed = fc.constantFrom(...edits).map((edit) => (before: Tried) => withEdit(before.latest, edit))

/** What somebody does to a program: an edit by its button, a digit more in a number of a line, an edit taken back. */
const does = fc.oneof(
  pressed,
  fc.nat(30).map((line) => ({run: {text}}: Tried) => {
    const lines = text.split('\n')
    const at = line % lines.length
    return lines.with(at, (lines[at] ?? '').replace(/\d(?=[^\d]*$)/, '$&1')).join('\n')
  }),
  fc.constant(null),
)

test('a program that is edited on and on, and back, is told at each edit as one that is run once', () => {
  fc.assert(
    fc.property(fc.constantFrom(...examples), fc.array(does, {maxLength: 8}), ({text}, list) => {
      const trial = new Trial(release)
      const texts = [text]
      let now = trial.run(text)
      for (const edit of list) {
        if (edit !== null) texts.push(edit(now))
        else if (texts.length > 1) texts.pop()
        now = trial.run(texts.at(-1) ?? text)
        expect(shown(now)).toEqual(shown(tried(now.run.text)))
      }
    }),
    {numRuns: 40},
  )
})

/** So many steps of a run, which is then left. */
function begun(trial: Trial, text: string, steps: number): void {
  const running = trial.running(text)
  for (let step = 0; step < steps && running.next().done !== true; step++);
}

test('a program of which runs are broken off anywhere is told afterwards as one that is run once', () => {
  const some = fc.oneof(pressed, does)
  const left = fc.array(fc.tuple(some, fc.nat(12)), {minLength: 1, maxLength: 3})
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.array(fc.tuple(some, left), {maxLength: 4}),
      ({text}, list) => {
        const trial = new Trial(release)
        let now = trial.run(text)
        for (const [edit, others] of list) {
          for (const [other, steps] of others) begun(trial, other?.(now) ?? text, steps)
          now = trial.run(edit?.(now) ?? text)
          expect(shown(now)).toEqual(shown(tried(now.run.text)))
        }
      },
    ),
    {numRuns: 30},
  )
})

test('lines that are no statements of their own are run with what stands before them', () => {
  const trial = new Trial(release)
  const first = 'x = 1\nif x > 1:\n    print(1)\n'
  expect(trial.run(first).run.printed).toEqual([])
  expect(trial.run(`${first}else:\n    print(2)\n`).run.printed).toEqual(['2'])
  expect(trial.run(`${first}else:\n    print(2)\n    print(3)\n`).run.printed).toEqual(['2', '3'])
})

test('a program that is unfinished, endless or hostile ends in an error with its line, and what ran before it stays', () => {
  const head = 'import jax, jax.numpy as jnp\nf = jax.jit(lambda x: x)\nf(jnp.ones(2))\n'
  const errors = [
    'f(',
    'while True: pass',
    '().__class__.__base__',
    'import os',
    'f.constructor("alert(1)")()',
  ].map((line) => tried(`${head}${line}\n`))
  expect(errors.map(({error}) => error?.type)).toEqual([
    'SyntaxError',
    'RuntimeError',
    'AttributeError',
    'ModuleNotFoundError',
    'AttributeError',
  ])
  expect(errors.slice(1).map(({run}) => run.calls.length)).toEqual([1, 1, 1, 1])
})

test('a wrong hit is told with the program that it ran, and so are the calls after it', () => {
  const text =
    'from flax import nnx\n@nnx.jit\ndef step(m):\n    return 0\nm = nnx.Module()\nm.n = 1\nstep(m)\nm.n = 1.0\nstep(m)\nstep(m)\n'
  expect(tried(text).run.calls.map(({program, verdict}) => [program, verdict])).toEqual([
    [1, 'necessary'],
    [1, 'wrong hit'],
    [1, null],
  ])
})

test('a program is told by its number through another wrapper of the function too, and after the caches were cleared', () => {
  const text =
    'import jax, jax.numpy as jnp\ndef f(x):\n    return x\njax.jit(f)(jnp.ones(2))\njax.jit(f)(jnp.ones(2))\njax.clear_caches()\njax.jit(f)(jnp.ones(2))\njax.jit(f)(jnp.ones(3))\njax.jit(f)(jnp.ones(2))\n'
  expect(tried(text).run.calls.map(({compiled, program}) => [compiled, program])).toEqual([
    [true, 1],
    [false, 1],
    [true, 2],
    [true, 3],
    [false, 2],
  ])
})
