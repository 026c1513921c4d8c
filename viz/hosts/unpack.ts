import type {Io} from './io.ts'

/** Chunks of bytes whose first one was looked at. */
interface Peeked {
  readonly first: Uint8Array
  readonly all: AsyncIterable<Uint8Array>
}

type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be'

const sample = 4096

/**
 * The text of a file as UTF-8, without a byte order mark: unpacked where it is packed by gzip, once or in several members, and
 * decoded where it is UTF-16 in either order, with a mark or without.
 */
export async function* unpack(
  chunks: AsyncIterable<Uint8Array>,
  {gunzip}: Pick<Io, 'gunzip'>,
): AsyncGenerator<Uint8Array> {
  const packed = await peek(chunks)
  const {first, all} = await peek(isGzip(packed.first) ? gunzip(packed.all) : packed.all)
  const encoding = encodingOf(first)
  if (encoding === 'utf-8') {
    let from = isMarked(first) ? 3 : 0
    for await (const chunk of all) {
      yield chunk.subarray(from)
      from = 0
    }
    return
  }
  const [decoder, encoder] = [new TextDecoder(encoding), new TextEncoder()]
  for await (const chunk of all) yield encoder.encode(decoder.decode(chunk, {stream: true}))
  yield encoder.encode(decoder.decode())
}

/** Whether bytes are packed by gzip. */
export const isGzip = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b

const isMarked = (bytes: Uint8Array): boolean => bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf

/** The chunks of a file again, the first one of them at least as long as its marks. */
async function peek(chunks: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const rest = chunks[Symbol.asyncIterator]()
  let first = new Uint8Array()
  while (first.length < sample) {
    const next = await rest.next()
    if (next.done === true) break
    const both = new Uint8Array(first.length + next.value.length)
    both.set(first)
    both.set(next.value, first.length)
    first = both
  }
  return {first, all: chain(first, rest)}
}

async function* chain(first: Uint8Array, rest: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield first
  yield* {[Symbol.asyncIterator]: () => rest}
}

/** Which encoding a file has: by its mark, or since every other byte of plain text is 0 in UTF-16. */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  const zeros = [0, 0]
  const length = Math.min(bytes.length, sample)
  for (const [at, byte] of bytes.subarray(0, length).entries())
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const [even = 0, odd = 0] = zeros
  if (odd > length / 3 && even < length / 20) return 'utf-16le'
  return even > length / 3 && odd < length / 20 ? 'utf-16be' : 'utf-8'
}
