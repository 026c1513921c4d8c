/** How a notebook of a language writes the cells of a lesson. */
export interface Language {
  readonly kernel: {readonly display_name: string; readonly language: string; readonly name: string}
  /** How a reader answers, and what runs. */
  readonly how: string
  /** The cell that begins a lesson, whose trace is in a file. */
  readonly begin: (file: string) => string
  /** A cell that makes those calls of the trace, `3:5`, and asks for a prediction of them. */
  readonly asked: (text: string, span: string) => string
  /** A cell that makes those calls and asks nothing. */
  readonly told: (text: string, span: string) => string
  /** A cell that is changed until it compiles at most so often. */
  readonly tried: (text: string, most: number) => string
}

const answers =
  'Write what you expect in the place of each `?`, then run the cell: `yes` or `no` where it is asked whether the last call compiles, a number where it is asked how many do.'

/** IPython, with the package jitlens. */
export const python: Language = {
  kernel: {display_name: 'Python 3', language: 'python', name: 'python3'},
  how: `${answers} Where JAX is installed the cell runs there; where it is not, what jitlens’s simulator did is told.`,
  begin: (file) => `%load_ext jitlens\n%lesson ${file}`,
  asked: (text, span) => `%%predict ${span} ?\n${text}`,
  told: (text, span) => `%%predict ${span}\n${text}`,
  tried: (text, most) => `%%predict - <=${most}\n${text}`,
}

const quoted = (text: string): string => `String.raw\`\n${text}\``

/** JavaScript under Node, with the kernel of tslab: the programs are in Python, and run on the simulator. */
export const javascript: Language = {
  kernel: {display_name: 'JavaScript', language: 'javascript', name: 'jslab'},
  how: `${answers} The programs are in Python, and run on jitlens’s simulator. This notebook is for [tslab](https://github.com/yunabe/tslab), in a checkout after \`npm run build\`.`,
  begin: () =>
    `import {display} from 'tslab'\nimport {lesson} from './lesson.mjs'\n\nconst {predict, run, attempt} = lesson((svg) => display.svg(svg))`,
  asked: (text) => `predict('?', ${quoted(text)})`,
  told: (text) => `run(${quoted(text)})`,
  tried: (text, most) => `attempt(${most}, ${quoted(text)})`,
}
