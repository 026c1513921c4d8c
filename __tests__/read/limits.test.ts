import {explain, propose} from '../../lib/explain/index.ts'
import type {Trace} from '../../lib/log/index.ts'
import {read} from '../../lib/read/index.ts'

const log = (lines: readonly string[]): Trace => read(`${lines.join('\n')}\n`)
const times = <T>(count: number, line: (i: number) => T): T[] =>
  Array.from({length: count}, (_, i) => line(i))

const opening = 'TRACING CACHE MISS at /home/me/app/a.py:9:4 (<module>):'

/** A miss of `step` for its types. */
const types = (...lines: readonly string[]): string[] => [
  opening,
  '  for step defined at /home/me/app/a.py:2',
  '  all previously seen cache keys differ. For the closest previous key:',
  '  different input types:',
  ...lines,
]

const compile = (name: string, size: number, i = 0): string[] => [
  `Compiling jit(${name}) with global shapes and types (ShapedArray(float32[${size}]),). Argument mapping: (UnspecifiedValue,).`,
  `Finished XLA compilation of jit(${name}) in 0.${i}5 sec`,
]

const object = (id: number): string[] => [
  opening,
  '  never seen function:',
  `    step id=${id} defined at /home/me/app/a.py:2`,
]

const redefined = [
  '  but seen another function defined on the same line; maybe the function is',
  '  being re-defined repeatedly, preventing caching?',
]

describe('read(log)', () => {
  test.each([15, 16, 17, 20])(
    'keeps the first 16 of %i places that JAX names, and how many more there are',
    (count) => {
      const {blamed} = log(types(...times(count, (i) => `  * at x${i}, now f32[8] and before f32[4]`))).at(0)
      expect(blamed?.places.map(({at}) => at)).toEqual(times(Math.min(count, 16), (i) => `x${i}`))
      expect(blamed?.more ?? 0).toBe(Math.max(count - 16, 0))
    },
  )

  test('keeps the first 20 lines of each kind that it does not read, and counts all', () => {
    const {lines, examples, kinds} = log(times(25, (i) => `hello ${i}`)).source?.unread ?? {}
    expect([lines, examples?.length, kinds]).toEqual([25, 20, [{kind: 'other output', lines: 25}]])
  })

  test('goes on with a record that 20 other lines stand in, and not with one that 21 do', () => {
    const broken = (lines: number): number =>
      log(types(...times(lines, (i) => `hello ${i}`), '  * at x, now f32[8] and before f32[4]')).at(0).blamed
        ?.places.length ?? 0
    expect([broken(20), broken(21)]).toEqual([1, 0])
  })

  test('goes on with a value that is open at line 2,000 of its record, and no further, and counts the line that it never ends', () => {
    const opened = "  * at input path [0][0], now <class 'M'> with pytree metadata (0,"
    const left = (values: number): number | undefined =>
      log([...types().slice(0, 3), '  different input pytree:', opened, ...times(values, (i) => `${i},`)])
        .source?.unread.lines
    expect([left(1995), left(1996)]).toEqual([1, 2])
  })

  test('takes what goes on behind the first 999 processes for one process more', () => {
    const trace = log(times(1002, (i) => `[pid=${i}] Finished XLA compilation of jit(f) in 2.${i} sec`))
    const processes = [...trace].map(({process}) => process)
    expect([processes[998], ...processes.slice(999)]).toEqual(['pid=998', 'others', 'others', 'others'])
  })

  test('takes a trace for that of a miss before it where at most 255 others wait for theirs', () => {
    const calls = (others: number): number =>
      log([
        ...object(0),
        ...times(others, (i) => [
          opening,
          '  never seen function:',
          `    f${i} id=${i} defined at /a.py:2`,
        ]).flat(),
        'Finished tracing step for jit in 0.5 sec',
      ]).length
    expect([calls(255), calls(256)]).toEqual([256, 258])
  })

  test('shortens what JAX says of a place to 300 letters', () => {
    const said = (letters: number): string | null | undefined =>
      log(types(`  * at x, now f32[${'1'.repeat(letters - 5)}] and before f32[8]`)).at(0).blamed?.places[0]
        ?.now
    expect([said(300)?.slice(-2), said(301)?.slice(-2)]).toEqual(['1]', '1…'])
  })

  test('finds a process in a prefix of up to 1,000 letters', () => {
    const processes = (letters: number): (string | undefined)[] =>
      [
        ...log(
          [7, 8].map(
            (id) => `${'x'.repeat(letters - 8)} [pid=${id}]Finished XLA compilation of jit(f) in ${id}.0 sec`,
          ),
        ),
      ].map(({process}) => process)
    expect([processes(1000), processes(1001)]).toEqual([
      ['pid=7', 'pid=8'],
      [undefined, undefined],
    ])
  })

  test('tells the static fields of a class one by one where there are up to 64', () => {
    const facts = (fields: number): number => {
      const given = (first: number): string =>
        `<class 'M'> with pytree metadata (${times(fields, (i) => first + i).join(', ')})`
      const trace = log([
        ...object(1),
        ...types().slice(0, 3),
        '  different input pytree:',
        `  * at input path [0][0], now ${given(0)} and before ${given(1)}, so the pytree metadata does not match`,
      ])
      return trace.key(trace.at(1).key).facts.length
    }
    expect([facts(64), facts(65)]).toEqual([66, 2])
  })

  test('keeps 200 letters of a line that it does not read, and 500 of an exception', () => {
    const trace = log([
      'y'.repeat(300),
      ...object(0),
      'Traceback (most recent call last):',
      '  File "/home/me/app/a.py", line 9, in <module>',
      `ValueError: ${'m'.repeat(600)}`,
    ])
    expect(trace.source?.unread.examples[0]?.text).toHaveLength(200)
    expect(trace.at(0).error?.message).toHaveLength(500)
  })

  test('takes what lies deeper than 100 steps for one step', () => {
    const steps = (deep: number): number | undefined =>
      log([
        ...types().slice(0, 3),
        '  different input pytree:',
        `  * at input path [0]${'[0]'.repeat(deep)}, now tuple of length 1 and before tuple of length 2, so the lengths do not match`,
      ]).at(0).blamed?.places[0]?.path.length
    expect([steps(99), steps(100), steps(110)]).toEqual([99, 100, 100])
  })

  test('names the first 20 programs that were not written to the persistent cache, and counts all', () => {
    const [remark] =
      log(
        times(
          25,
          (i) => `Not writing persistent cache entry for 'jit_f${i}' because it uses host callbacks (of g)`,
        ),
      ).source?.remarks ?? []
    expect(remark).toMatchObject({times: 25, functions: times(20, (i) => `f${i}`)})
  })

  test('knows an id again that one of the last 16 objects of a function had', () => {
    const elsewhere = object(0).map((text) => text.replace('(<module>)', '(main)'))
    const last = (others: number): string | undefined =>
      explain(
        log([...times(others, (i) => [...object(i), ...(i === 0 ? [] : redefined)]).flat(), ...elsewhere]),
      ).misses.at(-1)?.sentence
    expect(last(16)).toMatch(/^step was traced again: JAX does not know its function any more/)
    expect(last(17)).toBe(
      "step was traced again: step is run under another transform (grad, vmap) or in another thread, is another function object of its line, or was dropped from JAX's caches.",
    )
  })

  test('tells an operation apart that was compiled for four sizes, and sums one of three', () => {
    const told = (sizes: number): [number, number | undefined] => {
      const trace = log(times(sizes, (i) => compile('add', i + 1, i)).flat())
      return [trace.length, trace.source?.eager.compiles]
    }
    expect([told(3), told(4)]).toEqual([
      [0, 3],
      [4, 0],
    ])
  })

  test('takes a name that is compiled three times for equal types for functions that are made anew', () => {
    const told = (compiles: number): (string | undefined)[] =>
      explain(
        log([
          ...types('  * at x, now f32[8] and before f32[4]'),
          ...times(compiles, (i) => compile('g', 3, i)).flat(),
        ]),
      ).misses.flatMap(({function: name, taxonomy}) => (name === 'g' ? taxonomy : []))
    expect(told(2)).toEqual(['compulsory', 'unknown'])
    expect(told(3)).toEqual(['compulsory', 'identity', 'identity'])
  })
})

describe('explain(trace)', () => {
  test('names three places that differ alike one by one, and four as one', () => {
    const causes = (places: number): number | undefined =>
      explain(log(types(...times(places, (i) => `  * at x['${i}'], now f32[8] and before f32[4]`)))).misses[0]
        ?.causes.length
    expect([causes(3), causes(4)]).toEqual([3, 1])
  })

  test('pads to the largest of up to four shapes, and more to multiples', () => {
    const sizes = [3, 17, 5, 29]
    const advised = (calls: number): string | undefined =>
      explain(
        log(sizes.slice(0, calls).flatMap((size) => types(`  * at x, now f32[${size}] and before f32[8]`))),
      ).misses.at(-1)?.findings[0]?.what
    expect([advised(3), advised(4)]).toEqual(['fits', 'sizes'])
  })

  test('has changes proposed for misses of up to 64 causes', () => {
    const proposals = (causes: number): number =>
      propose(
        log([
          ...object(1),
          ...[1, 2, 3].flatMap((value) => [
            ...types().slice(0, 3),
            '  different input pytree:',
            ...times(causes, (i) => {
              const held = (of: number): string =>
                `<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${of * (i + 1)})`
              return `  * at input path [1]['s${i}'], now ${held(value)} and before ${held(value - 1)}, so the pytree metadata does not match`
            }),
          ]),
        ]),
      ).length
    expect([proposals(64), proposals(65)]).toEqual([1, 0])
  })
})
