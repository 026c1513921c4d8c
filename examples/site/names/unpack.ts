import {find} from '../find.ts'
import {unpacked} from '../packed.ts'

/** Unpacks what the page says of names, and goes to the one that its address names. */
async function unpack(): Promise<void> {
  const packed = find(document, 'script[type="application/gzip"]').textContent
  find(document, '.entries').innerHTML = await unpacked(packed)
  if (location.hash !== '') location.replace(location.href)
}

void unpack()

export {}
