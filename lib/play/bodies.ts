import {
  add,
  attributeOf as get,
  described,
  dimension,
  type Description,
  enumeration,
  eq,
  floordiv,
  graphBreak,
  gt,
  has,
  holder,
  isModule,
  item,
  items,
  itemOf,
  len,
  mod,
  mul,
  pow,
  print,
  range,
  type Scope,
  sub,
  Tensor,
  torch,
  truth,
  write,
} from '../torch/index.ts'
import {DType} from '../array/index.ts'
import {float, PythonError} from '../python/index.ts'
import {fun, tensor} from './values.ts'

/** The enum of scenarios. */
export const Mode = enumeration('Mode', {fast: 1, slow: 2}, 'scenario')

type Fun = (...args: readonly unknown[]) => unknown

const list = (value: unknown): unknown[] => {
  if (!Array.isArray(value)) throw new PythonError('TypeError', 'object is not subscriptable')
  const items: unknown[] = value
  return items
}

/** A body: its parameters as Python writes them, and what it does. */
interface Body {
  readonly params: string
  /** Its defaults, which may be what a step gives as the cell. */
  readonly defaults: (cell: unknown) => Description['defaults']
  /** Whether it closes over the cell. */
  readonly isClosure: boolean
  readonly run: (globals: Scope, cells: Scope) => Fun
}

const body = (params: string, run: Fun, defaults: Description['defaults'] = {}): Body => ({
  params,
  defaults: () => defaults,
  isClosure: false,
  run: () => run,
})

const withGlobals = (params: string, run: (globals: Scope) => Fun): Body => ({
  params,
  defaults: () => ({}),
  isClosure: false,
  run,
})
const withCells = (params: string, run: (cells: Scope) => Fun): Body => ({
  params,
  defaults: () => ({}),
  isClosure: true,
  run: (_, cells) => run(cells),
})

/** The functions of scenarios, as `def` names them. */
export const bodies: Readonly<Record<string, Body>> = {
  noop: body('*args, **kwargs', () => 0),
  forward: body('m, x', (m, x) => fun(m)(x)),
  parameters: body('*args, **kwargs', (args) => totalOf(leavesOf(args))),
  uses: body('*args, **kwargs', (args) => {
    const x = list(args).find((arg) => arg instanceof Tensor)
    const results = list(args)
      .filter(isModule)
      .map((module) => (x === undefined ? totalOf(leavesOf(module)) : fun(module)(x)))
    return results.length > 0 ? results : x === undefined ? 0 : mul(x, 2)
  }),
  total: body('*args, **kwargs', (args, kwargs) => {
    const named = items(kwargs).map(([key]) => item(kwargs, String(key)))
    return [...list(args), ...named].reduce((out, value) => add(out, value), 0)
  }),
  xy: body('x, y, *, z', (x, y, z) => (z === null ? mul(x, y) : add(mul(x, y), z)), {y: float(2), z: null}),
  scaled: body('x, n', (x, n) => mul(x, n)),
  two: body('x, y', (x, y) => add(x, y)),
  matmul: body('x, y', (x, y) => torch.matmul(tensor(x), tensor(y))),
  loop: body('x, n', (x, n) => range(n).reduce<unknown>((out) => add(out, 1), x)),
  arith: body('x, n', (x, n) => add(mul(x, floordiv(n, 2)), n)),
  even: body('x, n', (x, n) => (eq(mod(n, 2), 0) ? add(x, 1) : sub(x, 1))),
  bigger: body('x', (x) => (gt(tensor(x).shape[0], 4) ? mul(x, 2) : add(x, 2))),
  flat: body('x', (x) => {
    const [rows = 1, columns = 1] = tensor(x).shape
    return torch.reshape(tensor(x), dimension(mul(rows, columns)))
  }),
  flag: body('x, on', (x, on) => (truth(on) ? torch.relu(tensor(x)) : torch.tanh(tensor(x)))),
  how: body('x, mode', (x, mode) =>
    mode === 'sum' ? torch.sum(tensor(x)) : mode === 'mean' ? torch.mean(tensor(x)) : mul(x, 2),
  ),
  masked: body('x, mask', (x, mask) => (mask === null ? mul(x, 2) : mul(x, mask))),
  listsum: body('xs', (xs) =>
    list(xs)
      .slice(1)
      .reduce((out, x) => add(out, x), list(xs)[0]),
  ),
  length: body('xs, x', (xs, x) => mul(x, len(xs))),
  dictsum: body('d', (d) => items(d).reduce<unknown>((out, [, value]) => add(out, value), 0)),
  dictget: body('d', (d) => mul(item(d, 'a'), 2)),
  apply: body('f, x', (f, x) => fun(f)(x)),
  attr: body('o, x', (o, x) => mul(x, get(o, 'scale'))),
  kind: body('o, x', (o, x) => (isFast(o) ? mul(x, 2) : add(x, 2))),
  member: body('o, x', (o, x) => mul(x, get(o, 'value'))),
  grow: body('xs, x', (xs, x) => {
    list(xs).push(x)
    return add(x, 1)
  }),
  bump: body('o, x', (o, x) => {
    Reflect.set(holder(o), 'n', add(get(o, 'n'), 1))
    return add(x, 1)
  }),
  counts: body('m', (m) => {
    Reflect.set(holder(m), 'n', add(get(m, 'n'), 1))
    return totalOf(leavesOf(m))
  }),
  cached: body('k, x', (k, x) => torch.sum(torch.cat([tensor(k), tensor(x)], 0), 0)),
  pick: body('d, key, x', (d, key, x) => mul(x, item(d, String(key)))),
  global_scale: withGlobals('x', (globals) => (x) => mul(x, globals['SCALE'])),
  global_flag: withGlobals('x', (globals) => (x) => (truth(globals['FLAG']) ? mul(x, 2) : add(x, 2))),
  global_list: withGlobals('x', (globals) => (x) => add(x, len(globals['ITEMS']))),
  global_fn: withGlobals('x', (globals) => (x) => fun(globals['HELPER'])(x)),
  broken: body('x', (x) => {
    const {y} = print({y: add(x, 1)})
    return mul(y, 2)
  }),
  broken_twice: body('x, n', (x, n) => {
    const {y: first, n: times} = print({y: add(x, 1), n})
    const {y} = print({y: mul(first, times)})
    return sub(y, 1)
  }),
  item: body('x', (x) => {
    const {x: same, ___stack0: n} = itemOf(torch.sum(tensor(x)), {x})
    return mul(same, n)
  }),
  graph_break: body('x', (x) => {
    const {y} = graphBreak({y: add(x, 1)})
    return mul(y, 2)
  }),
  encode: body('m, x', (m, x) => {
    const encode = get(m, 'encode')
    return typeof encode === 'function' ? (Reflect.apply(encode, m, [x]) as unknown) : null
  }),
  train_step: body('m, x, y', (m, x, y) => torch.mean(tensor(pow(sub(fun(m)(x), y), 2)))),
  sgd: body('ws, gs, lr', (ws, gs, lr) => {
    list(ws).forEach((w, i) => write(tensor(w), mul(list(gs)[i], lr)))
    return list(ws)[0]
  }),
  opt_step: body('opt', (opt) => {
    const step = get(opt, 'step')
    return typeof step === 'function' ? (Reflect.apply(step, opt, []) as unknown) : null
  }),
  nograd: body('m, x', (m, x) => torch.no_grad(() => fun(m)(x))),
  typed: body('x, dtype', (x, dtype) => (dtype instanceof DType ? torch.to(tensor(x), dtype) : x)),
  isinst: body('x', (x) => (x instanceof Tensor ? mul(x, 2) : mul(torch.ones(2), x))),
  shape0: body('x', (x) => mul(x, tensor(x).shape[0])),
  pad: body('x, n', (x, n) => add(torch.zeros(dimension(n)), torch.sum(tensor(x)))),
  unpack: body('x, *args, **kwargs', (x, args, kwargs) => {
    const y = mul(x, len(args))
    return has(kwargs, 'scale') ? mul(y, item(kwargs, 'scale')) : y
  }),
  helper: withGlobals('x', (globals) => (x) => mul(x, globals['K'])),
  needs_grad: body('x', (x) => (torch.is_grad_enabled() ? mul(x, 2) : add(x, 2))),
  contiguous: body('x', (x) => (torch.is_contiguous(tensor(x)) ? mul(x, 2) : add(x, 2))),
  leaf: body('x', (x) => (tensor(x).requires_grad ? mul(x, 2) : add(x, 2))),
  hasit: body('o, x', (o, x) => ('scale' in holder(o) ? mul(x, 2) : add(x, 2))),
  closure: withCells('x', (cells) => (x) => mul(x, cells['cell'])),
  closure_list: withCells('x', (cells) => (x) => mul(x, len(cells['cell']))),
  closure_fn: withCells('x', (cells) => (x) => fun(cells['cell'])(x)),
  default: {...body('x, n', (x, n) => mul(x, n)), defaults: (n) => ({n})},
}

/** The parameters of modules and of those below them, as `parameters()` walks them, and what lists and dicts hold. */
function leavesOf(value: unknown): readonly unknown[] {
  if (isModule(value)) return ['_parameters', '_modules'].flatMap((part) => leavesOf(get(value, part)))
  const held: readonly unknown[] = Array.isArray(value) ? value : items(value).map(([, item]) => item)
  return held.length > 0 ? held.flatMap(leavesOf) : [value]
}

const totalOf = (leaves: readonly unknown[]): unknown =>
  leaves.reduce((out, leaf) => (leaf instanceof Tensor ? add(out, torch.sum(leaf)) : out), 0)

const isFast = (value: unknown): boolean => eq(value, Mode['fast'])

/** Python functions that scenarios hand over. */
export const helpers: Readonly<Record<string, object>> = {
  plain: described((v: unknown) => torch.relu(tensor(v)), {name: 'plain', params: 'v'}),
  plain2: described((v: unknown) => torch.tanh(tensor(v)), {name: 'plain2', params: 'v'}),
}

const lambdaCode = {}

/** A new function of the same code each time. */
export const makeLambda = (): object =>
  described((v: unknown) => torch.relu(tensor(v)), {code: lambdaCode, name: '<lambda>', params: 'v'})
