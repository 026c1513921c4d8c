import {given, type Given} from '../../viz/hosts/index.ts'
import {find} from './find.ts'

/** A text as a file; an empty one is none. */
export const pasted = (text: string): File[] => (text.trim() === '' ? [] : [new File([text], 'pasted text')])

/** Reads files one after the other, and says at `.status` how far it is. */
export async function readAll(files: readonly File[]): Promise<readonly Given[]> {
  const status = find(document, '.status')
  const say = (text: string): void => {
    status.textContent = text
  }
  const all: Given[] = []
  for (const file of files) {
    say(`Reading ${file.name} …`)
    all.push(await given(file, say))
  }
  say('')
  return all
}

/** Says at `.wrongs` what is wrong with what was given, a line each. */
export function sayWrong(sentences: readonly string[]): void {
  find(document, '.wrongs').replaceChildren(
    ...sentences.map((sentence) => {
      const line = document.createElement('p')
      line.textContent = sentence
      return line
    }),
  )
}
