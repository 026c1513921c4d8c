import {spawn} from 'node:child_process'
import {resolve} from 'node:path'
import {Wrong} from './wrong.ts'

/** What shows a file in the reader's browser; Windows' own gives no exit code that tells anything. */
const programs: Readonly<Record<string, string>> = {darwin: 'open', win32: 'explorer.exe'}

/** Milliseconds after which a program that still runs is taken for one that shows it. */
const patience = 3000

/**
 * Shows a file in the browser.
 *
 * @throws {Wrong} where there is no program for it, or that fails.
 */
export function browse(path: string, program = programs[process.platform] ?? 'xdg-open'): Promise<void> {
  return new Promise((give, refuse) => {
    const child = spawn(program, [resolve(path)], {stdio: 'ignore', detached: true})
    const fail = (why: string): void => {
      refuse(new Wrong(`report: --open: ${program} ${why}; open ${path} yourself`))
    }
    const timer = setTimeout(give, patience)
    child.on('error', () => {
      clearTimeout(timer)
      fail('is not there')
    })
    child.on('exit', (code) => {
      clearTimeout(timer)
      if (code === 0 || process.platform === 'win32') give()
      else fail(`ended with ${code ?? 'a signal'}`)
    })
    child.unref()
  })
}
