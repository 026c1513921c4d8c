import {callArguments, type ToldParameters} from './arguments.ts'
import {graphdefOf, leafName, place, stateLeafOf, unbracketed} from './place.ts'
import type {CompileDraft} from './draft.ts'
import type {NamedDifference} from './severity.ts'
import {unquote} from '../python/index.ts'

/** The names of a function's parameters, as far as its log gives them. */
export interface Parameters {
  readonly positional: ReadonlyMap<string, string>
  readonly keyword: ReadonlyMap<string, string>
  /** All that the names of leaves begin with: a keyword that is one of them is a parameter. */
  readonly mentioned: ReadonlySet<string>
}

/** All types that the message of a call tells, beside whatever key. */
export const typesTold = ({miss}: CompileDraft): readonly NamedDifference[] =>
  miss?.keys.flatMap(({types}) => types) ?? []

/** Learns the names of parameters from the names of leaves: the leaf of an argument is called by its parameter. */
export function parameters(signature: ToldParameters): Parameters {
  const {keys, leafNames} = signature
  const found = {
    positional: new Map<string, string>(),
    keyword: new Map<string, string>(),
    mentioned: new Set<string>(),
  }
  for (const {draft} of keys.calls)
    for (const {name} of typesTold(draft)) found.mentioned.add(leafName(name)[0])
  keys.calls.forEach(({leaves}, c) => {
    if (leaves === null) return
    let at = 0
    for (const {given, isPlain, leaves: below} of callArguments(signature, c, leaves).all)
      for (let i = 0; i < below.length; i++, at++) {
        const name = leafNames.at(c, at)?.name
        if (name === undefined || given === null) continue
        const [parameter, first] = leafName(name)
        if (parameter !== '' && first === (isPlain ? undefined : 'states'))
          (given.root === 0 ? found.positional : found.keyword).set(given.argument, parameter)
      }
  })
  const only = onlyGraphNode(signature)
  if (only !== null) found.positional.set(only.argument, only.parameter)
  return found
}

/** The graph node that all messages tell of, where there is just one. */
function onlyGraphNode({
  keys,
}: ToldParameters): {readonly argument: string; readonly parameter: string} | null {
  const holders = new Set(
    keys.calls.flatMap(({draft}) => typesTold(draft).flatMap(({name}) => stateLeafOf(name)?.parameter ?? [])),
  )
  const positions = [...keys.trees.names()].flatMap((at) => graphdefOf(at) ?? [])
  const [[parameter], [position]] = [[...holders], positions]
  return parameter === undefined || position === undefined || holders.size > 1 || positions.length > 1
    ? null
    : {argument: String(position), parameter}
}

/** A parameter's name, else `args[i]` or `kwargs['k']`. */
export function parameterOf(
  {positional, keyword, mentioned}: Parameters,
  root: number,
  argument: string,
): string {
  if (root === 0) return positional.get(argument) ?? `args[${argument}]`
  const name = unquote(argument)
  return keyword.get(argument) ?? (mentioned.has(name) ? name : `kwargs[${argument}]`)
}

/** The path of a tree's place in a function's own words; `isGraph` where it holds a graphdef, whose subscripts are plain segments. */
export function pathOf(at: string, names: Parameters, isGraph: boolean): readonly string[] {
  const {root, argument, rest} = place(at)
  if (argument === null) return [root === 0 ? 'args' : 'kwargs']
  if (root < 0) return [argument, ...rest]
  const inside = rest.at(-1) === '_graphdef' ? rest.slice(0, -1) : rest
  return [parameterOf(names, root, argument), ...(isGraph ? unbracketed(inside) : inside)]
}
