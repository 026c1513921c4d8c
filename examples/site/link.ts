/** What a link holds: a program, and which of its calls is looked at. */
export interface Shared {
  readonly text: string
  /** The place of a call among the calls of the program, from 0. */
  readonly at: number
}

/** So long may a program in a link be, in characters. */
export const mostInLink = 100_000

const bytesOf = async (stream: ReadableStream<unknown>): Promise<Uint8Array> =>
  new Uint8Array(await new Response(stream).arrayBuffer())

const through = (bytes: Uint8Array, by: GenericTransformStream): ReadableStream<unknown> =>
  new Blob([bytes.slice()]).stream().pipeThrough(by)

/** A program and a call as the hash of an address, the program packed. */
export async function hashOf({text, at}: Shared): Promise<string> {
  const packed = await bytesOf(through(new TextEncoder().encode(text), new CompressionStream('deflate-raw')))
  const letters = btoa(String.fromCharCode(...packed))
  return `#at=${at + 1}&p=${letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
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
    return text === null ? null : {text, at: Math.max(0, Math.trunc(Number(fields.get('at'))) - 1 || 0)}
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
