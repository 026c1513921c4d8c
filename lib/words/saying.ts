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
  'no model': 'This trace holds no calls, so there is no model to show.',
  'no miss to explain': 'No call missed: there is nothing to explain.',
  'key untold': 'Nothing is known of the key of this call: the log does not show it.',
  'guards of call': 'Guards of `{name}`',
  'guards read':
    'Torch keeps its programs in entries, each behind guards, and tries the entry used last first. Of each entry here stands the first guard that did not hold; others behind it may not hold either.',
  'guards hold': 'All guards of an entry held: its program ran, and nothing was compiled.',
  'guards first': 'Torch keeps its programs in entries, each behind guards. No entry was there yet.',
  'guards untold': 'No guard is told of this call.',
  'guards more': 'and {entries:more entry|more entries}',
  'guards sign': 'a guard that did not hold ({verdict})',
  'key unknown': 'Nothing is known of the key of this call.',

  // One call.
  'seen key': '{name} was called with a key that it had seen: nothing was compiled.',
  'one call': 'One call at a time',
  'runs beside': 'Side by side',
  'first call': 'compiled, first call',
  'nothing more known': 'Nothing more is known of this call.',
  'plain call': '{name} was called; nothing was compiled.',
  'plain hit': '{name} hit: its key is that of call {like}, so nothing was compiled.',
  'whole key equal': '{call}: a hit, so the whole key equals an earlier one',
  'first of function': '{call}: the first key of this function',
  'nothing differs': '{call}: nothing differs from {earlier}',
  'what differs': '{call}: what differs from {earlier}',
  facts: '{facts:fact} in the key',
  'facts unchanged': '{facts:fact} in the key, {rest} unchanged',

  // The fall through the caches.
  'its first call': 'first call',
  'cause untold': 'cause not told',
  'new object': 'a new object',
  'time since start': 'time since the start',
  'compiling end to end': 'seconds, end to end (when is not told)',
  'times unknown': 'When the calls were, the log does not tell: what compiled stands in its order.',
  'number of': 'number of the {unit}',
  phases: 'tracing, lowering, compiling',
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
  'causes order': 'avoidable and reducible first, then by cost',
  'switches try': 'a switch tries a fix out: predicted, the program is not run',
  'what if': 'What if you {fix}?',
  'run unknown': '{duration} compiling; how long the program ran is not in the log',
  'run unknown, ready': '{duration} making programs ready; how long the program ran is not in the log',
  'what is compiling': 'What is compiling?',
  'small keys': 'Pictures: the key of a call, part by part.',
  'sign small misfit': 'below the line: does not fit the nearest earlier key',
  'small key':
    'the key of the call in small: each bar is a part of it, what does not fit the nearest earlier key crosses the line',
  'with cause': 'with cause {cause}',
  'with causes': 'with causes {causes}',
  'no fix to try': 'no fix is known that could be tried out',
  'what if all': 'What if all {fixes:fix|fixes}?',
  'what if both': 'What if both fixes?',
  'fixes leave':
    'They leave {duration} of what is avoidable or reducible, which no fix that is known here spares.',
  'a fix': 'Fix:',
  'a next step': 'Next:',
  stale: 'stale result',
  'kind of cause': 'kind of cause: {taxonomy}',
  'rest of causes': '{causes:more cause}, {duration}',
  'misses of other causes': 'and {misses:more miss|more misses} of {causes:cause}, {duration} in all',
  'rest of paths': '{paths:more path}',
  'paths left out': 'and {paths:more path}, which this list leaves out',
  misled: "JAX's own message names another cause: {blamed}",

  // Entries of a cache.
  'of calls': '{calls:call}',
  more: 'and {more} more',
  'read from disk times': '{times} read from disk',
  'predicted gone': 'spared (predicted)',
  'lock of call': '`{name}`, {call}: {done}',
  'lock of call in': '`{name}`, {call}: {done}, {duration}',
  'lock judged': '{said}; {verdict}',
  'lock fits':
    'JAX keeps one compiled program for each key. All {parts:part} of this key fit an earlier one.',
  'lock misfits':
    'JAX keeps one compiled program for each key. {fitting} of {parts:part} fit the key of {earlier}, the nearest one; {misfits:does not|do not}.',
  'lock gone':
    'JAX keeps one compiled program for each key. All {parts:part} fit the key of {earlier}, and its program was no longer kept.',
  'lock first':
    'JAX keeps one compiled program for each key. This is the first: {parts:part}, and none to fit yet.',
  'lock untold':
    'JAX keeps one compiled program for each key. Something does not fit, and the log does not tell what: what it tells is {parts:part}.',
  'lock raised':
    'JAX keeps one compiled program for each key. The call raised before one was made: {parts:part}.',
  'inside container': 'Inside {path}.',
  'parts more': '{parts} more',
  'changes beyond': 'and {changes} more that change',
  'own array': 'its array',
  'own class': 'itself',
  'not in the log': 'not in the log',
  'all else in key': 'all else',
  'part new': 'new:',
  'part gone': 'gone:',
  'part untold': 'not told',
  'part anew': 'a new object that reads the same',
  'part maybe anew': 'reads the same, and may be a new object',
  'part moved': 'it stood at',
  'places alike in': '({count} of them)',
  'sign static': 'static: its value counts',
  'sign guard': 'what a guard compares',
  'sign data': 'data: only its shape and type count',
  'sign misfit': 'crosses the line: does not fit ({verdict})',
  'sign absent': 'not in this key',
  'sign no lock': 'no line: nothing to fit',
  'cell fits': '{text}, {side}: fits',
  'cells fit': '{text}: {parts:part} ({side}), {fits:fits|fit}',
  'cell misfit': '{text}, {side}: does not fit: {change}',
  'cell absent': '{text}, {side}: not in this key',
  'cell unknown': '{text}: the log does not tell it',
  'cell container': '{text}: holds {parts:part}',
  'was and is': 'was {before}, is {now}',
  'tree of key': 'The key of `{name}`',

  // What it cost.
  costs: '{compiling} of compiling, by cause, most expensive first.',
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
