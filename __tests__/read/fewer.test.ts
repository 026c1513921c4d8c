import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {files, root} from '../structure/project.ts'
import {contradiction, type Kind, retold, sameIn, told} from './fewer.ts'

const logs = [...files('examples/logs'), ...files('__tests__/read/logs')].filter((path) =>
  path.endsWith('.log'),
)

/** Lines that a filter leaves: of one logger or level, or what somebody looked for. */
const filters: readonly (readonly [string, (kind: Kind) => boolean])[] = [
  ['without explanations', (kind) => kind !== 'explanation'],
  ['explanations alone', (kind) => kind === 'explanation'],
  ['without traces', (kind) => kind !== 'traced'],
  ['without the beginnings of compiles', (kind) => kind !== 'compiling'],
  ['without lowering', (kind) => kind !== 'lowered'],
  ['without the ends of compiles', (kind) => kind !== 'compiled'],
  ['the beginnings of compiles alone', (kind) => kind === 'compiling'],
  ['the ends of compiles alone', (kind) => kind === 'compiled'],
  ['traces alone', (kind) => kind === 'traced'],
]

/** Where a part of a log is still told otherwise. */
const open: Readonly<Record<string, readonly string[]>> = {
  'examples/logs/p07_nnx_add_layer.log': ['without explanations: line 260'],
  'examples/logs/p12_nnx_split_static_graphdef.log': ['without explanations: line 257'],
  'examples/logs/p13_jaxjit_module_pytree.log': ['without explanations: line 61'],
  'examples/logs/p20_scan_grad_vmap.log': [
    'explanations alone: line 40',
    'without traces: line 40',
    'without the beginnings of compiles: line 40',
  ],
  'examples/logs/p22_host1.log': ['without explanations: line 274'],
  '__tests__/read/logs/0.11.2/p12_nnx_split_static_graphdef.log': ['without explanations: line 60'],
  '__tests__/read/logs/0.12.0.1/p12_nnx_split_static_graphdef.log': ['without explanations: line 60'],
  '__tests__/read/logs/0.4.30/p12_nnx_split_static_graphdef.log': [
    'without explanations: line 146',
    'explanations alone: line 105',
  ],
  '__tests__/read/logs/0.5.3/p12_nnx_split_static_graphdef.log': [
    'without explanations: line 151',
    'explanations alone: line 102',
  ],
  '__tests__/read/logs/0.6.2/p12_nnx_split_static_graphdef.log': ['without explanations: line 111'],
  '__tests__/read/logs/0.7.2/p12_nnx_split_static_graphdef.log': ['without explanations: line 99'],
  '__tests__/read/logs/0.8.2/p12_nnx_split_static_graphdef.log': ['without explanations: line 99'],
  '__tests__/read/logs/0.9.0/p12_nnx_split_static_graphdef.log': ['without explanations: line 378'],
  '__tests__/read/logs/modes.log': [
    'without explanations: line 61',
    'without explanations: line 79',
    'without explanations: line 362',
    'without explanations: line 922',
    'without explanations: line 1234',
    'without explanations: line 1252',
  ],
  '__tests__/read/logs/nested.log': [
    'without explanations: line 59',
    'without explanations: line 86',
    'explanations alone: line 76',
    'explanations alone: line 109',
  ],
  '__tests__/read/logs/train.log': [
    'explanations alone: line 1482',
    'without traces: line 1482',
    'without the beginnings of compiles: line 1482',
  ],
}

function contradictions(text: string): string[] {
  const whole = told(text)
  return filters.flatMap(([name, keeps]) => {
    const fewer = retold(text, keeps) ?? []
    return fewer.flatMap((one) => {
      const same = sameIn(whole, fewer, one)
      const said = same === null ? null : contradiction(one.miss, same)
      return said === null ? [] : [`${name}: line ${one.line}, ${one.miss.function}: ${said}`]
    })
  })
}

describe('read(log) of a part of the lines tells nothing but what the whole log tells, or is less sure', () => {
  test.each(logs)('%s', (path) => {
    const found = contradictions(readFileSync(join(root, path), 'utf8'))
    const known = open[path] ?? []
    expect(found.filter((one) => !known.some((start) => one.startsWith(`${start},`)))).toEqual([])
    expect(known.filter((start) => !found.some((one) => one.startsWith(`${start},`)))).toEqual([])
  })
})
