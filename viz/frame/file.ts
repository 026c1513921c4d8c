import {type Drawing, markup} from './drawing.ts'

/** A picture as a file: as SVG, or as PNG where that is the format. */
export async function pictureFile(document: Document, drawing: Drawing, format: string): Promise<Blob> {
  const sizeOf = (name: string): number => Number(drawing.attributes.get(name))
  const text = markup(drawing)
  return format === 'png'
    ? pngFile(document, text, {width: sizeOf('width'), height: sizeOf('height')})
    : svgFile(text)
}

/** A picture as the text of an SVG file. */
const svgFile = (text: string): Blob => new Blob([text], {type: 'image/svg+xml'})

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
