import {type Completed, isFile} from './entry.ts'

const special = /[^\w.,-]/g
/** What ends a text, and what says so. */
const meant = /[[\]:\\]/g

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** A text inside of brackets, or before a colon. */
const escaped = (text: string): string => text.replace(meant, '\\$&')

function argument({names, what, takes, choices}: Completed['options'][number]): string {
  const value =
    takes === null
      ? ''
      : `:${escaped(takes)}:${isFile({names, what, takes, choices}) ? '_files' : choices.length > 0 ? `(${choices.map((one) => one.replace(special, '\\$&')).join(' ')})` : ' '}`
  return names
    .map(
      (name) =>
        `      ${quoted(`*${name}${takes !== null && name.startsWith('--') ? '=' : ''}[${escaped(what)}]${value}`)} \\`,
    )
    .join('\n')
}

/** Completions for zsh, in the place of a function that stands in `$fpath` or is evaluated. */
export const zsh = (commands: readonly Completed[]): string =>
  [
    '#compdef jitlens',
    '_jitlens() {',
    '  local -a commands=(',
    "    'help:say what a command does'",
    ...commands.map(({name, what}) => `    ${quoted(`${name}:${escaped(what)}`)}`),
    '  )',
    '  if (( CURRENT == 2 )); then',
    '    _describe command commands',
    '    _files',
    '    return',
    '  fi',
    '  local command=$words[2]',
    '  shift words',
    '  (( CURRENT-- ))',
    '  case $command in',
    '    help) _describe command commands ;;',
    ...commands.flatMap(({name, options, words}) => [
      `    ${name}) _arguments \\`,
      ...options.map(argument),
      `      ${quoted(words === null ? '*:file:_files' : `*:word:(${words.join(' ')})`)} ;;`,
    ]),
    '    *) _files ;;',
    '  esac',
    '}',
    'if [ "$funcstack[1]" = _jitlens ]; then _jitlens "$@"; else compdef _jitlens jitlens; fi',
    '',
  ].join('\n')
