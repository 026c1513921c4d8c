import {explain, type Named, runNames} from '../../lib/index.ts'
import type {Run} from '../charts/index.ts'
import {node} from '../frame/index.ts'
import {decodeState, encodeState, start, type State, type View} from '../view.ts'
import {nearest} from './light.ts'
import {player, type Player, type PlayerOptions} from './player.ts'
import {side} from './side.ts'
import {choices, heads} from './together.ts'

export interface RunsOptions extends Pick<PlayerOptions, 'document' | 'keys' | 'title'> {
  /** The hash of a link: which run, and what of it. */
  readonly hash?: string
  /** What a link may change: the colours, the locks. */
  readonly fresh?: Partial<State>
  /** Stands beside the title of several runs. */
  readonly note?: string
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
  /** Shows what the hash of a link says. */
  open(hash: string): void
  dispose(): void
}

/**
 * One trace in a player; or several: their headline, where they part, a list of their names, and the chosen one in a player.
 *
 * @param given one trace or more; their names are shown where they are several.
 * @throws {RangeError} where no trace is given.
 */
export function runs(given: readonly Named[], options: RunsOptions): Runs {
  const {document, hash = ''} = options
  const called = runNames(given.map(({name}) => name))
  const all = given.map(({trace}, at): Run => ({name: called[at] ?? '', trace, explanation: explain(trace)}))
  const several = all.length > 1
  const left = new Map<number, State>()
  const root = document.createElement('div')
  const place = document.createElement('div')

  function runAt(at: number): Run {
    const found = all[at]
    if (found === undefined) throw new RangeError('no trace was given to show; give one or more')
    return found
  }

  function freshOf(at: number): State {
    const {trace, explanation} = runAt(at)
    return {...start(trace, explanation), ...options.fresh}
  }

  /** The run that a link names; the first where it names none. */
  function runOf(link: string): number {
    const word = new URLSearchParams(link.replace(/^#/, '')).get('run') ?? ''
    return /^[1-9]\d{0,5}$/.test(word) && Number(word) <= all.length ? Number(word) - 1 : 0
  }

  const linkOf = (state: State): string => `${several ? `run=${run + 1}&` : ''}${encodeState(state)}`

  function made(at: number, state: State): Player {
    const {name, trace, explanation} = runAt(at)
    const title = several ? name : options.title
    return player(trace, explanation, {
      document,
      state,
      link: linkOf,
      under: several,
      ...(options.keys !== undefined && {keys: options.keys}),
      ...(title !== undefined && {title}),
      onState(next, view) {
        dress(next)
        options.onState?.(next, view)
      },
    })
  }

  function dress({scheme}: State): void {
    root.className = scheme === 'auto' ? 'jl jitlens' : `jl jitlens jl-${scheme}`
  }

  function put(at: number, state: State): void {
    if (at === run) return
    left.set(run, shown.state)
    shown.dispose()
    run = at
    shown = made(at, state)
    place.replaceChildren(shown.element)
    for (const button of root.querySelectorAll<HTMLInputElement>('.runs input'))
      button.checked = Number(button.value) === at
  }

  /** Shows another run, at a call where one is given, else where its reader left it. */
  function turn(to: number, position?: number): void {
    const {scheme, open, by, locked} = shown.state
    put(to, {...(left.get(to) ?? freshOf(to)), scheme, open, by, locked})
    shown.show(position === undefined || locked.includes('position') ? {} : {position})
  }

  let run = runOf(hash)
  let shown = made(run, decodeState(hash, freshOf(run), runAt(run).trace))
  const {locked} = shown.state
  const beside = several
    ? side(all, {
        document,
        locked,
        choose: ({run: to = run, index}) => locked.includes('select') || turn(to, index),
      })
    : null
  if (beside !== null) {
    root.append(
      node(document, heads(all, options)),
      beside.element,
      node(document, choices(all, {chosen: run, fixed: locked.includes('select')})),
      place,
    )
    place.append(shown.element)
    dress(shown.state)
    root.addEventListener('change', ({target}) => {
      const chosen = nearest(target, '.runs input')
      if (chosen !== null) turn(Number(chosen.getAttribute('value')))
    })
  }

  return {
    element: several ? root : shown.element,
    get run() {
      return run
    },
    get state() {
      return shown.state
    },
    get link() {
      return linkOf(shown.state)
    },
    show: (part) => shown.show(part),
    open(link) {
      const to = runOf(link)
      const read = decodeState(link, {...freshOf(to), locked}, runAt(to).trace)
      put(to, read)
      shown.show(read)
    },
    dispose() {
      shown.dispose()
      beside?.dispose()
    },
  }
}
