/**
 * Stands for d3-selection in a bundle: a selection of at most one element, with what d3-zoom and d3-drag ask of it. The whole
 * package would be a twelfth of a script tag, for its methods hang on one prototype and none can be left out.
 */
class Selection {
  constructor(nodes) {
    this.nodes = nodes
  }

  selection() {
    return this
  }

  interrupt() {
    return this
  }

  each(callback) {
    for (const node of this.nodes) callback.call(node, node.__data__)
    return this
  }

  call(callback, ...args) {
    callback(this, ...args)
    return this
  }

  filter(test) {
    return new Selection(this.nodes.filter((node) => test.call(node, node.__data__)))
  }

  datum() {
    return this.nodes[0]?.__data__
  }

  style(name, value) {
    return this.each(function () {
      this.style.setProperty(name, value)
    })
  }

  property(name, value) {
    return this.each(function (datum) {
      this[name] = typeof value === 'function' ? value.call(this, datum) : value
    })
  }

  /** Listens under names such as `wheel.zoom`; null takes a listener away, and without one it is told. */
  on(names, listener, options) {
    if (listener === undefined) return this.nodes[0]?.__on?.get(names)?.own
    return this.each(function () {
      this.__on ??= new Map()
      for (const name of names.split(' ')) {
        const type = name.split('.', 1)[0]
        const held = this.__on.get(name)
        if (held !== undefined) this.removeEventListener(type, held.heard, held.options)
        this.__on.delete(name)
        if (listener === null) continue
        const heard = (event) => listener.call(this, event, this.__data__)
        this.__on.set(name, {own: listener, heard, options})
        this.addEventListener(type, heard, options)
      }
    })
  }
}

export const select = (node) => new Selection(node == null ? [] : [node])

/** Where an event is in the coordinates of an element, an SVG or another. */
export function pointer(event, node = event.currentTarget) {
  while (event.sourceEvent) event = event.sourceEvent
  const svg = node.ownerSVGElement ?? node
  if (svg.createSVGPoint !== undefined) {
    const point = Object.assign(svg.createSVGPoint(), {x: event.clientX, y: event.clientY})
    const {x, y} = point.matrixTransform(node.getScreenCTM().inverse())
    return [x, y]
  }
  const {left, top} = node.getBoundingClientRect()
  return [event.clientX - left - node.clientLeft, event.clientY - top - node.clientTop]
}
