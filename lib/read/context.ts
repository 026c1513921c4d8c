import {newest, type Release} from '../release/index.ts'
import type {SettingDifference} from './severity.ts'
import type {MissRecord, ToldKey} from './miss.ts'

/** Names the settings that a miss tells by their position in the tracing context, as far as the releases that may have written it agree. */
export function namedContext(miss: MissRecord, releases: readonly Release[]): MissRecord {
  if (!miss.keys.some(({context}) => context.some(({position}) => position !== null))) return miss
  const namedIn = (key: ToldKey): SettingDifference[] =>
    key.context.map((one) => ({...one, name: nameOf(one, releases)}))
  const context = namedIn(miss)
  const names = new Map(miss.context.map((one, i) => [one.name, context[i]?.name ?? one.name]))
  const places = miss.blamed.places.map((one) =>
    one.component === 'context' ? {...one, path: [names.get(one.at) ?? one.at]} : one,
  )
  const keys = miss.keys.map((key) => ({...key, context: namedIn(key)}))
  return {...miss, keys, context, blamed: {...miss.blamed, places}}
}

/** The setting at a position: the one that all of the releases hold there, of those whose values are like these. */
function nameOf(setting: SettingDifference, releases: readonly Release[]): string {
  const {name, position} = setting
  if (position === null) return name
  const names = new Set(
    releases
      .map(({log}) => log.context?.[position])
      .filter((one) => one !== undefined)
      .filter((one) => isLike(one, setting)),
  )
  const [only] = names
  return names.size === 1 && only !== undefined ? only : `context${name}`
}

/** Whether a setting may have had these values: of the kind of the one that it starts with. */
function isLike(name: string, {now, before}: SettingDifference): boolean {
  const start = newest.rules?.settings[name]?.start
  return start === undefined || [now, before].every((value) => value === null || isOfKind(value, start))
}

const isTruth = (text: string): boolean => text === 'True' || text === 'False'
const isNumber = (text: string): boolean => text !== '' && !Number.isNaN(Number(text))

function isOfKind(text: string, start: unknown): boolean {
  if (typeof start === 'boolean') return isTruth(text) || text === 'None'
  if (typeof start === 'number') return isNumber(text) || text === 'None'
  return !isTruth(text) && !isNumber(text)
}
