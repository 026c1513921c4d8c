import type {Interpreter} from '../array/index.ts'

/**
 * What the library keeps beside each graph node: when it was made, and who holds a description that depends on it.
 * A description (a key, a graphdef) is remembered while its cell is fresh; an edit makes the cell and all that
 * depend on it stale, so that an unchanged model costs no walk and an edit costs its path.
 */
export class Cell {
  /** Whether somebody described the node since it last changed. */
  fresh = false
  /** Grows with each change after a description; a description holds while its edition is this one. */
  edition = 0
  /** How many attributes of live objects pointed here; more than one means that it may be shared. */
  owners = 0
  /** The frame of the trace in which the node was made; null outside any. */
  readonly frame: Interpreter | null
  /** What somebody remembers of the node; only who wrote it can read it. */
  note: object | null = null
  /** Whether a walk is inside the node. */
  isOpen = false
  /** Held strongly: the owner that a node is made for. All others are held weakly, so that a passing view can go. */
  #dependent: Cell | null = null
  #others: Set<WeakRef<Cell>> | null = null
  #ref: WeakRef<Cell> | null = null
  #limit = 16

  constructor(frame: Interpreter | null) {
    this.frame = frame
  }

  /** The node changed: nothing that was said of it, or of what holds it, is true any more. */
  touch(): void {
    if (!this.fresh) return
    this.fresh = false
    this.edition++
    const [first, others] = [this.#dependent, this.#others]
    this.#dependent = null
    this.#others = null
    first?.touch()
    if (others !== null) for (const ref of others) ref.deref()?.touch()
  }

  /** `owner`'s description includes this node's. */
  feeds(owner: Cell): void {
    if (this.#dependent === null || this.#dependent === owner) {
      this.#dependent = owner
      return
    }
    owner.#ref ??= new WeakRef(owner)
    this.#others ??= new Set()
    this.#others.add(owner.#ref)
    if (this.#others.size > this.#limit) {
      for (const ref of this.#others) if (ref.deref() === undefined) this.#others.delete(ref)
      this.#limit = Math.max(16, this.#others.size * 2)
    }
  }
}

const cellKey: unique symbol = Symbol('cell')

/** What a graph node is to those who take it for any object. */
interface MayHaveCell {
  readonly [cellKey]?: Cell
}

/** The cell of a value, where it is a Module or a Variable. */
export function cellIn(value: unknown): Cell | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const node: MayHaveCell = value
  return node[cellKey]
}

/** The cell of a Module or Variable. */
export function cellOf(node: object): Cell {
  const cell = cellIn(node)
  if (cell !== undefined) return cell
  throw new TypeError('this object is no graph node: expected a Module or a Variable')
}

/** Whether a value is a Module or a Variable. */
export const isGraphNode = (value: unknown): value is {readonly [cellKey]: Cell} =>
  cellIn(value) !== undefined

/** Gives a new node its cell. */
export function addCell(node: object, frame: Interpreter | null): Cell {
  const cell = new Cell(frame)
  Object.defineProperty(node, cellKey, {value: cell})
  return cell
}
