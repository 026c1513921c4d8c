import {encode, say, type Trace} from '../../lib/index.ts'
import {type Drawing, markup} from '../frame/index.ts'

/** Gives a file to the reader, and says at `trouble` what went wrong, or may: a sandboxed frame can forbid files without a word. */
export async function giving(
  document: Document,
  trouble: Element | null,
  give: () => Promise<void>,
): Promise<void> {
  const page = document.defaultView
  const isCaged = page !== null && page.parent !== page && page.origin === 'null'
  trouble?.replaceChildren()
  try {
    await give()
    if (isCaged) trouble?.replaceChildren(say('caged'))
  } catch (error) {
    trouble?.replaceChildren(error instanceof Error ? error.message : String(error))
  }
}

/** Offers a picture to the reader, as an SVG or a PNG file. */
export async function savePicture(
  document: Document,
  drawing: Drawing,
  name: string,
  format: string,
): Promise<void> {
  const size = {
    width: Number(drawing.attributes.get('width')),
    height: Number(drawing.attributes.get('height')),
  }
  const text = markup(drawing)
  offer(document, format === 'png' ? await pngFile(document, text, size) : svgFile(text), `${name}.${format}`)
}

/** A picture as the text of an SVG file. */
const svgFile = (text: string): Blob => new Blob([text], {type: 'image/svg+xml'})

/** The trace as JSON lines: what the page was made from. */
export const traceFile = (trace: Trace): Blob =>
  new Blob(
    [...encode(trace)].map((line) => `${line}\n`),
    {type: 'application/jsonl'},
  )

/**
 * The same picture as a PNG, twice as fine.
 *
 * @throws {Error} where the page's content security policy forbids images from `blob:`.
 */
async function pngFile(
  document: Document,
  text: string,
  {width, height}: {width: number; height: number},
): Promise<Blob> {
  const address = URL.createObjectURL(svgFile(text))
  try {
    const image = document.createElement('img')
    image.width = width
    image.height = height
    image.src = address
    await image.decode().catch(() => {
      throw new Error(
        'This page does not allow pictures made in it (content security policy, img-src): save the SVG instead.',
      )
    })
    const canvas = document.createElement('canvas')
    canvas.width = width * 2
    canvas.height = height * 2
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve, reject) =>
      canvas.toBlob(
        (blob) =>
          blob === null
            ? reject(new Error('This picture is too large for a PNG: save the SVG instead.'))
            : resolve(blob),
        'image/png',
      ),
    )
  } finally {
    URL.revokeObjectURL(address)
  }
}

/** Offers a file to the reader under a name. */
export function offer(document: Document, file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
