import {type Drawing, node} from './drawing.ts'

/**
 * Makes the node of one drawing that of another, and touches nothing that they have in common: of a frame of a zoom the words stay.
 *
 * @example
 * const circle = node(document, mark('circle', {r: 2}))
 * patch(circle, mark('circle', {r: 2}), mark('circle', {r: 3})) // sets its radius alone
 */
export function patch(element: Element, before: Drawing, after: Drawing): void {
  for (const [name, value] of after.attributes)
    if (before.attributes.get(name) !== value) element.setAttribute(name, value)
  for (const name of before.attributes.keys()) if (!after.attributes.has(name)) element.removeAttribute(name)
  const document = element.ownerDocument
  const nodes = [...element.childNodes]
  after.children.forEach((child, at) => {
    const [held, old] = [nodes[at], before.children[at]]
    if (child === old) return
    const both = alike(old, child)
    if (held !== undefined && both !== null && isElement(held)) {
      patch(held, ...both)
      return
    }
    const made = typeof child === 'string' ? document.createTextNode(child) : node(document, child)
    if (held === undefined) element.append(made)
    else held.replaceWith(made)
  })
  for (const held of nodes.slice(after.children.length)) held.remove()
}

const isElement = (held: ChildNode): held is Element => 'setAttribute' in held

/** Both drawings, where they are of the same thing; a mark that stands for another call is another one. */
function alike(one: Child, other: Child): readonly [Drawing, Drawing] | null {
  if (typeof one !== 'object' || typeof other !== 'object') return null
  return one.name === other.name && one.space === other.space && named(one) === named(other)
    ? [one, other]
    : null
}

type Child = Drawing | string | undefined

const named = ({attributes}: Drawing): string =>
  [...attributes].filter(([name]) => name.startsWith('data-')).join()
