import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import fc from 'fast-check'
import {JSDOM} from 'jsdom'
import {type Cause, decode, explain, type Fact, noSeconds, read, spelled, Trace} from '../../lib/index.ts'
import {stepTo, thumbnail} from '../../viz/charts/index.ts'
import {type Drawing, lock, markup} from '../../viz/index.ts'
import {every, textOf, textsOf} from './drawings.ts'
import {empty, hosts, lambdas, quiet, toggle, training} from './traces.ts'

const {window} = new JSDOM('<!doctype html>')
const {document, Event, KeyboardEvent, MutationObserver} = window
const traces: Readonly<Record<string, Trace>> = {
  training: training(),
  toggle: toggle(),
  lambdas: lambdas(),
  quiet: quiet(),
  hosts: hosts(),
}

/** A cell as it is drawn: where it stands, and how far it crosses the line. */
interface Cell {
  readonly id: string
  readonly x: number
  readonly width: number
  readonly crosses: number
  readonly isEnd: boolean
  readonly text: string
  readonly drawing: Drawing
}

function cellsOf(picture: Drawing): Cell[] {
  return [...every(picture)].flatMap((drawing): Cell[] => {
    const id = drawing.attributes.get('data-cell')
    if (id === undefined) return []
    const rects = [...every(drawing)].filter(({name}) => name === 'rect')
    const [first, , tip] = rects.map(({attributes}) => attributes)
    const number = (name: string, from = first) => Number(from?.get(name) ?? 0)
    const isEnd = !drawing.attributes.has('data-into') && rects.length >= 3
    return [
      {
        id,
        x: number('x'),
        width: number('width'),
        crosses: isEnd ? number('height', tip) : 0,
        isEnd,
        text: textOf(drawing),
        drawing,
      },
    ]
  })
}

const cells = (trace: Trace, position: number, options: {width?: number; open?: string[]} = {}): Cell[] =>
  cellsOf(lock.draw(trace, explain(trace), {position, ...options}))

const crossing = (all: readonly Cell[]): string[] => all.filter(({crosses}) => crosses > 0).map(({id}) => id)

/** Compiles of one function, each with arrays of these types. */
function typed(
  calls: readonly Readonly<Record<string, string>>[],
  {isUnplaced = false, isCleared = false} = {},
): Trace {
  const trace = new Trace({producer: 'jax log'})
  const fn = trace.addFunction({name: 'step', owner: 'program'})
  calls.forEach((types, at) =>
    trace.append({
      function: fn,
      key: trace.addKey({
        function: fn,
        unknown: [],
        facts: Object.entries(types).map(([name, value]): Fact => ({
          component: 'aval',
          kind: 'leaf',
          path: [name],
          value,
          ...(isUnplaced && {unplaced: true}),
        })),
      }),
      outcome: 'retrace',
      evidence: 'observed',
      time: at,
      seconds: {...noSeconds, compile: 1},
      layers: [],
      ...(isCleared && at > 0 && {cleared: true}),
    }),
  )
  return trace
}

/** A log that begins after the first call of its function. */
const beforeTheLog = `TRACING CACHE MISS at /app/c.py:7:4 (<module>):
  for score defined at /app/c.py:2
  all previously seen cache keys differ. For the closest previous key:
  different input types:
  * at x, now f32[5] and before f32[4]
Finished tracing score for jit in 0.008 sec
Compiling jit(score) with global shapes and types (ShapedArray(float32[5]),). Argument mapping: (UnspecifiedValue,).
Finished jaxpr to MLIR module conversion jit(score) in 0.02 sec
Finished XLA compilation of jit(score) in 0.09 sec
TRACING CACHE MISS at /app/c.py:7:14 (<module>):
  for score defined at /app/c.py:2
  all previously seen cache keys differ. For the closest previous key:
  different input pytree:
  * at input path [1], now <class 'dict'> with 1 child and before <class 'dict'> with 0 child, so the numbers of children do not match, with the symmetric difference of key sets: {'k'}
Finished tracing score for jit in 0.001 sec
Compiling jit(score) with global shapes and types (ShapedArray(float32[4]), ShapedArray(int32[], weak_type=True)). Argument mapping: (UnspecifiedValue, UnspecifiedValue).
Finished jaxpr to MLIR module conversion jit(score) in 0.01 sec
Finished XLA compilation of jit(score) in 0.07 sec
`

const logged = (name: string): Trace =>
  read(readFileSync(join(__dirname, `../../examples/logs/${name}.log`), 'utf8'), {name})

/** Calls of one function with those facts each. */
function called(...keys: (readonly Fact[])[]): Trace {
  const trace = new Trace({producer: 'jitlens', title: 'calls'})
  const fn = trace.addFunction({name: 'f'})
  const known = new Map<string, number>()
  for (const [time, facts] of keys.entries()) {
    const name = JSON.stringify(facts)
    const seen = known.get(name)
    const key = seen ?? trace.addKey({function: fn, unknown: [], facts})
    known.set(name, key)
    trace.append({
      function: fn,
      key,
      outcome: seen === undefined ? 'retrace' : 'hit',
      evidence: 'simulated',
      time,
      seconds: seen === undefined ? {trace: 0.1, lower: 0.1, compile: 1} : noSeconds,
      layers: [],
    })
  }
  return trace
}

const attribute = (path: string, value: string): Fact => ({
  component: 'graphdef',
  kind: 'attribute',
  path: path.split('.'),
  value,
})
const leaf = (path: string, value: string): Fact => ({
  component: 'aval',
  kind: 'leaf',
  path: path.split('.'),
  value,
})

const value = fc.constantFrom('0', '1', 'True', '<function gelu>')
const type = fc.constantFrom('f32[4]', 'f32[8]', 'i32[8,5]', 'f32[]{weak_type=True}')
const facts = fc
  .tuple(
    fc.uniqueArray(
      fc.tuple(
        fc.constantFrom('m.a', 'm.b', 'm.blocks.0.rate', 'm.blocks.1.rate', 'm.blocks.1.deep.act'),
        value,
      ),
      {
        selector: ([path]) => path,
      },
    ),
    fc.uniqueArray(fc.tuple(fc.constantFrom('x', 'y', 'm.kernel', 'batch.z'), type), {
      selector: ([path]) => path,
    }),
  )
  .map(([fixed, data]) => [
    ...fixed.map(([path, text]) => attribute(path, text)),
    ...data.map(([path, text]) => leaf(path, text)),
  ])
const runs = fc.array(facts, {minLength: 1, maxLength: 6}).map((keys) => called(...keys))

describe('lock(trace, …)', () => {
  test.each([320, 720, 1280])(
    'moves no cell between two calls of a function, at a width of %d px',
    (width) => {
      const check = (trace: Trace) => {
        const places = new Map<string, string>()
        for (let position = 0; position < trace.length; position++) {
          const all = cells(trace, position, {width})
          const place = JSON.stringify(all.map(({id, x, width: wide}) => [id, x, wide]))
          const fn = String(trace.functionAt(position))
          expect(places.get(fn) ?? place).toBe(place)
          places.set(fn, place)
        }
      }
      Object.values(traces).forEach(check)
      fc.assert(fc.property(runs, check), {numRuns: 25})
    },
  )

  test('lets something cross the line at every miss whose cause is known, and nothing at a hit or a first call', () => {
    const check = (trace: Trace) => {
      const misses = new Map(explain(trace).misses.map((miss) => [miss.index, miss]))
      for (let position = 0; position < trace.length; position++) {
        const crossed = crossing(cells(trace, position)).length > 0
        expect([position, crossed]).toEqual([position, (misses.get(position)?.causes.length ?? 0) > 0])
      }
    }
    for (const name of ['training', 'quiet', 'lambdas'] as const) {
      const trace = traces[name]
      if (trace !== undefined) check(trace)
    }
    fc.assert(fc.property(runs, check), {numRuns: 40})
  })

  test('keeps its cells side by side inside the picture, however many there are', () => {
    const many = called(
      Array.from({length: 120}, (_, at) => leaf(`w${at}`, 'f32[4]')),
      Array.from({length: 120}, (_, at) => leaf(`w${at}`, at % 2 === 0 ? 'f32[4]' : 'f32[8]')),
    )
    for (const trace of [...Object.values(traces), many])
      for (const width of [320, 900])
        for (const {index} of explain(trace).misses.slice(0, 8)) {
          const ends = cells(trace, index, {width}).filter(({isEnd}) => isEnd)
          for (const [at, end] of ends.entries()) {
            const next = ends[at + 1]
            expect(end.x + end.width).toBeLessThanOrEqual(width + 0.5)
            if (next !== undefined) expect(end.x + end.width).toBeLessThanOrEqual(next.x + 0.05)
          }
        }
  })

  test('draws 10,000 parts in few cells, with the changed one among them', () => {
    const weights = (size: number) =>
      Array.from({length: 10_000}, (_, at) =>
        leaf(`weights.shard${Math.floor(at / 100)}.w${at % 100}`, at === 3741 ? `f32[4,${size}]` : 'f32[4]'),
      )
    const trace = called(weights(42), weights(64))
    const all = cells(trace, 1, {width: 1280})
    expect(all.length).toBeLessThan(40)
    expect(crossing(all)).toEqual(['/weights/shard37/w41'])
  })

  test('gives 24 places that change a cell of their own, those of the dearest misses, and tells how many more there are', () => {
    const keys = Array.from({length: 41}, (_, changed) =>
      Array.from({length: 40}, (_, at) => attribute(`m.a${at}`, at < changed ? '1' : '0')),
    )
    const trace = called(...keys)
    const all = cells(trace, 5, {width: 1280})
    expect(all.filter(({id}) => id.startsWith('/m/a'))).toHaveLength(24)
    expect(all.find(({id}) => id === '/m/*beyond')?.drawing.children[0]).toBeDefined()
    for (const {index, causes} of explain(trace).misses)
      if (causes.length > 0) expect(crossing(cells(trace, index))).toHaveLength(1)
  })

  test('draws what a list lost where nothing stands any more, and what took its place as it fits there', () => {
    const trace = training()
    const miss = explain(trace).misses.find(({index}) => index === 25)
    expect(miss?.causes.map(({change, path}) => [change, path])).toEqual([
      ['removed', 'model.blocks.0'],
      ['moved', 'model.blocks.0'],
    ])
    const crossed = crossing(cells(trace, 25, {width: 1280}))
    expect(crossed.length).toBeGreaterThan(0)
    expect(crossed.filter((id) => !id.startsWith('/model/blocks/1'))).toEqual([])
  })

  test('says where nothing stands any more what is gone, by the place that it stood at, and that the key names it still', () => {
    const trace = decode(readFileSync(join(__dirname, '../golden/recorded/p21.jsonl'), 'utf8').split('\n'))
    const explanation = explain(trace)
    const position = 18
    const words = textsOf(lock.draw(trace, explanation, {position, width: 960}))
    const at = words.indexOf('model.blocks.1')
    expect(words[at + 1]).toBe('stands further up now; gone: model.blocks.0 Block')
    expect(words.join(' ')).toContain('The list no longer holds model.blocks.1, which the key still names.')
    const [counts] = /\d+ of \d+ parts fit/.exec(words.join(' ')) ?? ['']
    expect(counts).not.toBe('')
    expect(lock.table(trace, explanation, {position}).caption).toContain(counts)
  })

  test('lets an array cross the line that came with an argument without a name, and not its number of arguments alone', () => {
    const trace = logged('p21_training_many_edits')
    const words = textsOf(lock.draw(trace, explain(trace), {position: 1, width: 960}))
    expect(words.join(' ')).toContain(
      '95 of 97 parts that are told fit the key of compile 1, the nearest one; 2 do not.',
    )
    expect(words).toContain('new: f32[] weak')
    expect(crossing(cells(trace, 1, {width: 960}))).toHaveLength(2)
  })

  test('says of a leaf that another key numbers not that it is absent, but that its number may be another here', () => {
    const trace = logged('p21_training_many_edits')
    const drawn = lock.draw(trace, explain(trace), {position: 2, width: 720, interactive: true})
    const other = cellsOf(drawn).find(({text}) => text.includes('leaf 92 of 93'))
    expect(other?.drawing.attributes.get('aria-label')).toMatch(
      /^leaf 92 of 93.*: may have another name or number in this key$/,
    )
    const words = textsOf(drawn)
    expect(words).toContain('may have another name or number in this key')
    expect(words).not.toContain('not in this key')
    const without = typed([{'leaf 1 of 1': 'f32[2]'}, {}, {}], {isUnplaced: true, isCleared: true})
    expect(textsOf(lock.draw(without, explain(without), {position: 2}))).toContain('not in this key')
  })

  test('says in folded cells how many parts of this key they hold, so that all cells come to what its sentence says', () => {
    const countIn = (drawing: Drawing): number => {
      const label = drawing.attributes.get('aria-label') ?? ''
      const [, parts] = /: ([\d,]+) parts? \((?:static|data)\), [\d,]+ fit/.exec(label) ?? []
      return parts === undefined ? Number(/: (does not fit|fits)/.test(label)) : Number(parts)
    }
    for (const [trace, position] of [
      [logged('p21_training_many_edits'), 2],
      [training(), 8],
      [training(), 14],
    ] as const) {
      const drawn = lock.draw(trace, explain(trace), {position, width: 720, interactive: true})
      const [, parts] = /of (\d+) parts/.exec(textOf(drawn)) ?? []
      const ends = cellsOf(drawn).filter(({isEnd}) => isEnd)
      expect([position, ends.reduce((all, {drawing}) => all + countIn(drawing), 0)]).toEqual([
        position,
        Number(parts),
      ])
    }
    expect(cells(logged('p21_training_many_edits'), 2).map(({text}) => text)).toContainEqual(
      expect.stringMatching(/93 more$/),
    )
  })

  test('names no number in a folded cell where a key has none of its parts', () => {
    const folded = (position: number) =>
      cells(training(), position, {width: 1280, open: ['model.blocks']}).filter(
        ({id, text}) => id.startsWith('/model/blocks/1') && /\d more/.test(text),
      ).length
    expect([folded(14) > 0, folded(25)]).toEqual([true, 0])
  })

  test('has a sign for arrays that a log tells among leaves without their names', () => {
    const trace = read(beforeTheLog, {name: 'score.log'})
    const words = textsOf(lock.draw(trace, explain(trace), {position: 1, width: 960}))
    expect(words).toContain('may have another name or number in this key')
  })

  test('draws parts of which a log tells nothing as one hatched pin, which crosses where a miss is unexplained', () => {
    const {text, drawing, crosses} = cells(toggle(), 1).find(({id}) => id === '*untold') ?? {}
    expect({text, crosses}).toEqual({text: 'not in the log', crosses: 0})
    expect(drawing === undefined ? [] : [...every(drawing)].filter(({name}) => name === 'path')).toHaveLength(
      1,
    )
  })

  test('leaves blank the place of parts not told of other calls where the log tells all of this one', () => {
    const trace = read(readFileSync(join(__dirname, '../../examples/logs/p10_closures.log'), 'utf8'))
    const drawing = lock.draw(trace, explain(trace), {position: 2, width: 900})
    expect(textsOf(drawing).filter((text) => /not in th/.test(text))).toEqual([])
  })

  test('tells each change once, before struck through and now bold, with its whole path', () => {
    const drawing = lock.draw(training(), explain(training()), {position: 8, width: 900})
    const words = [...every(drawing)].find(({attributes}) => attributes.get('class') === 'jl-words')
    const texts = words === undefined ? [] : [...every(words)].filter(({name}) => name === 'text')
    expect(texts.map(textOf)).toEqual(['≠', 'model.scale', '1.0 → 0.5'])
    const pieces = texts.flatMap((text) => text.children.filter((child) => typeof child !== 'string'))
    expect(pieces.find((piece) => textOf(piece) === '1.0')?.attributes.get('text-decoration')).toBe(
      'line-through',
    )
    expect(pieces.find((piece) => textOf(piece) === '0.5')?.attributes.get('font-weight')).toBe('600')
  })

  test('says which run, function and call it shows, what both took and how many parts fit', () => {
    const drawing = lock.draw(training(), explain(training()), {position: 8, width: 900})
    const texts = textsOf(drawing)
    expect(texts.slice(0, 3)).toEqual([
      expect.stringMatching(/^training with many edits · 28 calls · 17 compiles/),
      expect.stringMatching(/^step, call 9: .*1\.33 s; avoidable$/),
      expect.stringContaining('86 of 87 parts fit the key of call 1'),
    ])
  })

  test('has a dashed line where there is nothing to fit', () => {
    const dashes = (position: number) =>
      [...every(lock.draw(training(), explain(training()), {position}))]
        .find(({attributes}) => attributes.get('class')?.startsWith('jl-line'))
        ?.attributes.get('stroke-dasharray')
    expect([dashes(0), dashes(1), dashes(8)]).toEqual(['2 4', undefined, undefined])
  })

  test('says in its legend whether there was no key to fit, or all fits one whose program is gone', () => {
    const same = {x: 'f32[4]', y: 'f32[4]'}
    const trace = typed([same, same], {isCleared: true})
    const words = (position: number) => textsOf(lock.draw(trace, explain(trace), {position})).join(' ')
    expect(words(0)).toContain('no line: nothing to fit')
    expect(words(1)).toContain('All 2 parts fit the key of compile 1, and its program was no longer kept.')
    expect(words(1)).toContain('no line: all fit, its program was gone')
  })

  test('names no compile where the nearest key came before the log, and hatches no array that it tells without its name', () => {
    const trace = read(beforeTheLog, {name: 'score.log'})
    const explanation = explain(trace)
    const words = textsOf(lock.draw(trace, explanation, {position: 0, width: 960})).join(' ')
    expect(words).toContain('fit the key of a call not in the log, the nearest one; 1 does not.')
    expect(lock.table(trace, explanation, {position: 0}).caption).toContain(
      'differs from a call not in the log',
    )
    const x = cells(trace, 1, {width: 960}).find(({text}) => text.startsWith('x'))
    expect(x?.text).toContain('among leaves')
    expect(x === undefined ? null : [...every(x.drawing)].filter(({name}) => name === 'path')).toEqual([])
  })

  test('tells of arrays of several types that differ in one axis the sizes, and one type as an example', () => {
    const sized = (size: number) => ({
      'leaf 1 of 4': `f32[${size},4]`,
      'leaf 2 of 4': `f32[${size},8]`,
      'leaf 3 of 4': `f32[${size},2,2]`,
      'leaf 4 of 4': `f32[${size},4]`,
    })
    const trace = typed([sized(2), sized(3)], {isUnplaced: true})
    const words = textsOf(lock.draw(trace, explain(trace), {position: 1, width: 960}))
    expect(words.join('|')).toContain('2 → 3 on axis 0, as in f32[3,2,2] (4 of them)')
  })

  test('says of a call that a fix spares that all would fit, and of no part that it does not', () => {
    const trace = training()
    const drawn = lock.draw(trace, explain(trace), {position: 8, gone: new Set([8]), interactive: true})
    expect(textsOf(drawn).join(' ')).toContain('Predicted: all parts would fit an earlier one.')
    expect(markup(drawn)).not.toMatch(/does not fit|do not\.|traced again/)
    expect(markup(lock.draw(trace, explain(trace), {position: 8, interactive: true}))).toMatch(/does not fit/)
  })

  test('says in a sentence where nothing is known of a key', () => {
    const trace = new Trace({producer: 'jax log'})
    const fn = trace.addFunction({name: 'f'})
    trace.append({
      function: fn,
      key: -1,
      outcome: 'retrace',
      evidence: 'inferred',
      time: 0,
      seconds: noSeconds,
      layers: [],
    })
    for (const one of [trace, empty()]) expect(textOf(lock.draw(one, explain(one)))).toMatch(/[A-Z].*\.$/)
  })

  test('shows what a container holds, and all else in one cell, which crosses where the misfit is there', () => {
    const all = cells(training(), 8, {open: ['optimizer']})
    expect(all.filter(({id}) => id.startsWith('/model'))).toEqual([])
    expect(all.some(({id}) => id === '/optimizer/tx')).toBe(true)
    expect(crossing(all)).toEqual(['*rest'])
  })

  test('tells every change also where one cell shows several', () => {
    const trace = called(
      [leaf('x', 'f32[4]'), leaf('y', 'f32[4]'), attribute('m.rate', '1')],
      [leaf('x', 'f32[8]'), leaf('y', 'f32[2]'), attribute('m.rate', '1')],
    )
    const drawing = lock.draw(trace, explain(trace), {position: 1, open: ['m']})
    expect(crossing(cellsOf(drawing))).toEqual(['*rest'])
    const texts = textsOf(drawing)
    expect(texts).toEqual(expect.arrayContaining(['x', 'f32[4] → f32[8]', 'y', 'f32[4] → f32[2]']))
  })

  test('counts what came with all that it holds, and likewise what is gone', () => {
    const saying = (position: number) =>
      textsOf(lock.draw(training(), explain(training()), {position, width: 1280})).find((text) =>
        text.includes('fit the key of'),
      )
    const [, fitting, parts] = /(\d+) of (\d+) parts fit/.exec(saying(26) ?? '') ?? []
    expect(Number(parts) - Number(fitting)).toBeGreaterThan(20)
    const said = lock.table(training(), explain(training()), {position: 25}).caption
    expect(said).toContain('49 of 49 parts fit the key of call 23, the nearest one; 35 parts are gone.')
    const gone = [...every(lock.draw(training(), explain(training()), {position: 25, width: 1280}))]
      .filter(({attributes}) => attributes.get('class') === 'jl-misfit')
      .flatMap((cell) => [...every(cell)].filter(({name}) => name === 'title').map(textOf))
    const lost = gone.map((title) => Number(/^(\d+) (?:static|data)$/.exec(title)?.[1] ?? 1))
    expect(lost.reduce((all, one) => all + one, 0)).toBe(35)
  })

  test('leaves out what a page says above it', () => {
    const texts = textsOf(
      lock.draw(training(), explain(training()), {position: 8, width: 900, heading: false}),
    )
    expect(texts[0]).toBe('step, call 9: compiled again, 1.33 s; avoidable')
    expect(texts.join(' ')).not.toContain('JAX keeps one compiled program')
  })

  test('says of a call that a change would spare that it is predicted, and dashes what crosses the line', () => {
    const drawing = lock.draw(training(), explain(training()), {position: 8, gone: new Set([8])})
    expect(textOf(drawing)).toContain('gone, predicted')
    const tip = cellsOf(drawing).find(({crosses}) => crosses > 0)?.drawing
    const rects = tip === undefined ? [] : [...every(tip)].filter(({name}) => name === 'rect')
    expect(rects[2]?.attributes.get('stroke-dasharray')).toBe('3 2')
  })

  test('copes with a path of 500 segments', () => {
    const deep = (text: string): Fact =>
      attribute(Array.from({length: 500}, (_, at) => `a${at}`).join('.'), text)
    const trace = called([deep('0')], [deep('1')])
    const all = cells(trace, 1)
    expect(crossing(all)).toHaveLength(1)
    expect(all.length).toBeLessThan(30)
  })
})

describe('a lock on a page', () => {
  const placed = (position: number, told: {open?: (open: readonly string[]) => void} = {}) => {
    const trace = training()
    const node = lock(trace, explain(trace), {
      document,
      position,
      interactive: true,
      width: 900,
      ...(told.open !== undefined && {onOpen: told.open}),
    })
    document.body.replaceChildren(node)
    return node
  }
  const cell = (node: Element, id: string) =>
    [...node.querySelectorAll<SVGElement>('[data-cell]')].find((one) => one.getAttribute('data-cell') === id)
  const crossesIn = (node: Element) =>
    [...node.querySelectorAll('.jl-misfit')].map((one) => one.getAttribute('data-cell'))
  const press = (node: Element | null | undefined, key: string) => {
    const event = new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true})
    node?.dispatchEvent(event)
    return event.defaultPrevented
  }
  const focused = () => document.activeElement?.getAttribute('data-cell')

  test('stepTo(element, position) changes the cells that differ and leaves the others as they are', () => {
    const node = placed(5)
    const [tokens, scale] = ['/tokens', '/model/scale'].map((id) => cell(node, id))
    expect(crossesIn(node)).toEqual(['/tokens'])
    const changes = new MutationObserver(() => undefined)
    changes.observe(node.querySelector('.jl-lock') ?? node, {
      subtree: true,
      childList: true,
      attributes: true,
    })
    expect(stepTo(node, 8)).toBe(true)
    const touched = changes.takeRecords().flatMap(({target}) => {
      const around = target instanceof window.Element ? target.closest('[data-cell]') : null
      return around === null ? [] : [around.getAttribute('data-cell')]
    })
    expect([...new Set(touched)].sort()).toEqual(['/model', '/model/scale', '/tokens'])
    expect(crossesIn(node)).toEqual(['/model/scale'])
    expect([cell(node, '/tokens'), cell(node, '/model/scale')]).toEqual([tokens, scale])
    const tip = (one: Element | undefined) => one?.querySelectorAll('rect')[2]?.getAttribute('height')
    expect([tip(tokens), tip(scale)]).toEqual(['0', '16'])
  })

  test('stepTo(element, position) gives the picture of that position, whatever was shown before', () => {
    const trace = training()
    const explanation = explain(trace)
    const node = placed(0)
    for (const position of [8, 1, 14, 25, 26, 6, 0]) {
      stepTo(node, position)
      const fresh = lock(trace, explanation, {document, position, interactive: true, width: 900})
      for (const one of [...node.querySelectorAll('[tabindex]'), ...fresh.querySelectorAll('[tabindex]')])
        one.removeAttribute('tabindex')
      expect([position, node.isEqualNode(fresh)]).toEqual([position, true])
    }
  })

  test('stepTo(element, position) keeps the focus in the lock, also where another function is shown', () => {
    const node = placed(8)
    cell(node, '/model/scale')?.focus()
    stepTo(node, 5)
    expect(focused()).toBe('/model/scale')
    stepTo(node, 18)
    expect(node.contains(document.activeElement)).toBe(true)
  })

  test('stepTo(element, position) says that another element is no lock', () => {
    expect(stepTo(document.createElement('div'), 3)).toBe(false)
  })

  test('has one stop for the Tab key, at the first part that does not fit', () => {
    const node = placed(8)
    const stops = [...node.querySelectorAll('[tabindex="0"]')]
    expect(stops.map((one) => one.getAttribute('data-cell'))).toEqual(['/model/scale'])
    expect(stops[0]?.getAttribute('role')).toBe('treeitem')
    expect(node.querySelector('[role=tree]')?.contains(stops[0] ?? null)).toBe(true)
  })

  test('is walked with the arrow keys, and with n and p from misfit to misfit; no key of it reaches the page', () => {
    const node = placed(18)
    const [first, second] = crossesIn(node)
    cell(node, first ?? '')?.focus()
    expect(press(document.activeElement, 'n')).toBe(true)
    expect(focused()).toBe(second)
    press(document.activeElement, 'p')
    expect(focused()).toBe(first)
    press(document.activeElement, 'ArrowUp')
    const above = focused()
    expect(first?.startsWith(above ?? '?')).toBe(true)
    press(document.activeElement, 'ArrowDown')
    expect(focused()?.startsWith(above ?? '?')).toBe(true)
    expect(press(document.activeElement, 'ArrowRight')).toBe(true)
    expect(press(document.activeElement, 'Home')).toBe(false)
    const print = new KeyboardEvent('keydown', {key: 'p', ctrlKey: true, bubbles: true, cancelable: true})
    document.activeElement?.dispatchEvent(print)
    expect(print.defaultPrevented).toBe(false)
  })

  test('goes into a container with Enter or a click, and out with Escape', () => {
    const told: (readonly string[])[] = []
    const node = placed(8, {open: (open) => void told.push(open)})
    cell(node, '/optimizer')?.focus()
    press(document.activeElement, 'Enter')
    expect(told).toEqual([['optimizer']])
    expect(cell(node, '/model')).toBeUndefined()
    press(document.activeElement, 'Escape')
    expect(told).toEqual([['optimizer'], []])
    expect(focused()).toBe('/optimizer')
    cell(node, '/model')
      ?.querySelector('rect')
      ?.dispatchEvent(new Event('click', {bubbles: true}))
    expect(told.at(-1)).toEqual(['model'])
  })

  test('names each cell with the words that stand in it first, and says how it differs', () => {
    const node = placed(5)
    for (const one of node.querySelectorAll('[role=treeitem]'))
      expect(one.getAttribute('aria-label')?.startsWith(one.querySelector('text')?.textContent ?? '')).toBe(
        true,
      )
    expect(cell(node, '/tokens')?.getAttribute('aria-label')).toBe(
      'tokens i32[8,7], data: does not fit: was i32[8,5], is i32[8,7]',
    )
    expect(cell(node, '/tokens')?.querySelector('title')?.textContent).toBe(
      'tokens: i32[8,7] (32-bit integers, 8 by 5)'.replace('by 5', 'by 7'),
    )
  })
})

test('thumbnail(trace, explanation, position, {width}) shows in few marks whether something crosses the line', () => {
  const trace = training()
  const explanation = explain(trace)
  const tips = (position: number) =>
    thumbnail(trace, explanation, position, {width: 132}).children.filter(
      (child) => typeof child !== 'string' && child.name === 'rect' && child.attributes.get('y') === '24',
    ).length
  expect(tips(1)).toBe(0)
  for (const {index, causes} of explanation.misses) expect(tips(index) > 0).toBe(causes.length > 0)
  const drawing = thumbnail(trace, explanation, 5)
  expect([...every(drawing)].length).toBeLessThan(10)
  expect(['width', 'height', 'aria-hidden'].map((name) => drawing.attributes.get(name))).toEqual([
    '132',
    '32',
    'true',
  ])
})

test('spelled(type) says a type in everyday words', () => {
  expect(
    ['i32[8,5]', 'f32[8]', 'f32[]{weak_type=True}', 'bool[2]', 'key<fry>[]', 'bf16[2@data,4]', 'Param'].map(
      spelled,
    ),
  ).toEqual([
    '32-bit integers, 8 by 5',
    '32-bit floats, 8 of them',
    'one 32-bit float, of weak type: a plain number of Python',
    'booleans, 2 of them',
    'one random key',
    '16-bit brain floats, 2 by 4',
    null,
  ])
})

test('lock.table(trace, …) has a row for each change', () => {
  const trace = training()
  const changes: Cause['change'][] = explain(trace).misses.flatMap(({causes}) =>
    causes.map(({change}) => change),
  )
  expect(changes).toContain('identity')
  expect(lock.table(trace, explain(trace), {position: 8}).rows).toEqual([
    ['model.scale', 'graphdef', 'changed', '0.5', '1.0'],
  ])
})
