import {simulated} from '../../lib/index.ts'
import {jitlens} from './io.ts'

const evil = 'ev\u001b[2Jil\u0007\u009b31m\u202ex'
const name = `${evil}.log`
const steering = /(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u

const miss = (id: number): string =>
  `TRACING CACHE MISS at /a/${evil}.py:1:${id} (${evil}):\n  never seen function:\n    ${evil} id=${id} defined at /a/${evil}.py:2\n  but seen another function defined on the same line; maybe the function is\n  being re-defined repeatedly, preventing caching?\nFinished tracing ${evil} for jit in 0.5 sec\nFinished XLA compilation of jit(${evil}) in 1.5 sec\nsomething ${evil} else\n`
const scenario = JSON.stringify({
  id: evil,
  category: evil,
  title: evil,
  steps: [
    {do: 'def', name: evil, body: 'forward'},
    {do: 'jit', name: evil, fun: evil},
    {do: 'let', name: 'm', to: {Linear: {in: 4, out: 8}}},
    {do: 'call', fn: evil, args: [{ref: 'm'}, {jnp: {shape: [2, 4]}}], expect: {outcome: 'hit'}},
    {do: 'call', fn: evil, args: [{ref: 'm'}, {jnp: {shape: [3, 4]}}]},
  ],
})
const program = `import jax, jax.numpy as jnp\n@jax.jit\ndef f(x): return x\nf(jnp.ones(3))\nprint('${evil}')\nraise ValueError('${evil}')\n`
const files = {
  [name]: miss(1) + miss(2),
  [`2${name}`]: miss(1),
  [`${evil}.json`]: scenario,
  [`broken${evil}.json`]: '{"steps": [',
  [`${evil}.py`]: program,
  [`failed${evil}.py`]: `raise ValueError('${evil}')\n`,
  [`${evil}.html`]: 'no page',
}

const commands: readonly (readonly string[])[] = [
  ['explain', name],
  ['explain', name, `2${name}`],
  ['explain', name, '--json'],
  ['explain', `${evil}.json`, `${evil}.py`],
  ['explain', `${evil}.log.gz`],
  ['explain', name, '--function', evil],
  ['explain', name, '--function', `${evil}y`],
  ['explain', name, `--${evil}`],
  [evil],
  ['report', name, '-o', `new${evil}.html`],
  ['report', name, '-o', `${evil}.html`],
  ['draw', name, '-o', `${evil}.svg`],
  ['draw', name, '--chart', evil],
  ['trace', name, '-o', '-'],
  ['trace', name, '-o', '-', '--format', 'perfetto'],
  ['trace', name, '-o', `${evil}.jsonl`],
  ['check', name],
  ['check', name, `2${name}`],
  ['check', name, '--format', 'json'],
  ['check', name, '--format', 'github'],
  ['check', name, '--format', 'junit'],
  ['check', name, '--format', 'sarif'],
  ['check', name, '--baseline', `${evil}.base`, '--update-baseline'],
  ['compare', name, `2${name}`],
  ['compare', name, `2${name}`, '--json'],
  ['hosts', name, `2${name}`],
  ['hosts', name, `2${name}`, '--json'],
  ['watch', name],
  ['simulate', `${evil}.json`],
  ['simulate', `${evil}.json`, '--json'],
  ['simulate', `${evil}.json`, '--check'],
  ['simulate', `${evil}.json`, ...simulated.slice(-2).flatMap(({jax}) => ['--release', jax])],
  ['simulate', `${evil}.py`],
  ['simulate', `${evil}.py`, '--json'],
  ['simulate', `failed${evil}.py`],
  ['simulate', `broken${evil}.json`],
  ['completions', evil],
]

test.each(commands.map((argv) => [argv.map((word) => JSON.stringify(word)).join(' '), argv] as const))(
  'jitlens %s writes nothing that steers a terminal',
  async (_, argv) => {
    const {out, err} = await jitlens(argv, files)
    expect(out + err).not.toBe('')
    expect(steering.exec(out)?.[0]).toBeUndefined()
    expect(steering.exec(err)?.[0]).toBeUndefined()
  },
)
