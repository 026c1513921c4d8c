import {runOf} from '../../site/index.ts'
import {type Child, type Drawing, html} from '../../../viz/index.ts'
import {compiledOf, type Edit, hintsOf, type Judgement} from '../engine/index.ts'
import {chipsOf} from './chips.ts'
import {prose} from './prose.ts'
import {answerAt, markAt, screenAt, type Showing} from './showing.ts'

/** The field for the program that the learner changes; `textOf` is what stands in it. */
export function editorOf(showing: Showing): Drawing | null {
  const screen = screenAt(showing)
  if (screen?.kind !== 'edit') return null
  return html('textarea', {
    ...{class: 'editor', 'aria-label': 'The program', spellcheck: 'false', autocapitalize: 'off'},
    ...{autocomplete: 'off', wrap: 'soft', rows: Math.min(26, screen.text.split('\n').length + 1)},
  })
}

/** The changed program as the learner left it. */
export function textOf(showing: Showing): string | null {
  const screen = screenAt(showing)
  const answer = answerAt(showing)
  if (screen?.kind !== 'edit') return null
  return answer?.kind === 'edit' ? answer.text : screen.text
}

/** The task, what the changed program did, and as many hints as were asked for. */
export function taskOf(showing: Showing): Child[] {
  const screen = screenAt(showing)
  if (screen?.kind !== 'edit') return []
  const hints = hintsOf(screen)
  const judgement = markAt(showing)?.judgement ?? null
  const answer = answerAt(showing)
  return [
    html('h2', {class: 'ask', tabindex: -1}, 'Your turn'),
    html('p', {}, ...prose(screen.step.task)),
    html('p', {}, ...prose(goal(screen))),
    html(
      'div',
      {class: 'choices row'},
      html('button', {type: 'button', class: 'strong', 'data-move': 'run'}, 'Run'),
      showing.hints < hints.length && html('button', {type: 'button', 'data-move': 'hint'}, 'A hint'),
      html('button', {type: 'button', class: 'quiet', 'data-move': 'restore'}, 'Start over'),
    ),
    ...hints.slice(0, showing.hints).map((hint) => html('p', {class: 'hint'}, ...prose(hint))),
    judgement === null ? null : outcome(judgement, screen),
    judgement !== null && judgement.is !== 'raising' && answer?.kind === 'edit'
      ? chipsOf(runOf(answer.text).calls)
      : null,
  ]
}

function goal({calls, step}: Edit): string {
  const now = compiledOf(calls)
  const wanted =
    now === step.most ? `It shall still compile ${times(now)}` : `Make it compile ${times(step.most)}`
  const output = step.prints === undefined ? 'the same output' : `the output \`${step.prints}\``
  return `${now === step.most ? '' : `Now it compiles ${times(now)}. `}${wanted}, with as many calls and ${output}.`
}

const times = (count: number): string => ['never', 'once', 'twice'][count] ?? `${count} times`

function outcome(judgement: Judgement, {why}: Edit): Drawing {
  if (judgement.is === 'right') return html('div', {}, line('right', '✓ Right'), html('p', {}, ...prose(why)))
  return line('wrong', `✗ ${fault(judgement)}`)
}

function fault(judgement: Exclude<Judgement, {is: 'right'}>): string {
  if (judgement.is === 'raising')
    return `${judgement.line === null ? '' : `Line ${judgement.line}: `}${judgement.type}: ${judgement.message}`
  if (judgement.is === 'calls')
    return `It makes ${judgement.calls} calls; the first program made ${judgement.wanted}.`
  if (judgement.is === 'result') return `It prints another thing: ${judgement.printed}`
  if (judgement.is === 'sparing') return `It compiles ${times(judgement.compiles)}.`
  return [`It still compiles ${times(judgement.compiles)}.`, judgement.because ?? ''].join(' ')
}

const line = (look: string, text: string): Drawing => html('p', {class: `verdict ${look}`}, text)
