import type {Owner} from '../log/index.ts'
import {isOperation} from '../release/index.ts'
import type {CompileDraft} from './draft.ts'
import type {MissRecord} from './miss.ts'

/** What is known of the functions of a log when a compile's owner is asked for. */
export interface WhoseNames {
  /**
   * Names that misses tell of, and whose the last function of each was; a loop's name where a function of it was traced for itself. In a
   * log without misses, names of JAX's operations that functions of the program have.
   */
  readonly own: ReadonlyMap<string, Owner>
  /** JAX explains misses. */
  readonly explained: boolean
}

/** JAX's own names for a loop that runs outside jit, or of what chooses between functions. */
const loops = new Set(['scan', 'while', 'cond', 'map'])

/** Whether JAX compiles a program of this name for functions that are given to it, which it explains one by one. */
export const isLoop = (name: string): boolean => loops.has(name)

const packages = /[\\/](?:site|dist)-packages[\\/]|[\\/]lib[\\/]python3|[\\/]jax[\\/]_src[\\/]/
/** Flax 0.8 gives JAX a function of its own that calls the program's. */
const wrappers = /[\\/]flax[\\/]nnx[\\/](?:nnx[\\/])?transforms[\\/]/

/** Where Keras calls what `fit` jits for the program. */
const kerasFit = /[\\/]keras[\\/]src[\\/]backend[\\/]jax[\\/]trainer\.py:/

const equinoxJit = /[\\/]equinox[\\/]_jit\.py:/

/** Whether Equinox calls there what its `filter_jit` made. */
export const isFilterJit = (site: string): boolean => equinoxJit.test(site)

/** What Equinox jits so for itself, inside what the program calls. */
const ofEquinox = 'branched_error_if_impl'

/** What Equinox, lineax, optimistix and diffrax jit so themselves; all else a program jits. */
const filtered: ReadonlySet<string> = new Set([
  ofEquinox,
  'linear_solve',
  'root_find',
  'least_squares',
  'minimise',
  'fixed_point',
  'diffeqsolve',
])

/** Whether a library calls there what it jits for the program, mostly of a file of its own. */
export const isEntry = ({site, name}: Pick<MissRecord, 'site' | 'name'>): boolean =>
  (isFilterJit(site) || kerasFit.test(site)) && name !== ofEquinox

/** Whether a file, or a place in one, belongs to an installed package; what is in no file is no place of the program's. */
export const isLibrary = (file: string): boolean =>
  file === '' || (packages.test(file) && !wrappers.test(file))

/**
 * Whose a trace or a compile is.
 *
 * JAX explains no miss of the functions in its own files and in Flax's, so that a name without an explanation is an operation where JAX
 * has one of that name, and else, in a log that explains others, of nobody that could be told. In a log that explains nothing it is the
 * program's where it was traced as no operation of that name is.
 */
export function ownerOf({miss, name, orphan, runs}: CompileDraft, {own, explained}: WhoseNames): Owner {
  if (miss !== null) return ownerOfMiss(miss)
  if (orphan) return 'program'
  if (runs.length > 0) return 'control flow'
  if (isLoop(name)) return own.get(name) ?? 'control flow'
  if (isOperation(name) && (explained || !own.has(name))) return 'eager'
  return own.get(name) ?? (explained ? 'unexplained' : 'program')
}

const jaxFiles = /[\\/]jax[\\/]_src[\\/]/

/**
 * Whose the function is that a miss tells of: by where it is defined, and where the log does not tell that, by where it is called. Until
 * 0.5 JAX explains its own operations too. What Equinox jits has the place of Equinox in the log, and the name that its author gave it.
 */
export function ownerOfMiss({name, file, site}: Pick<MissRecord, 'name' | 'file' | 'site'>): Owner {
  if (jaxFiles.test(file)) return isLoop(name) ? 'control flow' : 'eager'
  if (isFilterJit(site)) return filtered.has(name) ? 'library' : 'program'
  return isLibrary(file === '' ? site : file) ? 'library' : 'program'
}
