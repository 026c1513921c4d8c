/** What a call did, or what was done with it. */
type Words = {readonly did: string} | {readonly was: string}

/** By the outcome of a call. */
const deeds = {
  hit: {did: 'hit the cache'},
  dispatch: {did: 'missed the dispatch cache alone'},
  rebind: {was: 'bound again without a trace'},
  relower: {was: 'lowered and compiled again'},
  recompile: {was: 'compiled again'},
  rewrap: {was: 'compiled again'},
  retrace: {was: 'traced again'},
  eager: {did: 'ran eagerly, without a program'},
  error: {did: 'raised an error'},
} as const satisfies Readonly<Record<string, Words>>

/** By the outcome of a function's first call, where that is not said in the same way. */
const firsts: Readonly<Partial<Record<DeedOutcome, Words>>> = {
  rebind: {was: 'bound without a trace'},
  relower: {was: 'lowered and compiled'},
  recompile: {was: 'compiled'},
  rewrap: {was: 'compiled'},
  retrace: {was: 'traced'},
}

/** Where a function is not called by the program itself. */
const inside = {
  nested: {was: 'traced inside another function'},
  scan: {was: 'traced as the body of a loop'},
  grad: {was: 'traced for a gradient, or inside another function'},
  persistent: {was: 'read from the persistent cache'},
  aot: {was: 'compiled ahead of time'},
  ahead: {was: 'traced ahead of time, with no compile seen'},
} as const satisfies Readonly<Record<string, Words>>

/** What a call did to the caches, as `Outcome` of lib/log. */
export type DeedOutcome = keyof typeof deeds
/** Where a call stands that is no plain one of a jitted function. */
export type Within = keyof typeof inside

/** What became of a call. */
export interface Deed {
  /** How far it fell. */
  readonly outcome: DeedOutcome
  /** Whether its function was never called before. */
  readonly isFirst: boolean
  /** Where it is no plain call. */
  readonly within?: Within | undefined
  /** Who compiles the function; JAX where nothing is said. */
  readonly compiler?: 'torch' | undefined
  /** How it is known. */
  readonly evidence?: string | undefined
}

/** What torch's log tells of a call: of one that was not compiled not whether it ran, and that a compile failed, not that the call did. */
const logged: Readonly<Partial<Record<DeedOutcome, Words>>> = {
  eager: {was: 'not compiled'},
  error: {did: 'failed to compile'},
}

function wordsOf({outcome, isFirst, within, compiler, evidence}: Deed): Words {
  if (compiler === 'torch' && outcome === 'retrace') return {was: isFirst ? 'compiled' : 'recompiled'}
  const ofLog = compiler === 'torch' && evidence !== 'simulated' ? logged[outcome] : undefined
  if (ofLog !== undefined) return ofLog
  if (within === 'grad' && (outcome === 'relower' || outcome === 'recompile'))
    return {was: 'compiled for a transform (grad, vmap)'}
  if (within !== undefined && outcome !== 'hit') return inside[within]
  return (isFirst ? firsts[outcome] : undefined) ?? deeds[outcome]
}

/**
 * What a call did, to follow the name of its function; a first one was traced, not traced again.
 *
 * @example
 * deed({outcome: 'retrace', isFirst: false}) // 'was traced again'
 */
export function deed(one: Deed, isMany = false): string {
  const words = wordsOf(one)
  if ('did' in words) return words.did
  return `${isMany ? 'were' : 'was'} ${words.was}`
}

/** What a call did, as a title: `traced again`. */
export function deedAlone(one: Deed): string {
  const words = wordsOf(one)
  return 'did' in words ? words.did : words.was
}
