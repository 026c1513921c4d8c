import {type Check, type Miss, type Notice, notices, unchecked, verdict} from '../../../lib/index.ts'
import {type Drawing, html, markup} from '../../frame/index.ts'
import type {Outcome} from './outcome.ts'

/**
 * A check as the XML of JUnit, by the schema that Ant, Jenkins and GitLab agree on: a suite a file; in it a case for each function
 * whose compiles are allowed, and one for each miss that is not.
 */
export const junit = (outcomes: readonly Outcome[], now: Date): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${markup(html('testsuites', {}, ...outcomes.map((outcome, at) => suite(outcome, at, now))))}\n`

function suite({name, check}: Outcome, at: number, now: Date): Drawing {
  const blank = check.passed ? null : check.blank
  const cases =
    blank === null
      ? [...allowed(name, check), ...told(name, check)]
      : [testcase(name, name, 0, html('error', {type: blank, message: unchecked(name, blank)}))]
  const attributes = {
    name,
    package: 'jitlens',
    id: String(at),
    timestamp: now.toISOString().slice(0, 'YYYY-MM-DDThh:mm:ss'.length),
    hostname: 'localhost',
    tests: String(cases.length),
    failures: String(check.passed || blank !== null ? 0 : check.misses.length + (check.broken > 0 ? 1 : 0)),
    errors: blank === null ? '0' : '1',
    time: decimal(check.seconds.all),
  }
  return html(
    'testsuite',
    attributes,
    html('properties', {}),
    ...cases,
    html('system-out', {}, blank === null ? verdict(check) : ''),
    html('system-err', {}, ''),
  )
}

/** A case for each function of which no compile counts. */
function allowed(name: string, {compiles, misses}: Check): Drawing[] {
  const counted = new Set(misses.map((miss) => miss.function))
  const seconds = new Map<string, number>()
  for (const miss of compiles)
    if (!counted.has(miss.function))
      seconds.set(miss.function, (seconds.get(miss.function) ?? 0) + spentOn(miss))
  return [...seconds].map(([fn, time]) => testcase(name, fn, time))
}

/** A case for each miss that counts, and for what the log breaks off. */
const told = (name: string, check: Check): Drawing[] =>
  notices(check)
    .filter(({level, miss}) => miss !== null || level === 'error')
    .map(({title, miss, ...notice}) =>
      testcase(name, title, miss === null ? 0 : spentOn(miss), ...(check.passed ? [] : [failure(notice)])),
    )

const failure = ({rule, text}: Pick<Notice, 'rule' | 'text'>): Drawing =>
  html('failure', {type: rule, message: text}, text)

const testcase = (log: string, name: string, seconds: number, ...inside: Drawing[]): Drawing =>
  html('testcase', {name, classname: log, time: decimal(seconds)}, ...inside)

const spentOn = ({seconds: {trace, lower, compile}}: Miss): number => trace + lower + compile

/** Seconds as the schemas want them: milliseconds, and no exponent. */
const decimal = (seconds: number): string => seconds.toFixed(3)
