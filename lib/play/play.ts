import type {Trace} from '../log/index.ts'
import {PythonError} from '../python/index.ts'
import type {Json, Scenario, Step} from '../scenario/index.ts'
import {freshModes, type Policy, type Report, torchPolicies, under} from '../torch/index.ts'
import {torchEdit} from './edit.ts'
import {TorchEvents} from './events.ts'
import {Nowhere, TorchProgram} from './program.ts'
import {steps} from './steps.ts'
import {isUsing} from './translate.ts'
import {usesModel} from '../words/index.ts'

/** What a step did: a call's record, or the error of any other step. */
export interface Played {
  readonly step: number
  readonly got: Json
}

/** A torch scenario that ran. */
export interface TorchRan {
  readonly scenario: Scenario
  readonly played: readonly Played[]
  /** Its calls, as any run has them. */
  readonly trace: Trace
}

const isPolicy = (name: unknown): name is Policy['name'] =>
  typeof name === 'string' && Object.hasOwn(torchPolicies, name)

/** How a scenario says that it compiles. */
const policyOf = ({steps: all}: Scenario): Policy['name'] => {
  const named = all.map((step) => step['with']).find(isPolicy)
  return named ?? 'torch.compile'
}

/**
 * Plays a torch scenario on caches of its own.
 *
 * @throws {SyntaxError} for a step that the format does not know.
 */
export function play(scenario: Scenario): TorchRan {
  const playing: Playing = {
    program: new TorchProgram(),
    events: new TorchEvents(
      scenario.title,
      policyOf(scenario),
      scenario.steps.some(isUsing) ? [usesModel] : [],
    ),
    played: [],
    edits: [],
    last: null,
  }
  under(freshModes(), () => {
    scenario.steps.forEach((step, i) => {
      if (!Object.hasOwn(steps, step.do))
        throw new SyntaxError(`${scenario.id}, steps[${i}]: unknown step ${JSON.stringify(step.do)}`)
      try {
        take(playing, step, i)
      } catch (error) {
        if (error instanceof PythonError)
          playing.played.push({step: i, got: {error: {type: error.name, message: error.message}}})
        else if (!(error instanceof Nowhere)) throw error
      }
    })
  })
  return {scenario, played: playing.played, trace: playing.events.trace}
}

/** A scenario that is played, as far as it is. */
interface Playing {
  readonly program: TorchProgram
  readonly events: TorchEvents
  readonly played: Played[]
  /** What was done since the last call. */
  edits: Step[]
  /** What the last call did. */
  last: Report | null
}

function take(playing: Playing, step: Step, at: number): void {
  const {program, events, played} = playing
  const got = steps[step.do]?.(program, step) ?? null
  if (got !== null) played.push({step: at, got})
  if (step.do !== 'call') {
    playing.edits.push(step)
    return
  }
  const report = program.compiled(String(step['fn'])).last()
  if (report === null || report === playing.last) return
  events.add(report, {
    edits: playing.edits.flatMap((edit) => torchEdit(edit) ?? []),
    isCleared: playing.edits.some(({do: word}) => word === 'reset'),
  })
  playing.last = report
  playing.edits = []
}
