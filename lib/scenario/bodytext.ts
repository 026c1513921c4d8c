/** The body of a function of a scenario in Python: its parameters, and its lines. */
interface PrintedBody {
  readonly params: string
  readonly lines: readonly string[]
}

const trainStep = [
  'def loss_fn(model):',
  '    return ((model(x) - y) ** 2).mean()',
  'loss, grads = nnx.value_and_grad(loss_fn)(model)',
  'optimizer.update(model, grads)',
  'return loss',
]

/** The bodies that scenarios name, but for `noop`, which takes what it is given. */
const bodies: Readonly<Record<string, PrintedBody>> = {
  sum: {
    params: '*args',
    lines: ['return sum(jnp.sum(leaf.astype(jnp.float32)) for leaf in jax.tree.leaves(args))'],
  },
  forward: {params: 'model, x', lines: ['return model(x)']},
  xy: {params: 'x, y=2.0, *, z=None', lines: ['return 0']},
  train_step: {params: 'model, optimizer, x, y', lines: trainStep},
  bump: {
    params: 'model',
    lines: [
      'for _, variable in nnx.iter_graph(model):',
      '    if isinstance(variable, nnx.Variable):',
      '        variable[...] = variable[...] + 1',
    ],
  },
  grow: {
    params: 'model',
    lines: ["if not hasattr(model, 'grown'):", '    model.grown = nnx.Variable(jnp.zeros(()))'],
  },
  count_static: {params: 'model', lines: ['model.n += 1']},
  eval_inside: {params: 'model', lines: ['model.eval()']},
  cast_inside: {
    params: 'model',
    lines: ['model.kernel = nnx.Param(model.kernel[...].astype(jnp.bfloat16))'],
  },
  metadata_inside: {params: 'model', lines: ["model.kernel.set_metadata(tag='inside')"]},
  sow: {params: 'model, x', lines: ["model.sow(nnx.Intermediate, 'seen', x)"]},
  branch: {params: 'x', lines: ['if x > 0:', '    return x', 'return -x']},
}

/**
 * A body by its name, with the parameters of its calls where it takes any.
 *
 * @param params what its calls are given; null where they differ
 * @throws {SyntaxError} for a name that no body has.
 */
export function printedBody(name: string, params: readonly string[] | null): PrintedBody {
  if (name === 'noop') return {params: params?.join(', ') ?? '*args, **kwargs', lines: ['return 0']}
  const body = Object.hasOwn(bodies, name) ? bodies[name] : undefined
  if (body === undefined) throw new SyntaxError(`no body ${JSON.stringify(name)} is written in Python`)
  return body
}
