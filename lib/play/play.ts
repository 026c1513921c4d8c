import {PythonError} from '../python/index.ts'
import type {Json, Scenario} from '../scenario/index.ts'
import {freshModes, under} from '../torch/index.ts'
import {Nowhere, TorchProgram} from './program.ts'
import {steps} from './steps.ts'

/** What a step did: a call's record, or the error of any other step. */
export interface Played {
  readonly step: number
  readonly got: Json
}

/** A torch scenario that ran. */
export interface TorchRan {
  readonly scenario: Scenario
  readonly played: readonly Played[]
}

/** Whether a scenario is one of torch.compile. */
export const isTorch = ({steps}: Scenario): boolean =>
  steps.some((step) => step.do === 'jit' && String(step['with']).startsWith('torch.compile'))

/**
 * Plays a torch scenario on caches of its own.
 *
 * @throws {SyntaxError} for a step that the format does not know.
 */
export function play(scenario: Scenario): TorchRan {
  const program = new TorchProgram()
  const played: Played[] = []
  under(freshModes(), () => {
    scenario.steps.forEach((step, i) => {
      const act = Object.hasOwn(steps, step.do) ? steps[step.do] : undefined
      if (act === undefined)
        throw new SyntaxError(`${scenario.id}, steps[${i}]: unknown step ${JSON.stringify(step.do)}`)
      try {
        const got = act(program, step)
        if (got !== null) played.push({step: i, got})
      } catch (error) {
        if (error instanceof PythonError)
          played.push({step: i, got: {error: {type: error.name, message: error.message}}})
        else if (!(error instanceof Nowhere)) throw error
      }
    })
  })
  return {scenario, played}
}
