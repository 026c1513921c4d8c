/** The bytes that a page holds, as the letters of base64. */
export const bytesOf = (letters: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))

/** The text that a page holds packed by gzip, as the letters of base64. */
export async function unpacked(letters: string): Promise<string> {
  const stream = new Blob([bytesOf(letters)]).stream().pipeThrough(new DecompressionStream('gzip'))
  return new Response(stream).text()
}
