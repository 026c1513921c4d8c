import {type Block, type Elements, isBig} from './block.ts'

/** The matrices of a stack: where each begins. */
const starts = ({aval: {shape, size}}: Block): readonly number[] => {
  const each = Number(shape.at(-1)) * Number(shape.at(-2))
  return Array.from({length: each === 0 ? 0 : size / each}, (_, i) => i * each)
}

/**
 * One step of Householder's method on a matrix of rows: the reflection that clears column `j` below its diagonal, or null where
 * it is clear already; source: LAPACK, `dlarfg`.
 */
function reflection(rows: readonly Float64Array[], j: number): readonly number[] | null {
  const column = rows.slice(j).map((row) => Number(row[j]))
  const [head = 0, ...rest] = column
  if (rest.every((value) => value === 0)) return null
  const v = [head + (head < 0 ? -1 : 1) * Math.hypot(...column), ...rest]
  const norm = Math.hypot(...v)
  return v.map((value) => value / norm)
}

/** Reflects the rows from `j` on: `A − 2 v vᵀ A`. */
function reflect(rows: readonly Float64Array[], j: number, v: readonly number[]): void {
  const below = rows.slice(j)
  for (let c = 0; c < Number(rows[0]?.length); c++) {
    const along = 2 * below.reduce((sum, row, i) => sum + Number(v[i]) * Number(row[c]), 0)
    below.forEach((row, i) => (row[c] = Number(row[c]) - Number(v[i]) * along))
  }
}

/** `qr`, reduced: fills the orthonormal columns and the upper triangles of each matrix of a stack. */
export function factored(x: Block, [q, r]: readonly Elements[]): readonly Elements[] {
  if (q === undefined || r === undefined || isBig(q) || isBig(r)) return []
  const [m, n] = [Number(x.aval.shape.at(-2)), Number(x.aval.shape.at(-1))]
  const k = Math.min(m, n)
  starts(x).forEach((start, which) => {
    const rows = Array.from({length: m}, (_, i) =>
      Float64Array.from({length: n}, (__, j) => Number(x.data[start + i * n + j])),
    )
    const steps = Array.from({length: k}, (_, j) => {
      const v = reflection(rows, j)
      if (v !== null) reflect(rows, j, v)
      return v
    })
    const basis = Array.from({length: m}, (_, i) =>
      Float64Array.from({length: k}, (__, j) => Number(i === j)),
    )
    for (let j = k - 1; j >= 0; j--) {
      const v = steps[j]
      if (v) reflect(basis, j, v)
    }
    basis.forEach((row, i) => q.set(row, (which * m + i) * k))
    rows.slice(0, k).forEach((row, i) =>
      r.set(
        row.map((value, j) => (j < i ? 0 : value)),
        (which * k + i) * n,
      ),
    )
  })
  return [q, r]
}

/** `cholesky`: fills the lower triangles of each matrix of a stack, row by row. */
export function triangulated(x: Block, out: Elements): Elements {
  const n = Number(x.aval.shape.at(-1))
  if (isBig(out)) return out
  for (const start of starts(x)) {
    const at = (i: number, j: number): number => Number(out[start + i * n + j])
    const dot = (i: number, j: number): number => {
      let sum = 0
      for (let k = 0; k < j; k++) sum += at(i, k) * at(j, k)
      return sum
    }
    let isPositive = true
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) {
        const rest = Number(x.data[start + i * n + j]) - dot(i, j)
        out[start + i * n + j] = i === j ? Math.sqrt(rest) : rest / at(j, j)
        if (i === j && !(rest > 0)) isPositive = false
      }
    if (!isPositive) out.fill(Number.NaN, start, start + n * n)
  }
  return out
}
