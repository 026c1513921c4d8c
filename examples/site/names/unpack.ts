import {find} from '../find.ts'

/** Unpacks what the page says of names, and goes to the one that its address names. */
async function unpack(): Promise<void> {
  const packed = find(document, 'script[type="application/gzip"]').textContent
  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))
  find(document, '.entries').innerHTML = await new Response(stream).text()
  if (location.hash !== '') location.replace(location.href)
}

void unpack()

export {}
