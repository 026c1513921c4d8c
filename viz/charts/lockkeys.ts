const levelOf = (cell: Element): number => Number(cell.getAttribute('aria-level'))
const isEnd = (cell: Element): boolean => !cell.hasAttribute('aria-expanded')
const isMisfit = (cell: Element): boolean => cell.classList.contains('jl-misfit')

/**
 * The cell to which a key leads: left and right along the row, up to what holds it, down to the first that it holds, n and p to the
 * next and the previous that does not fit; null for any other key. At an end it stays.
 *
 * @param cells from the root downward, what a cell holds behind it
 */
export function wayOf<Cell extends Element>(cells: readonly Cell[], from: Element, key: string): Cell | null {
  const at = cells.findIndex((cell) => cell === from)
  const own = cells[at]
  if (own === undefined) return null
  const [before, after] = [cells.slice(0, at).reverse(), cells.slice(at + 1)]
  const isBeside = (cell: Element): boolean => (isEnd(own) ? isEnd(cell) : levelOf(cell) === levelOf(own))
  switch (key) {
    case 'ArrowLeft':
      return before.find(isBeside) ?? own
    case 'ArrowRight':
      return after.find(isBeside) ?? own
    case 'ArrowUp':
      return before.find((cell) => levelOf(cell) < levelOf(own)) ?? own
    case 'ArrowDown':
      return after.slice(0, 1).find((cell) => levelOf(cell) > levelOf(own)) ?? own
    case 'n':
      return after.find(isMisfit) ?? own
    case 'p':
      return before.find(isMisfit) ?? own
    default:
      return null
  }
}
