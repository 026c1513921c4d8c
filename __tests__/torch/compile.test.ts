import {float} from '../../lib/python/index.ts'
import {
  add,
  type Compiled,
  described,
  Dynamo,
  eq,
  graphBreak,
  gt,
  kwargs,
  mod,
  mul,
  scope,
  type Tensor,
  torch,
  truth,
} from '../../lib/torch/index.ts'

const {nn} = torch

/** Calls a module, as Python does: `module(x)`. */
const called = (module: unknown, value: unknown): unknown => {
  if (typeof module !== 'function') throw new TypeError('not a module')
  return Reflect.apply(module, undefined, [value]) as unknown
}

/** A layer, a dropout and a number of its own. */
class Net extends nn.Module {
  constructor() {
    super()
    this['l1'] = new nn.Linear(4, 8)
    this['drop'] = new nn.Dropout(0.1)
    this['scale'] = float(1)
  }

  forward(value: Tensor) {
    return mul(called(this['drop'], called(this['l1'], value)), this['scale'])
  }
}

const x = (rows = 3): Tensor => torch.full([rows, 4], 1)
const word = (compiled: Compiled, ...args: readonly unknown[]): string => {
  compiled(...args)
  return compiled.last()?.outcome ?? ''
}
const told = (compiled: Compiled): string =>
  compiled
    .last()
    ?.why[0]?.entries.map(({text}) => text)
    .join('; ') ?? ''

test('compile(module) compiles for another mode and another number, and not for another model of the same structure', () => {
  const dynamo = new Dynamo()
  const [net, other] = [new Net(), new Net()]
  const step = dynamo.compile(net)
  expect([word(step, x()), word(step, x())]).toEqual(['compile', 'hit'])
  expect(word(dynamo.compile(other), x())).toBe('hit')
  net.eval()
  expect(word(step, x())).toBe('recompile')
  expect(told(step)).toBe("L['self']._modules['drop'].training == True")
  net.train()
  expect(word(step, x())).toBe('hit')
  net['scale'] = float(0.5)
  expect(word(step, x())).toBe('recompile')
  expect(told(step).split('; ')[0]).toBe("L['self'].scale == 1.0")
})

test('hooks are guarded by their number where some ran in a trace, and not seen where none did', () => {
  const layer = new nn.Linear(4, 4)
  const step = new Dynamo().compile((module: unknown, a: Tensor) => called(module, a))
  expect(word(step, layer, x())).toBe('compile')
  const remove = layer.register_forward_hook((_, __, result) => mul(result, 2))
  expect(word(step, layer, x())).toBe('hit')
  expect(word(step, layer, x(5))).toBe('recompile')
  remove()
  expect(word(step, layer, x(5))).toBe('recompile')
  expect(told(step).split('; ')[0]).toMatch(/^len\(.*\._forward_hooks\) != 1$/)
})

test('a module that a function closes over is guarded as an argument is', () => {
  const net = new Net()
  const step = new Dynamo().compile((a: Tensor) => called(net, a))
  expect(word(step, x())).toBe('compile')
  net.eval()
  expect(word(step, x())).toBe('recompile')
  expect(told(step)).toBe("G['net']._modules['drop'].training == True")
})

test('compile(fun) takes a size for a symbol at its second value, and for none at 1', () => {
  const step = new Dynamo().compile((a: Tensor) => mul(a, 2))
  expect([3, 5, 7, 1, 1].map((rows) => word(step, x(rows)))).toEqual([
    'compile',
    'recompile',
    'hit',
    'recompile',
    'hit',
  ])
})

test('compile(fun, {dynamic: true}) compiles once for all sizes but 0 and 1', () => {
  const step = new Dynamo().compile((a: Tensor) => mul(a, 2), {dynamic: true})
  expect([3, 5, 1].map((rows) => word(step, x(rows)))).toEqual(['compile', 'hit', 'recompile'])
})

test('a symbol that code compares is guarded by what was found', () => {
  const parity = new Dynamo().compile((a: Tensor, n: number) => (eq(mod(n, 2), 0) ? add(a, 1) : mul(a, 2)))
  expect([2, 4, 6, 7, 9].map((n) => word(parity, x(), n))).toEqual([
    'compile',
    'recompile',
    'hit',
    'recompile',
    'hit',
  ])
  expect(told(parity)).toBe('')
  const rows = new Dynamo().compile((a: Tensor) => (gt(a.shape[0], 4) ? add(a, 1) : mul(a, 2)))
  expect([3, 8, 16, 2].map((n) => word(rows, x(n)))).toEqual(['compile', 'recompile', 'hit', 'recompile'])
  expect(told(rows).split('; ')[0]).toBe("5 <= L['a'].size()[0]")
})

test("JavaScript's own operators need the number, and compile for each", () => {
  const step = new Dynamo().compile((a: Tensor, n: number) => mul(a, n + 1))
  expect([2, 3, 4].map((n) => word(step, x(), n))).toEqual(['compile', 'recompile', 'recompile'])
})

test('a number that is handed on is guarded where it is used: after a graph break, in the frame of the rest', () => {
  const rest = described(
    (a: Tensor, n: number) => {
      const {y, n: times} = graphBreak({y: add(a, 1), n})
      return mul(y, times)
    },
    {isLazy: true},
  )
  const step = new Dynamo().compile(rest)
  step(x(), 2)
  expect(step.last()?.compiled).toBe(2)
  expect(word(step, x(), 3)).toBe('recompile')
  expect(step.last()?.frames.map(({function: name}) => name)).toEqual([expect.stringContaining('resume in')])
})

test('a function that reads a scope is guarded by what it read', () => {
  const globals = scope({SCALE: float(1), UNREAD: 0})
  const step = new Dynamo().compile(described((a: Tensor) => mul(a, globals['SCALE']), {globals}))
  expect(word(step, x())).toBe('compile')
  globals['UNREAD'] = 1
  expect(word(step, x())).toBe('hit')
  globals['SCALE'] = float(2)
  expect(word(step, x())).toBe('recompile')
  expect(told(step)).toBe("G['SCALE'] == 1.0")
})

test('eight entries are the limit: the rest runs eagerly, and what is cached still hits', () => {
  const step = new Dynamo().compile((a: Tensor, mode: string) => (mode === 'sum' ? torch.sum(a) : mul(a, 2)))
  const words = Array.from({length: 9}, (_, i) => word(step, x(), `m${i}`))
  expect(words).toEqual(['compile', ...Array.from({length: 7}, () => 'recompile'), 'eager'])
  expect(step.last()?.limit).toMatchObject({name: 'recompile_limit', value: 8})
  expect([word(step, x(), 'm0'), word(step, x(), 'new')]).toEqual(['hit', 'eager'])
})

test('the names of a signature are bound as Python binds them', () => {
  const step = new Dynamo().compile(
    described((a: Tensor, on: unknown) => (truth(on) ? torch.relu(a) : torch.tanh(a)), {
      params: 'a, *, on',
      defaults: {on: false},
    }),
  )
  expect([word(step, x()), word(step, x(), kwargs({on: true})), word(step, x())]).toEqual([
    'compile',
    'recompile',
    'hit',
  ])
})

test('no_grad is another global state', () => {
  const step = new Dynamo().compile((a: Tensor) => mul(a, 2))
  step(x())
  torch.no_grad(() => step(x()))
  expect(told(step)).toBe('GLOBAL_STATE changed: grad_mode')
})

test('what a body does to a list and to its model happens once, whether it is traced or cached', () => {
  const dynamo = new Dynamo()
  const list: Tensor[] = []
  const grow = dynamo.compile((all: Tensor[], a: Tensor) => (all.push(a), add(a, 1)))
  expect([word(grow, list, x()), word(grow, list, x())]).toEqual(['compile', 'recompile'])
  expect(list).toHaveLength(2)
})
