import {type JaxArray, type Operand, at, dtypeOf, mapped} from '../array/index.ts'
import {
  type Input,
  asArray,
  asOperand,
  broadcastInDim,
  dotPromoted,
  elementwise as e,
  fail,
  filled,
  iota,
  literal,
  reduceSum,
  squeeze,
  transpose,
} from '../lax/index.ts'

/**
 * `jnp.einsum` of any number of operands, two at a time.
 *
 * @throws {PythonError} ValueError, when an index has two sizes or an operand another number of axes.
 * @example
 * einsum('ij,jk->ik', jnp.ones([2, 3]), jnp.ones([3, 4])).shape // [2, 4]
 */
export function einsum(subscripts: string, ...operands: readonly Input[]): JaxArray {
  const [given = '', wanted] = subscripts.replaceAll(' ', '').split('->')
  const {terms, dots} = termsOf(
    given,
    operands.map((operand) => asOperand(operand, 'einsum')),
  )
  const sizes = sizesOf(terms)
  const out = wanted?.replace('...', dots) ?? implicit(terms, dots)
  checkTerms(terms, out)
  return asArray(
    contracted(
      terms.map((term, i) => undoubled(term, kept(terms, i, out))),
      out,
      sizes,
    ),
  )
}

/** The labels that the other terms or the result have. */
const kept = (terms: readonly Term[], i: number, out: string): string =>
  `${out}${terms.map(({labels}, j) => (i === j ? '' : labels)).join('')}`

/** The diagonal of axes with one label; its sum where nothing else has that label. Source: jax `einsum.py`, `_einsum`. */
function undoubled({operand, labels}: Term, used: string): Term {
  const label = [...labels].find((one, i) => labels.indexOf(one) < i)
  if (label === undefined) return {operand, labels}
  const {shape} = operand.aval
  const axes = [...labels].flatMap((one, axis) => (one === label ? [axis] : []))
  const places = axes.map((_, i) =>
    iota(
      dtypeOf('uint32'),
      axes.map((axis) => at(shape, axis)),
      i,
    ),
  )
  const isOn = places
    .slice(1)
    .map((place, i) => e.eq(at(places, i), place))
    .reduce(e.and)
  const only = e.selectN(broadcastInDim(isOn, shape, axes), [
    filled(shape, literal(0, operand.aval.dtype)),
    operand,
  ])
  const gone = used.includes(label) ? axes.slice(0, -1) : axes
  const left = [...labels].filter((_, axis) => !gone.includes(axis)).join('')
  return undoubled({operand: reduceSum(only, gone), labels: left}, used)
}

/** All terms in one: the two that cost least first, as long as there are more than two. */
function contracted(terms: readonly Term[], out: string, sizes: ReadonlyMap<string, number>): Operand {
  const [first, second] = terms
  if (first === undefined) return fail('ValueError', 'einsum needs at least one operand, but got none.')
  if (second === undefined) return arrange(first, out)
  if (terms.length === 2) return multiplied(thin(first, sizes), thin(second, sizes), out)
  const pairs = terms.flatMap((_, i) =>
    terms.slice(i + 1).map((__, j): readonly [number, number] => [i, i + 1 + j]),
  )
  const costOf = (pair: readonly [number, number]): number => {
    const both = new Set(pair.flatMap((i) => [...at(terms, i).labels]))
    const rest = terms.filter((_, i) => !pair.includes(i)).map(({labels}) => labels)
    const after = new Set([...resultOf(terms, pair, out), ...rest.join('')])
    const volume = (labels: ReadonlySet<string>): number =>
      [...labels].reduce((product, label) => product * (sizes.get(label) ?? 1), 1)
    return volume(both) + volume(after)
  }
  const best = pairs.reduce((one, other) => (costOf(other) < costOf(one) ? other : one))
  const [p, q] = mapped(best, (i) => thin(at(terms, i), sizes))
  const labels = resultOf(terms, best, out).join('')
  const rest = terms.filter((_, i) => !best.includes(i))
  return contracted([...rest, {operand: multiplied(p, q, labels), labels}], out, sizes)
}

/** The labels of the product of two terms: those that the result or another term still needs. */
function resultOf(terms: readonly Term[], pair: readonly [number, number], out: string): readonly string[] {
  const needed = `${out}${terms.map(({labels}, i) => (pair.includes(i) ? '' : labels)).join('')}`
  const own = new Set(pair.flatMap((i) => [...at(terms, i).labels]))
  return [...own].filter((label) => needed.includes(label))
}

function multiplied(first: Term, second: Term, out: string): Operand {
  const shared = [...first.labels].filter((label) => second.labels.includes(label))
  const contracted = shared.filter((label) => !out.includes(label))
  const batch = shared.filter((label) => out.includes(label))
  const left = without(first, unused(first, second, out))
  const right = without(second, unused(second, first, out))
  const free = ({labels}: Term) => [...labels].filter((label) => !shared.includes(label))
  const multiply = (p: Term, q: Term): Operand => {
    const product = dotPromoted(p.operand, q.operand, [
      [placesOf(p, contracted), placesOf(q, contracted)],
      [placesOf(p, batch), placesOf(q, batch)],
    ])
    return arrange({operand: product, labels: [...batch, ...free(p), ...free(q)].join('')}, out)
  }
  const inOrder = [...batch, ...free(left), ...free(right)].join('') === out
  return inOrder ? multiply(left, right) : multiply(right, left)
}

/** An operand, and a letter for each of its axes. */
interface Term {
  readonly operand: Operand
  readonly labels: string
}

const letters = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ')

/** Letters for the axes that `...` stands for, which the subscripts do not name; further ones are no letters of the alphabet. */
const freeLetters = (given: string, count: number): string =>
  [...letters, ...Array.from({length: count}, (_, i) => String.fromCodePoint(0x100 + i))]
    .filter((letter) => !given.includes(letter))
    .slice(0, count)
    .join('')

/** The operands with their subscripts, `...` spelt out, and what it stands for. */
function termsOf(
  given: string,
  operands: readonly Operand[],
): {readonly terms: readonly Term[]; readonly dots: string} {
  const subscripts = given.split(',')
  if (subscripts.length !== operands.length)
    fail(
      'ValueError',
      `Einstein sum subscript '${given}' names ${subscripts.length} operands, but ${operands.length} were given; write one term for each, separated by commas.`,
    )
  const named = operands.map((operand, i) => ({operand, labels: at(subscripts, i)}))
  const unnamed = ({operand, labels}: Term): number =>
    labels.includes('...') ? operand.aval.ndim - labels.replace('...', '').length : 0
  if (subscripts.some((term) => term.replace('...', '').includes('.')))
    fail('ValueError', 'Invalid Ellipses.')
  const most = Math.max(0, ...named.map(unnamed))
  const dots = freeLetters(given, most)
  const terms = named.map(({operand, labels}, i): Term => {
    const spelt = labels.replace('...', dots.slice(most - unnamed({operand, labels})))
    if (spelt.length !== operand.aval.ndim)
      fail(
        'ValueError',
        `Einstein sum subscript '${spelt}' does not contain the correct number of indices for operand ${i}.`,
      )
    return {operand, labels: spelt}
  })
  return {terms, dots}
}

const placesOf = ({labels}: Term, wanted: readonly string[]): readonly number[] =>
  wanted.map((label) => labels.indexOf(label))

/** The labels of a term that neither the other term nor the result has. */
const unused = ({labels}: Term, other: Term, out: string): readonly string[] =>
  [...labels].filter((label) => !other.labels.includes(label) && !out.includes(label))

/** What `...` stands for, then the labels that occur once, in order: the result where none is written. */
const implicit = (terms: readonly Term[], dots: string): string => {
  const labels = terms.map((term) => term.labels).join('')
  const once = [...labels].filter(
    (label) => labels.indexOf(label) === labels.lastIndexOf(label) && !dots.includes(label),
  )
  return `${dots}${once.sort().join('')}`
}

/** A term with some of its axes summed. */
function without(term: Term, labels: readonly string[]): Term {
  if (labels.length === 0) return term
  return {
    operand: reduceSum(term.operand, placesOf(term, labels)),
    labels: [...term.labels].filter((label) => !labels.includes(label)).join(''),
  }
}

/** A term summed and transposed to the labels of the result. */
function arrange(term: Term, out: string): Operand {
  const left = without(
    term,
    [...term.labels].filter((label) => !out.includes(label)),
  )
  return transpose(left.operand, placesOf(left, [...out]))
}

/** A term without the axes of one element that are longer in the other; source: jax `einsum.py`, `filter_singleton_dims`. */
function thin({operand, labels}: Term, sizes: ReadonlyMap<string, number>): Term {
  const kept = [...labels].filter((label, axis) => operand.aval.shape[axis] !== 1 || sizes.get(label) === 1)
  const gone = [...labels].flatMap((label, axis) => (kept.includes(label) ? [] : [axis]))
  return {operand: squeeze(operand, gone), labels: kept.join('')}
}

/** Refuses a result with an index that no term has. */
function checkTerms(terms: readonly Term[], out: string): void {
  const unknown = [...out].find((label) => terms.every(({labels}) => !labels.includes(label)))
  if (unknown !== undefined) fail('ValueError', `Output character '${unknown}' did not appear in the input`)
}

/** The size of each label; axes of one element stretch. */
function sizesOf(terms: readonly Term[]): ReadonlyMap<string, number> {
  const sizes = new Map<string, number>()
  for (const [i, {operand, labels}] of terms.entries())
    for (const [axis, n] of operand.aval.shape.entries()) {
      const label = labels.charAt(axis)
      const before = sizes.get(label)
      if (before === undefined || before === 1) sizes.set(label, n)
      else if (n !== before && n !== 1)
        fail(
          'ValueError',
          `Size of label '${label}' for operand ${i} (${before}) does not match previous terms (${n}).`,
        )
    }
  return sizes
}
