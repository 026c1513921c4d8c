import {type JaxArray} from '../array/index.ts'
import {container, treeMap} from '../graph/index.ts'
import {jnp} from '../numpy/index.ts'
import {namedtuple, PythonError, tuple, typeRepr} from '../python/index.ts'
import {lax} from '../transform/index.ts'
import {
  arraysOf,
  arrayAt,
  noSteps,
  part,
  safeIncrement,
  transformation,
  type Transformation,
  type Tree,
  noughts,
} from './transformation.ts'

const MaskedNode = namedtuple('MaskedNode', [])
const MaskedState = namedtuple('MaskedState', ['inner_state'])
const PartitionState = namedtuple('PartitionState', ['inner_states'])
const FiniteState = namedtuple('ApplyIfFiniteState', [
  'notfinite_count',
  'last_finite',
  'total_notfinite',
  'inner_state',
])

/** Whatever has an init and an update. */
export type Stage = Pick<Transformation, 'init' | 'update'>

/** A function of the leaves of a tree that may end before the others do. */
function mapped(
  fn: (leaf: unknown, ...parts: readonly Tree[]) => unknown,
  tree: Tree,
  ...rest: readonly Tree[]
): Tree {
  const parts = container(tree)
  if (parts === null) return fn(tree, ...rest)
  const children = parts.children.map((child, i) =>
    mapped(fn, child, ...rest.map((other) => childAt(other, parts.keys[i]))),
  )
  return parts.make(children)
}

function childAt(tree: Tree, key: string | number | undefined): Tree {
  const parts = container(tree)
  const i = parts?.keys.findIndex((other) => String(other) === String(key)) ?? -1
  if (parts !== null && i >= 0) return parts.children[i]
  throw new PythonError(
    'ValueError',
    `a mask or a tree of labels names ${String(key)}, which the parameters have not; give it the structure of the parameters, or of their beginning.`,
  )
}

/** `optax.chain(...transformations)`: one after the other. */
const chain = (...stages: readonly Stage[]): Transformation => {
  const other: unknown = stages.find((stage: unknown) => !isStage(stage))
  if (other !== undefined)
    throw new PythonError(
      'TypeError',
      `optax.chain takes transformations one by one, as in optax.chain(optax.clip(1), optax.sgd(0.1)), but got ${typeRepr(other)}`,
    )
  return transformation(
    'chain',
    (params) => tuple(...stages.map(({init}) => init(params))),
    (updates, state, params) => {
      let now = updates
      const states = stages.map((stage, i) => {
        const [next, kept] = stage.update(now, part(state, i), params)
        now = next
        return kept
      })
      return [now, tuple(...states)]
    },
    {module: 'combine', extra: true},
  )
}

const isStage = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'init' in value && 'update' in value

/** `optax.masked(inner, mask)`: only where the mask, a tree of booleans or what makes one, says so. */
const masked = (inner: Stage, mask: unknown): Transformation => {
  const maskOf = (tree: Tree): Tree => (typeof mask === 'function' ? Reflect.apply(mask, null, [tree]) : mask)
  const chosen = (tree: Tree, by: Tree): Tree =>
    mapped((isIn, leaf) => (isIn === true ? leaf : MaskedNode()), by, tree)
  return transformation(
    'masked',
    (params) => MaskedState(inner.init(chosen(params, maskOf(params)))),
    (updates, state, params) => {
      const by = maskOf(updates)
      const own = params === undefined || params === null ? undefined : chosen(params, by)
      const [next, kept] = inner.update(chosen(updates, by), part(state, 0), own)
      const all = mapped((isIn, fresh, old) => (isIn === true ? fresh : old), by, next, updates)
      return [all, MaskedState(kept)]
    },
    {module: 'wrappers', extra: true},
  )
}

/**
 * `optax.multi_transform(transforms, param_labels)`: each parameter by the transformation that its label names.
 *
 * @throws {PythonError} ValueError for a label that no transformation has.
 */
const multiTransform = (
  given: Readonly<Record<string, Stage>> | Map<string, Stage>,
  param_labels: unknown,
): Transformation => {
  const transforms: Readonly<Record<string, Stage>> = Object.fromEntries<Stage>(
    given instanceof Map ? given : Object.entries<Stage>(given),
  )
  const groups = (tree: Tree) => {
    const labels: Tree =
      typeof param_labels === 'function' ? Reflect.apply(param_labels, null, [tree]) : param_labels
    mapped((label) => checkLabel(String(label), transforms), labels)
    return Object.keys(transforms)
      .sort()
      .flatMap((group) => {
        const tx = transforms[group]
        return tx === undefined
          ? []
          : [
              {
                group,
                tx: masked(
                  tx,
                  mapped((label) => label === group, labels),
                ),
              },
            ]
      })
  }
  return transformation(
    'partition',
    (params) =>
      PartitionState(Object.fromEntries(groups(params).map(({group, tx}) => [group, tx.init(params)]))),
    (updates, state, params) => {
      let now = updates
      const inner = groups(updates).map(({group, tx}): [string, Tree] => {
        const [next, kept] = tx.update(now, childAt(part(state, 0), group), params)
        now = next
        return [group, kept]
      })
      return [now, PartitionState(Object.fromEntries(inner))]
    },
    {module: 'combine', extra: true},
  )
}

function checkLabel(label: string, transforms: Readonly<Record<string, Stage>>): void {
  if (!Object.hasOwn(transforms, label))
    throw new PythonError(
      'ValueError',
      `Some parameters have no corresponding transformation: the label '${label}' is none of ${Object.keys(transforms).sort().join(', ')}.`,
    )
}

/** `optax.apply_if_finite(inner, max_consecutive_errors)`: gradients with a NaN or an infinity are left out. */
const applyIfFinite = (inner: Stage, max_consecutive_errors: number): Transformation =>
  transformation(
    'apply_if_finite',
    (params) => FiniteState(noSteps(), jnp.array(true), noSteps(), inner.init(params)),
    (updates, state, params) => {
      const own = part(state, 3)
      const finite = jnp.all(jnp.stack(arraysOf(updates).map((g) => jnp.all(jnp.isfinite(g)))))
      const failed = jnp.where(finite, noSteps(), safeIncrement(arrayAt(state, 0)))
      const result = container(
        lax.cond(
          jnp.logicalOr(finite, jnp.greater(failed, max_consecutive_errors)),
          () => tuple(...inner.update(updates, own, params)),
          () => tuple(noughts(updates), own),
        ),
      )
      const total = arrayAt(state, 2)
      const [next, kept] = result?.children ?? []
      return [next, FiniteState(failed, finite, jnp.where(finite, total, safeIncrement(total)), kept)]
    },
    {extra: true},
  )

const blended = (step_size: number) => (fresh: JaxArray, old: JaxArray) =>
  jnp.add(jnp.multiply(step_size, fresh), jnp.multiply(1 - step_size, old))

/** What makes one transformation of others, and what applies updates. */
export const combining = {
  chain,
  masked,
  multiTransform,
  partition: multiTransform,
  applyIfFinite,
  /** `optax.apply_updates(params, updates)`. */
  applyUpdates: (params: Tree, updates: Tree): Tree =>
    treeMap((p, u) => jnp.asarray(jnp.add(p, u), p.dtype), params, updates),
  /** `optax.incremental_update(new_tensors, old_tensors, step_size)`: a step from the old to the new. */
  incrementalUpdate: (new_tensors: Tree, old_tensors: Tree, step_size: number): Tree =>
    treeMap(blended(step_size), new_tensors, old_tensors),
  /** `optax.periodic_update(new_tensors, old_tensors, steps, update_period)`: the new ones at each such step. */
  periodicUpdate: (
    new_tensors: Tree,
    old_tensors: Tree,
    steps: JaxArray | number,
    update_period: number,
  ): Tree =>
    lax.cond(
      jnp.equal(jnp.remainder(steps, update_period), 0),
      () => new_tensors,
      () => old_tensors,
    ),
} as const
