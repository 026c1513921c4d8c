import {decode, explain, type Trace} from '../../../lib/index.ts'
import {type Drawing, node, timeline} from '../../../viz/index.ts'
import {find} from '../../site/index.ts'
import {type Answer, frameIn, runIn} from './run.ts'

declare const jitlens: {readonly made: readonly (() => void)[]}

/** What ran before this script: the library. This one, which needs a page, is not among it yet. */
const scripts = {made: [...jitlens.made]}

const first = `const model = new nnx.Linear({in_features: 4, out_features: 8, rngs: new nnx.Rngs(0)})
const predict = nnx.jit(function predict(model, x) {
  return model.call(x)
})
predict(model, jnp.ones([32, 4]))
predict(model, jnp.ones([32, 4]))
console.log(predict(model, jnp.ones([5, 4])).shape)`

/** Brings the cell to life: its button runs the program, and shows what came of it. */
export function liveCell(cell: HTMLElement): void {
  const button = find(cell, '[data-run]', HTMLButtonElement)
  const field = find(cell, 'textarea', HTMLTextAreaElement)
  field.value = first
  let frame: HTMLIFrameElement | null = null
  button.addEventListener('click', () => {
    button.disabled = true
    find(cell, '.told').textContent = 'It runs …'
    const run = async (): Promise<void> => {
      frame ??= await frameIn(cell)
      show(cell, await runIn(frame, scripts, field.value))
      button.disabled = false
    }
    void run()
  })
}

const drawn = (trace: Trace, width: number): Drawing =>
  timeline.draw(trace, explain(trace), {width, heading: false})

/** The calls that a program tells of; null where it made up what is none. */
function read(lines: readonly string[]): Trace | null {
  try {
    return decode(lines)
  } catch {
    return null
  }
}

function show(cell: HTMLElement, {printed, lines, error}: Answer): void {
  const trace = lines.length === 0 ? null : read(lines)
  const told = trace === null ? [] : explain(trace).misses.map(({sentence}) => sentence)
  find(cell, '.told').textContent = [...printed, ...(error === null ? [] : [error]), ...told].join('\n')
  const picture = find(cell, '.picture')
  if (trace === null || trace.length === 0) picture.replaceChildren()
  else picture.replaceChildren(node(document, drawn(trace, picture.clientWidth)))
}
