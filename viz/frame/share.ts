/**
 * Shares room among those who want some: the small get all they want, the large the same rest.
 *
 * @example
 * share([10, 80, 90], 100) // [10, 45, 45]
 */
export function share(wants: readonly number[], room: number): number[] {
  let rest = Math.max(0, room)
  const given: number[] = wants.map(() => 0)
  const order = wants.map((want, index) => ({want, index})).sort((a, b) => a.want - b.want)
  order.forEach(({want, index}, rank) => {
    const part = Math.min(want, rest / (order.length - rank))
    given[index] = part
    rest -= part
  })
  return given
}
