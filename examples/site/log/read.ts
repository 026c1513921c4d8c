import {explain, type Named, shortly, type Trace} from '../../../lib/index.ts'
import {defineElement, type Given} from '../../../viz/hosts/index.ts'
import {takeFiles} from '../drop.ts'
import {find} from '../find.ts'
import {held} from '../held.ts'
import {bytesOf} from '../packed.ts'
import {pasted, readAll, sayWrong} from '../take.ts'

/** Whether something of JAX's or torch's was read in a run. */
const isOfUse = ({length, source}: Trace): boolean => length > 0 || source === null || source.messages > 0

/** What is wrong with a file, also where it was read and holds nothing of JAX's. */
function wrongs({name, runs, wrong}: Given): string[] {
  const blank = runs
    .filter(({trace}) => !isOfUse(trace))
    .map(({trace}) => `${name}: ${explain(trace).headline}`)
  return [...(wrong === null ? [] : [wrong]), ...blank]
}

/** Reads files one after the other, and shows the runs that they hold. */
async function take(files: readonly File[]): Promise<void> {
  if (files.length === 0) return
  const all = await readAll(files)
  sayWrong(all.flatMap(wrongs))
  show(all.flatMap(({runs}) => runs).filter(({trace}) => isOfUse(trace)))
}

function show(runs: readonly Named[]): void {
  const place = find(document, '.result')
  find(document, 'main').toggleAttribute('data-read', runs.length > 0)
  if (runs.length === 0) {
    place.replaceChildren()
    return
  }
  const lens = document.createElement('jit-lens')
  lens.traces = runs.length === 1 ? runs : shortly(runs)
  place.replaceChildren(lens)
  place.scrollIntoView({block: 'nearest'})
}

/** The files of an example, as if somebody had given them. */
const exampleFiles = ({dataset}: HTMLElement): Promise<File[]> =>
  Promise.all(
    (dataset['paths'] ?? '')
      .split(' ')
      .map(async (path) => new File([bytesOf(await held(path))], path.slice(path.lastIndexOf('/') + 1))),
  )

function listen(): void {
  takeFiles((files) => void take(files))
  document.addEventListener('paste', ({clipboardData, target}) => {
    const text = clipboardData?.getData('text') ?? ''
    if (target instanceof HTMLTextAreaElement) return
    void take([...(clipboardData?.files ?? []), ...pasted(text)])
  })
  for (const button of document.querySelectorAll<HTMLElement>('[data-try]'))
    button.addEventListener('click', () => void exampleFiles(button).then(take))
  find(document, '[data-read]').addEventListener('click', () => {
    const {value} = find(document, '#pasted', HTMLTextAreaElement)
    void take(pasted(value))
  })
}

defineElement()
listen()
