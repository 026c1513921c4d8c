import {wrap} from '../../lib/index.ts'
import type {Command} from './command.ts'
import type {Flag, Options} from './flags.ts'

/** The column at which the right half begins, at most. */
const widest = 35

/** Two columns: what is written, and what it does. */
function rows(all: readonly (readonly [left: string, right: string])[], width: number): string[] {
  const column = Math.min(widest, Math.max(...all.map(([left]) => left.length)) + 4)
  const indent = ' '.repeat(column)
  return all.flatMap(([left, right]) => {
    const [first = '', ...rest] = wrap(`${indent}${right}`, indent, width)
    const head = `  ${left}`
    return head.length < column
      ? [`${head.padEnd(column)}${first.trimStart()}`, ...rest]
      : [head, first, ...rest]
  })
}

/** What the command line says of itself. */
export const overview = (commands: readonly Command[], width: number): string =>
  [
    'jitlens shows why JAX recompiles: jitlens COMMAND FILE…',
    '',
    ...rows(
      commands.map(({name, takes, what}) => [`${name.padEnd(8)} ${takes}`, what] as const),
      width,
    ),
    '',
    ...wrap(
      'jitlens FILE… is jitlens explain FILE…. A LOG is what JAX writes to stderr with JAX_LOG_COMPILES=1 and JAX_EXPLAIN_CACHE_MISSES=1, or torch with TORCH_LOGS=recompiles; a TRACE comes from the recorder, a simulation or jitlens trace. A file may be packed by gzip, a folder stands for the files in it, and - is standard input.',
      '',
      width,
    ),
    '',
    ...wrap('jitlens help COMMAND says more of one, with examples.', '', width),
    ...wrap('Exit codes: 0 well, 1 the check failed, 2 the input or the arguments are wrong.', '', width),
    '',
  ].join('\n')

/** What a command says of itself. */
export function usage({name, takes, what, examples}: Command, options: Options, width: number): string {
  return [
    `jitlens ${name} ${takes}`,
    '',
    ...wrap(`  ${what}`, '  ', width),
    '',
    ...rows(
      Object.entries(options).map(([one, flag]) => [written(one, flag), flag.what] as const),
      width,
    ),
    '',
    'Examples:',
    '',
    ...examples.flatMap(([words, does]) => [`  jitlens ${words}`, ...wrap(`      ${does}`, '      ', width)]),
    '',
  ].join('\n')
}

const written = (name: string, {short, takes}: Flag): string =>
  `${short === undefined ? '    ' : `-${short}, `}--${name}${takes === undefined ? '' : ` ${takes}`}`
