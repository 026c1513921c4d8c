import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {compare as compareRuns, explain, hosts, runNames} from '../../lib/explain/index.ts'
import {aligned, loadScenarios, parting, read, runScenario, Trace} from '../../lib/index.ts'
import {byRank, places} from '../../lib/explain/places.ts'
import {compare} from '../../viz/index.ts'
import {empty, hosts as threeHosts, quiet} from '../viz/traces.ts'
import {type Call, type Line, traced} from './traced.ts'

const logs = join(__dirname, '../../examples/logs')
const textOf = (name: string): string => readFileSync(join(logs, `${name}.log`), 'utf8')
const logged = (name: string, text = textOf(name)) => ({name: `${name}.log`, trace: read(text, {name})})

const seconds = {trace: 0, lower: 0, compile: 1}
const call = (facts: readonly Line[], more: Partial<Call> = {}): Call => ({facts, seconds, ...more})
const tokens = (size: number): Line => ['aval', 'leaf', 'tokens', `i32[8,${size}]`]
const flag = (value: string): Line => ['graphdef', 'attribute', 'model.drop.deterministic', value]
const sized = (sizes: readonly number[]): Trace => traced(sizes.map((size) => call([tokens(size)])))

test('hosts(traces) of equal hosts finds one group and no divergence', () => {
  const host = () =>
    traced([
      call([tokens(5), ['function', 'function', 'step', 'step', 'a']]),
      call([tokens(7), ['function', 'function', 'step', 'step', 'a']]),
    ])
  expect(hosts([host(), host(), host()])).toMatchObject({
    groups: [['host 0', 'host 1', 'host 2']],
    divergences: [],
    alone: [],
  })
})

test('hosts(traces) names the largest group first, also where the odd host is the first', () => {
  const odd = traced([call([tokens(5)]), call([tokens(9)])])
  const even = () => traced([call([tokens(5)]), call([tokens(7)])])
  expect(hosts([odd, even(), even()]).groups).toEqual([['host 1', 'host 2'], ['host 0']])
})

test('hosts(traces) names the host that compiles another shape in its first call', () => {
  const {divergences} = hosts([
    traced([call([tokens(5)])]),
    traced([call([tokens(5)])]),
    traced([call([tokens(6)])]),
  ])
  expect(divergences).toMatchObject([
    {nth: 1, odd: ['host 2'], causes: [{path: 'tokens', now: 'i32[8,6]', before: 'i32[8,5]'}]},
  ])
})

test('hosts(traces) parts a run that reads a program from disk from one that compiles it', () => {
  const run = (within?: 'persistent') => traced([call([tokens(5)], within === undefined ? {} : {within})])
  const built = {name: 'cold', trace: run()}
  const [one] = hosts([built, {name: 'warm', trace: run('persistent')}]).divergences
  expect(one).toMatchObject({what: 'read', odd: ['warm'], others: ['cold']})
  expect(one && parting(one)).toBe('warm reads compile 1 of `step` from disk, which cold compiles.')
  const [other] = hosts([built, {name: 'a warm one', trace: run('persistent')}]).divergences
  expect(other && parting(other)).toBe('cold compiles `step` (compile 1), which a warm one reads from disk.')
  expect(hosts([run('persistent'), run('persistent')]).divergences).toEqual([])
})

test('hosts(traces) names a host that recompiles alone', () => {
  const {alone, divergences} = hosts([
    traced([call([tokens(5)])]),
    traced([call([tokens(5)]), call([tokens(7)])]),
    traced([call([tokens(5)])]),
  ])
  expect(alone).toMatchObject([{run: 'host 1', misses: [{call: 2}]}])
  expect(divergences).toMatchObject([{nth: 2, odd: ['host 1']}])
})

test('hosts([trace]) takes a trace of several processes apart', () => {
  const rows = ['0', '1', '2'].flatMap((process) => [
    call([tokens(5)], {process}),
    call([tokens(process === '2' ? 9 : 7)], {process}),
  ])
  expect(hosts([traced(rows)]).groups).toEqual([['host 0', 'host 1'], ['host 2']])
})

test('hosts(traces) tells each odd host its own first divergence, with its cause', () => {
  const {divergences, groups} = hosts([
    traced([call([tokens(5), flag('False')]), call([tokens(7), flag('False')])]),
    traced([call([tokens(5), flag('False')]), call([tokens(7), flag('True')])]),
    traced([call([tokens(6), flag('False')]), call([tokens(7), flag('False')])]),
  ])
  expect(divergences.map(parting)).toEqual([
    'host 2 differs from the others at compile 1 of `step`: tokens is i32[8,6], for the others i32[8,5].',
    'host 1 differs from the others at compile 2 of `step`: model.drop.deterministic is True, for the others False.',
  ])
  expect(groups).toEqual([['host 0'], ['host 1'], ['host 2']])
})

test('hosts(traces) tells what a host lacks', () => {
  const steps = ['False', 'True'].map((value) => call([tokens(5), flag(value)]))
  const {divergences} = hosts([traced(steps), traced(steps.slice(0, 1)), traced(steps)])
  expect(divergences.map(parting)).toEqual([
    'host 1 lacks compile 2 of `step`: model.drop.deterministic is True, before False.',
  ])
})

test('hosts(traces) names a host that never calls a function, or alone calls one', () => {
  const both = [call([tokens(5)]), call([tokens(5)], {name: 'predict'})]
  expect(hosts([traced(both), traced(both.slice(0, 1)), traced(both)]).divergences.map(parting)).toEqual([
    'host 1 lacks every compile of `predict`.',
  ])
  expect(
    hosts([traced(both), ...[1, 2].map(() => traced(both.slice(0, 1)))]).divergences.map(parting),
  ).toEqual(['host 0 alone has compile 1 of `predict`.'])
})

test('hosts(traces) tells a host apart that makes an object anew and misses elsewhere too', () => {
  const tx = (identity: string): Line => ['graphdef', 'attribute', 'optimizer.tx', 'Adam()', identity]
  const steady = [call([tokens(5), tx('a')]), call([tokens(7), tx('a')])]
  const anew = [call([tokens(5), tx('a')]), call([tokens(7), tx('b')])]
  expect(hosts([steady, anew, steady].map((calls) => traced(calls))).divergences.map(parting)).toEqual([
    'host 1 differs from the others at compile 2 of `step`: optimizer.tx is another object that prints alike, made anew or of contents that its text does not show: Adam().',
  ])
})

test('hosts(traces) compares call by call where the runs make the same calls', () => {
  const [a, b] = [quiet(5), quiet(5)]
  b.append({...b.at(0)})
  a.append({...a.at(1)})
  const {sections} = hosts([a, b])
  expect(sections[0]?.slots.map(({same}) => same)).toEqual([true, true, true, true, true, false])
})

test('hosts(traces) compares the runs that call a function, and says which do', () => {
  const [section] = hosts([quiet(5), empty(), quiet(5)]).sections
  expect(section).toMatchObject({present: [0, 2], differing: 0})
})

test('hosts(traces) shows one more compile in the middle as one place, not as a shift of all that follow', () => {
  const [section] = hosts([sized([1, 2, 3, 4]), sized([1, 2, 9, 3, 4])]).sections
  expect(section?.slots.map(({events}) => events)).toEqual([
    [0, 0],
    [1, 1],
    [null, 2],
    [2, 3],
    [3, 4],
  ])
  expect(section?.differing).toBe(1)
})

const sizes = fc.array(fc.integer({min: 0, max: 4}), {maxLength: 14})

test('hosts(traces) holds every event of every run once, in order', () => {
  fc.assert(
    fc.property(fc.array(sizes, {minLength: 2, maxLength: 4}), (all) => {
      const {runs, sections} = hosts(all.map(sized))
      runs.forEach(({trace}, at) => {
        const events = sections.flatMap(({slots}) => slots.flatMap((slot) => slot.events[at] ?? []))
        expect(events).toEqual(Array.from({length: trace.length}, (_, index) => index))
      })
    }),
  )
})

test('hosts([a, a]) finds no host odd', () => {
  fc.assert(fc.property(sizes, (some) => hosts([sized(some), sized(some)]).divergences.length === 0))
})

test('hosts(traces) finds the same hosts odd, and for the same reason, in whatever order they are given', () => {
  fc.assert(
    fc.property(
      fc
        .array(sizes, {minLength: 2, maxLength: 5})
        .chain((all) =>
          fc.tuple(
            fc.constant(all),
            fc.shuffledSubarray([...all.keys()], {minLength: all.length, maxLength: all.length}),
          ),
        ),
      ([all, order]) => {
        const named = all.map((some, at) => ({name: `worker-${at}.log`, trace: sized(some)}))
        const told = (given: typeof named) => hosts(given).divergences.map(parting).sort()
        expect(told(order.flatMap((at) => named[at] ?? []))).toEqual(told(named))
      },
    ),
  )
})

test('the text and the picture name the same odd hosts, where they part and why', () => {
  fc.assert(
    fc.property(fc.array(sizes, {minLength: 2, maxLength: 5}), (all) => {
      const [first, ...others] = all.map((some, at) => {
        const trace = sized(some)
        return {name: `worker-${at}.log`, trace, explanation: explain(trace)}
      })
      if (first === undefined) return
      const alignment = hosts([first, ...others])
      const {caption, rows} = compare.table(first.trace, first.explanation, {others, name: first.name})
      const [divergence] = alignment.divergences
      if (divergence === undefined) expect(caption).toMatch(/miss alike/)
      else {
        expect(caption.startsWith(parting(divergence))).toBe(true)
        expect(aligned(alignment).join(' ').startsWith(parting(divergence))).toBe(true)
      }
      expect(rows.filter((row) => row[2] === 'differs').length).toBe(
        alignment.sections.reduce((sum, {differing}) => sum + differing, 0),
      )
    }),
  )
})

test('the text and the picture take the processes of one log apart alike', () => {
  const trace = threeHosts()
  expect(compare.table(trace, explain(trace)).caption).toContain(
    hosts([trace]).divergences.map(parting).join(' '),
  )
})

describe('hosts(logs) of one program that is logged in several ways finds no host odd:', () => {
  /** A log as it is without JAX_EXPLAIN_CACHE_MISSES. */
  const withoutReasons = (text: string): string =>
    text.replace(/^(?:.*TRACING CACHE MISS.*\n)(?: {2}.*\n)*/gm, '')
  const programs = readdirSync(logs)
    .filter((file) => file.startsWith('p') && file.endsWith('.explain_only.log'))
    .map((file) => file.replace('.explain_only.log', ''))

  test.each(programs)('%s', (name) => {
    const ways = [
      logged(name),
      logged(`${name}.explain_only`),
      {name: `${name}.compiles_only.log`, trace: read(withoutReasons(textOf(name)), {name})},
    ]
    for (const given of [ways, ways.slice(0, 2), ways.slice(1), ways.filter((_, at) => at !== 1)])
      expect(hosts(given).divergences.map(parting)).toEqual([])
    const [all, reasons, compiles] = ways.map(({trace}) => trace)
    if (all === undefined || reasons === undefined || compiles === undefined) return
    for (const [one, other] of [
      [all, reasons],
      [reasons, all],
      [all, compiles],
    ] as const)
      expect(compareRuns(one, other)).toMatchObject({appeared: [], went: [], changed: []})
    const [first, ...others] = ways.map((one) => ({...one, explanation: explain(one.trace)}))
    if (first === undefined) return
    expect(compare.table(first.trace, first.explanation, {others}).caption).toMatch(/miss alike/)
  })
})

test('hosts(runs) of the catalogue finds no host odd, but one that leaves out the last call where that is a miss', () => {
  const file = readFileSync(join(__dirname, '../golden/catalogue.jsonl'), 'utf8')
  let found = 0
  for (const scenario of loadScenarios(file, 'catalogue.jsonl')) {
    const [whole, again] = [runScenario(scenario).trace, runScenario(scenario).trace]
    const named = [whole, again].map((trace, at) => ({name: `host ${at}`, trace}))
    expect([scenario.id, hosts(named).divergences.map(parting)]).toEqual([scenario.id, []])
    const last = scenario.steps.findLastIndex((step) => step.do === 'call')
    const shorter = runScenario({...scenario, steps: scenario.steps.filter((_, at) => at !== last)}).trace
    if (shorter.length !== whole.length - 1 || whole.outcome(shorter.length) === 'hit') continue
    const {divergences} = hosts([...named, {name: 'host 2', trace: shorter}])
    expect([scenario.id, divergences.map(({odd}) => odd)]).toEqual([
      scenario.id,
      shorter.length === 0 ? [] : [['host 2']],
    ])
    found++
  }
  expect(found).toBeGreaterThan(50)
})

test('places(lists, likeness) matches what is most alike, and keeps every list in its order', () => {
  const of = (...words: string[]) =>
    places(
      words.map((word) => [...word]),
      (a, b) => (a === b ? 2 : 0),
    ).map((place) => place.map((one) => one ?? '-').join(''))
  expect(of('abc', 'axbc')).toEqual(['aa', '-x', 'bb', 'cc'])
  expect(of('abc', 'axc')).toEqual(['aa', 'bx', 'cc'])
  expect(of('', 'ab')).toEqual(['-a', '-b'])
  expect(of('abc', 'bc', 'ac')).toEqual(['a-a', 'bb-', 'ccc'])
})

test('places(lists, likeness) of two lists of 5,000 things finds what stands a few places on, and asks of a number of pairs that grows with the lists', () => {
  const list = Array.from({length: 5000}, (_, at) => at)
  const other = list.flatMap((at) => (at === 7 ? [] : at === 4990 ? [at, -1] : [at]))
  let asked = 0
  const told = places([list, other], (a, b) => {
    asked++
    return a === b ? 2 : 0
  })
  expect(told.filter(([a, b]) => a !== b)).toEqual([
    [7, null],
    [null, -1],
  ])
  expect(asked).toBeLessThan(100 * list.length)
})

test('places(lists, likeness) lays nothing beside what only some of the lists have alike', () => {
  const alike = (a: string, b: string): number => (a === b ? 2 : ['a?', '?b'].includes(`${a}${b}`) ? 1 : 0)
  const told = places(
    ['a', '?', 'xb'].map((word) => [...word]),
    alike,
  )
  expect(told.map((place) => place.map((one) => one ?? '-').join(''))).toEqual(['a?x', '--b'])
})

test('byRank(lists) lays what has one rank side by side', () => {
  expect(byRank([[1, 2], [3]])).toEqual([
    [1, 3],
    [2, null],
  ])
  expect(byRank([])).toEqual([])
})

test('runNames(paths) leaves out the folders that all have in common, and the ending', () => {
  expect(runNames(['logs/a/one.log', 'logs/b/two.log'])).toEqual(['a/one', 'b/two'])
  expect(runNames(['logs/worker-1.log', 'logs/worker-12.log.gz'])).toEqual(['worker-1', 'worker-12'])
  expect(runNames(['run.log', 'run.jsonl'])).toEqual(['run.log', 'run.jsonl'])
  expect(runNames(['logs/one.log'])).toEqual(['logs/one.log'])
})

test('runNames(scenarios) leaves out the file that all stand in, and never a part of a word', () => {
  expect(runNames(['x/all.jsonl: Train', 'x/all.jsonl: Trace'])).toEqual(['Train', 'Trace'])
  expect(runNames(['/tmp/a.log', '/b.log', 'c.log'])).toEqual(['/tmp/a', '/b', 'c'])
})

test('runNames(given) numbers a name that comes again', () => {
  expect(runNames(['a.log', 'a.log', 'b.log'])).toEqual(['a', 'a (2)', 'b'])
  expect(runNames(['', ''])).toEqual(['run', 'run (2)'])
})

describe('hosts(logs) of one job', () => {
  const first = '  never seen function:\n    step id=139967505204384 defined at /home/me/train/t.py:2\n'
  const again = (size: number, before: number): string =>
    '  for step defined at /home/me/train/t.py:2\n  all previously seen cache keys differ. For the closest previous key:\n' +
    `  different input types:\n  * at x, now f32[${size},4] and before f32[${before},4]\n`
  const miss = (size: number, why: string): string =>
    `TRACING CACHE MISS at /home/me/train/t.py:9 (<module>):\n${why}Finished tracing step for jit in 0.0011 sec\n` +
    `Compiling jit(step) with global shapes and types (ShapedArray(float32[${size},4]),). Argument mapping: (UnspecifiedValue).\n` +
    'Finished jaxpr to MLIR module conversion jit(step) in 0.0042 sec\nFinished XLA compilation of jit(step) in 0.0188 sec\n'
  const host = (...misses: readonly string[]) => read(misses.join(''))
  const job = (...traces: readonly Trace[]) => traces.map((trace, at) => ({name: `host ${at}`, trace}))
  const [eight, sixteen, five] = [miss(8, first), miss(16, again(16, 8)), miss(5, again(5, 8))]
  const sentence =
    'host 2 compiles in another order, its compile 3 of `step` is compile 2 of the others: x is f32[16,4], before f32[8,4].'

  test('says of a host that compiles the same in another order which miss stands where, and that it has none alone', () => {
    const given = job(host(eight, sixteen, five), host(eight, sixteen, five), host(eight, five, sixteen))
    const {divergences, alone} = hosts(given)
    expect(divergences.map(parting)).toEqual([sentence])
    expect(divergences).toMatchObject([{what: 'order', nth: 2, own: 3}])
    expect(alone).toEqual([])
    const [one, ...others] = given.map((run) => ({...run, explanation: explain(run.trace)}))
    if (one === undefined) return
    expect(compare.table(one.trace, one.explanation, {others, name: one.name}).caption).toContain(sentence)
    expect(aligned(hosts(given)).join('\n')).toContain('  host 2: it is compile 3 of step\n')
  })

  test('says it also where another earlier key is the nearest', () => {
    const odd = host(eight, five, miss(16, again(16, 5)))
    expect(
      hosts(job(host(eight, sixteen, five), host(eight, sixteen, five), odd)).divergences.map(parting),
    ).toEqual([sentence])
  })

  test('says of a host that has a miss once that it lacks the second of the others', () => {
    const all = host(eight, sixteen, five, sixteen)
    expect(hosts(job(all, all, host(eight, sixteen, five))).divergences.map(parting)).toEqual([
      'host 2 lacks compile 4 of `step`.',
    ])
  })

  test('has the first miss of a function for the first everywhere, and what a log has lost for lacking', () => {
    const text = textOf('p16_kwargs_defaults')
    const reasons = [...text.matchAll(/^.*TRACING CACHE MISS/gm)].map(({index}) => index)
    const lost = text.slice(0, reasons[1]) + text.slice(reasons[2])
    const {divergences} = hosts([logged('other', text), logged('worker', lost)])
    expect(divergences).toMatchObject([{nth: 2, odd: ['worker'], what: 'lacks'}])
  })

  test('tells apart two hosts whose first calls differ in what the next miss tells of them', () => {
    const bare = (before: number): string =>
      [first, again(16, before)]
        .map((why) => `TRACING CACHE MISS at /home/me/train/t.py:9 (<module>):\n${why}`)
        .join('')
    expect(hosts(job(host(bare(8)), host(bare(6)))).divergences.map(parting)).toEqual([
      'host 1 differs from host 0 at compile 1 of `step`: x is f32[6,4], for the others f32[8,4].',
    ])
  })
})

describe('of a log that is a part', () => {
  const name = 'p01_batch_size'
  const lines = textOf(name).trimEnd().split('\n')
  const whole = logged(name)
  /** The log of another host, whose compiles take other times. */
  const slower = (part: readonly string[]) =>
    logged('worker', part.join('\n').replace(/in 0\.(\d+) sec/g, 'in 0.0$1 sec'))
  const at = (mark: string, nth: number): number =>
    lines.flatMap((line, at) => (line.includes(mark) ? [at] : []))[nth] ?? 0
  const second = at('TRACING CACHE MISS', 1)

  test('hosts(logs) says of one that begins inside a miss that it begins late, and takes nothing before for lacking', () => {
    const late = slower(lines.slice(at('Compiling jit(predict)', 1)))
    const told = aligned(hosts([whole, late]))
    expect(told[0]).toMatch(/^2 hosts compile alike, as far as is told/)
    expect(told.join(' ')).toContain('worker begins late, or lacks lines')
  })

  test.each([
    ['before its compile', at('Compiling jit(predict)', 1)],
    ['before its compile ends', at('Compiling jit(predict)', 1) + 1],
    ['inside its reason', second + 1],
    ['before what its reason names', second + 4],
  ])(
    'hosts(logs) says of one that ends %s that it breaks off, and takes nothing behind for lacking',
    (_, end) => {
      const told = aligned(hosts([whole, slower(lines.slice(0, end))]))
      expect(told[0]).toMatch(/^2 hosts compile alike, as far as is told/)
      expect(told.join(' ')).toMatch(/worker ends (?:before|inside)/)
    },
  )

  test('hosts(logs) takes a miss in the middle for lacking', () => {
    const gone = [...lines.slice(0, second), ...lines.slice(at('TRACING CACHE MISS', 2))]
    expect(hosts([whole, slower(gone)]).divergences).toMatchObject([{nth: 2, odd: ['worker'], what: 'lacks'}])
  })

  test('compare(a, b) of a log with any part of itself has nothing that went or changed', () => {
    for (let end = at('XLA compilation of jit(predict)', 0) + 1; end <= lines.length; end++) {
      const {appeared, went, changed, outcomes, firsts} = compareRuns(
        whole.trace,
        read(lines.slice(0, end).join('\n')),
      )
      expect([end, appeared, went, changed, outcomes, firsts]).toEqual([end, [], [], [], [], []])
    }
  })

  test('compare(a, b) of two runs has gone what the second, which is whole, does not have', () => {
    const {went} = compareRuns(whole.trace, slower(lines.slice(0, second)).trace)
    expect(went.length).toBeGreaterThan(0)
  })
})
