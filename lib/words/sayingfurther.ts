import {fill, type Fillings} from './template.ts'

/** What the pictures say that no first look needs (`further` of viz/charts): a page loads these with them. */
const sayings = {
  'no cache': 'This trace holds no calls, so no cache was filled.',
  'no fall': 'This trace holds no calls, so none fell through the caches.',
  'no list': '{calls:call}: nothing to list.',
  'no miss': 'No call missed.',
  'no entry': 'No call of this trace made an entry in the {layer} layer.',
  'no layers': 'Torch has none of these caches: it keeps entries behind guards.',
  fall: 'How call {call} of {name} fell through the caches.',
  'falls of a log':
    'JAX had no compiled program ready {missed:time}{disk}; how often it had one, the log does not tell',
  'falls on disk': ', {read} of them on disk',
  'falls read':
    'A call goes from cache to cache, from the fastest down, until one has what it needs. Each row is a cache, from left to right are the calls that asked it.',
  'falls implied': 'What a cache answered follows from what the log says of the call.',
  'fall of call': '{call}, `{name}`: {end}',
  'this call': 'this call:',
  'had it not': 'did not have it {missed:time}',
  'had it often': 'had it {answered:time}',
  'had it not of told': 'did not have it {missed:time}; of {untold:call} not told',
  'had it of told': 'had it {answered:time}; of {untold:call} not told',
  'it had it': 'had it',
  'first call of it': 'first call',
  'it had not': 'did not have it: {verdict}',
  'this call falls': 'this call',
  raised: 'the call raised',
  'raised error': 'the call raised {type}: {message}',
  compiled: 'compiled anew',
  'compiled in': 'compiled anew, {duration}',
  'read from disk': 'its compiled program was read from disk',
  'read from disk in': 'its compiled program was read from disk; {duration} in all, {reading} of it reading',
  'end unknown': 'where it ended is not known',
  answered: 'answered by {layer}',
  'program new': 'the program is new',
  'misses more': 'and {misses:more miss|more misses}, {duration} in all',
  'entries in all': '{entries:entry|entries}',
  'hits untold': 'hits are not in this log',
  'none evicted': 'none evicted',
  'at most': 'at most {peak} at once',
  'used by': '{calls:call} used it',
  'never used': 'never used again',
  'made by': 'made by {call}',
  'made because': '{name}, key {key}: made by {call} ({cause}), {said}',
  'without key': '{unknown} more of unknown keys',
  'entries unknown': 'The log tells no key of the {unknown:call} that made an entry in the {layer} layer.',
  'cache title': 'What the {layer} cache held: {held}',
  'cache read':
    'A line is an entry that JAX keeps, from the call that made it on; ticks are calls that it served.',
  'cache implied':
    'Dashed: concluded from what became of the calls; what was dropped shows only where it was made again.',
  'entries over calls': 'entries over the calls',
  'entry made': 'made: {verdict}',
  'a use': 'served a call',
  'entries more': 'and {entries:more entry|more entries}, used less',
  'lineage read':
    'Each circle is one compiled program, its area the seconds it took. A line leads from the nearest earlier one, and the words are the edit between them. A new lane: the edit began from an older one.',
  'programs more': '… and {programs:more program}: the dearest and the latest are shown',
  'moved from': '→ from',
  'used times': 'used again {used}×',
  'used wrongly': 'used again {used}×, {wrong} wrong',
  'from disk': 'read from disk',
  predicted: 'predicted',
  'compare predicted': 'Seconds are predicted, without what is spared.',
  'over others': 'over programs not shown',
  'used again later': 'an older program is used again',
  'costs in time': '{compiling} of compiling in {end}, by cause, most expensive first.',
  'none avoidable': 'none avoidable',
  'costs read':
    'Lengths are seconds: each cause with its functions, and these with what JAX did (compile; lower: write it for the compiler; trace: run the Python code).',
  'function anew': 'a new function object',
  'of libraries': 'functions of libraries',
  'compiling over time': 'Seconds compiling as the run went on',
  'compiling over calls': 'Seconds compiling, {what} by {what}',
  'path to victims': 'From a change to what it made compile again',
  'alone and together':
    'Pale: compiled for other changes as well, so that this one alone would spare nothing.',
  'paid for': 'compiled again for',
  compiles: '{compiles}×',
  'one run': 'There is nothing to compare.',
  'give two runs': 'There is nothing to compare: give a second run, or a log of several processes.',
  'empty runs': 'None of these runs holds a call.',
  'nothing in common': 'These {runs:run} have no function in common: there is nothing to lay side by side.',
  'runs alike': 'These {runs:run} do the same{limit}: {places:place}, all alike.',
  'runs more': '{runs:more run} differ.',
  'places differ': '{places:place differs|places differ} in all.',
  'functions more': 'and {functions:more function}; the table holds all',
  'places of one': '{places:place}, in this run alone',
  'places alike': '{places:place}, all alike',
  'places shown': 'places {from} to {to} shown',
  'runs shown': '{shown} of {runs} runs shown, those that differ most',
  'not in': 'not in {runs:run}',
  'these differ': 'place {place}: these differ',
  'equal runs': '{names}: equal',
  'odd one': 'not what the others do',
  'not there': 'not there',
  'for the others': 'for the others',
  'slopes of functions': 'Seconds of each function in both runs',
  'no time': 'none',
} as const

/**
 * What a picture says that no first look needs.
 *
 * @example
 * sayFurther('entries more', {entries: 2}) // 'and 2 more entries, used less'
 */
export function sayFurther<What extends keyof typeof sayings>(
  what: What,
  ...values: Fillings<(typeof sayings)[What]>
): string {
  const [given] = values
  return fill(sayings[what], given ?? {})
}
