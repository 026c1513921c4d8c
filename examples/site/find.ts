/**
 * The element of a page that a selector names.
 *
 * @throws {Error} where there is none of that sort: page and script were not made for each other.
 */
export function find(root: ParentNode, selector: string): HTMLElement
export function find<T extends HTMLElement>(root: ParentNode, selector: string, sort: new () => T): T
export function find(
  root: ParentNode,
  selector: string,
  sort: new () => HTMLElement = HTMLElement,
): HTMLElement {
  const found = root.querySelector(selector)
  if (!(found instanceof sort)) throw new Error(`the page has no ${selector}`)
  return found
}
