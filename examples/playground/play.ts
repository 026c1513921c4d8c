import {type Lock, locks, newest, releaseOf, Session, simulated} from '../../lib/index.ts'
import {offer, pictureFile, traceFile} from '../../viz/hosts/index.ts'
import {lock, node, selectionOf, stepTo} from '../../viz/index.ts'
import {
  type Call,
  drawCalls,
  drawKey,
  find,
  hashOf,
  missOf,
  remarksOf,
  saidOf,
  type Shared,
  sharedIn,
  takeFiles,
  wrongOf,
} from '../site/index.ts'
import {liveCell} from './cell/live.ts'
import {type Editor, editorIn} from './editor.ts'
import {edits, withEdit, withLine} from './edits.ts'
import {fileOf, sharedInFile} from './file.ts'
import {livePanel} from './panel.ts'
import {examples} from './programs.ts'
import {Trial, type Tried} from './trial.ts'

/** What the page shows. */
interface Stage {
  readonly editor: Editor
  trial: Trial
  tried: Tried
  /** The call that is looked at, by its place among the calls. */
  at: number
  /** What the link of this page locks. */
  readonly locked: readonly Lock[]
  /** The widths of the key and of all calls, in px; null until they are asked for, since the page is laid out to tell them. */
  room: {readonly width: number; readonly length: number} | null
  /** Shows the parts of the models as they are. */
  drawModels: () => void
  /** What waits for the reader to stop typing, and then for the program to run; null where what is shown is what the text does. */
  timer: number | null
}

/** So long the page waits for another key, in ms. */
const pause = 120
/** So long it runs a program that was typed before it looks for another key, in ms. */
const slice = 20

const root = find(document, 'main')
const views = find(root, '.key')

/** Runs the program as it stands now, and shows a call of it. */
const run = (stage: Stage, at?: number): void => settle(stage, stage.trial.run(stage.editor.text()), at)

/** The same slice by slice, between which the reader may type on: what is shown stays until all has run. */
function runOn(stage: Stage, steps = stage.trial.running(stage.editor.text())): void {
  const end = performance.now() + slice
  let step = steps.next()
  while (step.done !== true && performance.now() < end) step = steps.next()
  const {done, value} = step
  wait(stage, () => (done === true ? settle(stage, value) : runOn(stage, steps)))
}

/** Has the page do something a while later, instead of what it was to do then; null for nothing. */
function wait(stage: Stage, next: (() => void) | null, ms = 0): void {
  if (stage.timer !== null) window.clearTimeout(stage.timer)
  stage.timer = next === null ? null : window.setTimeout(next, ms)
  views.ariaBusy = String(next !== null)
}

/** Shows what a program did that has run, at a call, or at that of the cursor or before it. */
function settle(stage: Stage, tried: Tried, at?: number): void {
  wait(stage, null)
  stage.tried = tried
  const {calls} = stage.tried.run
  const cursor = stage.editor.line()
  const before = calls.findLastIndex((call) => call.line <= cursor)
  stage.at = Math.min(at ?? Math.max(before, 0), Math.max(calls.length - 1, 0))
  tell(stage)
  draw(stage)
  stage.drawModels()
}

/** What applies whatever call is looked at: what was printed, what went wrong, and which edits there are. */
function tell({
  locked,
  tried: {
    error,
    latest,
    run: {printed},
  },
}: Stage): void {
  const box = find(root, '.output')
  box.hidden = printed.length === 0
  find(box, 'pre').textContent = printed.join('\n')
  find(root, '.raised').textContent = error === null ? '' : wrongOf(error)
  find(root, '.models fieldset').toggleAttribute('disabled', isKept(locked) || error !== null)
  for (const edit of edits)
    find(root, `[data-edit=${edit.name}]`).toggleAttribute(
      'disabled',
      isKept(locked) || error !== null || edit.lines(latest) === null,
    )
}

/** Whether no line can be added. */
const isKept = (locked: readonly Lock[]): boolean => locked.includes('code') || locked.includes('calls')

const key = find(root, '[data-picture=lock]')
const line = find(root, '[data-picture=timeline]')

/** Draws the key of a call and all calls, for the room that there is. */
function draw(stage: Stage): void {
  const {run: ran} = stage.tried
  const call = show(stage)
  if (call === null || stage.locked.includes('reveal')) {
    key.replaceChildren()
    line.replaceChildren()
    return
  }
  stage.room ??= {width: key.clientWidth, length: line.clientWidth}
  drawKey(key, ran, call.position, {width: stage.room.width})
  drawCalls(line, ran, call, stage.room.length)
}

/** Says what became of the call that is looked at, beside its line and in a sentence. */
function show({at, editor, locked, tried: {error, run: ran}}: Stage): Call | null {
  const call = ran.calls[at] ?? null
  const isHidden = locked.includes('reveal')
  const miss = call === null || isHidden ? null : missOf(ran, call)
  editor.mark({
    remarks: isHidden ? new Map() : remarksOf(ran.calls),
    now: call?.line ?? null,
    raised: error?.line ?? null,
  })
  find(root, '.place').textContent = call === null ? '' : `call ${at + 1} of ${ran.calls.length}`
  find(root, '.saying').replaceChildren(
    call === null || isHidden ? words(call === null ? noCall : hidden) : node(document, saidOf(ran, call)),
  )
  find(root, '.advice').textContent = miss?.advice.replaceAll('`', '') ?? ''
  find(root, '[data-move=back]').toggleAttribute('disabled', at <= 0)
  find(root, '[data-move=next]').toggleAttribute('disabled', at >= ran.calls.length - 1)
  return call
}

const noCall = 'No call of a function under jax.jit or nnx.jit yet.'
const hidden = 'What this call comes to is hidden in this link: say it before you look it up elsewhere.'

function words(text: string): HTMLElement {
  const said = document.createElement('p')
  said.className = 'said'
  said.textContent = text
  return said
}

/** Brings the line of the call that is looked at into sight. */
function look({at, editor, tried}: Stage): void {
  const call = tried.run.calls[at]
  if (call !== undefined) editor.reveal(call.line)
}

/** Goes to another call: its key moves in its place. */
function go(stage: Stage, at: number): void {
  if (stage.tried.run.calls[at] === undefined || at === stage.at) return
  stage.at = at
  const call = show(stage)
  if (call === null) return
  look(stage)
  if (stage.locked.includes('reveal')) return
  if (key.firstElementChild !== null) stepTo(key.firstElementChild, call.position)
  drawCalls(line, stage.tried.run, call)
}

/** Goes to the latest call that a line made. */
function goToLine(stage: Stage, line: number): void {
  const at = stage.tried.run.calls.findLastIndex((call) => call.line === line)
  if (at >= 0 && stage.timer === null && stage.tried.run.calls[stage.at]?.line !== line) go(stage, at)
}

const says = (text: string): void => {
  find(root, '.raised').textContent = text
}

/** What a link of the page holds: what was locked stays so. */
function sharedOf({at, editor, locked}: Stage): Shared {
  const jax = find(root, '[data-choice=release]', HTMLSelectElement).value
  const chosen = locks.filter(
    (lock) => locked.includes(lock) || find(root, `[data-lock=${lock}]`, HTMLInputElement).checked,
  )
  return {
    text: editor.text(),
    at,
    ...((jax !== newest.jax || chosen.includes('policy')) && {jax}),
    ...(chosen.length > 0 && {locked: chosen}),
  }
}

/** What the page does of what its link locks, beside the editor. */
function keep(locked: readonly Lock[]): void {
  if (locked.length === 0) return
  find(root, '.locking').hidden = true
  const note = find(root, '.kept')
  note.hidden = false
  note.textContent = `Locked in this link: ${locked.map((lock) => lockNames[lock]).join(', ')}.`
  find(root, '[data-choice=program]').toggleAttribute(
    'disabled',
    locked.some((lock) => lock !== 'policy' && lock !== 'reveal'),
  )
  find(root, '[data-choice=release]').toggleAttribute('disabled', locked.includes('policy'))
  const isHidden = locked.includes('reveal')
  root.toggleAttribute('data-hidden', isHidden)
  for (const way of ['trace', 'embed', 'svg'])
    find(root, `[data-way=${way}]`).toggleAttribute('disabled', isHidden)
}

const lockNames: Readonly<Record<Lock, string>> = {
  model: 'definitions',
  calls: 'calls',
  code: 'the program',
  policy: 'the release of JAX',
  reveal: 'what the calls come to',
}

/** The ways out of the page: a link, files, a picture. */
const ways: Readonly<Record<string, (stage: Stage) => Promise<void> | void>> = {
  async link(stage) {
    const hash = await hashOf(sharedOf(stage))
    history.replaceState(null, '', `${location.pathname}${location.search}${hash}`)
    await navigator.clipboard.writeText(location.href).then(
      () => says('The link is in the clipboard, and in the address of this page.'),
      () => says('The link stands in the address of this page.'),
    )
  },
  async embed(stage) {
    const hash = await hashOf({text: stage.editor.text(), at: stage.at})
    location.assign(`embed.html${location.search}${hash}`)
  },
  scenario: (stage) =>
    offer(document, new Blob([fileOf(sharedOf(stage))], {type: 'application/json'}), 'program.json'),
  python: ({editor}) => offer(document, new Blob([editor.text()], {type: 'text/x-python'}), 'program.py'),
  trace: ({tried: {run: ran}}) => offer(document, traceFile(ran.trace), 'run.jsonl'),
  async svg({at, tried: {run: ran}}) {
    const call = ran.calls[at]
    if (call === undefined) return
    const drawing = lock.draw(ran.trace, ran.explanation, {position: call.position, width: 720})
    offer(document, await pictureFile(document, drawing, 'svg'), 'key.svg')
  },
}

/** Opens a file as the link that holds the same. */
async function open([file]: readonly File[]): Promise<void> {
  if (file === undefined) return
  try {
    location.hash = await hashOf(sharedInFile(await file.text(), file.name))
    location.reload()
  } catch (thrown) {
    says(thrown instanceof Error ? thrown.message : String(thrown))
  }
}

function listen(stage: Stage): void {
  takeFiles((files) => void open(files))
  root.addEventListener('click', ({target}) => {
    const button = target instanceof Element ? target.closest('button') : null
    const {edit, move, undo, redo, way} = button?.dataset ?? {}
    const chosen = edits.find(({name}) => name === edit)
    if (chosen !== undefined) {
      if (stage.timer !== null) run(stage)
      stage.editor.put(withEdit(stage.tried.latest, chosen))
      run(stage)
    }
    if (move !== undefined) go(stage, stage.at + (move === 'next' ? 1 : -1))
    if (undo !== undefined) stage.editor.undo()
    if (redo !== undefined) stage.editor.redo()
    if (way !== undefined) void ways[way]?.(stage)
  })
  line.addEventListener('click', ({target}) => {
    const index = selectionOf(target)?.index
    const at = stage.tried.run.calls.findIndex(({position}) => position === index)
    if (at >= 0) go(stage, at)
  })
  const program = find(root, '[data-choice=program]', HTMLSelectElement)
  program.addEventListener('change', () => {
    const example = examples[Number(program.value)]
    if (program.value !== '' && example !== undefined) stage.editor.put(example.text)
    program.value = ''
    run(stage)
  })
  const release = find(root, '[data-choice=release]', HTMLSelectElement)
  release.value = stage.trial.release.jax
  release.addEventListener('change', () => {
    stage.trial = new Trial(releaseOf(release.value))
    run(stage, stage.at)
  })
  let {clientWidth} = root
  new ResizeObserver(() => {
    if (root.clientWidth === clientWidth) return
    clientWidth = root.clientWidth
    stage.room = null
    draw(stage)
    look(stage)
  }).observe(root)
}

async function begin(): Promise<void> {
  const shared = await sharedIn(location.hash)
  const text = shared?.text ?? examples[1]?.text ?? ''
  const locked = shared?.locked ?? []
  const known = simulated.find(({jax}) => jax === shared?.jax)
  const trial = new Trial(known ?? new Session().release)
  const stage: Stage = {
    editor: editorIn(
      find(root, '.writing'),
      text,
      {
        edited: () => wait(stage, () => runOn(stage), pause),
        went: (line) => goToLine(stage, line),
      },
      locked,
    ),
    locked,
    trial,
    tried: trial.run(text),
    at: 0,
    timer: null,
    room: null,
    drawModels: () => undefined,
  }
  keep(locked)
  listen(stage)
  stage.drawModels = livePanel(
    find(root, '.models', HTMLDetailsElement),
    () => stage.tried.latest.models.size > 0,
    () => stage.trial.parts(),
    (line) => {
      if (stage.timer !== null) run(stage)
      stage.editor.put(withLine(stage.tried.latest, line))
      run(stage)
    },
  )
  liveCell(find(root, '.cell'))
  settle(stage, stage.tried, shared?.at ?? stage.tried.run.calls.length - 1)
  look(stage)
}

void begin()
