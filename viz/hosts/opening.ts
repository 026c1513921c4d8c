/** Whether a text begins with jitlens's header: then it is a trace, and else a log. */
export function isTrace(text: string): boolean {
  const start = text.trimStart().slice(0, 400)
  return start.startsWith('{') && start.includes('"format"')
}
