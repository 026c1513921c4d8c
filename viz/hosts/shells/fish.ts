import {type Completed, isFile} from './entry.ts'

const special = /['\\]/g
const quoted = (text: string): string => `'${text.replace(special, '\\$&')}'`

function completed(command: string, {names, what, takes, choices}: Completed['options'][number]): string {
  const named = names.map((name) => (name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`))
  const value =
    takes === null
      ? ''
      : isFile({names, what, takes, choices})
        ? ' -r'
        : ` -x${choices.length > 0 ? ` -a ${quoted(choices.map(quoted).join(' '))}` : ''}`
  return `complete -c jitlens -n '__fish_seen_subcommand_from ${command}' ${named.join(' ')}${value} -d ${quoted(what)}`
}

/** Completions for fish. */
export const fish = (commands: readonly Completed[]): string =>
  [
    "complete -c jitlens -n __fish_use_subcommand -a help -d 'say what a command does'",
    `complete -c jitlens -n '__fish_seen_subcommand_from help' -f -a '${commands.map(({name}) => name).join(' ')}'`,
    ...commands.flatMap(({name, what, options, words}) => [
      `complete -c jitlens -n __fish_use_subcommand -a ${name} -d ${quoted(what)}`,
      ...(words === null
        ? []
        : [`complete -c jitlens -n '__fish_seen_subcommand_from ${name}' -f -a '${words.join(' ')}'`]),
      ...options.map((option) => completed(name, option)),
    ]),
    '',
  ].join('\n')
