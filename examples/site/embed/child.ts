/** The first line of a recording. */
const recording = /^\s*\{"format"/

/** A text as a script inside an element, which no page runs: a recording, or else a program. */
export function child(text: string): HTMLScriptElement {
  const script = document.createElement('script')
  script.type = recording.test(text) ? 'application/json' : 'text/x-python'
  script.textContent = text
  return script
}
