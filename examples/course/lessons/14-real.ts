import type {Lesson, Read} from '../engine/index.ts'
import {loggedRun} from '../engine/logged.ts'
import {aboutReal} from './index.ts'

/** A program, and what its log holds besides: the lines of its compiles where JAX's log does not name them, and why the last of them was. */
interface Recorded {
  readonly name: string
  readonly lines?: readonly number[]
  readonly why: string
}

const recorded: readonly Recorded[] = [
  {name: 'p01_batch_size', why: 'The sizes of a batch: filled up to a few sizes, they share programs.'},
  {
    name: 'p02_dtype',
    why: 'Another type of data is another program. It is kept: the first type comes back for nothing.',
  },
  {name: 'p03_weak_type', why: 'One number in four types. Written in one of them, it is one program.'},
  {name: 'p05_lambda_loop', why: 'A function made anew in each turn of the loop.'},
  {
    name: 'p06_nnx_eval_toggle',
    lines: [11, 13],
    why: 'Training and evaluation are two programs, and both are kept.',
  },
  {name: 'p07_nnx_add_layer', lines: [13, 15], why: 'A model with another layer computes another thing.'},
  {name: 'p10_closures', why: 'A number that a closure keeps; as an argument it would be data.'},
  {name: 'p11_context_x64_precision', why: 'Other precision, other numbers: another program.'},
  {name: 'p12_nnx_split_static_graphdef', why: 'A graphdef in another mode is another structure.'},
  {
    name: 'p15_nnx_int_counter',
    lines: [9, 9, 9],
    why: 'A count on the model is a setting; in a `Variable` it is data.',
  },
  {name: 'p16_kwargs_defaults', why: 'The same arguments, passed in other ways.'},
]

const training = 'p21_training_many_edits'

const paths = {
  program: (name: string): string => `examples/logs/programs/${name}.py`,
  log: (name: string): string => `examples/logs/${name}.log`,
  recording: '__tests__/golden/recorded/p21.jsonl',
}

/** The log of the run that most of the lesson is about. */
export const trainingLog = paths.log(training)

/** The programs and logs of the project that the lesson reads. */
export const realFiles: readonly string[] = [training, ...recorded.map(({name}) => name)].flatMap((name) => [
  paths.program(name),
  paths.log(name),
])

/** What the Python recorder wrote of the training, which the lesson reads too. */
export const realRecording = paths.recording

/** The file that has all `realFiles` by their paths. */
export const realTexts = 'real.json'

/**
 * The lesson on what JAX wrote of real runs.
 *
 * @param text gives the text of each of `realFiles`
 */
export function real(text: (path: string) => string): Lesson {
  const program = text(paths.program(training))
  const run = loggedRun({program, log: text(paths.recording)})
  // JAX's log of the same run says what JAX thinks, and not where.
  const log = loggedRun({program, log: text(trainingLog), lines: run.calls.map(({line}) => line)})
  return {
    ...aboutReal,
    sources: [
      {title: 'jax#4274', url: 'https://github.com/jax-ml/jax/issues/4274'},
      {title: 'jax#14620', url: 'https://github.com/jax-ml/jax/issues/14620'},
    ],
    parts: {},
    quiz: 'spare',
    steps: [
      {
        run,
        say: 'This ran on real JAX for 39 seconds. Each bar is a call that compiled, as wide as it took; what ran at once is too short to see. The colour says whether it was needed: *avoidable*, if you write the same otherwise; *reducible*, if you pad arrays; or *necessary*.',
      },
      {
        run,
        ask: 'dearest',
        why: 'A first call may be dearer, but its program is needed. This one gives `weight`, which the first left out: two structures for one computation.',
      },
      {
        run,
        ask: 'together',
        why: 'A `weight` in every call may still come as another type: that is a key of its own, and a change of its own. Mend one thing, then look again.',
      },
      {
        run,
        log,
        ask: 'blame',
        line: 32,
        why: 'JAX says it by number: five arguments, four before. The fifth is `weight`.',
      },
      {
        run,
        log,
        ask: 'blame',
        line: 35,
        why: 'JAX compares with an earlier call of its choice, here one that gave `weight`. The first call is nearer: the size of `tokens` alone differs.',
      },
    ],
    variants: recorded.map(({lines, name, why}): Read => ({
      run: loggedRun({
        program: text(paths.program(name)),
        log: text(paths.log(name)),
        ...(lines !== undefined && {lines}),
      }),
      ask: 'spare',
      why,
    })),
    holes: {},
    takeaway:
      'Look at what costs most, then at what could be spared, and compare with the nearest earlier call yourself: JAX’s sentence may be of another one.',
  }
}
