import {fill, type Fillings} from './template.ts'

/** What pictures and pages say of a trace, by the fact that they show. */
const sayings = {
  // Nothing to show.
  'no calls': 'No calls.',
  caged:
    'The file was given to the browser. If none came, the frame around this page forbids files (its sandbox lacks allow-downloads).',
  'no other script':
    'This needs another script of the script tag: put {file} of the same build into the folder of the first, and allow it where the page has a content security policy.',
  'no jitted call': 'This trace holds no call of a jitted function.',
  'no timeline':
    'This trace holds no calls: nothing was jitted, or the log was written without jax_log_compiles.',
  'no miss to explain': 'No call missed: there is nothing to explain.',

  // One call.
  'seen key': '{name} was called with a key that it had seen: nothing was compiled.',
  'one program': 'JAX keeps one compiled program for each key',
  'one call': 'One call at a time',
  'runs beside': 'Side by side',
  'first call': 'compiled, first call',
  'nothing more known': 'Nothing more is known of this call.',
  'plain call': '{name} was called; nothing was compiled.',
  'plain hit': '{name} hit: its key is that of call {like}, so nothing was compiled.',

  // The fall through the caches.
  'its first call': 'first call',
  'cause untold': 'cause not told',
  'entry gone': 'its entry was gone',
  'new object': 'a new object',
  'maybe new object': 'perhaps a new object',
  'time since start': 'time since the start',
  'compiling end to end': 'seconds compiling, end to end (no times told)',
  'reading end to end': 'seconds making ready, end to end (no times told)',
  'times unknown': 'When the calls were, the log does not tell: they stand in its order.',
  'number of': 'number of the {unit}',
  phases: 'tracing, lowering, compiling',
  'phases of reads': 'tracing, lowering, reading from disk',
  timeless: 'no time of its own {times}',
  'traced and compiled': 'traced and compiled',
  'reused times': 'reused {times:time}',
  'more functions': '{functions:function}',
  'seconds predicted': '{duration}, predicted',
  'seconds elsewhere': 'and {duration} outside jit, or only traced',
  'outside or traced': 'operations outside jit, or only traced',
  'outside short': 'outside of calls',
  'outside of name': '{name}, outside jit: {compiles:compile}, {duration}',
  'traced of name': '{name}, traced and never compiled: {duration}',
  'outside named': '{what}: {names}',
  'outside advice':
    'Nothing to fix where they run once, at the start. A step under jax.jit is one program, however many operations it has.',
  'when untold': 'when, the log does not tell',
  'none compiled': 'none compiled',
  'part of whole': '{what} {duration}',
  'still part of whole': 'still {what} {duration}',
  'run of a prediction': 'predicted, the program was not run',
  'less than before': '{after} instead of {before}, predicted: {misses:compile} gone, {spared}',

  // What stands around the pictures.
  other: 'your program',
  gone: 'gone, predicted',
  'eager apart': 'Set apart: {compiles:compile} of eager operations, {duration} ({names}).',
  'all read': 'All {lines:line} read.',
  'lines unread': '{stray}: {kinds}.',
  'how known': 'How the misses are known: {ways}.',
  simulated: '{misses} simulated (computed by the simulator)',
  observed: '{misses} observed (in the run itself)',
  inferred: '{misses} inferred (concluded from what the log shows)',
  'changes more': 'and {changes:more change}; the model below shows all.',
  causes: 'What made it compile, and what would spare it',
  'causes of reads': 'What made it read programs from disk, and what would spare it',
  'causes order': 'what a fix would spare first, then by cost',
  'switches try': 'a switch shows what a fix would leave: a prediction, nothing is run',
  'what if': 'What if you {fix}?',
  'run unknown': '{duration} compiling; how long the program ran is not in the log',
  'run unknown, ready': '{duration} making programs ready; how long the program ran is not in the log',
  'what is compiling': 'What is compiling?',
  'small keys': 'Pictures: the key of a call, part by part.',
  'sign small misfit': 'below the line: does not fit the nearest earlier key',
  'small key': 'the key of the call in small: what does not fit the nearest earlier key crosses the line',
  'with cause': 'cause {cause} too',
  'with causes': 'causes {causes} too',
  'of all': 'of {duration}',
  'what if all': 'What if all {fixes:fix|fixes}?',
  'what if both': 'What if both fixes?',
  'fixes leave': 'They leave {duration} avoidable or reducible, as far as that can be predicted.',
  'a fix': 'Fix:',
  'a next step': 'Next:',
  stale: 'stale result',
  'kind of cause': 'kind of cause: {taxonomy}',
  'rest of causes': '{causes:more cause}: {parts}',
  'no time told': 'no time told',
  'compiled nothing': 'compiled nothing of their own',
  'misses of other causes': 'and {misses:more miss|more misses} of {causes:cause}, {duration} in all',
  'rest of paths': '{paths:more path}',
  'paths left out': 'and {paths:more path}, which this list leaves out',
  misled: "JAX's own message names another cause",

  // Entries of a cache.
  'of calls': '{calls:call}',
  'read from disk times': '{times} read from disk',
  'on axis': 'on axis {axis}',
  'parts more': '{parts} more',
  'changes beyond': 'and {changes} more that change',
  'own array': 'its array',
  'own class': 'itself',
  'not in the log': 'not in the log',
  'all else in key': 'all else',
  'part untold': 'not told',
  'not before': 'not there before,',
  'sign static': 'static: another value compiles again',
  'sign guard': 'what a guard compares',
  'sign data': 'data: new values compile nothing',
  'sign frame': 'the chosen call',

  // What it cost.
  'outside jit': 'operations outside jit',
  'traced alone': 'traced, never compiled',
  compile: 'compile',
  lower: 'lower',
  trace: 'trace',

  // Runs side by side.
} as const

/** The sayings by name. */
export type Sayings = typeof sayings

/** The values that a saying needs, by the names of its holes. */
export type Values<What extends keyof Sayings> = Fillings<Sayings[What]>

/**
 * What a picture or a page says of a trace.
 *
 * @example
 * say('no calls') // 'No calls.'
 */
export function say<What extends keyof Sayings>(what: What, ...values: Values<What>): string {
  const [given] = values
  return fill(sayings[what], given ?? {})
}
