import type {Params, ParamValue} from '../array/index.ts'

/** Reads a parameter of an operation; the table of primitives says of what type it is. */
const wrong = (params: Params, name: string, wanted: string): never => {
  throw new TypeError(
    `the parameter ${name} of an operation is ${JSON.stringify(params[name])}; expected ${wanted}`,
  )
}

const isNumbers = (value: ParamValue | undefined): value is readonly number[] =>
  Array.isArray(value) && value.every((n) => typeof n === 'number')

const isRecord = (value: ParamValue | undefined): value is Params =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const numbersIn = (params: Params, name: string): readonly number[] => {
  const value = params[name]
  return isNumbers(value) ? value : wrong(params, name, 'a list of numbers')
}

const isList = (value: ParamValue | undefined): value is readonly ParamValue[] => Array.isArray(value)

export const listIn = (params: Params, name: string): readonly ParamValue[] => {
  const value = params[name]
  return isList(value) ? value : wrong(params, name, 'a list')
}

export const rowsIn = (params: Params, name: string): readonly (readonly number[])[] => {
  const value = params[name]
  return Array.isArray(value) && value.every(isNumbers)
    ? value
    : wrong(params, name, 'a list of lists of numbers')
}

export const numberAt = (params: Params, name: string): number => {
  const value = params[name]
  return typeof value === 'number' ? value : wrong(params, name, 'a number')
}

export const recordIn = (params: Params, name: string): Params => {
  const value = params[name]
  return isRecord(value) ? value : wrong(params, name, 'a record')
}

export const isTrue = (params: Params, name: string): boolean => params[name] === true
