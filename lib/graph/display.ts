import {consoleText, notebook, qualname, repr} from '../python/index.ts'
import {avalOf} from '../array/index.ts'
import {container} from './container.ts'
import {amountOf, attributeText, noteOf, reprText, shownMetadata, shownNames, statsText} from './flaxtext.ts'
import {GraphDef} from './graphdef.ts'
import {isArray} from './leaf.ts'
import {Dict} from './list.ts'
import {Pytree} from './module.ts'
import {State, VariableState} from './state.ts'
import {classOf, type Metadata, Variable, type VariableClass, isVariable} from './variable.ts'
import {vars} from './vars.ts'

/** One row of what is shown of a value, and the rows below it. */
interface LookRow {
  /** The attribute or key; empty at the top. */
  readonly name: string
  /** The class; empty for a plain value. */
  readonly type: string
  /** What is told of it in short: shape and dtype, how many elements. */
  readonly note: string
  /** Whether it is a part of the state or of the graphdef; neither for what holds both. */
  readonly half: 'data' | 'static' | 'both'
  /** The value, printed. */
  readonly text: string
  readonly rows: readonly LookRow[]
}

/** Where each model that was met stands. */
type Places = Map<object, string>

const joined = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`)

function lookAt(value: unknown, name: string, half: LookRow['half'], path: string, met: Places): LookRow {
  const row = {name, type: '', note: '', half, text: '', rows: []}
  if (isVariable(value)) return variableRow(row, classOf(value), value.value, value.getMetadata(), path, met)
  if (value instanceof VariableState)
    return variableRow(row, value.type, value.value, value.metadata, path, met)
  if (value instanceof Pytree) return modelRow(row, value, path, met)
  const parts = value instanceof State || isOfArrays(value) ? container(value) : null
  if (parts !== null)
    return {
      ...row,
      half: value instanceof State ? 'both' : half,
      type: value instanceof State ? 'State' : parts.type,
      rows: parts.keys.map((key, i) =>
        lookAt(parts.children[i], String(key), half, joined(path, String(key)), met),
      ),
    }
  if (isArray(value)) return {...row, type: 'Array', note: typeNote(value), text: repr(value)}
  return {...row, type: value instanceof GraphDef ? 'GraphDef' : '', text: attributeText(value)}
}

/** Whether a container holds something that has rows of its own. */
const isOfArrays = (value: unknown): boolean =>
  container(value)?.children.some(
    (child) => isArray(child) || isVariable(child) || child instanceof Pytree || isOfArrays(child),
  ) === true

const typeNote = (value: unknown): string => {
  const aval = isArray(value) ? avalOf(value) : null
  return aval === null ? '' : `${aval.dtype.name}[${aval.shape.join(', ')}]`
}

function variableRow(
  row: LookRow,
  type: VariableClass,
  value: unknown,
  metadata: Metadata,
  path: string,
  met: Places,
): LookRow {
  const inner = lookAt(value, '', 'data', path, met)
  return {
    ...row,
    half: 'data',
    type: qualname(type),
    note: [typeNote(value), noteOf(amountOf(value))].filter(Boolean).join(' · '),
    text: inner.text,
    rows: [
      ...inner.rows,
      ...shownMetadata(metadata).map(([name, given]) =>
        lookAt(given, name, 'static', joined(path, name), met),
      ),
    ],
  }
}

function modelRow(row: LookRow, model: Pytree, path: string, met: Places): LookRow {
  const type = qualname(model.constructor)
  const before = met.get(model)
  if (before !== undefined)
    return {...row, half: 'both', type, note: `the same as ${before === '' ? 'the whole' : before}`}
  met.set(model, path)
  const {target, nodes} = vars(model)
  const names = model instanceof Dict ? Object.keys(target) : shownNames(model)
  return {
    ...row,
    half: 'both',
    type,
    note: statsText(model),
    rows: names.map((name) =>
      lookAt(
        Reflect.get(model, name),
        name,
        nodes.get(name) === true ? 'data' : 'static',
        joined(path, name),
        met,
      ),
    ),
  }
}

const special = /[&<>"']/g
const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text as HTML shows it: nothing in it is markup. */
const escaped = (text: string): string => text.replace(special, (letter) => entities[letter] ?? letter)

/** So deep a tree stands open at first. */
const opened = 2

function html(row: LookRow, depth: number): string {
  const {name, type, note, half, text, rows} = row
  const [label, kind, told] = [
    name === '' ? '' : `<span class="name">${escaped(name)}</span>`,
    type === '' ? '' : `<b>${escaped(type)}</b>`,
    note === '' ? '' : `<small>${escaped(note)}</small>`,
  ]
  const head = [label, kind, told].filter(Boolean).join(' ')
  const isLine = rows.length === 0 && (text === '' || (type === '' && !text.includes('\n')))
  if (isLine)
    return `<div class="${half}">${head}${text === '' ? '' : ` <code>${escaped(text)}</code>`}</div>`
  const isOpen = half === 'both' ? depth < opened : depth === 0
  return `<details class="${half}"${isOpen ? ' open' : ''}><summary>${head}</summary>${text === '' ? '' : `<pre>${escaped(text)}</pre>`}${rows.map((one) => html(one, depth + 1)).join('')}</details>`
}

/** Colours are those of the page; a bar says which half a row belongs to: the state or the graphdef. */
const sheet = `.jitlens-look{font:13px/1.6 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.jitlens-look>*{margin:0 0 .5em}
.jitlens-look details>details,.jitlens-look details>div,.jitlens-look details>pre{margin:0 0 0 1.1em}
.jitlens-look details,.jitlens-look div,.jitlens-look p small{border-left:3px solid transparent;padding-left:.5em}
.jitlens-look .data{border-color:#009e73}
.jitlens-look .static{border-color:#cc79a7}
.jitlens-look summary{cursor:pointer}
.jitlens-look small{font-size:12px;opacity:.75}
.jitlens-look code,.jitlens-look pre{font:inherit;background:none;color:inherit;padding:0}
.jitlens-look pre{overflow-x:auto;white-space:pre;overflow-wrap:normal}
.jitlens-look .name::after{content:" ="}`

const legend = '<p><small class="data">state</small> <small class="static">graphdef</small></p>'

/** What is shown of values: a tree that opens in a notebook, text elsewhere. */
export class Display {
  readonly values: readonly unknown[]

  constructor(values: readonly unknown[]) {
    this.values = values
  }

  toString(): string {
    return this.values.map(reprText).join('\n')
  }

  /** The tree as HTML with its style sheet; text of the program is text there. */
  toHTML(): string {
    const trees = this.values.map((value) => html(lookAt(value, '', 'both', '', new Map()), 0))
    return `<style>${sheet}</style><div class="jitlens-look">${trees.join('')}${legend}</div>`
  }

  [consoleText](): string {
    return this.toString()
  }

  [notebook](): Readonly<Record<string, string>> {
    return {'text/plain': this.toString(), 'text/html': this.toHTML()}
  }
}

/**
 * Shows models, states, Variables and arrays: the last value of a cell is a tree to open in a notebook (Deno's kernel), and what flax
 * prints in a terminal. Attributes of the state and of the graphdef have a bar in the colour of their half.
 *
 * @example
 * display(model) // in a cell
 * console.log(String(display(model))) // what flax prints
 */
export const display = (...values: readonly unknown[]): Display => new Display(values)

for (const {prototype} of [Pytree, Variable, VariableState, State])
  Object.defineProperty(prototype, notebook, {
    value(this: unknown) {
      return display(this)[notebook]()
    },
    configurable: true,
    writable: true,
  })
