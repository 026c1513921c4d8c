import {type Command, optionsOf} from '../command.ts'
import {bash} from '../shells/bash.ts'
import type {Completed} from '../shells/entry.ts'
import {fish} from '../shells/fish.ts'
import {zsh} from '../shells/zsh.ts'
import {Wrong} from '../wrong.ts'

const shells = new Map([
  ['bash', bash],
  ['zsh', zsh],
  ['fish', fish],
])

const entryOf = (command: Command): Completed => ({
  name: command.name,
  what: command.what,
  words: command.words ?? null,
  options: Object.entries(optionsOf(command)).map(([name, {short, what, takes, choices}]) => ({
    names: [...(short === undefined ? [] : [`-${short}`]), `--${name}`],
    what,
    takes: takes ?? null,
    choices: choices ?? [],
  })),
})

/** The command that writes what a shell needs to complete the others, and itself. */
export function completions(others: readonly Command[]): Command {
  const own: Command = {
    name: 'completions',
    takes: 'bash|zsh|fish',
    words: [...shells.keys()],
    what: 'what a shell needs to complete commands and options',
    options: {},
    examples: [
      ['completions bash >> ~/.bashrc', 'for bash, from its next start'],
      ['completions zsh > "${fpath[1]}/_jitlens"', 'for zsh'],
      ['completions fish > ~/.config/fish/completions/jitlens.fish', 'for fish'],
    ],
    inputs: [1, 1],
    run({files: [name = '']}, io) {
      const shell = shells.get(name)
      if (shell === undefined)
        throw new Wrong(`completions: no shell ${name}; expected one of ${[...shells.keys()].join(', ')}`)
      io.write(shell([...others, own].map(entryOf)))
      return Promise.resolve(0)
    },
  }
  return own
}
