import type {Json} from '../scenario/index.ts'
import {type Reason, type Report, strippedText} from '../torch/index.ts'

/** What torch 2.5 added to the words of a guard. */
const typeNamed = /, type=<.*>$/

/** Torch's words, as its releases write them. */
export const saidOf = ({entry, text}: Pick<Reason, 'entry' | 'text'>): string =>
  entry === null ? text.replace(typeNamed, '') : strippedText(text)

/** What a call did, as the goldens record it. */
export function recordOf(report: Report | null): Json {
  if (report === null) return {}
  const {outcome, compiled, ran, entries, error, why, frames, limit} = report
  const dynamic = frames
    .filter(({dynamic}) => dynamic.length > 0)
    .map(({id, dynamic}) => [id, dynamic] as const)
  return {
    outcome,
    compiled,
    ran,
    entries,
    ...(error !== null && {error}),
    ...(why.length > 0 && {
      why: why.map(({function: name, id, entries}) => ({
        function: name,
        id,
        entries: entries.map(({entry, kind, text, path, places: _places, ...facts}) => ({
          entry,
          kind,
          text: saidOf({entry, text}),
          ...(path !== null && {path}),
          ...facts,
        })),
      })),
    }),
    ...(dynamic.length > 0 && {
      dynamic: frames.filter(({graphs}) => graphs > 0).length === 1 ? dynamic[0]?.[1] : dynamic,
    }),
    ...(limit !== null && {limit}),
  }
}
