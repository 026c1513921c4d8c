import {encode, explain, Session} from '../../lib/index.ts'
import {Program} from '../../lib/script/index.ts'
import {lock, markup, timeline} from '../../viz/index.ts'
import {type Choice, type Lesson, lineOf, quizAt, type Screen, stepsOf} from './engine/index.ts'
import {type Language, python} from './language.ts'

interface Output {
  readonly output_type: 'display_data'
  readonly metadata: Readonly<Record<string, never>>
  readonly data: Readonly<Record<string, readonly string[]>>
}

type Cell =
  Plain<'markdown'> | (Plain<'code'> & {readonly execution_count: null; readonly outputs: readonly Output[]})

interface Plain<Kind> {
  readonly cell_type: Kind
  readonly id: string
  readonly metadata: Readonly<Record<string, never>>
  readonly source: readonly string[]
}

/** A lesson as a notebook of Jupyter's format, and the trace of the same cells on the simulator, which marks a prediction where there is no JAX. */
export interface Bound {
  readonly notebook: string
  readonly trace: string
}

/**
 * A lesson as a notebook, with the quiz of its first seed: each cell is predicted in its first line, and says when it has run whether that was
 * right. What is told and not asked stands with its picture.
 *
 * @param file what the trace will be called beside the notebook
 * @param language what its cells are written in
 */
export function notebookOf(lesson: Lesson, file: string, language = python): Bound {
  const player = new Player()
  const screens = [...stepsOf(lesson), ...quizAt(lesson, 1)]
  const begun = [
    words('begin', `# ${lesson.title}\n\n${lesson.about}\n\n${language.how}`),
    code('load', language.begin(file)),
  ]
  const cells = [
    ...begun,
    ...screens.flatMap((screen) => cellsOf(screen, {lesson, player, language})),
    endOf(lesson),
  ]
  return {notebook: bookOf(cells, language), trace: player.trace()}
}

function bookOf(cells: readonly Cell[], {kernel}: Language): string {
  return `${JSON.stringify({cells, metadata: {kernelspec: kernel}, nbformat: 4, nbformat_minor: 5}, null, 1)}\n`
}

/**
 * A lesson on a run of real JAX as a notebook: the run is read, and not made.
 *
 * @param file its log, from the notebook's folder
 */
export function readingOf(lesson: Lesson, file: string): string {
  const steps = stepsOf(lesson)
  const begun = [
    words(
      'begin',
      `# ${lesson.title}\n\n${lesson.about}\n\nThe run is read, and not made: no JAX is needed. Decide what you think of each question before you open what stands behind it.`,
    ),
    words('program', programIn(steps[0])),
    code('log', `import jitlens\n\njitlens.show("${file}")`, allOf(steps[0])),
  ]
  const cells = [
    ...begun,
    ...steps.flatMap((screen) => readCells(screen, '')),
    ...quizAt(lesson, 1).flatMap((screen) => readCells(screen, programIn(screen))),
    endOf(lesson),
  ]
  return bookOf(cells, python)
}

const programIn = (screen: Screen | undefined): string => `\`\`\`python\n${screen?.text ?? ''}\n\`\`\``

/** The picture of all calls of a run, and what is to be said of them. */
function allOf(screen: Screen | undefined): Output[] {
  if (screen === undefined) return []
  const {explanation, trace} = screen.run
  const svg = markup(timeline.draw(trace, explanation, {width: 860, heading: false, standalone: true}))
  return [pictured(svg, explanation.headline)]
}

function readCells(screen: Screen, program: string): Cell[] {
  const id = `${screen.isQuiz ? 'quiz' : 'step'}-${screen.index}`
  if (screen.kind === 'told') return [words(`${id}-say`, screen.say)]
  if (screen.kind !== 'choice') throw new TypeError(`a run that is read is not asked by ${screen.kind}`)
  return [words(`${id}-ask`, askedIn(screen, program)), reason(id, `${screen.said}\n\n${screen.why}`)]
}

const askedIn = ({options, question, quote}: Choice, program: string): string =>
  [
    program,
    `**${question}**`,
    quote === undefined ? '' : `\`\`\`\n${quote}\n\`\`\``,
    options.map(({text}) => `- ${text}`).join('\n'),
  ]
    .filter((part) => part !== '')
    .join('\n\n')

/** Runs cells one after another, as a kernel does. */
class Player {
  readonly #program = new Program({session: new Session()})

  /** Which calls of the trace a cell makes, `3:5`. */
  run(text: string): string {
    const {trace} = this.#program
    const from = trace.length
    const {error} = this.#program.run(text)
    if (error !== null) throw new Error(`${error.type}: ${error.message} in ${text}`)
    return `${from}:${trace.length}`
  }

  /** The picture of the latest call, and what is to be said of it; nothing before the first. */
  seen(): Output[] {
    const {trace} = this.#program
    if (trace.length === 0) return []
    const explanation = explain(trace)
    const options = {position: trace.length - 1, width: 720, heading: false, standalone: true, verdict: false}
    const svg = markup(lock.draw(trace, explanation, options))
    const said = explanation.misses.find(({index}) => index === options.position)?.sentence
    return [pictured(svg, said ?? 'It ran what was compiled before.')]
  }

  trace(): string {
    return [...encode(this.#program.trace), ''].join('\n')
  }
}

/** A picture that needs no script, and the same in words. */
const pictured = (svg: string, said: string): Output => ({
  ...{output_type: 'display_data', metadata: {}},
  data: {'image/svg+xml': lines(svg), 'text/plain': lines(said)},
})

/** What the cells of a lesson are made with. */
interface Writing {
  readonly lesson: Lesson
  readonly player: Player
  readonly language: Language
}

function cellsOf(screen: Screen, {language, lesson, player}: Writing): Cell[] {
  const id = `${screen.isQuiz ? 'quiz' : 'step'}-${screen.index}`
  const step = lesson.steps[screen.index]
  const text = screen.isQuiz || step === undefined || !('code' in step) ? screen.text : step.code
  if (screen.kind === 'edit' || screen.kind === 'fill')
    return [
      words(
        `${id}-task`,
        [screen.task, `It may compile at most ${screen.most} times.`, ...offered(screen)].join('\n\n'),
      ),
      code(id, language.tried(text, screen.most)),
      reason(id, screen.why),
    ]
  const span = player.run(text)
  if (screen.kind === 'told')
    return [words(`${id}-say`, screen.say), code(id, language.told(text, span), player.seen())]
  if (screen.kind === 'again')
    return [
      words(`${id}-ask`, `**Will \`${lineOf(screen).trim()}\` compile again?** Write \`yes\` or \`no\`.`),
      code(id, language.asked(text, span)),
      reason(id, screen.why),
    ]
  const isCount = step !== undefined && 'ask' in step && step.ask === 'count'
  const options = isCount ? [] : [screen.options.map((option) => `- ${option.text}`).join('\n')]
  return [
    words(`${id}-ask`, [`**${screen.question}**`, ...options].join('\n\n')),
    code(id, (isCount ? language.asked : language.told)(text, span)),
    reason(id, `${screen.said}\n\n${screen.why}`),
  ]
}

/** The lines that may fill the gaps of a program. */
const offered = (screen: Screen): string[] =>
  screen.kind === 'fill' ? [screen.lines.map((line) => `- \`${line}\``).join('\n')] : []

const endOf = ({sources, takeaway}: Lesson): Cell =>
  words(
    'end',
    `**${takeaway}**\n\nRead on: ${sources.map(({title, url}) => `[${title}](${url})`).join(', ')}`,
  )

/** Why it is so, shut until a reader asks. */
const reason = (id: string, why: string): Cell =>
  words(`${id}-why`, `<details><summary>Why</summary>\n\n${why}\n\n</details>`)

const words = (id: string, text: string): Cell => ({
  cell_type: 'markdown',
  id,
  metadata: {},
  source: lines(text),
})

const code = (id: string, text: string, outputs: readonly Output[] = []): Cell => ({
  ...{cell_type: 'code', id, metadata: {}, source: lines(text)},
  ...{execution_count: null, outputs},
})

/** A text as notebooks hold it, each line with its end. */
const lines = (text: string): string[] => text.split(/(?<=\n)/)
