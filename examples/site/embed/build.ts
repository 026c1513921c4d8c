import {explain} from '../../../lib/index.ts'
import {defineElement, isProgram, offer} from '../../../viz/hosts/index.ts'
import {takeFiles} from '../drop.ts'
import {find} from '../find.ts'
import {sharedIn} from '../link.ts'
import {attempt} from '../run.ts'
import {wrongOf} from '../said.ts'
import {opening, program as first} from '../start/program.ts'
import {readAll, sayWrong} from '../take.ts'
import {frameOffer, type Made, type Offer, pictureOffer, scriptOffer} from './offer.ts'
import {filesOf, roomInside, scriptSnippet, type Wish} from './snippet.ts'

/** So long the page waits for another key, in ms. */
const pause = 300

const form = find(document, 'form', HTMLFormElement)
const program = find(document, '#program', HTMLTextAreaElement)
const code = find(document, '.snippet code')
const call = find(form, '[name=call]', HTMLInputElement)
const status = find(document, '.status')

function ofProgram(text: string): Made {
  const {error, run} = attempt(text)
  sayWrong(error === null ? [] : [wrongOf(error)])
  return {source: {kind: 'program', text}, trace: run.trace, explanation: run.explanation}
}

const textOf = (data: FormData, name: string): string => {
  const value = data.get(name)
  return typeof value === 'string' ? value : ''
}

/** What an author chose; a call that is not there is the nearest. */
function wish({trace}: Made): Wish {
  const data = new FormData(form)
  const text = (name: string): string => textOf(data, name)
  const asked = Math.trunc(Number(text('call'))) || 1
  return {
    inside: data.has('inside'),
    call: Math.min(Math.max(asked, 1), Math.max(trace.length, 1)),
    heading: text('heading').trim(),
    scheme: text('scheme'),
    lock: data.getAll('lock').map(String),
    picture: text('picture') === 'timeline' ? 'timeline' : 'lock',
  }
}

/** Makes the lines, and shows what they make. */
async function renew(made: Made): Promise<void> {
  const kind = textOf(new FormData(form), 'form')
  for (const part of form.querySelectorAll<HTMLElement>('[data-for]'))
    part.hidden = !(part.dataset['for'] ?? '').split(' ').includes(kind)
  find(form, 'label:has([name=call]) span').textContent = `Call shown first, of ${made.trace.length}`
  call.max = String(Math.max(made.trace.length, 1))
  const chosen = wish(made)
  if (made.trace.length === 0)
    tell({
      snippet: {html: '', files: []},
      note: 'No call of a jitted function yet.',
      seen: document.createElement('p'),
    })
  else if (kind === 'frame') tell(await frameOffer(made, chosen))
  else tell(kind === 'picture' ? pictureOffer(made, chosen) : scriptOffer(made, chosen))
}

function tell({note, seen, snippet: {files, html}}: Offer): void {
  code.textContent = html
  find(document, '.rest').textContent = note
  find(document, '.files').replaceChildren(
    ...files.map(({name, text}) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.textContent = `Save ${name}`
      button.addEventListener('click', () => offer(document, new Blob([text], {type: 'text/plain'}), name))
      return button
    }),
  )
  find(document, '.preview').replaceChildren(seen)
}

/** The run that files hold, where they hold one. */
async function read(files: readonly File[]): Promise<Made | null> {
  const all = await readAll(files)
  const runs = all.flatMap(({runs: some}) => some)
  const [one] = runs
  status.textContent = runs.length === 0 ? '' : `Shown: ${runs.map(({name}) => name).join(', ')}.`
  sayWrong(all.flatMap(({wrong}) => wrong ?? []))
  if (one === undefined) return null
  return {source: {kind: 'runs', runs}, trace: one.trace, explanation: explain(one.trace)}
}

function listen(start: Made): void {
  let made = start
  let timer = 0
  const put = (next: Made | null): void => {
    if (next === null) return
    made = next
    void renew(made)
  }
  const type = (text: string): void => {
    status.textContent = ''
    program.value = text
    put(ofProgram(text))
  }
  const take = async (files: readonly File[]): Promise<void> => {
    const [file, ...others] = files
    if (file === undefined) return
    if (others.length === 0 && isProgram(file.name)) {
      type(await file.text())
      return
    }
    const next = await read(files)
    if (next !== null) find(form, '[name=inside]', HTMLInputElement).checked = isSmall(next)
    put(next)
  }
  takeFiles((files) => void take(files))
  form.addEventListener('input', () => put(made))
  form.addEventListener('submit', (event) => event.preventDefault())
  program.addEventListener('input', () => {
    window.clearTimeout(timer)
    timer = window.setTimeout(() => type(program.value), pause)
  })
  // Where the author goes in the preview is where the lines open.
  document.addEventListener('jitlens-position', ({detail}) => {
    call.value = String(detail.index + 1)
    code.textContent = scriptSnippet(made.source, wish(made)).html
  })
  put(made)
}

const isSmall = ({source}: Made): boolean =>
  filesOf(source).reduce((sum, {text}) => sum + text.length, 0) <= roomInside

async function copy(button: HTMLElement): Promise<void> {
  try {
    await navigator.clipboard.writeText(code.textContent)
    button.textContent = 'Copied'
  } catch {
    window.getSelection()?.selectAllChildren(code)
    button.textContent = 'Selected'
  }
  window.setTimeout(() => void (button.textContent = 'Copy'), 2000)
}

async function start(): Promise<void> {
  const {at, text} = (await sharedIn(location.hash)) ?? {text: first, at: opening}
  program.value = text
  call.value = String(at + 1)
  listen(ofProgram(program.value))
  const button = find(document, '[data-copy]')
  button.addEventListener('click', () => void copy(button))
}

defineElement()
void start()
