import type {Completed} from './entry.ts'

const plain = /^[\w.,-]+$/
const special = /[^\w.,-]/g

/** A word in a list that bash parses inside double quotes: what it would take for its own stands behind a backslash. */
const quoted = (word: string): string => (plain.test(word) ? word : `'${word.replace(special, '\\\\$&')}'`)

const listed = (words: readonly string[]): string => words.map(quoted).join(' ')

/** Completions for bash. Of a word that is none of these the files are completed. */
export function bash(commands: readonly Completed[]): string {
  const values = commands.flatMap(({name, options}) =>
    options
      .filter(({choices}) => choices.length > 0)
      .map(
        ({names, choices}) =>
          `    ${names.map((one) => `'${name} ${one}'`).join('|')}) words="${listed(choices)}" ;;`,
      ),
  )
  const valued = [
    ...new Set(
      commands.flatMap(({options}) => options.flatMap(({names, takes}) => (takes === null ? [] : names))),
    ),
  ]
  const others = commands.map(({name, options, words}) => {
    const own = options.flatMap(({names}) => names)
    return `      ${name}) words="${listed([...(words ?? []), ...own])}" ;;`
  })
  return [
    '_jitlens() {',
    '  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} command=${COMP_WORDS[1]} words=',
    '  if [ "$word" = = ]; then word=; elif [ "$before" = = ]; then before=${COMP_WORDS[COMP_CWORD-2]}; fi',
    '  case "$command $before" in',
    ...values,
    `    *' '${valued.join(`|*' '`)}) ;;`,
    "    'jitlens jitlens'|*' jitlens'|'help help')",
    `      words="help ${listed(commands.map(({name}) => name))}" ;;`,
    '    *) case "$command" in',
    ...others,
    '      esac ;;',
    '  esac',
    '  COMPREPLY=($(compgen -W "$words" -- "$word"))',
    '}',
    'complete -o bashdefault -o default -F _jitlens jitlens',
    '',
  ].join('\n')
}
