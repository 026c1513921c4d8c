import {
  duration,
  type Explanation,
  foretell,
  gloss,
  headlinePieces,
  type Foretold,
  say,
  sited,
  type Trace,
} from '../../lib/index.ts'
import {breaking, type Drawing, html} from '../frame/index.ts'
import {isOfJax, nameOf, type Part, partsOf} from '../charts/index.ts'
import {hues} from '../theme.ts'
import {advised, prose} from './prose.ts'
import {term} from './gloss.ts'
import {lengths, lengthSwatch} from './lengths.ts'
import {part} from './signs.ts'

/** What a trace calls itself, as in its pictures, and its file where that does not say it too. */
export function wholeName(trace: Trace, file: string): string {
  const own = nameOf(trace) ?? ''
  return file.includes(own) ? file : `${own} · ${file}`
}

/** The versions that matter to who reads a headline; all of them stand at the foot. */
const named = ['jax', 'flax']

/** How a page begins. */
interface HeadOptions {
  /** What stands above the sentence; the name of the trace where it is not given. */
  readonly title?: string
  /** Whether another headline stands above this one. */
  readonly under?: boolean
  /** What the fixes that are tried out would leave: the sentence and the bar say it. */
  readonly told?: Foretold
}

/** The title, the one sentence with numbers, and all seconds as one bar. */
export function head(
  trace: Trace,
  explanation: Explanation,
  {title, under = false, told = foretell(explanation, [])}: HeadOptions = {},
): Drawing {
  const name = title ?? nameOf(trace) ?? 'Why it compiled'
  const {producer, versions = {}} = trace.header
  const from = [
    producer,
    ...named.flatMap((word) => (word in versions ? [`${word} ${versions[word] ?? ''}`] : [])),
  ]
  return html(
    'header',
    {class: 'head'},
    html(
      'p',
      {class: 'title', dir: 'auto'},
      ...breaking(clip(name)),
      html('span', {class: 'quiet'}, ` · ${from.join(' · ')}`),
      term(gloss(isOfJax(trace) ? 'compiling' : 'compiling of torch'), say('what is compiling')),
    ),
    html(under ? 'h2' : 'h1', {class: 'headline'}, ...sentence(told)),
    told.pieces === undefined ? next(trace, explanation) : condition(told.pieces),
    whole(trace, explanation, told),
  )
}

const clip = (text: string, most = 120): string =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`

/** So many letters of a headline take two lines of a wide page. */
const most = 175

/** The sentence with numbers: what the bar below it says too is left out where it would be long, and on a narrow page. */
function sentence({figures, headline, pieces}: Foretold): Drawing[] {
  if (pieces !== undefined) return [prose(pieces[0], [])]
  const isLong = figures.seconds > 0 && headline.length > most
  const shown = headlinePieces(figures).filter(({is, text}) => text !== '' && !(isLong && is === 'tally'))
  return shown.map(({text, is}) => html('span', {class: is}, prose(text, [])))
}

/** Under which condition a prediction holds. */
const condition = ([, says]: readonly [string, string]): Drawing =>
  html('p', {class: 'next'}, prose(says, []))

/** What to do first, and where: of the cause that the headline names. */
function next(trace: Trace, {groups: [top]}: Explanation): Drawing | null {
  if (top === undefined || top.taxonomy === 'compulsory' || top.advice === '') return null
  const {site} = trace.at(top.dearest)
  return html(
    'p',
    {class: 'next'},
    ...advised(top.verdict, prose(top.advice, [])),
    site !== undefined && html('span', {class: 'quiet'}, ' ', ...breaking(sited(site))),
  )
}

/** All seconds of the run as one bar, and what its parts are: what fixes spare is hollow, and stands last. */
function whole(trace: Trace, explanation: Explanation, {figures, gone}: Foretold): Drawing | null {
  const {span, seconds} = explanation.figures
  if (seconds <= 0) return null
  const parts = partsOf(explanation, gone)
  return html(
    'div',
    {class: 'whole'},
    lengths(parts, span ?? seconds),
    html(
      'p',
      {class: 'aside'},
      ...parts.map(({kind, seconds: own}) =>
        part([lengthSwatch(kind)], term(gloss(kind), wordOf(kind)), ` ${duration(own)}`),
      ),
      span === null && trace.source !== null && html('span', {class: 'ran'}, prose(unended(figures), [])),
    ),
  )
}

const unended = ({compiles, seconds}: Foretold['figures']): string =>
  say(compiles > 0 ? 'run unknown' : 'run unknown, ready', {duration: duration(seconds)})

const wordOf = (kind: Part['kind']): string =>
  kind === 'other' || kind === 'gone' ? say(kind) : hues[kind].word
