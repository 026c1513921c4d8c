import {isJson, type Json, jsonList, jsonObject} from '../scenario/index.ts'
import type {TorchRan} from './play.ts'

/** What each call of a torch scenario did, a line a call, with the guard that torch tells first where it compiled again. */
export function torchText({scenario, played}: TorchRan): string {
  const lines = played.flatMap(({step, got}) => {
    const {do: word, fn} = scenario.steps[step] ?? {do: ''}
    return word === 'call' ? [`  ${String(fn)}: ${String(got['outcome'])}${why(got)}\n`] : []
  })
  return `${scenario.title}\n${lines.join('')}`
}

const first = (value: unknown): Json => jsonObject(jsonList(value)[0])

function why({error, why: told, limit}: Json): string {
  if (isJson(error)) return ` (${String(error['type'])})`
  const {text} = first(first(told)['entries'])
  const says = typeof text === 'string' ? [text] : []
  const full = isJson(limit) ? [`${String(limit['name'])} ${String(limit['value'])} reached`] : []
  return says.length + full.length === 0 ? '' : ` (${[...says, ...full].join('; ')})`
}
