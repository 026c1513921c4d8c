import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {type Cause, decode, encode, explain, type Miss, paragraphs} from '../../lib/index.ts'
import {play, type TorchRan} from '../../lib/play/index.ts'
import {
  isJson,
  type Json,
  jsonList,
  jsonObject,
  loadScenarios,
  type Scenario,
} from '../../lib/scenario/index.ts'

const scenariosOf = (name: string): readonly Scenario[] =>
  loadScenarios(readFileSync(join(__dirname, `../golden/${name}.jsonl`), 'utf8'), name)

const newer = [...scenariosOf('torch'), ...scenariosOf('torch-fuzz')].map(play)
const older = scenariosOf('torch-2.4').map(play)

const ran = (id: string): TorchRan => {
  const found = [...newer, ...older].find(({scenario}) => scenario.id === id)
  if (found === undefined) throw new Error(`no scenario ${id}`)
  return found
}

const missesOf = (id: string): readonly Miss[] => explain(ran(id).trace).misses

/** What was recorded of a scenario's calls. */
const recorded = ({scenario}: TorchRan) =>
  scenario.steps.flatMap(({do: word, expect: told}) => (word === 'call' && isJson(told) ? [told] : []))

/** The kind of a guard: the recordings have `x is None` among those of two places, and a number among relations. */
const kindOf = ({kind, text}: Json): unknown =>
  String(text).startsWith('(')
    ? 'SHAPE_ENV'
    : String(text).endsWith(' is None') || /^[\w.\[\]']+ == [-\w.]+$/.test(String(text))
      ? 'EQUALS_MATCH'
      : kind

const guardOf = ({delta}: Cause): string => (delta.kind === 'guard' ? delta.guard : delta.kind)

describe('explain(play(scenario).trace)', () => {
  test.each([
    ['torch.compile', newer],
    ['torch.compile<2.5', older],
  ] as const)('tells as many compiles of %s as real torch made', (_, all) => {
    const wrong = all.filter((one) => {
      const theirs = recorded(one).reduce((sum, {compiled}) => sum + Number(compiled), 0)
      return explain(one.trace).figures.compiles !== theirs
    })
    expect(wrong.map(({scenario}) => scenario.id)).toEqual([])
  })

  test('blames each recompile on a guard that real torch told of it', () => {
    const wrong = newer.filter((one) => {
      const told = recorded(one).flatMap(({why}) => jsonList(why).map(jsonObject))
      const {misses} = explain(one.trace)
      return misses.some(({index, outcome, causes: [first]}) => {
        const {compile, guards} = one.trace.at(index)
        if (compile === undefined || guards === undefined || outcome === 'error') return false
        const at = told.findIndex(({id}) => id === compile)
        const [found] = told.splice(0, at + 1).slice(-1)
        const kinds = jsonList(found?.['entries']).map((entry) => kindOf(jsonObject(entry)))
        return first === undefined || !kinds.includes(guardOf(first))
      })
    })
    expect(wrong.map(({scenario}) => scenario.id)).toEqual([])
  })

  test('says nothing of JAX, nor of its caches', () => {
    const said = [...newer, ...older].flatMap(({trace}) => paragraphs(explain(trace)))
    expect(
      said.filter((line) =>
        /\b(jax|jit|jnp|nnx|aval|static_arg|traced again|trace cache|pytree)/i.test(line),
      ),
    ).toEqual([])
  })

  test('is the same of the trace that was written and read again', () => {
    for (const {trace} of newer) expect(explain(decode(encode(trace))).misses).toEqual(explain(trace).misses)
  })

  test.each([
    ['counter', 1, 'forward was recompiled: at least m.n is 1, before 0.', 'reducible'],
    ['table-dropout', 1, 'forward was recompiled: at least m.drop.p is 0.2, before 0.1.', 'necessary'],
    ['int-loop', 2, 'loop was recompiled: at least n is 4, before 3.', 'necessary'],
    [
      'limit',
      8,
      "how ran eagerly, without a program at recompile_limit 8: at least mode is 'm8', before 'm7'.",
      'necessary',
    ],
    [
      'kwdefault',
      2,
      'xy was recompiled: at least y is 3.0, before 2.0; or z is a float, before None.',
      'reducible',
    ],
    ['lora', 1, 'forward was recompiled: at least m.adapter is not where it was.', 'necessary'],
  ])('of %s, miss %i: %s', (id, at, sentence, verdict) => {
    const miss = missesOf(id)[at]
    expect([miss?.sentence, miss?.verdict]).toEqual([sentence, verdict])
  })

  test('tells a reset: what was compiled is gone, and which function it was of', () => {
    const {trace} = ran('limit-reset')
    expect(trace.functions.map(({name}) => name)).toEqual(['how'])
    const {misses} = explain(trace)
    expect(misses.find(({taxonomy}) => taxonomy === 'capacity')).toMatchObject({
      verdict: 'avoidable',
      sentence: 'how was recompiled: no entry was left that could serve.',
    })
  })
})
