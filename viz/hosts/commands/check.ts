import {type Baseline, check as _check, checked, plainMiss} from '../../../lib/index.ts'
import type {Command} from '../command.ts'
import {one, spared, whole} from '../input.ts'
import type {Io} from '../io.ts'
import {Wrong} from '../wrong.ts'

export const check: Command = {
  name: 'check',
  takes: 'LOG|TRACE',
  what: 'exit 1 when there are more misses than allowed',
  options: {
    after: {takes: 'N', what: 'allow misses in the first N calls of each function'},
    budget: {takes: 'N', what: 'allow N misses more; 0 where not given'},
    baseline: {takes: 'FILE', what: 'allow the misses that FILE holds'},
    'update-baseline': {what: 'write the misses of this run to the baseline FILE'},
    json: {what: 'write JSON'},
  },
  inputs: [1, 1],
  async run(flags, io) {
    const [path = ''] = flags.files
    const file = flags.value('baseline')
    const after = flags.count('after')
    const budget = flags.count('budget')
    if (flags.has('update-baseline')) {
      if (file === undefined) throw new Wrong('check: --update-baseline needs --baseline FILE to write to')
      spared(file, '--baseline', flags.files, io)
      const {baseline} = _check((await one(path, io)).trace)
      await io.save(
        file,
        `${JSON.stringify({format: 'jitlens baseline', version: 1, misses: baseline}, null, 2)}\n`,
      )
      io.write(`${file}: ${Object.keys(baseline).length} kinds of misses\n`)
      return 0
    }
    const baseline = file === undefined ? undefined : await readBaseline(file, io)
    const result = _check((await one(path, io)).trace, {
      ...(after !== undefined && {after}),
      ...(budget !== undefined && {budget}),
      ...(baseline !== undefined && {baseline}),
    })
    if (flags.has('json'))
      io.write(
        `${JSON.stringify({passed: result.passed, budget: result.budget, misses: result.misses.map(plainMiss)}, null, 2)}\n`,
      )
    else io.write(`${checked(result).join('\n')}\n`)
    return result.passed ? 0 : 1
  },
}

async function readBaseline(file: string, io: Io): Promise<Baseline> {
  const text = await whole(file, io)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw new Wrong(`${file}: this baseline is no JSON; write one with --baseline ${file} --update-baseline`)
  }
  const misses = typeof value === 'object' && value !== null && 'misses' in value ? value.misses : null
  if (
    typeof misses !== 'object' ||
    misses === null ||
    Object.values(misses).some((count) => typeof count !== 'number')
  )
    throw new Wrong(`${file}: this is no baseline; write one with --baseline ${file} --update-baseline`)
  return Object.fromEntries(Object.entries(misses).map(([name, count]) => [name, Number(count)]))
}
