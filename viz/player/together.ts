import {compiled, headlineOfRuns} from '../../lib/index.ts'
import type {Run} from '../charts/index.ts'
import {type Drawing, html} from '../frame/index.ts'
import {prose} from './prose.ts'

/** One sentence with numbers: of one run its own, of several `3 runs: 14 compiles, 3.2 s: 4 were avoidable; most in \`b.log\`, 8 compiles.` */
export function headline(runs: readonly Pick<Run, 'name' | 'explanation'>[]): string {
  const [only] = runs
  return only !== undefined && runs.length === 1
    ? only.explanation.headline
    : headlineOfRuns(runs.map(({name, explanation}) => ({name, ...explanation.figures})))
}

/** The run that leads several, from 0, and why: it parts from the others. */
export interface Lead {
  readonly run: number
  readonly says: string
  /** The position of the call at which it does; none where it lacks a call of the others. */
  readonly call?: number
}

/** What stands around several runs. */
interface HeadsOptions {
  /** Told above all. */
  readonly title?: string
  /** Told beside the title. */
  readonly note?: string
  /** Told first, where one is odd. */
  readonly lead?: Lead
}

/** The title and the one sentence with numbers of all runs; first how one parts from the others. */
export const heads = (runs: readonly Run[], {title = 'jitlens', note, lead}: HeadsOptions = {}): Drawing =>
  html(
    'header',
    {class: 'head'},
    html('p', {class: 'title', dir: 'auto'}, title.slice(0, 120), note !== undefined && ` · ${note}`),
    html('h1', {class: 'headline'}, prose((lead?.says ?? headline(runs)).slice(0, 600), [])),
    lead !== undefined && html('p', {class: 'next'}, prose(headline(runs), [])),
  )

/**
 * The list of names of which a reader chooses one: radio buttons, so that Tab and the arrow keys work as everywhere. Their form
 * parts them from those of another list in the page; its method is the one that sends nothing anywhere.
 */
export const choices = (
  runs: readonly Run[],
  {chosen, fixed}: {readonly chosen: number; readonly fixed: boolean},
): Drawing =>
  html(
    'form',
    {method: 'dialog'},
    html(
      'fieldset',
      {class: 'runs'},
      html('legend', {}, 'One run at a time'),
      ...runs.map(({name, explanation}, at) =>
        html(
          'label',
          {class: 'run'},
          html('input', {type: 'radio', name: 'run', value: at, checked: at === chosen, disabled: fixed}),
          html('span', {class: 'name', dir: 'auto', title: name.slice(0, 400)}, name.slice(0, 400)),
          html('span', {class: 'quiet'}, compiled(explanation.figures)),
        ),
      ),
    ),
  )
