/** The same place in every list: what stands there, or null where a list has nothing. */
export type Across<T> = readonly (T | null)[]

/** So many pairs are looked at where two lists differ: of longer ones, those that stand about as far on in both. */
const most = 2e5
/** So many are in all lists, though at least so many in each. */
const inAll = 4e6
const least = 1e4

/** What stands at one rank in every list. */
export const byRank = <T>(lists: readonly (readonly T[])[]): Across<T>[] =>
  Array.from({length: Math.max(0, ...lists.map(({length}) => length))}, (_, at) =>
    lists.map((list) => list[at] ?? null),
  )

/** How much two things are alike: 0 where they are not the same, more the more there is that says so. */
type Likeness<T> = (a: T, b: T) => number

/** From here on two things are surely the same. */
const sure = 2

/**
 * Lays lists beside each other: each against what the ones before it hold, so that the most is alike and one more thing in the
 * middle is one place, no shift of all that follows. What has no match stands beside what has none either.
 *
 * @param kindOf things of one kind are as much like any other; each is of its own where it is not given
 * @example
 * places(['abc', 'axbc'].map((text) => [...text]), (a, b) => (a === b ? 2 : 0))
 * // [['a', 'a'], [null, 'x'], ['b', 'b'], ['c', 'c']]
 */
export function places<T>(
  lists: readonly (readonly T[])[],
  likeness: Likeness<T>,
  kindOf: (one: T) => unknown = (one) => one,
): Across<T>[] {
  const pairs = Math.min(most, Math.max(least, inAll / lists.length))
  let rows: Row<T>[] = []
  lists.forEach((list, at) => (rows = merge(rows, list, at, {pairs, likeness, kindOf})))
  return rows.map(({held}) => lists.map((_, at) => held.get(at) ?? null))
}

/** How lists are laid beside each other. */
interface Laying<T> {
  readonly likeness: Likeness<T>
  readonly kindOf: (one: T) => unknown
  /** How many pairs are looked at. */
  readonly pairs: number
}

/** What stands at one place. */
interface Row<T> {
  /** By the list that it is of. */
  readonly held: Map<number, T>
  /** One of each kind: what is like these is like all. */
  readonly kinds: Kind<T>[]
}

interface Kind<T> {
  readonly kind: unknown
  readonly one: T
}

/** So many kinds of what stands at one place are compared. */
const compared = 16

function merge<T>(
  rows: readonly Row<T>[],
  list: readonly T[],
  at: number,
  {likeness, kindOf, pairs: most}: Laying<T>,
): Row<T>[] {
  const items = list.map((one): Kind<T> => ({kind: kindOf(one), one}))
  const alike = ({kinds}: Row<T>, {one}: Kind<T>): number => {
    let all = Infinity
    for (const other of kinds) {
      all = Math.min(all, likeness(other.one, one))
      if (all === 0) break
    }
    return all
  }
  const pairs = matched(rows, items, alike, most)
  const taken = new Set(pairs.values())
  const merged: Row<T>[] = []
  let next = 0
  items.forEach((item, rank) => {
    const match = pairs.get(rank)
    if (match !== undefined) for (const row of rows.slice(next, match)) merged.push(row)
    const place = match ?? (taken.has(next) ? undefined : next)
    const row = place === undefined ? undefined : rows[place]
    if (place === undefined || row === undefined)
      return void merged.push({held: new Map([[at, item.one]]), kinds: [item]})
    merged.push(withItem(row, at, item))
    next = place + 1
  })
  return [...merged, ...rows.slice(next)]
}

function withItem<T>(row: Row<T>, at: number, item: Kind<T>): Row<T> {
  row.held.set(at, item.one)
  if (row.kinds.length < compared && row.kinds.every(({kind}) => kind !== item.kind)) row.kinds.push(item)
  return row
}

/** Of each place in `b`, the place in `a` that it pairs with. */
function matched<A, B>(
  a: readonly A[],
  b: readonly B[],
  likeness: (one: A, other: B) => number,
  most: number,
): Map<number, number> {
  const alike = (i: number, j: number): number => {
    const [one, other] = [a[i], b[j]]
    return one === undefined || other === undefined ? 0 : likeness(one, other)
  }
  const pairs = new Map<number, number>()
  let start = 0
  while (alike(start, start) >= sure) pairs.set(start, start++)
  let [endA, endB] = [a.length, b.length]
  while (endA > start && endB > start && alike(endA - 1, endB - 1) >= sure) pairs.set(--endB, --endA)
  const [m, n] = [endA - start, endB - start]
  if (m > 0 && n > 0)
    for (const [i, j] of best(m, n, (i, j) => alike(start + i, start + j), most))
      pairs.set(start + j, start + i)
  return pairs
}

/** The pairs, in order, of two sequences of `m` and `n` things that are most alike in all, as far as they are looked at. */
function best(
  m: number,
  n: number,
  alike: (i: number, j: number) => number,
  most: number,
): [number, number][] {
  const width = Math.min(2 * n + 1, Math.ceil(most / m))
  const begin = (i: number): number => Math.round((i * n) / m - width / 2)
  const sums = new Uint32Array((m + 1) * width)
  const sum = (i: number, j: number): number => {
    const at = j - begin(i)
    return at < 0 || at >= width ? 0 : (sums[i * width + at] ?? 0)
  }
  const paired = (i: number, j: number): number => {
    const one = alike(i, j)
    return one === 0 ? -1 : one + sum(i + 1, j + 1)
  }
  for (let i = m - 1; i >= 0; i--)
    for (let j = Math.min(n, begin(i) + width) - 1; j >= Math.max(0, begin(i)); j--)
      sums[i * width + j - begin(i)] = Math.max(paired(i, j), sum(i + 1, j), sum(i, j + 1))
  const pairs: [number, number][] = []
  for (let i = 0, j = 0; i < m && j < n;) {
    if (paired(i, j) === sum(i, j)) pairs.push([i++, j++])
    else if (sum(i + 1, j) >= sum(i, j + 1)) i++
    else j++
  }
  return pairs
}
