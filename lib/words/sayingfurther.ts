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
  'no costs': 'This trace holds no calls, so nothing was spent.',
  'no lineage': 'This trace holds no calls, so there are no keys to relate.',
  'no miss to pay': 'No call missed: nothing was spent on compiling again.',
  'no entries': 'No entries in the {layer} layer.',
  'falls title': 'Asked {calls:time} for a compiled program, JAX had one ready {reused:time}{disk}',
  'falls in vain': 'Asked {calls:time} for a compiled program, JAX never had one ready',
  'it not told': 'not told',
  compares: 'compares {members}',
  'asked and had': 'asked {asked:time}, had it {answered:time}',
  'asked in vain': 'asked {asked:time}, never had it',
  'never asked': 'never asked',
  'nothing stored': 'nothing was stored yet',
  'no entry told': 'no entry: the trace does not tell why',

  // The timeline.
  'entries implied':
    'Entries of the {layer} layer, in the order in which they were made, as they follow from what became of the calls.',
  'used again': '{used} used again',
  'evicted by': ', evicted by call {call}',
  'gone before': ', gone before call {call}, which made it again',
  'made again': '{evicted} made again',
  'gone by then': 'was gone, and made again',
  'pushed out': 'pushed out',
  'first key': 'first key',
  'cause unknown': 'cause not known',

  // Programs and where they came from.
  'no program': 'No program is known: nothing was compiled, or the log does not show it.',
  'lineage title': 'Which program came from which: {times}',
  'lineage predicted': 'Which program would be left: {times} (predicted)',
  'all programs':
    'Every program, the call that the nearest earlier one was made by, and all that differs from it.',
  'first program': 'first program',
  'program gone': 'the same again: its entry was gone',
  'edit untold': 'not told by the log',
  'static edited': 'a static part was edited',
  'data edited': 'the shape or type of data changed',

  // The key as a lock.
  'no seconds': 'The log tells no seconds of its compiles, so there are no costs to show.',
  'costs title': 'Where {duration} of compiling went: {spared}',
  'costs predicted': 'Where {duration} of compiling would go: {spared} (predicted)',
  'first calls': 'first calls',
  'one place differs': '{differing} of {places:place} differs',
  'some places differ': '{differing} of {places:place} differ',
  'slowest host':
    'Hosts of one job wait for each other: it compiled for {longest}, as long as {name}, its slowest, and not for the {sum} of all.',
  'slowest if hosts':
    'As hosts of one job they would wait for each other, for {longest} of compiling, as long as {name}, the slowest, and not for the {sum} of all.',
  elsewhere: 'this run has that compile at another place',
  evicted: '{evicted} evicted',
  entries: 'Entries of the {layer} layer, in the order in which they were made.',
  'it hit': 'had it',
  'it miss': 'did not have it',
  'it not asked': 'not asked',
  lacks: 'this run lacks that compile',
  untold: 'the log of this run does not tell of it',
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
