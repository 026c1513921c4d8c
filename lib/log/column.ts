type Numbers = Uint8Array | Uint32Array | Int32Array | Float64Array

interface Column {
  readonly length: number
  readonly bytes: number
  at(index: number): number
  /** Appends and returns the new length. */
  push(value: number): number
}

/** Numbers in a typed array that doubles when it is full. */
export function column(Type: new (length: number) => Numbers): Column {
  let values = new Type(64)
  let length = 0
  return {
    get length() {
      return length
    },
    get bytes() {
      return length * values.BYTES_PER_ELEMENT
    },
    at: (index) => values[index] ?? Number.NaN,
    push(value) {
      if (length === values.length) {
        const larger = new Type(length * 2)
        larger.set(values)
        values = larger
      }
      values[length] = value
      return ++length
    },
  }
}
