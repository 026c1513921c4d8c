import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {jitlens} from '../cli/io.ts'
import {recordsOf, wrappings} from '../read/wrappings.ts'

const logs = join(__dirname, '../read/logs')

/** What several runs tell beside each other, and what a gate says of one. */
const commands: readonly (readonly string[])[] = [
  ['compare', 'p01_batch_size.log', 'p01_batch_size.explain_only.log'],
  ['compare', 'p01_batch_size.log', 'p02_dtype.log'],
  ['compare', 'p06_nnx_eval_toggle.log', 'p15_nnx_int_counter.log'],
  ['compare', 'p07_nnx_add_layer.explain_only.log', 'p09_nnx_model_rebuilt.log'],
  ['compare', 'p17_optimizer_recreated.log', 'p17_optimizer_recreated.explain_only.log'],
  ['compare', 'p18a_persistent_cold.log', 'p18b_persistent_warm.log'],
  ['compare', 'p22_host0.log', 'p22_host1.log', '--json'],
  ['compare', '0.4.30/p08_dict_keys.log', 'p08_dict_keys.log'],
  ['compare', '0.7.2/p12_nnx_split_static_graphdef.log', 'p12_nnx_split_static_graphdef.log'],
  ['compare', '0.6.2/p16_kwargs_defaults.log', '0.5.3/p16_kwargs_defaults.log'],
  ['hosts', 'p22_host0.log', 'p22_host1.log', 'p22_host2.log'],
  ['hosts', 'p22_host0.log', 'p22_host1.log', 'p22_host2.log', '--json'],
  ['hosts', 'p01_batch_size.log', 'p01_batch_size.explain_only.log', '0.8.2/p01_batch_size.log'],
  ['hosts', 'p03_weak_type.log', '0.4.13/p03_weak_type.log', '0.9.0/p03_weak_type.log'],
  ['hosts', 'p08_dict_keys.log', 'p16_kwargs_defaults.log', 'p04_static_arg.log', 'p05_lambda_loop.log'],
  [
    'hosts',
    'p14_committed_sharding.log',
    'p14b_committed_sharding_4dev.log',
    'p11_context_x64_precision.log',
  ],
  ['check', 'p05_lambda_loop.log'],
  ['check', 'p01_batch_size.log', '--after', '2'],
  ['check', 'p01_batch_size.log', '--budget', '2'],
  ['check', 'p01_batch_size.log', 'p03_weak_type.log', '--format', 'github'],
  ['check', 'p08_dict_keys.log', '--format', 'junit'],
  ['check', 'p19_nested_jit.log', '--format', 'sarif'],
  ['check', 'p18b_persistent_warm.log', '--json'],
  ['check', 'p06_nnx_eval_toggle.log', '--baseline', 'base.json', '--update-baseline'],
  ['check', 'x2_format_JAX_LOGGING_LEVEL_WARNING.log'],
]

const files = (command: readonly string[]): Record<string, Uint8Array> =>
  Object.fromEntries(
    command.filter((word) => /^0\..*\.log$/.test(word)).map((word) => [word, readFileSync(join(logs, word))]),
  )

/** What the commands write, with their exit codes. */
export async function commandsPage(): Promise<string> {
  const parts: string[] = []
  for (const command of commands) {
    const {code, out, err, saved} = await jitlens(command, files(command))
    parts.push(`== jitlens ${command.join(' ')}: exit ${code}`, out, err)
    for (const [name, text] of saved) parts.push(`${name}:`, text)
  }
  return `${parts.join('\n').replace(/\n{3,}/g, '\n\n')}\n`
}

interface Json {
  readonly misses: readonly {
    readonly function: string
    readonly outcome: string
    readonly line?: number
    readonly process?: string
    readonly site?: string
  }[]
  readonly lines: number
  readonly unread: unknown
}

const isJson = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && 'misses' in value && 'unread' in value

/** Where each miss of one log stands under each wrapping, and which lines are none of JAX's. */
export async function wrappingsPage(): Promise<string> {
  const records = recordsOf(readFileSync(join(logs, 'wrapped.log'), 'utf8'))
  const parts: string[] = []
  for (const {name, wrap} of wrappings) {
    const {out} = await jitlens(['explain', 'x', '--json'], {x: wrap(records)})
    const told: unknown = JSON.parse(out)
    if (!isJson(told)) throw new Error(out)
    parts.push(
      `== ${name}: ${told.lines} lines`,
      ...told.misses.map(
        ({function: fn, outcome, line, process, site}) =>
          `${fn} ${outcome}, line ${line}, ${site}${process === undefined ? '' : `, process ${process}`}`,
      ),
      JSON.stringify(told.unread),
      '',
    )
  }
  return parts.join('\n')
}
