import {explain, fixes, type Fix, type Named, shortly, type Trace} from '../../../lib/index.ts'
import {
  cache,
  compare,
  type CompareOptions,
  costs,
  isOfSeveral,
  lineage,
  lock,
  misses,
  timeline,
  waterfall,
  whatIf,
} from '../../charts/index.ts'
import {type Chart, type ChartOptions, type Drawing, markup} from '../../frame/index.ts'
import {type Scheme, stylesheet} from '../../theme.ts'
import type {Command} from '../command.ts'
import type {Flags} from '../flags.ts'
import {opened} from '../input.ts'
import {isMarkup, outputOf, outputOption, put} from '../output.ts'
import {policyOption, several} from '../policy.ts'
import {Wrong} from '../wrong.ts'

const charts = {timeline, lock, lineage, costs, waterfall, cache, compare, misses} satisfies Record<
  string,
  Chart<CompareOptions>
>
type ChartName = keyof typeof charts

const names: readonly ChartName[] = [
  'timeline',
  'lock',
  'lineage',
  'costs',
  'waterfall',
  'cache',
  'compare',
  'misses',
]
const schemes: readonly Scheme[] = ['light', 'dark', 'auto']

export const draw: Command = {
  name: 'draw',
  takes: 'LOG|TRACE|SCENARIO…',
  what: 'one picture that stands alone, as an SVG file',
  options: {
    chart: {
      takes: 'NAME',
      choices: names,
      what: `${names.join(', ')} (a table, in HTML); timeline where not given`,
    },
    fix: {takes: 'all|1,3', what: 'under it, what these fixes of its causes would leave'},
    at: {takes: 'CALL', what: 'the call that is shown; the dearest where not given'},
    width: {takes: 'PX', what: '320 to 2560; 960 where not given'},
    scheme: {takes: 'light|dark', choices: schemes, what: 'as the reader has it where not given'},
    ...policyOption(several),
    ...outputOption('CHART.svg'),
  },
  examples: [
    ['draw run.log -o run.svg', 'the timeline: what compiled when, and what of it could be spared'],
    [
      'draw run.log --chart costs --fix all -o costs.svg',
      'where the seconds went, and what the fixes would leave',
    ],
    [
      'draw run.log --chart lock --at 12 --scheme dark',
      'the key of the twelfth call, beside the one it is nearest to',
    ],
  ],
  inputs: [1, Infinity],
  async run(flags, io) {
    const name = flags.choice('chart', names) ?? 'timeline'
    const options = optionsOf(flags)
    const fallback = `${name}.${name === 'misses' ? 'html' : 'svg'}`
    if (unwritten.test(flags.value('output') ?? ''))
      throw new Wrong(
        `-o ${flags.value('output') ?? ''}: this writes SVG files; a PNG comes from the PNG button of a report, or from any converter of an SVG`,
      )
    if (name === 'misses' && drawing.test(flags.value('output') ?? ''))
      throw new Wrong(
        `-o ${flags.value('output') ?? ''}: the table of misses is written as HTML; name a file that ends in .html`,
      )
    const output = await outputOf(flags, {fallback, what: 'picture', isSuch: isMarkup}, io)
    const runs = shortly(await opened(flags, io))
    await put(output, fileOf(drawn(charts[name], name, runs, flags.value('fix'), options)), io)
    return 0
  },
}

function drawn(
  chart: Chart<CompareOptions>,
  name: string,
  [first, ...others]: readonly Named[],
  fix: string | undefined,
  options: ChartOptions,
): Drawing {
  if (first === undefined) throw new Wrong('draw: these files hold no run')
  if (others.length > 0 && name !== 'compare')
    throw new Wrong(
      `draw: ${name} shows one run, but got ${others.length + 1}; --chart compare shows several`,
    )
  const {trace} = first
  if (name === 'compare' && others.length === 0 && !isOfSeveral(trace))
    throw new Wrong(
      'draw: --chart compare needs two runs or more, or one of several processes, but got one run of one process; name another file beside it',
    )
  const explanation = explain(trace)
  if (fix !== undefined) return whatIf(chart, trace, explanation, chosen(fix, name, trace), options)
  const beside = others.map((other) => ({...other, explanation: explain(other.trace)}))
  return chart.draw(trace, explanation, {
    ...options,
    ...(beside.length > 0 && {name: first.name, others: beside}),
  })
}

/** Files that this does not write. */
const unwritten = /\.(?:png|jpe?g|pdf|webp)$/i
const drawing = /\.svg$/i

const list = /^\d{1,4}(?:,\d{1,4})*$/
const unfixed: ReadonlySet<string> = new Set(['misses', 'compare', 'cache'])

/** The fixes that are asked for, by the numbers that causes have in a report. */
function chosen(asked: string, name: string, trace: Trace): readonly Fix[] {
  const known = fixes(trace)
  if (unfixed.has(name)) throw new Wrong(`draw: --fix shows nothing in ${name}; try --chart timeline`)
  if (asked !== 'all' && !list.test(asked))
    throw new Wrong(`draw: --fix needs all, or numbers of causes as 1,3, but got ${asked}`)
  const numbers = known.map(({group}) => group + 1)
  const has = numbers.length === 0 ? 'no cause has a fix that is known' : `there are ${numbers.join(', ')}`
  if (numbers.length === 0) throw new Wrong(`draw: --fix ${asked}: ${has}`)
  if (asked === 'all') return known
  const wanted = asked.split(',').map(Number)
  const absent = wanted.find((number) => !numbers.includes(number))
  if (absent !== undefined) throw new Wrong(`draw: --fix ${absent}: no such fix; ${has}`)
  return known.filter(({group}) => wanted.includes(group + 1))
}

function optionsOf(flags: Flags): ChartOptions {
  const [at, width, scheme] = [
    flags.count('at'),
    flags.count('width') ?? 960,
    flags.choice('scheme', schemes),
  ]
  if (width < 320 || width > 2560)
    throw new Wrong(`draw: --width needs a number from 320 to 2560, but got ${width}`)
  if (at === 0) throw new Wrong('draw: --at counts calls from 1, but got 0')
  return {
    standalone: true,
    width,
    ...(at !== undefined && {position: at - 1}),
    ...(scheme !== undefined && {scheme}),
  }
}

/** A picture as a file; a table in a page. */
const fileOf = (drawing: Drawing): string =>
  drawing.name === 'svg'
    ? `${markup(drawing)}\n`
    : `<!doctype html>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>jitlens</title>\n<style>\n${stylesheet}\n</style>\n<body class="jl">\n${markup(drawing)}\n`
