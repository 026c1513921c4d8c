import {
  defaultKeymap,
  history,
  historyKeymap,
  isolateHistory,
  indentLess,
  indentMore,
  redo,
  undo,
} from '@codemirror/commands'
import {python} from '@codemirror/lang-python'
import {HighlightStyle, indentUnit, syntaxHighlighting} from '@codemirror/language'
import {EditorState, type Extension, StateEffect, StateField} from '@codemirror/state'
import {Decoration, type DecorationSet, EditorView, keymap, WidgetType} from '@codemirror/view'
import {tags} from '@lezer/highlight'
import type {Lock} from '../../lib/index.ts'
import type {Remark} from '../site/index.ts'
import {look} from './look.ts'
import {keptOf} from './parts.ts'

/** What stands beside the lines of a program. */
export interface Marks {
  /** What became of lines, by their numbers from 1. */
  readonly remarks: ReadonlyMap<number, Remark>
  /** The line that is looked at; null for none. */
  readonly now: number | null
  /** The line that raised; null for none. */
  readonly raised: number | null
}

/** What an editor tells. */
interface Tells {
  /** The text is another. */
  readonly edited: (text: string) => void
  /** The reader went to a line, from 1, without an edit. */
  readonly went: (line: number) => void
}

/** A program that can be edited. */
export interface Editor {
  readonly text: () => string
  /** The line of the cursor, from 1. */
  readonly line: () => number
  /** Puts a text in the place of all; an edit like another, which can be taken back. */
  readonly put: (text: string) => void
  readonly mark: (marks: Marks) => void
  /** Scrolls the editor, and not the page, to a line. */
  readonly reveal: (line: number) => void
  readonly undo: () => void
  readonly redo: () => void
}

class Chip extends WidgetType {
  readonly remark: Remark
  constructor(remark: Remark) {
    super()
    this.remark = remark
  }
  override eq({remark}: Chip): boolean {
    return remark.text === this.remark.text && remark.kind === this.remark.kind
  }
  override toDOM(): HTMLElement {
    const chip = document.createElement('span')
    chip.className = `remark ${this.remark.kind}`
    chip.textContent = this.remark.text
    return chip
  }
}

const marked = StateEffect.define<Marks>()

const lineOf = (name: string): Decoration => Decoration.line({class: name})

function decorated(state: EditorState, {now, raised, remarks}: Marks): DecorationSet {
  const {doc} = state
  const known = (line: number | null): line is number => line !== null && line >= 1 && line <= doc.lines
  const ranges = [
    ...(known(now) ? [lineOf('now').range(doc.line(now).from)] : []),
    ...(known(raised) ? [lineOf('raised').range(doc.line(raised).from)] : []),
    ...[...remarks]
      .filter(([line]) => known(line))
      .map(([line, remark]) =>
        Decoration.widget({widget: new Chip(remark), side: 1}).range(doc.line(line).to),
      ),
  ]
  return Decoration.set(ranges, true)
}

/** What stands beside the lines, which moves with them until the program has run again. */
const marks = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(set, {changes, effects, state}) {
    const effect = effects.find((one) => one.is(marked))
    return effect === undefined ? set.map(changes) : decorated(state, effect.value)
  },
  provide: (field) => EditorView.decorations.from(field),
})

const colours = HighlightStyle.define([
  {tag: [tags.keyword, tags.bool, tags.null], class: 'py-word'},
  {tag: tags.string, class: 'py-text'},
  {tag: tags.number, class: 'py-number'},
  {tag: tags.comment, class: 'py-comment'},
  {tag: tags.meta, class: 'py-decorator'},
])

/** Tab goes on to the next control, so that nobody is caught; these indent. */
const indenting = [
  {key: 'Mod-]', run: indentMore},
  {key: 'Mod-[', run: indentLess},
]

/** Files that are dropped are the page's: the editor would put in what they hold. */
const isOfPage = ({dataTransfer}: DragEvent): boolean => dataTransfer?.types.includes('Files') ?? false

/** Lines at an edge of what is seen of the editor have at least so many pixels of others beyond them, where there is room. */
const margin = 30

/** Brings a place to the middle of what is seen of an editor; where it is seen already, nothing moves. */
const toMiddle = (place: number): StateEffect<unknown> => EditorView.scrollIntoView(place, {y: 'center'})

/** The part of an editor that is in the window; all of it where that has no room for a line. */
function seenOf({scrollDOM}: EditorView): {readonly top: number; readonly bottom: number} {
  const box = scrollDOM.getBoundingClientRect()
  const [top, bottom] = [Math.max(box.top, 0), Math.min(box.bottom, window.innerHeight)]
  return bottom - top < 3 * margin ? box : {top, bottom}
}

/** CodeMirror would scroll the page as well, away from the button that was pressed. */
const scrolling = EditorView.scrollHandler.of((view, {head}, {y}) => {
  const {node} = view.domAtPos(head)
  const line = (node instanceof Element ? node : node.parentElement)?.closest('.cm-line')
  if (y !== 'center' || !line) return false
  const at = line.getBoundingClientRect()
  const {top, bottom} = seenOf(view)
  const isSeen = at.top >= top + margin && at.bottom <= bottom - margin
  if (!isSeen) view.scrollDOM.scrollTop += (at.top + at.bottom - top - bottom) / 2
  return true
})

const extensions = ({edited, went}: Tells, locked: readonly Lock[]): Extension[] => [
  EditorState.changeFilter.of(
    ({startState, newDoc}) => keptOf(startState.doc.toString(), locked) === keptOf(newDoc.toString(), locked),
  ),
  history(),
  keymap.of([...indenting, ...defaultKeymap, ...historyKeymap]),
  indentUnit.of('    '),
  python(),
  syntaxHighlighting(colours),
  marks,
  look,
  EditorView.lineWrapping,
  scrolling,
  EditorView.contentAttributes.of({'aria-label': 'The program, in Python', tabindex: '0'}),
  EditorView.domEventHandlers({drop: isOfPage}),
  EditorView.updateListener.of(({docChanged, selectionSet, state}) => {
    if (docChanged) edited(state.doc.toString())
    else if (selectionSet) went(state.doc.lineAt(state.selection.main.head).number)
  }),
]

/** Where two texts begin to differ. */
function alikeTo(one: string, other: string): number {
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  return at
}

/**
 * An editor in an element. It stands in a shadow tree, whose style sheets a strict content security policy allows.
 *
 * @param parent gets the editor in the place of what it holds.
 * @param locked which parts of the program no edit changes.
 */
export function editorIn(
  parent: HTMLElement,
  text: string,
  tells: Tells,
  locked: readonly Lock[] = [],
): Editor {
  const root = parent.attachShadow({mode: 'open'})
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({doc: text, extensions: extensions(tells, locked)}),
  })
  return {
    text: () => view.state.doc.toString(),
    line: () => view.state.doc.lineAt(view.state.selection.main.head).number,
    put(next) {
      const now = view.state.doc.toString()
      const from = alikeTo(now, next)
      view.dispatch({
        changes: {from, to: now.length, insert: next.slice(from)},
        selection: {anchor: next.length},
        effects: toMiddle(next.length),
        annotations: isolateHistory.of('full'),
      })
    },
    mark: (given) => view.dispatch({effects: marked.of(given)}),
    reveal(line) {
      const {doc} = view.state
      if (line >= 1 && line <= doc.lines) view.dispatch({effects: toMiddle(doc.line(line).from)})
    },
    undo: () => void undo(view),
    redo: () => void redo(view),
  }
}
