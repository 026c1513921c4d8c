/** What became of a program in the cell. */
export interface Answer {
  readonly printed: readonly string[]
  /** Its calls, as the lines of a trace. */
  readonly lines: readonly string[]
  readonly error: string | null
}

/** The scripts of the site that ran before, which the cell runs again in its worker. */
interface Scripts {
  readonly made: readonly (() => void)[]
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === 'string')

/** An answer; null for anything else that somebody may send. */
function answerOf(data: unknown): Answer | null {
  if (typeof data !== 'object' || data === null) return null
  if (!('printed' in data && 'lines' in data && 'error' in data)) return null
  const {printed, lines, error} = data
  return isTexts(printed) && isTexts(lines) && (error === null || typeof error === 'string')
    ? {printed, lines, error}
    : null
}

/** The text of a worker that has the library and runs a program. */
const workerOf = ({made}: Scripts, code: string): string =>
  [
    'var jitlens={made:[]};',
    ...made.map((script) => `(${String(script)})();`),
    `jitlens['playground/cell/names.js'].work(async function(given){with(given){\n${code}\n}})`,
  ].join('\n')

/**
 * Runs programs in JavaScript in a frame of its own, one at a time.
 *
 * @param frame a sandboxed frame of `cell.html`
 * @param limit so long a program may run, in ms
 */
export async function runIn(
  frame: HTMLIFrameElement,
  scripts: Scripts,
  code: string,
  limit = 5000,
): Promise<Answer> {
  const answer = new Promise<Answer>((resolve) => {
    const take = ({data, source}: MessageEvent<unknown>): void => {
      const told = source === frame.contentWindow ? answerOf(data) : null
      if (told === null) return
      window.removeEventListener('message', take)
      resolve(told)
    }
    window.addEventListener('message', take)
  })
  frame.contentWindow?.postMessage({text: workerOf(scripts, code), limit}, '*')
  return answer
}

/** A frame in which code runs, once it is there. */
export async function frameIn(parent: HTMLElement): Promise<HTMLIFrameElement> {
  const frame = document.createElement('iframe')
  frame.setAttribute('sandbox', 'allow-scripts')
  frame.title = 'The sandbox of the code'
  frame.hidden = true
  frame.src = 'cell.html'
  const ready = new Promise((resolve) => {
    frame.addEventListener('load', resolve, {once: true})
  })
  parent.append(frame)
  await ready
  return frame
}
