/** What the cells of a lesson in JavaScript call: they run on the simulator, one after another, and predictions are marked by what they compile. */
import {explain, isCompile, Session} from '../../../dist/lib/index.js'
import {Program} from '../../../dist/lib/script/index.js'
import {lock, markup} from '../../../dist/viz/index.js'

const begun = () => new Program({session: new Session()})

/** Whether each of the calls compiled that a text made, and what stopped it, where something did. */
function tried(program, text) {
  const {calls, error} = program.run(text)
  const events = calls.map(({event}) => program.trace.at(event)).filter(({within}) => within === undefined)
  return {
    compiled: events.map(isCompile),
    wrong: error === null ? null : `line ${error.line ?? '?'}: ${error.type}: ${error.message}`,
  }
}

/** The same of a text that is known to run. */
function ran(program, text) {
  const {compiled, wrong} = tried(program, text)
  if (wrong !== null) throw new Error(wrong)
  return compiled
}

const counted = (count, word) => `${count} ${word}${count === 1 ? '' : 's'}`

/** Whether a guess is what calls did: `yes` or `no`, whether the last compiled, or a number, how many did. */
function isSo(guess, compiled) {
  if (guess === 'yes' || guess === 'no') return compiled.at(-1) === (guess === 'yes')
  if (!/^\d+$/.test(guess)) throw new RangeError(`write yes, no or a number in the place of ${guess}`)
  return compiled.filter(Boolean).length === Number(guess)
}

/**
 * Begins a lesson.
 *
 * @param draw shows the text of an SVG below a cell
 */
export function lesson(draw) {
  const program = begun()

  /** The key of the latest call, and why it compiled. */
  function shown() {
    const {trace} = program
    const explanation = explain(trace)
    const position = trace.length - 1
    draw(markup(lock.draw(trace, explanation, {position, width: 720, heading: false, standalone: true, verdict: false})))
    return explanation.misses.find(({index}) => index === position)?.sentence ?? 'It ran what was compiled before.'
  }

  return {
    /** Runs a cell of which nothing is asked. */
    run(text) {
      ran(program, text)
      return program.trace.length === 0 ? '' : shown()
    },
    /** Runs a cell and marks a guess of it. */
    predict(guess, text) {
      if (guess === '?') return 'Write your prediction in the place of the question mark.'
      const compiled = ran(program, text)
      const verdict = isSo(guess, compiled) ? '✓ Right' : '✗ Not so'
      const count = compiled.filter(Boolean).length
      return `${verdict}: ${count} of ${counted(compiled.length, 'call')} compiled.\n${shown()}`
    },
    /** Runs a program that was changed, by itself. */
    attempt(most, text) {
      const {compiled, wrong} = tried(begun(), text)
      if (wrong !== null) return `✗ Not yet: ${wrong}`
      const count = compiled.filter(Boolean).length
      return `${count <= most ? '✓ Right' : '✗ Not yet'}: it compiles ${counted(count, 'time')}.`
    },
  }
}
