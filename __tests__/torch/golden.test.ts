import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {checkTorch, isTorch, play} from '../../lib/play/index.ts'
import {type Agreement, loadScenarios} from '../../lib/scenario/index.ts'

/** Recordings of torch.compile: how many calls each holds, and of how many the caches here say the same. */
const recorded = {
  torch: {records: 1386, agree: 1386, told: 519, toldAlike: 518},
  'torch-fuzz': {records: 1221, agree: 1221, told: 469, toldAlike: 469},
  'torch-2.4': {records: 321, agree: 321, told: 107, toldAlike: 105},
} as const

const sum = (numbers: readonly number[]): number => numbers.reduce((total, n) => total + n, 0)

describe.each(Object.entries(recorded))('%s.jsonl', (name, {records, agree, told, toldAlike}) => {
  const scenarios = loadScenarios(
    readFileSync(join(__dirname, `../golden/${name}.jsonl`), 'utf8'),
    `${name}.jsonl`,
  )
  let agreements: readonly Agreement[] = []

  beforeAll(() => {
    agreements = scenarios.map((scenario) => checkTorch(play(scenario)))
  })

  test('holds scenarios of torch.compile alone', () => {
    expect(scenarios.filter((scenario) => !isTorch(scenario))).toEqual([])
  })

  test(`play(scenario) does what real torch did in ${agree} of ${records} records`, () => {
    expect(sum(agreements.map((one) => one.records))).toBe(records)
    expect(sum(agreements.map((one) => one.agree))).toBe(agree)
  })

  test(`play(scenario) tells the guards that torch tells in ${toldAlike} of ${told} calls`, () => {
    expect(sum(agreements.map(({reasons}) => reasons.records))).toBe(told)
    expect(sum(agreements.map(({reasons}) => reasons.agree))).toBe(toldAlike)
  })
})
