import {PythonError, typeName} from '../python/index.ts'
import {invoke} from './callable.ts'
import {orderOf} from './operators.ts'

/**
 * `sorted(items, key=, reverse=)`; equal ones stay in order.
 *
 * @throws {PythonError} TypeError for items that have no order.
 */
export function sorted(items: readonly unknown[], key: unknown, isReverse: boolean): readonly unknown[] {
  const rows = items.map((item) => ({
    item,
    by: key === undefined || key === null ? item : invoke(key, [item]),
  }))
  const order = (a: unknown, b: unknown): number => {
    const found = orderOf(a, b)
    if (found === undefined)
      throw new PythonError(
        'TypeError',
        `'<' not supported between instances of '${typeName(b)}' and '${typeName(a)}'`,
      )
    return found
  }
  return rows.toSorted((a, b) => (isReverse ? order(b.by, a.by) : order(a.by, b.by))).map(({item}) => item)
}
