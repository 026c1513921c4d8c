/** The marks by which an application says on its root or its body which colours it has: Jupyter, VS Code, marimo, Colab, documentation. */
const marks = {
  dark: '[data-jp-theme-light="false"],.vscode-dark,.vscode-high-contrast:not(.vscode-high-contrast-light),.dark,[data-theme="dark"],[theme="dark"]',
  light:
    '[data-jp-theme-light="true"],.vscode-light,.vscode-high-contrast-light,.light,[data-theme="light"],[theme="light"]',
} as const

/** The colours of a page; null where it does not say, and the reader's wish decides. */
export type Hosted = keyof typeof marks | null

/** The colours that the page around says it has. */
function hosted({body, documentElement}: Document): Hosted {
  const has = (selector: string): boolean => body.matches(selector) || documentElement.matches(selector)
  if (has(marks.dark)) return 'dark'
  return has(marks.light) ? 'light' : null
}

/** Tells the colours of the page around, now and whenever they change, until the function that it returns is called. */
export function follow(document: Document, tell: (scheme: Hosted) => void): () => void {
  let told = hosted(document)
  tell(told)
  const watch = new MutationObserver(() => {
    const now = hosted(document)
    if (now === told) return
    told = now
    tell(now)
  })
  for (const place of [document.documentElement, document.body]) watch.observe(place, {attributes: true})
  return () => watch.disconnect()
}

/** The classes of the outermost element of a guest: the colours that they set hold for all in it that chooses none. */
export const dressed = (name: string, scheme: Hosted): string =>
  scheme === null ? `jl ${name}` : `jl ${name} jl-${scheme}`
