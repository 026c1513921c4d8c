import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import table from '../golden/compile_cost.json' with {type: 'json'}
import {at, equations, type JaxArray} from '../../lib/array/index.ts'
import {jnp} from '../../lib/numpy/index.ts'
import * as cost from '../../lib/jit/cost.ts'
import {type Hlo, lowered} from '../../lib/jit/hlo.ts'
import {Session} from '../../lib/jit/index.ts'
import {releaseOf} from '../../lib/release/index.ts'
import {program} from './families.ts'

const {cpu} = releaseOf('0.10.2').rules.costs
const compileSeconds = (size: Hlo): number => cost.compileSeconds(size, cpu)
const estimate = (jaxpr: Parameters<typeof cost.estimate>[0]) => cost.estimate(jaxpr, cpu)
const hitSeconds = (variables: number): number => cost.hitSeconds(variables, cpu)

type Row = (typeof table)[number]

const title = ({kind, layers, width, mode}: Row): string => `${kind}, ${layers} layers of ${width}, ${mode}`
const jaxprs = new Map(table.map((row) => [row, program(row.kind, row.layers, row.width, row.mode)]))
const jaxprOf = (row: Row) => jaxprs.get(row) ?? program(row.kind, row.layers, row.width, row.mode)
const sizes = new Map(table.map((row) => [row, lowered(jaxprOf(row))]))
const sizeOf = (row: Row): Hlo => sizes.get(row) ?? {ops: 0, dot: 0, conv: 0, reduce: 0, other: 0}

describe('our own jaxpr of each program of the cost table has the size that real JAX measured', () => {
  test.each(table)('$kind $mode, $layers layers of $width', (row) => {
    expect(equations(jaxprOf(row))).toBe(row.eqns)
    const {ops, dot, conv, reduce, other} = sizeOf(row)
    expect({ops, dot, conv, reduce, other}).toEqual({
      ops: row.ops,
      dot: 0,
      conv: 0,
      reduce: 0,
      ...row.distinct,
    })
  })
})

const features = ({ops, dot, conv, reduce, other}: Hlo): readonly number[] => [
  1,
  ops,
  dot,
  conv,
  reduce,
  other,
]

/** Least squares of relative errors with coefficients of at least zero, by coordinate descent on the normal equations. */
function fit(rows: readonly Row[]): readonly number[] {
  const points = rows.map((row) => features(sizeOf(row)).map((x) => x / row.compile_s))
  const columns = at(points, 0).map((_, j) => points.map((point) => at(point, j)))
  const dot = (a: readonly number[], b: readonly number[]): number =>
    a.reduce((sum, x, i) => sum + x * at(b, i), 0)
  const squares = columns.map((one) => columns.map((other) => dot(one, other)))
  const sums = columns.map((column) => column.reduce((sum, x) => sum + x, 0))
  const coefficients = columns.map(() => 0)
  for (let round = 0; round < 20000; round++) {
    let moved = 0
    for (const [j, before] of coefficients.entries()) {
      const weight = at(at(squares, j), j)
      const slope = at(sums, j) - dot(at(squares, j), coefficients)
      const next = Math.max(0, before + (weight === 0 ? 0 : slope / weight))
      coefficients[j] = next
      moved = Math.max(moved, Math.abs(next - before) * Math.sqrt(weight))
    }
    if (moved < 1e-9) break
  }
  return coefficients
}

const predict = (coefficients: readonly number[], row: Row): number =>
  features(sizeOf(row)).reduce((sum, x, j) => sum + x * at(coefficients, j), 0)
const median = (values: readonly number[]): number =>
  at(
    values.toSorted((a, b) => a - b),
    Math.floor(values.length / 2),
  )
const error = (predicted: number, measured: number): number => Math.abs(predicted - measured) / measured

describe('estimate(jaxpr)', () => {
  test('comes within a quarter of the measured compile time in the median, each program left out of the fit once', () => {
    const errors = table.map((row) =>
      error(predict(fit(table.filter((other) => other !== row)), row), row.compile_s),
    )
    expect(median(errors)).toBeLessThan(0.25)
    expect(Math.max(...errors)).toBeLessThan(4)
  })

  test('with the fitted coefficients is within the stated errors in the median', () => {
    const off = (seconds: (row: Row) => number, measured: (row: Row) => number) =>
      median(table.map((row) => error(seconds(row), measured(row))))
    expect(
      off(
        (row) => compileSeconds(sizeOf(row)),
        (row) => row.compile_s,
      ),
    ).toBeLessThan(0.16)
    expect(
      off(
        (row) => estimate(jaxprOf(row)).trace,
        (row) => row.trace_s,
      ),
    ).toBeLessThan(0.31)
    expect(
      off(
        (row) => estimate(jaxprOf(row)).lower,
        (row) => row.lower_s,
      ),
    ).toBeLessThan(0.17)
    expect(
      off(
        (row) => hitSeconds(row.leaves),
        (row) => row.hit_call_s,
      ),
    ).toBeLessThan(0.25)
  })

  test('counts different operations, not depth: 128 equal layers compile faster than 8 of different widths', () => {
    const equal = table.find((row) => row.kind === 'mlp' && row.layers === 128 && row.mode === 'train')
    const different = table.find((row) => row.kind === 'hmlp' && row.layers === 8 && row.mode === 'train')
    if (equal === undefined || different === undefined)
      throw new Error(`the table has no such program, only ${table.map(title).join('; ')}`)
    expect(estimate(jaxprOf(equal)).compile).toBeLessThan(estimate(jaxprOf(different)).compile)
  })
})

describe('the costs of a GPU', () => {
  const {gpu, cpu: onCpu} = releaseOf('0.11.2').rules.costs
  const measured = readFileSync(join(__dirname, '../golden/recorded/compile_cost_gpu.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map((line): unknown => JSON.parse(line))
    .filter(isMeasured)

  test('come within a quarter of those measured on an H100 in the median, of passes forward and gradients', () => {
    if (gpu === undefined) throw new Error('jax 0.11.2 has no costs of a GPU')
    const rows = measured.filter(({mode}) => mode !== 'train')
    expect(rows.length).toBe(26)
    const errors = rows.map(({kind, layers, width, mode, compile}) =>
      error(cost.estimate(program(kind, layers, width, mode), gpu).compile, compile),
    )
    expect(median(errors)).toBeLessThan(0.25)
  })

  test('are those of the session that asks for them: compiling starts six times as high as on a CPU', () => {
    if (gpu === undefined) throw new Error('jax 0.11.2 has no costs of a GPU')
    const seconds = (['cpu', 'gpu'] as const).map((platform) => {
      const session = new Session({release: '0.11.2', platform})
      session.jaxJit((x: JaxArray) => jnp.add(x, x))(jnp.ones([2]))
      return session.trace.at(0).seconds.compile
    })
    expect(seconds[0]).toBeLessThan(2 * onCpu.compile.base)
    expect(seconds[1]).toBeGreaterThan(6 * onCpu.compile.base)
  })
})

interface Measured {
  readonly kind: string
  readonly layers: number
  readonly width: number
  readonly mode: string
  readonly compile: number
}

function isMeasured(row: unknown): row is Measured {
  return typeof row === 'object' && row !== null && 'kind' in row && 'compile' in row
}
