import {asArray, asOperand, type Gradients, gradientsOf} from '../lax/index.ts'
import {at, isArrayLike, JaxArray, type Operand} from '../array/index.ts'
import {
  classOf,
  container,
  type Filter,
  isVariable,
  nest,
  Param,
  predicate,
  type Structure,
  VariableState,
} from '../graph/index.ts'
import {notScalar, refuseMissing} from '../transform/index.ts'
import {isSequence, PythonError, repr, Tuple, tuple, typeRepr, taking} from '../python/index.ts'
import {
  arraysIn,
  putBack,
  leftOf,
  type Parts,
  partsOf,
  refuseAliased,
  resultOf,
  type ArraySlot,
} from './parts.ts'

/** Differentiates by the Variables of one argument that pass a filter. */
export class DiffState {
  readonly argnum: number
  readonly filter: Filter

  constructor(argnum: number, filter: Filter) {
    this.argnum = argnum
    this.filter = filter
  }
}

/** An argument to differentiate by. */
export type Argnum = number | DiffState

/** What `grad` and `valueAndGrad` take. */
export interface GradOptions {
  /** The arguments to differentiate by, by position, and with `DiffState` by which of their Variables; the Params of the first where it is not given. */
  readonly argnums?: Argnum | readonly Argnum[]
  /** Whether the function returns the loss and something else, as a tuple; false where it is not given. */
  readonly has_aux?: boolean
}

/** The type of a function that can be differentiated. */
export type Function_ = (...args: never[]) => unknown

const isMany = (argnums: Argnum | readonly Argnum[]): argnums is readonly Argnum[] => Array.isArray(argnums)

/**
 * A function that returns the loss and its gradients by the Params of its first argument, as states; what the function did
 * to its models (counts, running statistics) comes back to the caller's.
 *
 * @example
 * const [loss, grads] = valueAndGrad((model) => jnp.mean(jnp.square(model.call(x))))(model)
 * grads.kernel.value.shape // that of the kernel
 */
export const valueAndGrad = taking(
  'nnx.valueAndGrad(f: function, /, *, argnums=, has_aux: bool=)',
  valueAndStates,
)

function valueAndStates(
  fn: Function_,
  {argnums = 0, has_aux = false}: GradOptions = {},
): (...args: readonly unknown[]) => Tuple {
  const list = (isMany(argnums) ? argnums : [argnums]).map((argnum) =>
    argnum instanceof DiffState ? argnum : new DiffState(argnum, Param),
  )
  list.forEach(({argnum}, i) => {
    if (list.findIndex((other) => other.argnum === argnum) < i)
      throw new PythonError('ValueError', `argnum ${argnum} is repeated in argnums`)
  })
  return (...args) => {
    const places = list.map(({argnum}) => argnum)
    refuseMissing(isMany(argnums) ? null : places[0], places, args.length)
    refuseAliased(args, (i) => list.find(({argnum}) => argnum === i))
    const parts = partsOf([...args], {numbers: ([place]) => list.some(({argnum}) => argnum === place)})
    const {slots} = parts
    const bare = bareIn(parts.structure)
    const wanted = slots.map((slot, i) => list.some((diff) => isWanted(slot, diff, bare[i] === true)))
    let finish: (results: readonly JaxArray[]) => unknown = () => null
    const {results, gradients}: Gradients = gradientsOf(
      (inputs) => {
        const {outputs, apply} = run(fn, parts, inputs, has_aux)
        finish = apply
        return outputs
      },
      arraysIn(parts),
      wanted,
    )
    const aux = finish(results.slice(1))
    const queue = [...gradients]
    const found = slots.map((slot, i) => ({slot, gradient: wanted[i] ? (queue.shift() ?? null) : null}))
    const grads = list.map(({argnum}) =>
      gradientOf(
        partAt(parts.structure, argnum),
        found.filter(({slot}) => slot.path[0] === argnum),
      ),
    )
    const value = has_aux ? tuple(results[0], aux) : results[0]
    return tuple(value, isMany(argnums) ? tuple(...grads) : grads[0])
  }
}

/** The gradients alone, or gradients and what else the function returned. */
export const grad = taking('nnx.grad(f: function, /, *, argnums=, has_aux: bool=)', statesAlone)

function statesAlone(fn: Function_, options: GradOptions = {}): (...args: readonly unknown[]) => unknown {
  const both = valueAndGrad(fn, options)
  return (...args) => {
    const [value, grads] = both(...args)
    return options.has_aux === true && value instanceof Tuple ? tuple(grads, value[1]) : grads
  }
}

/**
 * A filter decides over what stands in a model; a state is differentiated by all that it holds and a Variable that stands in no
 * model by itself, as in flax.
 */
const isWanted = (
  {path, holder, inModel}: ArraySlot,
  {argnum, filter}: DiffState,
  isBare: boolean,
): boolean => path[0] === argnum && (!inModel || isBare || predicate(filter)(path.slice(1), holder))

/** Whether a node is a Variable that stands in no model. */
const isLone = ({graphdef}: Extract<Structure, {kind: 'node'}>): boolean =>
  graphdef.nodes[0]?.kind === 'VariableDef'

/** Of each leaf, whether a Variable holds it that stands in no model. */
function bareIn(structure: Structure, isBare = false): readonly boolean[] {
  if (structure.kind === 'leaf') return [isBare]
  if (structure.kind === 'constant') return []
  if (structure.kind === 'container') return structure.children.flatMap((child) => bareIn(child))
  return structure.values.flatMap((value) => bareIn(value, isLone(structure)))
}

/** One of the arguments. */
const partAt = (structure: Structure, i: number): Structure =>
  structure.kind === 'container' ? at(structure.children, i) : structure

interface Ran {
  /** The loss, then all arrays that the function returned or left in its models. */
  readonly outputs: readonly [Operand, ...Operand[]]
  readonly apply: (results: readonly JaxArray[]) => unknown
}

/** Runs the function on models of this trace; `apply` brings their end state back to those of the caller. */
function run(fn: Function_, parts: Parts, inputs: readonly JaxArray[], has_aux: boolean): Ran {
  const here = putBack(parts, inputs)
  const output: unknown = Reflect.apply(fn, undefined, here.args)
  const [loss, aux]: readonly unknown[] = has_aux && isSequence(output) ? [...output] : [output, null]
  if ((loss ?? null) === null || container(loss) !== null) throw notScalar(loss)
  if (!isArrayLike(loss))
    throw new PythonError(
      'TypeError',
      `Argument ${repr(loss)} of type ${typeRepr(loss)} is not a valid JAX type`,
    )
  const {arrays, apply} = leftOf(here, [here.args, aux])
  return {
    outputs: [asArray(asOperand(loss)), ...arrays],
    apply: (results) => resultOf(apply(results, parts)),
  }
}

/** An array of an argument, and its gradient where one was asked for. */
interface Found {
  readonly slot: ArraySlot
  readonly gradient: JaxArray | null
}

/** The gradient by an argument: containers as they are, Variables in them, and a state in the place of each model. */
function gradientOf(argument: Structure, found: readonly Found[]): unknown {
  const queue = [...found]
  const visit = (part: Structure, depth: number): unknown => {
    if (part.kind === 'leaf') return queue.shift()?.gradient ?? null
    if (part.kind === 'constant') return part.value
    if (part.kind === 'container')
      return part.like.make(part.children.map((child) => visit(child, depth + 1)))
    const own = queue.splice(0, bareIn(part).length)
    return nest(
      own.flatMap(({slot: {path, holder}, gradient}) =>
        gradient === null ? [] : [[path.slice(depth), held(holder, gradient)] as const],
      ),
    )
  }
  return visit(argument, 1)
}

/** A gradient under the class and metadata of what it belongs to. */
function held(holder: unknown, gradient: JaxArray): unknown {
  if (holder instanceof VariableState) return new VariableState(holder.type, gradient, holder.metadata)
  return isVariable(holder) ? new VariableState(classOf(holder), gradient, holder.getMetadata()) : gradient
}
