import {say} from '../../lib/index.ts'

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
