import {signatureOf, signed} from '../jit/index.ts'
import {named, qualname, repr} from '../python/index.ts'
import {builtin, invoke, invokedBy, splitArguments} from './callable.ts'

/** `functools.partial(fun, …)`: a new object each time. */
export const partialOf = builtin('partial', ([fun, ...first], byName) => {
  const invokePartial = (args: readonly unknown[], more: ReadonlyMap<string, unknown>): unknown =>
    invoke(fun, [...first, ...args], new Map([...byName, ...more]))
  const call = (...given: readonly unknown[]): unknown => invokePartial(...splitArguments(given))
  const made = named(call, {
    type: 'functools.partial',
    qualname: typeof fun === 'function' ? qualname(fun) : 'partial',
    repr: `functools.partial(${[fun, ...first].map(repr).join(', ')})`,
  })
  return invokedBy(
    typeof fun === 'function' ? signed(made, left(fun, first.length, byName)) : made,
    invokePartial,
  )
})

/** The parameters that a partial leaves open. */
function left(
  fun: object,
  given: number,
  byName: ReadonlyMap<string, unknown>,
): ReturnType<typeof signatureOf> {
  const {params, ...rest} = signatureOf(fun)
  const open = params.slice(given)
  const first = open.findIndex(({name}) => byName.has(name))
  return {
    ...rest,
    params: open.map((one, i) =>
      byName.has(one.name)
        ? {...one, optional: true, keyword: true}
        : first >= 0 && i > first
          ? {...one, keyword: true}
          : one,
    ),
  }
}

/** `functools.wraps(fun)`: a decorator that gives a function another's name. */
export const wrapsOf = builtin('wraps', ([fun]) =>
  builtin('wraps', ([made]) =>
    typeof fun === 'function' && typeof made === 'function' ? named(made, {qualname: fun.name}) : made,
  ),
)
