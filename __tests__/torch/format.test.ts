import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {loadScenarios} from '../../lib/scenario/index.ts'

/** A scenario of torch.compile with another step behind those that name a model and a function, a line each. */
const withStep = (step: unknown): string =>
  [
    '{"id": "one", "steps": [',
    ...[
      {do: 'def', name: 'f', body: 'forward'},
      {do: 'jit', name: 'step', fun: 'f', with: 'torch.compile'},
      {do: 'let', name: 'net', to: {Linear: {in: 4, out: 8}}},
      step,
    ].map((one, at) => `  ${JSON.stringify(one)}${at === 3 ? '' : ','}`),
    ']}',
  ].join('\n')

test.each([
  [{do: 'cal', fn: 'step'}, 'steps[3].do: unknown step "cal"; did you mean "call"?'],
  [{do: 'call', fn: 'step', arg: []}, 'steps[3].arg: unknown key "arg"; did you mean "args"?'],
  [
    {do: 'call', fn: 'stp'},
    'steps[3].fn: unknown name "stp"; did you mean "step"?; a {"do": "jit"} before it gives one',
  ],
  [
    {do: 'call', fn: 'step', args: [{tensr: {}}]},
    'steps[3].args[0]: unknown expression "tensr"; did you mean "tensor"?',
  ],
  [
    {do: 'call', fn: 'step', args: [{tensor: {shpae: [3]}}]},
    'steps[3].args[0].tensor.shpae: unknown key "shpae"; did you mean "shape"?',
  ],
  [
    {do: 'let', name: 'm', to: {Linear: {in: 4, out: 8, bais: false}}},
    'steps[3].to.Linear.bais: unknown key "bais"; did you mean "bias"?',
  ],
  [
    {do: 'set', at: 'nett.bias', to: {none: null}},
    'steps[3].at: unknown name "nett"; did you mean "net"?; a {"do": "let"} before it gives one',
  ],
])('loadScenarios() of a step %j of torch.compile names line, path and what was meant', (step, said) => {
  expect(() => loadScenarios(withStep(step), 'a.json')).toThrow(`a.json, line 5, ${said}`)
})

test.each(['torch.jsonl', 'torch-2.4.jsonl', 'torch-fuzz.jsonl'])('%s follows the format', (name) => {
  expect(
    loadScenarios(readFileSync(join(__dirname, '../golden', name), 'utf8'), name).length,
  ).toBeGreaterThan(10)
})
