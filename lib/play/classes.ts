import {
  items,
  add,
  eq,
  mod,
  attributeOf,
  holder,
  ModuleDict,
  mul,
  type Module,
  print,
  sub,
  torch,
  truth,
  write,
} from '../torch/index.ts'
import {PythonError} from '../python/index.ts'
import {fun, tensor} from './values.ts'

const isIterable = (value: unknown): value is Iterable<unknown> => Symbol.iterator in holder(value)
const each = (values: unknown): readonly unknown[] => (isIterable(values) ? [...values] : [])
const through = (layers: unknown, x: unknown): unknown =>
  each(layers).reduce((value, layer) => fun(layer)(value), x)
const dict = (value: unknown): ModuleDict => {
  if (!(value instanceof ModuleDict)) throw new PythonError('TypeError', 'object is not subscriptable')
  return value
}

type Methods = Readonly<Record<string, (this: Module, x: unknown) => unknown>>

/** A dict and an object are read alike. */
const scaledByConfig: Methods = {
  forward(x) {
    return mul(x, attributeOf(this['config'], 'scale'))
  },
}

/** The methods of scenarios' module classes, by the name of their `forward`. */
export const forwards: Readonly<Record<string, Methods>> = {
  mlp: {
    forward(x) {
      const y = mul(fun(this['l2'])(fun(this['drop'])(fun(this['act'])(fun(this['l1'])(x)))), this['scale'])
      return through(this['layers'], y)
    },
  },
  parts: {
    forward(x) {
      return items(this['_modules']).reduce((value, [, part]) => fun(part)(value), x)
    },
  },
  scale: {
    forward(x) {
      return mul(x, this['scale'])
    },
  },
  count: {
    forward(x) {
      this['n'] = add(this['n'], 1)
      return add(x, 1)
    },
  },
  count_used: {
    forward(x) {
      this['n'] = add(this['n'], 1)
      return add(x, this['n'])
    },
  },
  training: {
    forward(x) {
      return this.training ? mul(x, 2) : add(x, 2)
    },
  },
  flag: {
    forward(x) {
      return truth(this['flag']) ? torch.relu(tensor(x)) : torch.tanh(tensor(x))
    },
  },
  loop: {
    forward(x) {
      return through(this['layers'], x)
    },
  },
  named: {
    forward(x) {
      const blocks = this['blocks']
      return dict(blocks).at(String(this['key']))(x)
    },
  },
  items: {
    forward(x) {
      return dict(this['blocks'])
        .entries()
        .reduce<unknown>((value, [, block]) => block(value), x)
    },
  },
  config: scaledByConfig,
  config_attr: scaledByConfig,
  cache: {
    forward(x) {
      this['cache'] = torch.cat([tensor(this['cache']), tensor(x)], 0)
      return torch.sum(tensor(this['cache']), 0)
    },
  },
  buffer: {
    forward(x) {
      return add(x, this['buf'])
    },
  },
  bumped: {
    forward(x) {
      write(tensor(this['buf']), 1)
      return add(x, this['buf'])
    },
  },
  act: {
    forward(x) {
      return fun(this['act'])(x)
    },
  },
  child: {
    forward(x) {
      return fun(this['child'])(x)
    },
  },
  two: {
    forward(x) {
      return add(fun(this['a'])(x), fun(this['b'])(x))
    },
  },
  even: {
    forward(x) {
      return eq(mod(this['step'], 2), 0) ? add(x, 1) : sub(x, 1)
    },
  },
  maybe: {
    forward(x) {
      return this['bias'] === null ? mul(x, 2) : add(x, this['bias'])
    },
  },
  lora: {
    forward(x) {
      const y = fun(this['base'])(x)
      return this['adapter'] === null ? y : add(y, mul(fun(this['adapter'])(x), this['alpha']))
    },
  },
  sum_list: {
    forward(x) {
      return each(this['tensors']).reduce((sum, t) => add(sum, t), x)
    },
  },
  ints: {
    forward(x) {
      return each(this['sizes']).reduce((sum, i) => add(sum, i), x)
    },
  },
  encode: {
    encode(x) {
      return mul(fun(this['a'])(x), this['scale'])
    },
    forward(x) {
      const encode = this['encode']
      return fun(this['b'])(typeof encode === 'function' ? Reflect.apply(encode, this, [x]) : x)
    },
  },
  step_break: {
    forward(x) {
      const {y, self} = print({y: fun(this['a'])(x), self: this})
      return fun(attributeOf(self, 'b'))(y)
    },
  },
  has: {
    forward(x) {
      return 'extra' in this ? mul(x, 2) : add(x, 2)
    },
  },
}
