import {
  decode,
  defaultSession,
  explain,
  jax,
  jnp,
  loadScenarios,
  newest,
  nnx,
  optax,
  read,
  resetSession,
  Session,
  type Trace,
} from '../../lib/index.ts'
import {text} from '../structure/project.ts'
import {modulesAround} from './examples.ts'

class Net extends nnx.Module {
  readonly drop: nnx.Dropout
  constructor(rngs: nnx.Rngs) {
    super()
    this.drop = new nnx.Dropout({rate: 0.1, rngs})
  }
  call(x: jax.Array): jax.Array {
    return this.drop.call(x)
  }
}

/** A run of two calls, the second with another rate. */
function simulatedRun(): Trace {
  const session = new Session()
  session.site = '/home/me/app/train.py:7'
  const model = new Net(new nnx.Rngs(0))
  const step = session.nnxJit(function step(model: Net, x: jax.Array) {
    return model.call(x)
  })
  step(model, jnp.ones([2, 4]))
  model.drop.rate = 0.2
  step(model, jnp.ones([2, 4]))
  return session.trace
}

const logOf = (name: string): Trace => read(text(`examples/logs/${name}.log`), {name: `${name}.log`})
/** A log of several hosts, and one of a whole training run, each read once. */
const workers = [0, 1, 2].map((host) => logOf(`p22_host${host}`))
const training = decode(text('__tests__/golden/recorded/p21.jsonl').split('\n'))

/** What examples speak of without making it. */
const trace = simulatedRun()
const explanation = explain(trace)

function castOf(): Readonly<Record<string, unknown>> {
  resetSession()
  const model = new nnx.Linear({in_features: 4, out_features: 8, rngs: new nnx.Rngs(0)})
  const [graphdef, state] = nnx.split(model)
  const [scenario] = loadScenarios(text('examples/scenarios/weak_type.json'), 'weak_type.json')
  const [, miss] = explanation.misses
  return {
    model,
    graphdef,
    state,
    trace,
    explanation,
    miss,
    scenario,
    training,
    workers,
    figures: explain(training).figures,
    logs: workers.map((one, host) => ({name: `worker-${host}`, trace: one})),
    key: trace.key(1),
    earlier: trace.key(0),
    newest,
    fit: newest.rules.costs.cpu,
    jaxpr: jax.makeJaxpr((x: jax.Array) => jnp.sin(x))(jnp.ones(3)),
    params: {w: jnp.ones([2])},
    rngs: new nnx.Rngs(0),
    session: defaultSession(),
    tx: optax.adam(1e-3),
    x: jnp.ones([2, 4]),
    page: '<!doctype html>',
    writeFileSync: () => undefined,
  }
}

/** The names of an example: those of its module, the cast, and all that is public. */
export function namesFor(file: string): object {
  const [own = {}, ...around] = modulesAround(file)
  const spaces = [own, castOf(), ...around, nnx, jax, jnp]
  const holder = (name: string | symbol): object | undefined =>
    typeof name === 'string' ? spaces.find((space) => name in space) : undefined
  return new Proxy(
    {},
    {
      has: (_, name) => holder(name) !== undefined,
      get: (_, name): unknown => {
        const space = holder(name)
        return space === undefined ? undefined : Reflect.get(space, name)
      },
    },
  )
}
