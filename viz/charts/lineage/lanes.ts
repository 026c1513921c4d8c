/** Rows that a line takes up in its lane. */
interface Span {
  readonly from: number
  readonly to: number
}

/**
 * Lanes for spans of rows, in the order in which they begin: the first that is free, so that no two share a row of a lane.
 *
 * @example
 * lanesOf([{from: 0, to: 3}, {from: 1, to: 2}, {from: 3, to: 4}]) // [0, 1, 1]
 */
export function lanesOf(all: readonly Span[]): number[] {
  const ends: number[] = []
  return all.map(({from, to}) => {
    const free = ends.findIndex((end) => end < from)
    const lane = free === -1 ? ends.length : free
    ends[lane] = to
    return lane
  })
}

/**
 * The lane of each row of a graph whose rows each come from an earlier one, or from none (-1): a row goes on in the lane of the one
 * that it comes from, and begins a lane of its own where another did so already.
 *
 * @example
 * branches([-1, 0, 1, 0]) // [0, 0, 0, 1]
 */
export function branches(parents: readonly number[]): number[] {
  const branchOf: number[] = []
  const all: {readonly from: number; to: number}[] = []
  parents.forEach((parent, row) => {
    const own = branchOf[parent]
    const branch = own === undefined ? undefined : all[own]
    if (own !== undefined && branch?.to === parent) {
      branch.to = row
      branchOf.push(own)
    } else branchOf.push(all.push({from: parent === -1 ? row : parent, to: row}) - 1)
  })
  const order = [...all.keys()].sort((a, b) => (all[a]?.from ?? 0) - (all[b]?.from ?? 0) || a - b)
  const lanes: number[] = []
  lanesOf(order.flatMap((at) => all[at] ?? [])).forEach((lane, at) => (lanes[order[at] ?? 0] = lane))
  return branchOf.map((branch) => lanes[branch] ?? 0)
}
