import {explain, longestRun, type Named, runNames, type Trace} from '../../lib/index.ts'
import type {Run} from '../charts/index.ts'
import {around, node} from '../frame/index.ts'
import {decodeState, encodeState} from '../link.ts'
import {start, type State, type View} from '../view.ts'
import {player, type Player, type PlayerOptions} from './player.ts'
import {side, type Side} from './side.ts'
import {choices, heads, type Lead} from './together.ts'

interface RunsOptions extends Pick<PlayerOptions, 'document' | 'keys' | 'linked' | 'pictures' | 'title'> {
  /** The hash of a link: which run, and what of it. */
  readonly hash?: string
  /** What a link begins with, where a page holds more than this. */
  readonly prefix?: string
  /** What a link may change: the colours, the locks. */
  readonly fresh?: Partial<State>
  /** Stands beside the title of several runs. */
  readonly note?: string
  /** The run of several that is shown first, and why; that which compiled longest where it is not given. */
  readonly lead?: Lead
  /** Told after every change of what is shown. */
  readonly onState?: (state: State, view: View) => void
}

export interface Runs {
  readonly element: HTMLElement
  /** The run that is shown, from 0. */
  readonly run: number
  readonly state: State
  /** The hash of a link to what is shown, without `#`. */
  readonly link: string
  show(part: Partial<State>): void
  /** Shows more of a run that goes on, where it is the only one: its reader keeps his place, once he has chosen one. */
  grow(trace: Trace, hasPlace: boolean): void
  /** Shows what the hash of a link says. */
  open(hash: string): void
  dispose(): void
}

/** Runs, and their place on a page. */
interface Home {
  runs: readonly Run[]
  readonly options: RunsOptions
  readonly root: HTMLElement
  readonly place: HTMLElement
  /** Where the reader left each run. */
  readonly left: Map<number, State>
}

/** Runs on a page, of which one is shown. */
interface Shelf extends Home {
  /** The run that is shown, from 0, and its player. */
  at: number
  shown: Player
}

/**
 * One trace in a player; or several: their headline, where they part, a list of their names, and the chosen one in a player.
 *
 * @param given one trace or more; their names are shown where they are several.
 * @throws {RangeError} where no trace is given.
 */
export function runs(given: readonly Named[], options: RunsOptions): Runs {
  const shelf = shelfOf(given, options)
  const beside = shelf.runs.length > 1 ? assemble(shelf) : null
  const {locked} = shelf.shown.state
  return {
    element: beside === null ? shelf.shown.element : shelf.root,
    get run() {
      return shelf.at
    },
    get state() {
      return shelf.shown.state
    },
    get link() {
      return linkOf(shelf, shelf.at, shelf.shown.state)
    },
    show: (part) => shelf.shown.show(part),
    grow(trace, hasPlace) {
      const explanation = explain(trace)
      const {position} = start(trace, explanation)
      shelf.runs = shelf.runs.map(({name}) => ({name, trace, explanation}))
      shelf.shown.renew(trace, explanation, hasPlace ? {} : {position})
    },
    open(link) {
      const to = runOf(link, shelf)
      const state = decodeState(link, {...freshOf(shelf, to), locked}, runAt(shelf.runs, to).trace)
      put(shelf, to, state)
      shelf.shown.show(state)
    },
    dispose() {
      shelf.shown.dispose()
      beside?.dispose()
    },
  }
}

function shelfOf(given: readonly Named[], options: RunsOptions): Shelf {
  const {document, hash = ''} = options
  const called = runNames(given.map(({name}) => name))
  const all = given.map(({name, trace}, at): Run => ({
    name: called[at] ?? name,
    trace,
    explanation: explain(trace),
  }))
  const home: Home = {
    runs: all,
    options,
    root: document.createElement('article'),
    place: document.createElement('div'),
    left: new Map<number, State>(),
  }
  const at = runOf(hash, home)
  const state = decodeState(hash, freshOf(home, at), runAt(all, at).trace)
  return {...home, at, shown: playerOf(home, at, state)}
}

function runAt(all: readonly Run[], at: number): Run {
  const found = all[at]
  if (found === undefined) throw new RangeError('no trace was given to show; give one or more')
  return found
}

/** Where a reader of a run starts: at the call that their headline tells of, or at the first cause. */
function freshOf({runs: all, options}: Home, at: number): State {
  const {trace, explanation} = runAt(all, at)
  const {call, run} = options.lead ?? {}
  return {
    ...start(trace, explanation),
    ...(call !== undefined && run === at && {position: call}),
    ...options.fresh,
  }
}

/** The sign before the hash of a link, and a run's number in it, from 1. */
const leading = /^#/
const runNumber = /^[1-9]\d{0,5}$/

/** The run that a link names; where it names none, that which their headline tells of. */
function runOf(link: string, {options: {lead}, runs: all}: Home): number {
  const word = new URLSearchParams(link.replace(leading, '')).get('run') ?? ''
  return runNumber.test(word) && Number(word) <= all.length
    ? Number(word) - 1
    : (lead?.run ?? longestRun(all.map(({explanation}) => explanation.figures)))
}

const linkOf = ({runs: all, options: {prefix = ''}}: Home, at: number, state: State): string =>
  `${prefix}${all.length > 1 ? `run=${at + 1}&` : ''}${encodeState(state)}`

function playerOf(home: Home, at: number, state: State): Player {
  const {document, keys, linked, onState, pictures, title} = home.options
  const {name, trace, explanation} = runAt(home.runs, at)
  const under = home.runs.length > 1
  const heading = under ? name : title
  return player(trace, explanation, {
    document,
    pictures,
    state,
    link: (next) => linkOf(home, at, next),
    under,
    ...(keys !== undefined && {keys}),
    ...(linked !== undefined && {linked}),
    ...(heading !== undefined && {title: heading}),
    onState(next, view) {
      dress(home, next)
      onState?.(next, view)
    },
  })
}

function dress({root}: Home, {scheme}: State): void {
  root.className = scheme === 'auto' ? 'jl jitlens' : `jl jitlens jl-${scheme}`
}

/** Puts the parts of several runs on the page, and listens to their list. */
function assemble(shelf: Shelf): Side {
  const {options, place, root, runs: all, shown} = shelf
  const {document, pictures} = options
  const {locked} = shown.state
  const fixed = locked.includes('select')
  const comparison = side(all, {
    document,
    pictures,
    locked,
    choose: ({run = shelf.at, index}) => fixed || turn(shelf, run, index),
  })
  root.append(
    node(document, heads(all, options)),
    comparison.element,
    node(document, choices(all, {chosen: shelf.at, fixed})),
    place,
  )
  place.append(shown.element)
  dress(shelf, shown.state)
  root.addEventListener('change', ({target}) => {
    const chosen = around(target, '.runs input')
    if (chosen !== null) turn(shelf, Number(chosen.getAttribute('value')))
  })
  return comparison
}

/** Shows another run, at a call where one is given, else where its reader left it. */
function turn(shelf: Shelf, to: number, position?: number): void {
  const {scheme, open, by, locked} = shelf.shown.state
  put(shelf, to, {...(shelf.left.get(to) ?? freshOf(shelf, to)), scheme, open, by, locked})
  shelf.shown.show(position === undefined || locked.includes('position') ? {} : {position})
}

function put(shelf: Shelf, at: number, state: State): void {
  if (at === shelf.at) return
  shelf.left.set(shelf.at, shelf.shown.state)
  shelf.shown.dispose()
  shelf.at = at
  shelf.shown = playerOf(shelf, at, state)
  shelf.place.replaceChildren(shelf.shown.element)
  for (const button of shelf.root.querySelectorAll<HTMLInputElement>('.runs input'))
    button.checked = Number(button.value) === at
}
