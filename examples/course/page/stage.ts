import {drawCalls, drawKey, find, type ProgramRun, showLine} from '../../site/index.ts'
import {node, stepTo} from '../../../viz/index.ts'
import {type Answer, gapsOf, type Lesson, linkOf, markOf, stateOf} from '../engine/index.ts'
import {aboutReal, contents} from '../lessons/index.ts'
import {textOf} from './editing.ts'
import {opened} from './opened.ts'
import {pickedAt} from './picking.ts'
import {chosenAt, isTried, screenAt, type Showing} from './showing.ts'
import {hasRun, lessonView} from './view.ts'

/** A lesson on a page. */
interface Stage {
  readonly root: Element
  showing: Showing
  /** A changed program that has not run yet. */
  draft: string | null
}

/** Brings a lesson to life in its place. */
export function begin(root: Element, lesson: Lesson): void {
  const at = contents.findIndex(({id}) => id === lesson.id)
  const stage: Stage = {
    root,
    showing: opened(lesson, stateOf(location.hash), contents[at + 1] ?? null),
    draft: null,
  }
  root.addEventListener('click', ({target}) => {
    const button = target instanceof Element ? target.closest<HTMLElement>('button') : null
    if (button === null) pick(stage, target)
    else act(stage, button)
  })
  root.addEventListener('input', ({target}) => {
    if (target instanceof HTMLTextAreaElement) stage.draft = target.value
  })
  document.addEventListener('keydown', (event) => press(stage, event))
  window.addEventListener('hashchange', () => {
    if (location.hash === linkOf(stage.showing.state)) return
    stage.showing = opened(lesson, stateOf(location.hash), stage.showing.next)
    draw(stage)
  })
  new ResizeObserver(() => drawPicture(stage, false)).observe(root)
  draw(stage)
}

/** The buttons that keys press; a step that is open is not left by a key. */
const next = '.strong[data-move=next]'
const walks: Readonly<Record<string, string>> = {ArrowLeft: '[data-move=back]', ArrowRight: next, Enter: next}

/** A number chooses, arrows walk, Escape takes a half answer back. */
function press(stage: Stage, event: KeyboardEvent): void {
  const {altKey, ctrlKey, defaultPrevented, key, metaKey, target} = event
  if (defaultPrevented || altKey || ctrlKey || metaKey || target instanceof HTMLTextAreaElement) return
  // The same key would press the button that gets the focus.
  if (key === 'Enter' && pick(stage, target)) event.preventDefault()
  if (key === 'Escape') takeBack(stage)
  // Enter is for the control that has the focus, where one has it.
  const walk = key === 'Enter' && target !== document.body ? undefined : walks[key]
  const chosen = /^[1-9]$/.test(key) ? `[data-choice="${key}"]` : walk
  if (chosen !== undefined) stage.root.querySelector<HTMLElement>(chosen)?.click()
}

/** Blames the part whose pin was chosen; false where it was none. */
function pick(stage: Stage, target: EventTarget | null): boolean {
  const part = pickedAt(stage.showing, target)
  if (part !== null) blame(stage, part)
  return part !== null
}

function blame(stage: Stage, part: number): void {
  const {pending} = stage.showing
  if (pending !== null) give(stage, {kind: 'again', compiled: true, sure: pending.sure, part})
}

function act(stage: Stage, {dataset}: HTMLElement): void {
  const {answer, move, part, pick: place} = dataset
  if (answer === 'y' || answer === 'Y') show(stage, {pending: {sure: answer === 'Y'}})
  else if (answer !== undefined)
    give(stage, {kind: 'again', compiled: false, sure: answer === 'N', part: null})
  else if (part !== undefined) blame(stage, Number(part))
  else if (place !== undefined) choose(stage, Number(place))
  else if (move !== undefined) moved(stage, move)
}

function moved(stage: Stage, move: string): void {
  if (move !== 'hint' && move !== 'run') stage.draft = null
  const {showing} = stage
  const {state} = showing
  if (move === 'undo' || move === 'unpick') takeBack(stage)
  if (move === 'hint') show(stage, {hints: showing.hints + 1})
  if (move === 'back') show(stage, {state: {...state, at: state.at - 1}, ...nothing})
  if (move === 'next') show(stage, {state: {...state, at: state.at + 1}, ...nothing})
  if (move === 'run') tried(stage)
  if (move === 'restore') forget(stage)
  if (move === 'again') anew(stage)
}

/** A screen at which nothing was done yet. */
const nothing: Pick<Showing, 'pending' | 'picked' | 'hints'> = {pending: null, picked: null, hints: 0}

/** Takes the last piece of a half answer back. */
function takeBack(stage: Stage): void {
  const {pending} = stage.showing
  const chosen = chosenAt(stage.showing)
  if (pending !== null) show(stage, {pending: null})
  else if (screenAt(stage.showing)?.kind === 'fill' && chosen.length > 0)
    show(stage, {picked: chosen.slice(0, -1)})
}

/** Chooses one of several, or takes it back. As many as are wanted are the answer; lines wait until they are run. */
function choose(stage: Stage, place: number): void {
  const screen = screenAt(stage.showing)
  const before = chosenAt(stage.showing)
  const chosen = before.includes(place) ? before.filter((one) => one !== place) : [...before, place]
  if (screen?.kind === 'fill') {
    if (chosen.length <= gapsOf(screen.text)) show(stage, {picked: chosen})
  } else if (screen?.kind === 'choice') {
    const wanted = screen.options.filter(({right}) => right).length
    if (chosen.length < wanted) show(stage, {picked: chosen})
    else give(stage, {kind: 'choice', chosen})
  }
}

/** Runs the program that the learner made. */
function tried(stage: Stage): void {
  const screen = screenAt(stage.showing)
  if (screen?.kind === 'fill') give(stage, {kind: 'fill', chosen: chosenAt(stage.showing)})
  else give(stage, {kind: 'edit', text: find(stage.root, '.editor', HTMLTextAreaElement).value})
}

/** Takes an answer: it is marked by the run, and the lock moves. */
function give(stage: Stage, answer: Answer): void {
  const {marks, state} = stage.showing
  const screen = screenAt(stage.showing)
  if (screen === null) return
  show(stage, {
    state: {...state, answers: new Map([...state.answers, [state.at, answer]])},
    marks: new Map([...marks, [state.at, markOf(answer, screen)]]),
    pending: null,
    picked: null,
  })
}

/** The program that was changed is as it was. */
function forget(stage: Stage): void {
  const {marks, state} = stage.showing
  const isOther = ([index]: readonly [number, unknown]): boolean => index !== state.at
  show(stage, {
    state: {...state, answers: new Map([...state.answers].filter(isOther))},
    marks: new Map([...marks].filter(isOther)),
    picked: null,
  })
}

/** The same lesson at its quiz, with other programs. */
function anew(stage: Stage): void {
  const {lesson, next, state} = stage.showing
  const at = lesson.steps.length
  const answers = new Map([...state.answers].filter(([index]) => index < at))
  show(stage, opened(lesson, {...state, seed: state.seed + 1, at, answers}, next))
}

function show(stage: Stage, change: Partial<Showing>): void {
  stage.showing = {...stage.showing, ...change}
  history.replaceState(null, '', `${location.search}${linkOf(stage.showing.state)}`)
  draw(stage)
  lead(stage)
}

function draw(stage: Stage): void {
  const {root, showing} = stage
  root.replaceChildren(...lessonView(showing).map((one) => node(document, one)))
  const text = stage.draft ?? textOf(showing)
  if (text !== null && screenAt(showing)?.kind === 'edit')
    find(root, '.editor', HTMLTextAreaElement).value = text
  drawPicture(stage, true)
  showLine(root)
}

/** The focus goes to what is asked or to the way on, never to an answer. */
function lead({root}: Stage): void {
  const goal =
    root.querySelector<HTMLElement>('.moves .strong') ??
    root.querySelector<HTMLElement>('.ask') ??
    find(root, '.words')
  goal.focus({preventScroll: true})
  const seen = root.querySelector('.choices') ?? root.querySelector('.picture')
  seen?.scrollIntoView({block: 'nearest'})
}

/** A call whose key is shown, and the one that it is shown after. */
interface Viewed {
  readonly run: ProgramRun
  readonly position: number
  readonly after: number
}

/** The key of the call that was asked about, once that is answered; until then that of the call before, in a picture of what has run. */
function viewed(showing: Showing): Viewed | null {
  const screen = screenAt(showing)
  if (screen === null || isTried(screen)) return null
  const before = screen.isQuiz ? null : (showing.screens[screen.index - 1] ?? null)
  const {calls, run} = hasRun(showing) ? screen : (before ?? {calls: [], run: screen.run})
  const {error, position} = calls.at(-1) ?? {}
  if (position === undefined || typeof error === 'string') return null
  const name = run.trace.functionAt(position)
  const after = position > 0 && run.trace.functionAt(position - 1) === name ? position - 1 : position
  return {run, position, after: hasRun(showing) ? after : position}
}

/** Draws what stands above the words: all calls of a run, or a key. */
function drawPicture(stage: Stage, isNew: boolean): void {
  const screen = screenAt(stage.showing)
  const place = stage.root.querySelector<HTMLElement>('[data-picture=timeline]')
  if (screen !== null && place !== null) drawCalls(place, screen.run, null)
  else drawLock(stage, isNew)
}

/** Draws the lock; where the call has just run, it moves from the key of the call before. */
function drawLock({root, showing}: Stage, isNew: boolean): void {
  const place = root.querySelector<HTMLElement>('[data-picture=lock]')
  const seen = viewed(showing)
  if (place === null || seen === null) return
  const {after, position, run} = seen
  const picture = drawKey(place, run, isNew ? after : position, {
    verdict: showing.lesson.id === aboutReal.id,
  })
  if (isNew && after !== position) requestAnimationFrame(() => stepTo(picture, position))
}
