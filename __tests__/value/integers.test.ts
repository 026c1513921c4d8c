import {Program} from '../../lib/script/index.ts'
import golden from '../golden/integers.json' with {type: 'json'}

test.each(golden.lines.map(({text, printed}) => [text, printed] as const))(
  'with 64 bits on, run(%j) prints what JAX prints',
  (text, printed) => {
    const told: string[] = []
    const {error} = new Program({print: (line) => told.push(line)}).run(`${golden.setup}${text}\n`)
    expect([error?.message ?? null, ...told]).toEqual([null, printed])
  },
)
