import type {JaxArray} from './array.ts'
import {dotGeneral} from './dot.ts'
import type {Operand} from './op.ts'
import {asArray, type Input, promoteDtypes} from './operand.ts'
import {fail, reduceSum, transpose} from './structure.ts'

/**
 * `jnp.einsum` of one or two operands.
 *
 * @throws {PythonError} ValueError, when an index has two sizes or an operand another number of axes.
 * @example
 * einsum('ij,jk->ik', x, y)
 */
export function einsum(subscripts: string, ...operands: readonly Input[]): JaxArray {
  const [given, wanted] = subscripts.replaceAll(' ', '').split('->')
  const inputs = promoteDtypes('einsum', operands)
  const terms = given.split(',')
  if (terms.length !== inputs.length)
    fail(
      'ValueError',
      `Einstein sum subscript '${given}' names ${terms.length} operands, but ${inputs.length} were given; write one term for each, separated by commas.`,
    )
  const dots = Math.max(
    0,
    ...terms.map((term, i) =>
      term.includes('...') ? inputs[i].aval.ndim - term.replace('...', '').length : 0,
    ),
  )
  const spell = (term: string, rank: number) =>
    term.replace('...', 'ABCDEFGH'.slice(dots - (rank - term.replace('...', '').length), dots))
  const spelt = terms.map((term, i) => (term.includes('...') ? spell(term, inputs[i].aval.ndim) : term))
  spelt.forEach((term, i) => {
    if (term.length !== inputs[i].aval.ndim)
      fail(
        'ValueError',
        `Einstein sum subscript '${term}' does not contain the correct number of indices for operand ${i}.`,
      )
  })
  checkSizes(spelt, inputs)
  const out = (wanted ?? implicit(spelt)).replace('...', 'ABCDEFGH'.slice(0, dots))
  if (inputs.length === 1) return asArray(arrange(inputs[0], spelt[0], out))
  const [x, y] = inputs
  const [a, b] = spelt
  const contracted = [...a].filter((label) => b.includes(label) && !out.includes(label))
  const batch = [...a].filter((label) => b.includes(label) && out.includes(label))
  const [left, leftTerm] = drop(
    x,
    a,
    [...a].filter((label) => !b.includes(label) && !out.includes(label)),
  )
  const [right, rightTerm] = drop(
    y,
    b,
    [...b].filter((label) => !a.includes(label) && !out.includes(label)),
  )
  const at = (term: string, labels: readonly string[]) => labels.map((label) => term.indexOf(label))
  const free = (term: string) =>
    [...term].filter((label) => !contracted.includes(label) && !batch.includes(label))
  const multiply = (p: Operand, from: string, q: Operand, to: string) => {
    const product = dotGeneral(p, q, [
      [at(from, contracted), at(to, contracted)],
      [at(from, batch), at(to, batch)],
    ])
    return asArray(arrange(product, [...batch, ...free(from), ...free(to)].join(''), out))
  }
  const inOrder = [...batch, ...free(leftTerm), ...free(rightTerm)].join('') === out
  return inOrder ? multiply(left, leftTerm, right, rightTerm) : multiply(right, rightTerm, left, leftTerm)
}

const implicit = (terms: readonly string[]): string => {
  const labels = terms.join('')
  return [...new Set(labels)]
    .filter((label) => labels.indexOf(label) === labels.lastIndexOf(label))
    .sort()
    .join('')
}

/** Sums the axes that nothing else uses. */
function drop(x: Operand, term: string, labels: readonly string[]): readonly [Operand, string] {
  if (labels.length === 0) return [x, term]
  return [
    reduceSum(
      x,
      labels.map((label) => term.indexOf(label)),
    ),
    [...term].filter((label) => !labels.includes(label)).join(''),
  ]
}

function arrange(x: Operand, term: string, out: string): Operand {
  const [summed, left] = drop(
    x,
    term,
    [...term].filter((label) => !out.includes(label)),
  )
  return transpose(
    summed,
    [...out].map((label) => left.indexOf(label)),
  )
}

function checkSizes(terms: readonly string[], operands: readonly Operand[]): void {
  const sizes = new Map<string, number>()
  terms.forEach((term, i) => {
    ;[...term].forEach((label, axis) => {
      const n = operands[i].aval.shape[axis]
      const before = sizes.get(label)
      if (before !== undefined && before !== n && before !== 1 && n !== 1)
        fail(
          'ValueError',
          `Size of label '${label}' for operand ${i} (${before}) does not match previous terms (${n}).`,
        )
      sizes.set(label, n)
    })
  })
}
