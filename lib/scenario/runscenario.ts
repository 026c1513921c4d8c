import {Session, type SessionOptions} from '../jit/index.ts'
import type {Trace} from '../log/index.ts'
import {editOf} from './edit.ts'
import {describeError} from './errortext.ts'
import {Missing} from './expression.ts'
import type {Policy} from './policy.ts'
import {RunningScenario} from './program.ts'
import type {Json} from './jsonvalue.ts'
import {writtenNames} from './programtext.ts'
import type {Scenario, Step} from './scenario.ts'
import {type Got, steps} from './steps.ts'

/** What a step did here: the result of a call or a look, or the error of any other step. */
export interface Done {
  readonly step: number
  readonly kind: 'call' | 'inspect' | 'describe' | 'error'
  readonly got: Json
}

/** A scenario that ran: its log, and what each call and look gave. */
export interface Ran {
  readonly scenario: Scenario
  readonly trace: Trace
  readonly done: readonly Done[]
  /** Steps but calls and looks that raised an error, or named what is not there, and what is to be said of each. */
  readonly failed: readonly {readonly step: number; readonly said: string}[]
}

/** How a scenario is run: as a session is made, and how its functions are jitted. */
export interface ScenarioOptions extends Omit<SessionOptions, 'title' | 'release'> {
  /** The release of JAX to simulate; the one that the scenario was recorded on, else the newest, where it is not given. */
  readonly release?: SessionOptions['release'] | undefined
  /** Jits every function this way instead of as the scenario says. */
  readonly policy?: Policy | undefined
  /**
   * What functions are called: as the scenario writes them, which is as the program of `pythonOf` does, where it is not given; or as
   * they were when real JAX was recorded, by their bodies (`noop`), which `checkScenario` compares messages with.
   */
  readonly names?: 'written' | 'recorded' | undefined
}

/**
 * Runs a scenario on a session of its own, on the release that it was recorded on where nothing else is asked for.
 *
 * @throws {RangeError} for a release whose caches are not known.
 * @throws {SyntaxError} for a step that the format does not know, and for a scenario that is a program, which `Program` of jitlens/script runs.
 */
export function runScenario(
  scenario: Scenario,
  {
    names = 'written',
    policy,
    release = scenario.release,
    verify = scenario.verify ?? false,
    ...others
  }: ScenarioOptions = {},
): Ran {
  if (scenario.program !== undefined)
    throw new SyntaxError(
      `${scenario.id}: expected steps, and this is a program in Python: new Program().run(scenario.program) of jitlens/script runs it`,
    )
  const program = new RunningScenario(
    new Session({...others, verify, ...(release !== undefined && {release}), title: scenario.title}),
    policy,
    names === 'written' ? writtenNames(scenario) : new Map(),
  )
  const done: Done[] = []
  const failed: Ran['failed'][number][] = []
  scenario.steps.forEach((step, i) => {
    try {
      const got = program.session.within(() => take(program, step))
      if (got !== null) done.push({step: i, ...got})
    } catch (error) {
      if (error instanceof SyntaxError) throw new SyntaxError(`${scenario.id}, steps[${i}]: ${error.message}`)
      if (error instanceof Missing) failed.push({step: i, said: `there is no ${error.message}`})
      else {
        const told = describeError(error)
        done.push({step: i, kind: 'error', got: {error: told}})
        failed.push({step: i, said: `${told.type}: ${told.message}`})
      }
    }
  })
  return {scenario, trace: program.session.trace, done, failed}
}

function take(program: RunningScenario, step: Step): Got {
  const act = Object.hasOwn(steps, step.do) ? steps[step.do] : undefined
  if (act === undefined)
    throw new SyntaxError(
      `unknown step ${JSON.stringify(step.do)}; known are ${Object.keys(steps).join(', ')}`,
    )
  const edit = editOf(step)
  const got = act(program, step)
  if (edit !== null) program.session.note(edit)
  return got
}
