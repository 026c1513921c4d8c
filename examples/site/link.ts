import {type Lock, locks} from '../../lib/index.ts'

/** What a link holds: a program, and which of its calls is looked at. */
export interface Shared {
  readonly text: string
  /** The place of a call among the calls of the program, from 0. */
  readonly at: number
  /** The release of JAX that it runs on, `0.10.2`; the newest where it is not given. */
  readonly jax?: string
  /** What cannot be changed, or is not shown. */
  readonly locked?: readonly Lock[]
}

/** So long may a program in a link be, in characters. */
export const mostInLink = 100_000

const bytesOf = async (stream: ReadableStream<unknown>): Promise<Uint8Array> =>
  new Uint8Array(await new Response(stream).arrayBuffer())

const through = (bytes: Uint8Array, by: GenericTransformStream): ReadableStream<unknown> =>
  new Blob([bytes.slice()]).stream().pipeThrough(by)

/** A program and a call as the hash of an address, the program packed. */
export async function hashOf({text, at, jax, locked = []}: Shared): Promise<string> {
  const packed = await bytesOf(through(new TextEncoder().encode(text), new CompressionStream('deflate-raw')))
  const letters = btoa(String.fromCharCode(...packed))
  const words = [
    ...(jax === undefined ? [] : [`&jax=${jax}`]),
    ...(locked.length === 0 ? [] : [`&lock=${locked.join(',')}`]),
  ]
  return `#at=${at + 1}&p=${letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}${words.join('')}`
}

/** What the hash of an address holds; null where it holds no program that can be read. The inverse of `hashOf`. */
export async function sharedIn(hash: string): Promise<Shared | null> {
  const fields = new URLSearchParams(hash.slice(1))
  const packed = fields.get('p')
  if (packed === null) return null
  try {
    const letters = atob(packed.replaceAll('-', '+').replaceAll('_', '/'))
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
    const text = await unpacked(bytes)
    if (text === null) return null
    const [jax, named] = [fields.get('jax'), fields.get('lock')?.split(',') ?? []]
    const locked = locks.filter((lock) => named.includes(lock))
    return {
      text,
      at: Math.max(0, Math.trunc(Number(fields.get('at'))) - 1 || 0),
      ...(jax !== null && {jax}),
      ...(locked.length > 0 && {locked}),
    }
  } catch {
    return null
  }
}

/** A text, read as far as a program may be long: what unpacks to more is none. */
async function unpacked(bytes: Uint8Array): Promise<string | null> {
  const reader = through(bytes, new DecompressionStream('deflate-raw')).getReader()
  const decoder = new TextDecoder('utf-8', {fatal: true})
  let text = ''
  for (let step = await reader.read(); !step.done; step = await reader.read()) {
    if (step.value instanceof Uint8Array) text += decoder.decode(step.value, {stream: true})
    if (text.length <= mostInLink) continue
    await reader.cancel()
    return null
  }
  return text + decoder.decode()
}
