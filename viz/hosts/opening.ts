/** What a text is that a run comes of. */
export type Kind = 'trace' | 'scenario' | 'log' | 'program'

/** What the simulator runs. */
export type Simulated = 'scenario' | 'program'

/** Whether a file is a program in Python, by its name. */
export const isProgram = (path: string): boolean => path.endsWith('.py')

/** A header of ours; what a scenario has; what one has that is a program: a log in JSON may have that word too, but no lines behind it. */
const ours = /"format"\s*:\s*"jitlens"/
const steps = /"(?:steps|category)"\s*:/
const program = /"program"\s*:\s*(?:\[|"[^"\n]*\\n)|"\$schema"\s*:\s*"[^"\n]*scenario\.schema\.json"/

/** What a text is, by its first line: JSON of ours, or else a log. */
export function kindOf(start: string): Exclude<Kind, 'program'> {
  const text = start.trimStart()
  if (!text.startsWith('{') && !text.startsWith('[')) return 'log'
  const [line = ''] = text.split('\n', 1)
  try {
    const row: unknown = JSON.parse(line)
    if (typeof row === 'object' && row !== null && 'format' in row && row.format === 'jitlens') return 'trace'
    return isScenario(row) ? 'scenario' : 'log'
  } catch {
    if (ours.test(text)) return 'trace'
    return steps.test(text) || program.test(text) ? 'scenario' : 'log'
  }
}

/** Whether the first value of a file makes it a scenario file. */
const isScenario = (row: unknown): boolean =>
  Array.isArray(row)
    ? row.some(isScenario)
    : typeof row === 'object' &&
      row !== null &&
      ('steps' in row || 'versions' in row || program.test(JSON.stringify(row)))
