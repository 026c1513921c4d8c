import {topic, verdict} from '../../../lib/index.ts'
import {asJson} from '../json.ts'
import {isAbsolute, type Outcome, type Placed, placed, slashed} from './outcome.ts'

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json'

/** A check as SARIF 2.1.0: a result for each miss that counts, at the call in the program where the log tells it, else in the log. */
export function sarif(outcomes: readonly Outcome[], folder: string, version: string): string {
  const all = outcomes.flatMap((outcome) => placed(outcome, folder))
  const rules = [...new Set(all.map(({rule}) => rule))].sort()
  const run = {
    tool: {driver: {name: 'jitlens', version, rules: rules.map(ruleOf)}},
    invocations: [
      {
        executionSuccessful: outcomes.every(({check}) => check.blank === null || check.passed),
        toolExecutionNotifications: outcomes.map(({name, check}) => ({
          level: check.passed ? 'note' : 'error',
          message: {text: `${name}: ${verdict(check)}`},
        })),
      },
    ],
    columnKind: 'unicodeCodePoints',
    results: all.map((one) => resultOf(one, rules)),
  }
  return asJson({$schema: schema, version: '2.1.0', runs: [run]})
}

const spaces = / /g
const alphanumeric = /[A-Za-z0-9]+/g

/** A rule; its name is an identifier, as the format wants it (SARIF 2.1.0, 3.49.7); its words are its description. */
const ruleOf = (rule: string): object => ({
  id: idOf(rule),
  name: [...rule.matchAll(alphanumeric)]
    .map(([word]) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join(''),
  shortDescription: {text: rule},
})

const idOf = (rule: string): string => `jitlens/${rule.replace(spaces, '-')}`

const resultOf = ({level, rule, text, miss, site: {file, line}}: Placed, rules: readonly string[]) => ({
  ruleId: idOf(rule),
  ruleIndex: rules.indexOf(rule),
  level,
  message: {text},
  locations: [
    {
      physicalLocation: {
        artifactLocation: isAbsolute(file)
          ? {uri: `file://${file.startsWith('/') ? '' : '/'}${uriOf(file).replace(drive, '$1:')}`}
          : {uri: uriOf(file), uriBaseId: '%SRCROOT%'},
        ...(line !== undefined && {region: {startLine: line}}),
      },
    },
  ],
  partialFingerprints: {'jitlens/v1': miss === null ? rule : topic(miss)},
})

const surrogates = /\p{Surrogate}/gu
const drive = /^([A-Za-z])%3A/

const uriOf = (file: string): string =>
  slashed(file.replace(surrogates, '\ufffd')).split('/').map(encodeURIComponent).join('/')
