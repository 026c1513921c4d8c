import {runOf, wrongOf} from '../../site/index.ts'
import {type Child, type Drawing, html} from '../../../viz/index.ts'
import {
  compiledOf,
  type Edit,
  filledText,
  gapsOf,
  type Fill,
  hintsOf,
  type Judgement,
} from '../engine/index.ts'
import {chipsOf} from './chips.ts'
import {prose} from './prose.ts'
import {choices} from './question.ts'
import {answerAt, isTried, markAt, chosenAt, screenAt, type Showing} from './showing.ts'

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

/** The program with the lines that the learner chose. */
export const filledAt = (showing: Showing, screen: Fill): string => filledText(screen, chosenAt(showing))

/** The task, what the program did that the learner made, and as many hints as were asked for. */
export function taskOf(showing: Showing): Child[] {
  const screen = screenAt(showing)
  if (!isTried(screen)) return []
  const hints = screen.kind === 'edit' ? hintsOf(screen) : []
  const judgement = showing.picked === null ? (markAt(showing)?.judgement ?? null) : null
  const text = screen.kind === 'fill' ? filledAt(showing, screen) : textOf(showing)
  return [
    html('h2', {class: 'ask', tabindex: -1}, 'Your turn'),
    html('p', {}, ...prose(screen.task)),
    html('p', {}, ...prose(goal(screen))),
    screen.kind === 'fill' ? linesOf(screen, chosenAt(showing)) : null,
    waysOn(showing, text ?? '', hints.length),
    ...hints.slice(0, showing.hints).map((hint) => html('p', {class: 'hint'}, ...prose(hint))),
    judgement === null ? null : outcome(judgement, screen),
    judgement !== null && judgement.is !== 'raising' && text !== null ? chipsOf(runOf(text).calls) : null,
  ]
}

/** What can be done with the program: run it where it is whole, ask for a hint, begin again. */
const waysOn = (showing: Showing, text: string, hints: number): Drawing =>
  html(
    'div',
    {class: 'choices row'},
    gapsOf(text) === 0 && html('button', {type: 'button', class: 'strong', 'data-move': 'run'}, 'Run'),
    showing.hints < hints && html('button', {type: 'button', 'data-move': 'hint'}, 'A hint'),
    chosenAt(showing).length > 0 && html('button', {type: 'button', 'data-move': 'unpick'}, 'Take back'),
    html('button', {type: 'button', class: 'quiet', 'data-move': 'restore'}, 'Start over'),
  )

/** The lines that may fill the gaps; one that does is pressed. */
const linesOf = ({lines}: Fill, picked: readonly number[]): Drawing =>
  choices(
    'pick',
    'list',
    lines.map((text, at) => ({value: String(at), text: `\`${text}\``, isChosen: picked.includes(at)})),
  )

function goal(screen: Edit | Fill): string {
  const {like, most} = screen
  if (screen.kind === 'fill')
    return `It has to make ${like.calls.length} calls, compile ${times(most)} and print ${listed(like.printed)}.`
  const now = compiledOf(like.calls)
  const wanted = now === most ? `It shall still compile ${times(now)}` : `Make it compile ${times(most)}`
  const isSame = like.printed.join('\n') === screen.run.printed.join('\n')
  const output = isSame ? 'the same output' : `the output ${listed(like.printed)}`
  return `${now === most ? '' : `Now it compiles ${times(now)}. `}${wanted}, with as many calls and ${output}.`
}

const listed = (lines: readonly string[]): string => lines.map((line) => `\`${line}\``).join(', ')

const times = (count: number): string => ['never', 'once', 'twice'][count] ?? `${count} times`

function outcome(judgement: Judgement, {why}: Edit | Fill): Drawing {
  if (judgement.is === 'right') return html('div', {}, line('right', '✓ Right'), html('p', {}, ...prose(why)))
  return line('wrong', `✗ ${fault(judgement)}`)
}

function fault(judgement: Exclude<Judgement, {is: 'right'}>): string {
  if (judgement.is === 'raising') return wrongOf(judgement)
  if (judgement.is === 'calls')
    return `It makes ${judgement.calls} calls; the first program made ${judgement.wanted}.`
  if (judgement.is === 'result') return otherwise(judgement)
  if (judgement.is === 'sparing') return `It compiles ${times(judgement.compiles)}.`
  return [`It still compiles ${times(judgement.compiles)}.`, judgement.because ?? ''].join(' ')
}

/** The first line that is printed otherwise. */
function otherwise({printed, wanted}: Extract<Judgement, {is: 'result'}>): string {
  const [lines, others] = [printed.split('\n'), wanted.split('\n')]
  const at = others.findIndex((line, index) => line !== lines[index])
  const [is, other] = [lines[at < 0 ? others.length : at], others[at]]
  const said = is === undefined ? 'nothing' : `\`${is}\``
  return other === undefined
    ? `It also prints ${said}.`
    : `It prints ${said} where it has to print \`${other}\`.`
}

const line = (look: string, text: string): Drawing => html('p', {class: `verdict ${look}`}, ...prose(text))
