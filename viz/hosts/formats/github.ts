import {printable, verdict} from '../../../lib/index.ts'
import {type Outcome, placed} from './outcome.ts'

const commands = {error: 'error', warning: 'warning', note: 'notice'} as const

/** A check as workflow commands of GitHub Actions, which shows each at its line; what it comes to stands last. */
export function github(outcomes: readonly Outcome[], folder: string): string {
  const lines = outcomes.flatMap((outcome) =>
    placed(outcome, folder).map(({level, title, text, site: {file, line}}) => {
      const at = Object.entries({file, line, title: `jitlens: ${title}`})
        .flatMap(([name, value]) => (value === undefined ? [] : [`${name}=${property(String(value))}`]))
        .join(',')
      return `::${commands[level]} ${at}::${data(text)}\n`
    }),
  )
  const ends = outcomes.map(({name, check}) => `${printable(`${name}: ${verdict(check)}`)}\n`)
  return [...lines, ...ends].join('')
}

const signs: ReadonlyMap<string, string> = new Map([
  ['%', '%25'],
  ['\r', '%0D'],
  ['\n', '%0A'],
  [':', '%3A'],
  [',', '%2C'],
])
const inData = /[%\r\n]/g
const inProperty = /[%\r\n:,]/g

/** What a command says; of control characters it knows line ends alone. */
const data = (text: string): string => printable(text.replace(inData, (sign) => signs.get(sign) ?? sign))

const property = (text: string): string =>
  printable(text.replace(inProperty, (sign) => signs.get(sign) ?? sign))
