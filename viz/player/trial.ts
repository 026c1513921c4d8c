import {
  counted,
  duration,
  type Explanation,
  type Fix,
  fixes,
  foretell,
  type Group,
  say,
  some,
  type Trace,
  type Unfixed,
} from '../../lib/index.ts'
import {type Drawing, html} from '../frame/index.ts'
import type {State} from '../view.ts'
import {areAllTried} from './tried.ts'

/** What tries a fix out, and what it would save; empty where none is known. */
export function switchOf(
  {groups}: Explanation,
  fix: Fix | Unfixed | undefined,
  at: number,
  isOn: boolean,
): Drawing {
  if (fix === undefined || !('misses' in fix)) return html('div', {class: 'if'})
  const spared = new Set(fix.misses)
  return html(
    'div',
    {class: 'if'},
    knob(String(fix.group), say('what if', {fix: bare(fix.says)}), isOn),
    html('span', {class: 'saves'}, saves(fix)),
    ofPart(groups[at], spared),
    withOthers(groups, spared, at),
  )
}

/** Why nothing is predicted of a cause that could be spared. */
export const unpredicted = (fix: Fix | Unfixed | undefined): Drawing | null =>
  fix === undefined || 'misses' in fix ? null : html('p', {class: 'aside untried'}, fix.says)

/** Of how much a fix saves something, where all that it spares is a part of its cause. */
function ofPart(group: Group | undefined, spared: ReadonlySet<number>): Drawing | null {
  if (group === undefined || group.seconds === 0) return null
  const own = group.misses.filter((index) => spared.has(index)).length
  if (own === 0 || own < spared.size || own === group.misses.length) return null
  return html('span', {class: 'saves'}, say('of all', {duration: duration(group.seconds)}))
}

/** Of which other causes a fix spares something too, by their numbers. */
function withOthers(groups: readonly Group[], spared: ReadonlySet<number>, own: number): Drawing | null {
  const others = groups.flatMap((group, at) =>
    at !== own && group.misses.some((index) => spared.has(index)) ? [String(at + 1)] : [],
  )
  const [only] = others
  if (only === undefined) return null
  const said =
    others.length === 1 ? say('with cause', {cause: only}) : say('with causes', {causes: some(others, 4)})
  return html('span', {class: 'saves'}, said)
}

const knob = (fix: string, name: string, isOn: boolean): Drawing =>
  html(
    'button',
    {
      type: 'button',
      class: 'switch',
      role: 'switch',
      'aria-checked': String(isOn),
      'data-fix': fix,
      'aria-label': name,
      title: name,
    },
    html('span', {class: 'knob'}),
  )

/** What tries all fixes out at once, where there are several. */
export function allSwitch(trace: Trace, explanation: Explanation, state: State): Drawing | null {
  const all = fixes(trace)
  if (all.length < 2) return null
  const {figures} = foretell(explanation, all)
  const less = explanation.figures.seconds - figures.seconds
  const compiles = explanation.figures.compiles - figures.compiles
  const rest = figures.avoidable.seconds + figures.reducible.seconds
  const asked = say(all.length === 2 ? 'what if both' : 'what if all', {fixes: all.length})
  return html(
    'div',
    {class: 'if every'},
    knob('all', asked, areAllTried(trace, state)),
    html('span', {class: 'saves'}, saved(less, compiles)),
    html('span', {class: 'quiet'}, asked, rest > 0 && ` ${say('fixes leave', {duration: duration(rest)})}`),
  )
}

/** A name in a label is no code. */
const bare = (text: string): string => text.replaceAll('`', '')

const saves = ({seconds, misses}: Fix): string => saved(seconds, misses.length)

const saved = (seconds: number, compiles: number): string =>
  seconds > 0 ? `−${duration(seconds)}` : `−${counted(compiles, 'compile')}`
