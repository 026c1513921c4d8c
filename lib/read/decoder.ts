/**
 * Turns chunks of UTF-8, cut anywhere, into texts; null ends them. A character that a chunk cuts waits for the next one, so
 * that each call decodes whole characters (decoding as a stream is three times slower in Node).
 */
export function decoder(): (chunk: Uint8Array | null) => string {
  const utf8 = new TextDecoder('utf-8', {ignoreBOM: true})
  let rest = new Uint8Array(0)
  return (chunk) => {
    if (chunk === null) return utf8.decode(rest)
    let bytes = chunk
    if (rest.length > 0) {
      bytes = new Uint8Array(rest.length + chunk.length)
      bytes.set(rest)
      bytes.set(chunk, rest.length)
    }
    const whole = bytes.length - incomplete(bytes)
    rest = bytes.slice(whole)
    return utf8.decode(bytes.subarray(0, whole))
  }
}

/** How many bytes at the end begin a character that is not whole. */
function incomplete(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return 0
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0
  }
  return 0
}
