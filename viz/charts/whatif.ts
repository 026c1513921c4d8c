import {type Explanation, type Fix, foretell, type Trace} from '../../lib/index.ts'
import {type Chart, type ChartOptions, type Drawing, frame, mark, widthFor} from '../frame/index.ts'

/** Between the two states, in px. */
const gap = 28

/**
 * A picture of a run as it was, and under it of the same run with some fixes: what they spare is drawn as ghosts, and its title
 * says what is predicted.
 *
 * @example
 * markup(whatIf(timeline, trace, explain(trace), fixes(trace), {standalone: true})) // an SVG file
 */
export function whatIf<Options extends ChartOptions>(
  {draw}: Chart<Options>,
  trace: Trace,
  explanation: Explanation,
  fixes: readonly Fix[],
  options: Options,
): Drawing {
  const {gone, headline} = foretell(explanation, fixes)
  const width = widthFor(options)
  const before = draw(trace, explanation, options)
  const after = draw(trace, explanation, {...options, gone, title: headline})
  const top = heightOf(before) + gap
  return frame(
    nameOf(before),
    `${explanation.headline} ${headline}`,
    width,
    top + heightOf(after),
    options,
    mark('g', {}, ...marksOf(before)),
    mark('line', {x1: 8, x2: width - 8, y1: top - gap / 2, y2: top - gap / 2, stroke: 'rule'}),
    mark('g', {transform: `translate(0 ${top})`}, ...marksOf(after)),
  )
}

const heightOf = ({attributes}: Drawing): number => Number(attributes.get('height'))
const nameOf = ({attributes}: Drawing): string => attributes.get('aria-label') ?? ''

/** What a file says once. */
const once: ReadonlySet<string> = new Set(['title', 'desc', 'style'])
const marksOf = ({children}: Drawing): readonly (Drawing | string)[] =>
  children.filter((child) => typeof child === 'string' || !once.has(child.name))
