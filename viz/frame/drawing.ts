import {palettes, type Role} from '../theme.ts'
import {clean} from './text.ts'

/** A picture as plain values: drawn into a page by `node`, written to a file by `markup`. */
export interface Drawing {
  readonly name: string
  readonly space: 'svg' | 'html'
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly (Drawing | string)[]
}

/** `fill`, `stroke` and `color` take roles of the theme; `undefined` and `false` leave an attribute out. */
export interface Attributes {
  /** What an area is painted with. */
  readonly fill?: Role | 'none' | undefined
  /** What an outline is painted with. */
  readonly stroke?: Role | 'none' | undefined
  /** What text of HTML is painted with. */
  readonly color?: Role | undefined
  /** Classes beside those of the roles. */
  readonly class?: string | undefined
  readonly [name: string]: string | number | boolean | undefined
}

/** What stands in a drawing: another one, a text, or nothing. */
export type Child = Drawing | string | null | false

const round = (value: number): string => String(Math.round(value * 100) / 100)

function build(
  space: Drawing['space'],
  name: string,
  attributes: Attributes,
  children: readonly Child[],
): Drawing {
  const held = new Map<string, string>()
  const classes: string[] = attributes.class === undefined ? [] : [attributes.class]
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false || key === 'class') continue
    const painted =
      (key === 'fill' || key === 'stroke' || key === 'color') && value !== 'none' ? role(value) : null
    if (painted !== null) classes.push(`jl-${key.charAt(0)}-${painted}`)
    if (painted === null) held.set(key, typeof value === 'number' ? round(value) : clean(String(value)))
    else if (key !== 'color') held.set(key, palettes.light[painted])
  }
  if (classes.length > 0) held.set('class', classes.join(' '))
  return {
    name,
    space,
    attributes: held,
    children: children
      .filter((child) => child !== null && child !== false)
      .map((child) => (typeof child === 'string' && name !== 'style' ? clean(child) : child)),
  }
}

const isRole = (value: unknown): value is Role =>
  typeof value === 'string' && Object.hasOwn(palettes.light, value)
const role = (value: unknown): Role | null => (isRole(value) ? value : null)

/** An SVG mark. */
export const mark = (name: string, attributes: Attributes = {}, ...children: Child[]): Drawing =>
  build('svg', name, attributes, children)

/** An HTML element. */
export const html = (name: string, attributes: Attributes = {}, ...children: Child[]): Drawing =>
  build('html', name, attributes, children)

const spaces = {svg: 'http://www.w3.org/2000/svg', html: 'http://www.w3.org/1999/xhtml'} as const

/** The drawing as a detached node of a document. Texts become text nodes; nothing is parsed. */
export function node(document: Document, drawing: Drawing): Element {
  const element = document.createElementNS(spaces[drawing.space], drawing.name)
  for (const [name, value] of drawing.attributes) element.setAttribute(name, value)
  for (const child of drawing.children)
    element.append(typeof child === 'string' ? document.createTextNode(child) : node(document, child))
  return element
}

const escapes = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
])
const special = /[&<>"']/g
const escape = (text: string): string => text.replace(special, (found) => escapes.get(found) ?? found)

/** In these every blank shows. */
const blanks: ReadonlySet<string> = new Set(['text', 'td', 'pre', 'code', 'h1', 'h2'])

/** Elements of HTML that hold nothing, and end where they begin. */
const voids: ReadonlySet<string> = new Set(['br', 'input', 'wbr'])

/** The drawing as text that is both HTML and XML: one mark a line, so that two pictures can be compared, but what stands in a text, where each blank shows (`isInline`). Needs no document. */
export function markup(drawing: Drawing, indent = '', isInline = false): string {
  const space = drawing.name === 'svg' ? ` xmlns="${spaces.svg}"` : ''
  const open = `${drawing.name}${space}${[...drawing.attributes].map(([name, value]) => ` ${name}="${escape(value)}"`).join('')}`
  if (drawing.children.length === 0)
    return drawing.space === 'svg' || voids.has(drawing.name)
      ? `${indent}<${open}/>`
      : `${indent}<${open}></${drawing.name}>`
  const raw = drawing.name === 'style'
  const isText = isInline || blanks.has(drawing.name)
  if (isText || drawing.children.some((child) => typeof child === 'string'))
    return `${indent}<${open}>${drawing.children.map((child) => (typeof child !== 'string' ? markup(child, '', true) : raw ? child : escape(child))).join('')}</${drawing.name}>`
  const inside = drawing.children.map((child) =>
    typeof child === 'string' ? escape(child) : markup(child, `${indent} `),
  )
  return `${indent}<${open}>\n${inside.join('\n')}\n${indent}</${drawing.name}>`
}
