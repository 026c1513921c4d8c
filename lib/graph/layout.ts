/** How flax takes models apart, where its releases differ. */
interface GraphLayout {
  /**
   * Whether an attribute's status says what it is in the graph. Where it does not, its value does: containers are nodes, arrays are
   * leaves, and all else is static, a Python number marked as data among them.
   */
  readonly statusDecides: boolean
  /** Whether an attribute that is deleted takes its status with it. */
  readonly forgetsStatus: boolean
  /** Whether a container with data in it is refused for a new attribute too. */
  readonly refusesNewData: boolean
  /** What flax calls the attribute of a leaf in a graphdef. */
  readonly leafName: 'LeafAttr' | 'ArrayAttr'
  /** Whether an Optimizer has the static attribute `graph`. */
  readonly optimizerGraph: boolean
}

let current: GraphLayout = Object.freeze({
  statusDecides: true,
  forgetsStatus: true,
  refusesNewData: true,
  leafName: 'LeafAttr',
  optimizerGraph: true,
})

/** The layout in force. */
export const graphLayout = (): GraphLayout => current

/**
 * Runs `body` under another layout, as another release of flax would run it.
 *
 * @example
 * laidOut({...graphLayout(), statusDecides: false}, () => split(model)[0]) // the graphdef of flax 0.12.4
 */
export function laidOut<T>(layout: GraphLayout, body: () => T): T {
  const before = current
  current = layout
  try {
    return body()
  } finally {
    current = before
  }
}
