import {listing, missOf, remarkOf, saidOf} from '../../site/index.ts'
import {type Child, type Drawing, html, thumbnail} from '../../../viz/index.ts'
import {type Choice, counterOf, type Mark, type Prediction} from '../engine/index.ts'
import {chipsOf} from './chips.ts'
import {prose} from './prose.ts'
import {quoted} from './quoted.ts'
import {markAt, screenAt, type Showing} from './showing.ts'

/** What an answer was worth, what the run says, why, and a run that contradicts what was believed. */
export function revealOf(showing: Showing): Child[] {
  const screen = screenAt(showing)
  const mark = markAt(showing)
  if (mark === null || screen === null) return []
  if (screen.kind === 'choice') return chosenOf(mark, screen)
  if (screen.kind !== 'again') return []
  return [
    graded(mark, screen),
    saidOf(screen.run, screen.call),
    html('p', {}, ...prose(screen.why)),
    contradiction(mark, screen),
    jaxSays(screen),
  ]
}

function chosenOf({right}: Mark, {calls, quote, said, torch, why}: Choice): Child[] {
  return [
    verdict(right, right ? 'Right' : 'Not so'),
    quote !== undefined && quoted(quote),
    html('p', {class: 'said'}, ...prose(said)),
    calls.length > 1 && chipsOf(calls),
    html('p', {}, ...prose(why)),
    torch !== undefined &&
      html(
        'aside',
        {class: 'beside', 'aria-label': 'torch.compile'},
        html('h3', {}, 'And torch.compile?'),
        html('p', {}, ...prose(torch)),
      ),
  ]
}

const verdict = (isRight: boolean, text: string): Drawing =>
  html('p', {class: `verdict ${isRight ? 'right' : 'wrong'}`}, `${isRight ? '✓' : '✗'} ${text}`)

function graded({belief, points, right, sure}: Mark, {call}: Prediction): Drawing {
  if (right) return verdict(true, 'Right')
  if (points > 0) return verdict(false, 'It compiled, but another part is why')
  const so = call.compiled ? 'It did compile' : 'It did not compile'
  return verdict(false, `${so}${sure === true && belief !== null ? '. You were sure: look twice' : ''}`)
}

/** The run that shows a belief to be wrong. Of a part of the key the picture above shows that it fits. */
function contradiction({belief}: Mark, screen: Prediction): Child {
  if (belief === null) return null
  const words = screen.parts.find(({path}) => path === belief)?.words ?? ''
  const counter = counterOf(screen, belief)
  if (counter === null)
    return words === '' || belief.startsWith('<')
      ? null
      : html('p', {}, ...prose(`Your guess, ${words}, fits: its pin ends at the line.`))
  const {code, run, call} = counter
  return html(
    'div',
    {class: 'counter'},
    html('p', {}, ...prose(introduction(belief, words))),
    listing(code, {remarks: new Map([[code.split('\n').length, remarkOf(call)]])}),
    thumbnail(run.trace, run.explanation, call.position, {width: 200}),
  )
}

function introduction(belief: string, words: string): string {
  if (belief === 'miss') return 'This would compile:'
  if (belief === 'hit') return 'This compiles nothing:'
  return `Change ${words} alone, and nothing compiles:`
}

/** What JAX itself logs of the call, which says less, and now and then another thing. */
function jaxSays({call, run}: Prediction): Child {
  const miss = missOf(run, call)
  const said = miss?.blamed ?? null
  if (miss === null || said === null || miss.causes.length === 0) return null
  return html(
    'details',
    {class: 'jax'},
    html('summary', {}, 'What JAX itself says'),
    html('p', {}, ...prose('With `JAX_EXPLAIN_CACHE_MISSES=1`, its log says:')),
    quoted(said),
  )
}
