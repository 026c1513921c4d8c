import golden from '../golden/names.json' with {type: 'json'}
import {jax, jnp, lax, nnx, np, optax} from '../../lib/index.ts'
import {entry} from '../entry.ts'

/** The namespaces, the module whose names they have, and their own names, each with the reason for it. */
const namespaces: readonly (readonly [object, string, Readonly<Record<string, string>>])[] = [
  [
    nnx,
    'flax.nnx',
    {
      digest: 'hash(graphdef), which JavaScript has no function for',
      flat: 'a state as pairs of path and leaf: to_flat_state, without its class',
      edit: 'a State is frozen, where Python assigns to its parts',
      VariableState: 'what stands in a State for a Variable, and is frozen too',
      fixed: '`static` under a name that can be imported: JavaScript reserves that one',
      Dense: 'of flax.linen: it says nnx.Linear',
      DenseGeneral: 'of flax.linen: it says nnx.LinearGeneral',
      MultiHeadDotProductAttention: 'of flax.linen: it says nnx.MultiHeadAttention',
      ellipsis: 'the filter `...`, which JavaScript has no value for',
    },
  ],
  [nnx.initializers, 'flax.nnx.initializers', {}],
  [
    jax,
    'jax',
    {
      tree_all: 'of older releases: it says jax.tree.all',
      tree_flatten: 'of older releases: it says jax.tree.flatten',
      tree_leaves: 'of older releases: it says jax.tree.leaves',
      tree_map: 'of older releases: it says jax.tree.map',
      tree_reduce: 'of older releases: it says jax.tree.reduce',
      tree_structure: 'of older releases: it says jax.tree.structure',
      tree_unflatten: 'of older releases: it says jax.tree.unflatten',
    },
  ],
  [jax.nn, 'jax.nn', {}],
  [jax.random, 'jax.random', {}],
  [jax.tree, 'jax.tree', {}],
  [jnp, 'jax.numpy', {getitem: '`x[…]`: JavaScript has no operator for it'}],
  [lax, 'jax.lax', {}],
  [np, 'numpy', {}],
  [optax, 'optax', {}],
]

/** A function of Python in camelCase, a class or a constant as it is. */
const spelt = (name: string): string =>
  /^[a-z]/.test(name)
    ? name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
    : name

describe.each(namespaces)('%#', (namespace, module, own) => {
  const theirs = new Set(
    entry<readonly string[]>(golden.names, module).flatMap((name) => [name, spelt(name)]),
  )

  test(`every name is one of ${module}, or one of the few with a reason`, () => {
    expect(Object.keys(namespace).filter((name) => !theirs.has(name))).toEqual(
      Object.keys(namespace).filter((name) => Object.hasOwn(own, name)),
    )
  })

  test(`each own name beside ${module} is there, and none of its`, () => {
    expect(Object.keys(own).filter((name) => !(name in namespace) || theirs.has(name))).toEqual([])
  })
})
