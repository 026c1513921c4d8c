import type {Fact, Path} from '../log/index.ts'
import {innermost, valuesApart} from '../python/index.ts'
import {type Delta, withoutAddress} from '../words/index.ts'

/** A part that two values do not share, of which one may not have it. */
interface OtherPart {
  /** Where it stands in them. */
  readonly path: Path
  readonly delta: Delta
}

/**
 * Where two values differ, part by part.
 *
 * @example
 * otherParts('Config(lr=0.1, layers=(8, 8))', 'Config(lr=0.1, layers=(8, 4))')
 * // [{path: ['layers', '[1]'], delta: {kind: 'value', now: '8', before: '4'}}]
 */
export const otherParts = (now: string, before: string): OtherPart[] =>
  valuesApart(now, before).map((one) => ({path: one.path, delta: deltaOfPart(one.now, one.before)}))

function deltaOfPart(now: string | null, before: string | null): Delta {
  if (now === null) return {kind: 'removed', before: before ?? ''}
  return before === null ? {kind: 'added', now} : textual(now, before)
}

/** How one text differs from another: another object where they are alike but for an address. */
export const textual = (now: string, before: string): Delta =>
  withoutAddress(now) === withoutAddress(before)
    ? {kind: 'identity', now, before}
    : {kind: 'value', now, before}

/** A value of a log without the addresses in it, and these. */
type Bare = Pick<Fact, 'value' | 'identity'>

/**
 * The objects in a value that stand at other addresses than before and read alike; null where the addresses, which stand beside the text in
 * their order, do not tell which they are.
 *
 * @example
 * otherObjects({value: 'C(f=<function f>, n=1)', identity: '0x2'}, {value: 'C(f=<function f>, n=1)', identity: '0x1'})
 * // [{path: ['f'], delta: {kind: 'identity', now: '<function f>', before: '<function f>'}}]
 */
export function otherObjects(now: Bare, before: Bare): OtherPart[] | null {
  if (now.identity === before.identity || now.identity?.startsWith('0x') !== true) return []
  const [mine, theirs] = [addressed(now), addressed(before)]
  if (mine === null || theirs === null) return null
  const places = new Map(theirs.map((one) => [one.path.join('\u0000'), one]))
  return mine.flatMap(({path, text, address}) => {
    const other = places.get(path.join('\u0000'))
    return other?.text === text && other.address !== address ? [{path, delta: textual(text, text)}] : []
  })
}

const ofClass = /^<class '[^']*'>$/

const noObject = /<(?:lambda|locals)>|^<bound method /g

/** Whether a text is of one object, which prints one address: a name may hold brackets, and a bound method holds its object. */
function isOfOne(text: string): boolean {
  const bare = text.replaceAll(noObject, '')
  return bare.indexOf('<') === bare.lastIndexOf('<')
}

/** The objects in a value with their addresses; null where these are more or fewer, or an object may print several. */
function addressed({
  value,
  identity = '',
}: Bare): {readonly path: Path; readonly text: string; readonly address: string}[] | null {
  const objects = innermost(value).filter(({text}) => text.includes('<') && !ofClass.test(text))
  const addresses = objects.length === 1 ? [identity] : identity.split(' ')
  const isEach = objects.length === 1 || objects.every(({text}) => isOfOne(text))
  return isEach && addresses.length === objects.length
    ? objects.map((one, at) => ({...one, address: addresses[at] ?? ''}))
    : null
}
