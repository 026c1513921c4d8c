/** Where people met what a scenario shows: issues and answers, by the scenario's id. */
export const threads: Readonly<Record<string, string>> = {
  'values-only': 'jax-ml/jax#2521',
  rebuild: 'google/flax#4329',
  'rebuild-lambda': 'google/flax#4329',
  'new-optimizer': 'google/flax#5548',
  'jit-in-loop': 'jax-ml/jax#9288',
  'def-in-loop': 'jax-ml/jax#9288',
  'nnx-jit-in-loop': 'jax-ml/jax#19570',
  'python-scalars': 'jax-ml/jax#3163',
  'weak-type': 'jax-ml/jax#4274',
  'scalar-then-array': 'jax-ml/jax#3163',
  'static-unhashable': 'jax-ml/jax#4712',
  'static-equal': 'jax-ml/jax#2813',
  'static-overwritten': 'jax-ml/jax#13992',
  'record-mutated': 'jax-ml/jax#13992',
  'list-mutated': 'jax-ml/jax#13992',
  'batch-size': 'jax-ml/jax#2521',
  'eval-train': 'pytorch/pytorch#110803',
  'static-lambda': 'google/flax#5512',
}

/** The address of a thread on GitHub. */
export const addressOf = (thread: string): string => `https://github.com/${thread.replace('#', '/issues/')}`
