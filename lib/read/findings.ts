import {numberedStatic, someField} from '../log/index.ts'
import type {ExplanationSays, Wording} from '../release/index.ts'
import {isHalf, type Said} from './grammar.ts'
import type {HoleTexts} from './linetemplate.ts'
import {isHeading, type Line} from './item.ts'
import type {TreeDifference, NamedDifference, SettingDifference, Severity} from './severity.ts'
import {elements, bracketItems as listed} from '../python/index.ts'
import type {Shelf} from './shelf.ts'
import {itemsApart, typesApart, wholeType} from './shorttype.ts'
import {absent, dictOf, tupleOf} from './subtree.ts'

/** What the lines of a record told so far. */
export interface Findings {
  readonly remember: Shelf
  name: string
  file: string
  line: number
  object: string
  neverSeen: boolean
  /** It names its function twice, so that it has lines of another record. */
  isSpliced: boolean
  redefined: boolean
  ranked: boolean
  severity: Severity | null
  /** The first heading, as it stands. */
  heading: string
  /** The line before, which says what a line without a wording of its own is. */
  last: ExplanationSays | null
  /** Every kind of difference is listed, not the gravest alone. */
  listsAll: boolean
  isNewTree: boolean
  /** The headings met, the last of them last. */
  readonly sections: ExplanationSays[]
  /** The trees that differ hold a named tuple: JAX calls each of its fields by the first. */
  isNamed: boolean
  /** How much differs, as JAX counts it in 0.6–0.8. */
  size: number
  /** The keywords of this call, where they are told. */
  keywords: readonly string[]
  readonly trees: TreeDifference[]
  readonly types: NamedDifference[]
  readonly given: {name: string; now: string}[]
  readonly context: SettingDifference[]
  readonly wordings: Set<Wording<ExplanationSays>>
  readonly strange: Line[]
}

/** Nothing found yet. */
export const findings = (remember: Shelf): Findings => ({
  remember,
  name: '',
  file: '',
  line: 0,
  object: '',
  neverSeen: false,
  isSpliced: false,
  redefined: false,
  ranked: false,
  severity: null,
  heading: '',
  last: null,
  listsAll: false,
  isNewTree: false,
  sections: [],
  isNamed: false,
  size: 0,
  keywords: [],
  trees: [],
  types: [],
  given: [],
  context: [],
  wordings: new Set(),
  strange: [],
})

/** Takes what the next line of a record tells. */
export function tell(found: Findings, line: Line): void {
  const {said} = line
  if (said === null) {
    if (!unworded(found, line.text)) found.strange.push(line)
    return
  }
  found.wordings.add(said.wording)
  if (isHeading(said.says)) head(found, said, line.text)
  else if (said.says === 'object' || said.says === 'seen function') name(found, said)
  else if (details[said.says]?.(found, said.holes) === false) found.strange.push(line)
  if (said.says !== 'comment') found.last = said.says
}

const severityOf: Readonly<Partial<Record<ExplanationSays, Severity>>> = {
  context: 'context',
  tree: 'tree',
  passing: 'tree',
  arguments: 'tree',
  'positional statics': 'tree',
  'keyword statics': 'tree',
  debug: 'debug',
  types: 'types',
  unavailable: 'unavailable',
}

/** What JAX counts a difference as that has no places (jax 0.8 `pjit.py`, `diff_tracing_cache_keys`). */
const sizeOf: Readonly<Partial<Record<ExplanationSays, number>>> = {arguments: 1, unavailable: 10}

function head(found: Findings, {says, holes}: Said<ExplanationSays>, text: string): void {
  found.sections.push(says)
  found.severity ??= severityOf[says] ?? null
  found.size += sizeOf[says] ?? 0
  if (found.heading === '') found.heading = text
  if (says === 'passing') {
    found.isNewTree = true
    pushTuple(found, holes.count ?? '')
  }
}

function name(found: Findings, {says, holes}: Said<ExplanationSays>): void {
  found.isSpliced = found.name !== ''
  if (found.isSpliced) return
  found.name = lastName(holes.name ?? '')
  ;[found.file, found.line] = splitPlace(holes.place ?? '')
  if (says === 'seen function') return
  found.object = holes.id ?? ''
  found.neverSeen = true
}

/** Tells what a line does; false where that is not whole. */
type Telling = (found: Findings, holes: HoleTexts) => unknown

/** What each line tells that is no heading and no name; a comment tells nothing. */
const details: Readonly<Partial<Record<ExplanationSays, Telling>>> = {
  unseen: (found) => {
    found.neverSeen = true
  },
  redefined: (found) => {
    found.redefined = true
  },
  'ranked closest': (found) => {
    found.ranked = true
  },
  closest: (found) => {
    found.listsAll = true
  },
  'several closest': (found) => {
    found.listsAll = true
  },
  entry,
  comment: (found, {now = '', before = ''}) => {
    found.isNamed ||= [now, before].some((tree) => tree.includes('CustomNode(namedtuple['))
  },
  setting: (found, {name: setting, position, now = null, before = null}) => {
    found.size++
    found.context.push({
      name: setting ?? `[${position ?? ''}]`,
      position: position === undefined ? null : Number(position),
      now,
      before,
    })
  },
  'given types': (found, {types = ''}) => {
    signature(found, types)
  },
  sides: statics,
  'keys now': (found, {count = '', keys = ''}) => {
    // JAX takes the number of arguments of one call for that of both.
    found.size--
    pushTuple(found, count)
    found.keywords = elements(keys) ?? []
  },
  'closest passing': (found, {count = '', more}) => {
    if (more === undefined) return
    const at = found.trees.findIndex((one) => one.at === '[0]')
    const told = found.trees[at]
    if (told !== undefined) found.trees[at] = {...told, before: tupleOf(Number(count))}
    if (more === '0') pushKeywords(found, [])
  },
  'closest passing none': (found) => {
    pushKeywords(found, [])
  },
  'keys before': (found, {keys = ''}) => {
    pushKeywords(found, elements(keys) ?? [])
  },
}

const nameAlone = /^(?:'.*'|".*"|\w+)$/s
const positionAlone = /^\d+$/

/** A line that has no wording, since it holds names, types or a tree alone; false where it holds something else. */
function unworded(found: Findings, text: string): boolean {
  switch (found.last) {
    case 'passing':
    case 'closest passing': {
      const names = listed(`(${text})`, 0).items
      if (!names.every((one) => nameAlone.test(one))) return false
      if (found.last === 'passing') found.keywords = names
      else pushKeywords(found, names)
      return true
    }
    case 'positions': {
      const positions = text.split(', ')
      if (!positions.every((one) => positionAlone.test(one))) return false
      for (const position of positions)
        found.context.push({name: `[${position}]`, position: Number(position), now: null, before: null})
      return true
    }
    case 'types':
      return signature(found, text)
    case 'tree':
      return text.startsWith('PyTreeDef(')
    default:
      return false
  }
}

const nextName = /, +(?=[\w.[\]'"]+: )/

/** `x: f32[8],  y: f32[4]`, cut off with dots where it is long; false where it holds no type. */
function signature(found: Findings, text: string): boolean {
  const told = found.given.length
  for (const part of text.split(nextName)) {
    const at = part.indexOf(': ')
    const now = wholeType(part.slice(at + 2).trim())
    if (at > 0 && now !== null) found.given.push({name: part.slice(0, at).trim(), now})
  }
  return found.given.length > told || text.endsWith('...')
}

const pushTuple = (found: Findings, count: string): void => {
  found.trees.push({at: '[0]', now: tupleOf(Number(count)), before: null, keys: []})
}

function pushKeywords(found: Findings, before: readonly string[]): void {
  const now = found.keywords
  const [here, there] = [new Set(now), new Set(before)]
  const only = [...now.filter((name) => !there.has(name)), ...before.filter((name) => !here.has(name))]
  found.trees.push({
    at: '[1]',
    now: dictOf(now.length),
    before: only.length === 0 ? null : dictOf(before.length),
    keys: only,
  })
}

/** A type that differs. JAX lays the leaves of two calls side by side: of other arguments they are other leaves, all named by this call. */
function typed(found: Findings, name: string, now: string | null, before: string | null): boolean {
  if (now === null || before === null) return false
  if (found.sections.includes('arguments')) found.given.push({name, now})
  else found.types.push({name, now, before})
  found.size += typesApart(now, before)
  return true
}

/** What differs at one place: of the types under a heading of types, else of the trees. */
function entry(found: Findings, {path = '', now, seen, before, given, why = ''}: HoleTexts): boolean {
  const [here, there] = [now ?? given ?? '', before ?? seen ?? null]
  if (found.sections.at(-1) === 'types' && why === '') {
    if (!typed(found, path, wholeType(here), wholeType(there ?? ''))) return false
  } else if (why === '') return false
  else {
    found.trees.push({
      at: found.isNamed ? canonical(path).replace(attribute, `.${someField}`) : canonical(path),
      now: found.remember.tree(here),
      before: there === null ? null : found.remember.tree(there),
      keys: keysOf(why),
    })
    found.size++
  }
  return !isHalf({why})
}

const attribute = /\.\w+/g
const keySets = /key sets:\s*\{(.*)\}/s
const key = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"|[^\s'",]+/g

const keysOf = (why: string): string[] => keySets.exec(why)?.[1]?.match(key) ?? []

/** `args[0]['k']` of the older wordings as the newer `[0][0]['k']`. */
const canonical = (path: string): string =>
  path.startsWith('args') ? `[0]${path.slice(4)}` : path.startsWith('kwargs') ? `[1]${path.slice(6)}` : path

/** Static values, by keyword (`{n: 2}`) or by position, where the positions themselves are not told. */
function statics(found: Findings, {now = '', before = ''}: HoleTexts): void {
  const [here, there] =
    found.last === 'keyword statics'
      ? [keyworded(now), keyworded(before)]
      : [positioned(now), positioned(before)]
  found.size += itemsApart([...here].map(String), [...there].map(String))
  for (const at of new Set([...here.keys(), ...there.keys()])) {
    const [one, two] = [here.get(at), there.get(at)]
    if (one === two) continue
    found.trees.push({
      at,
      now: one === undefined ? absent : found.remember.tree(one),
      before: two === undefined ? absent : found.remember.tree(two),
      keys: [],
    })
  }
}

const staticly = (text: string): string =>
  `<class 'jax._src.tree_util.Static'> with pytree metadata Static(val=${text})`

const positioned = (text: string): Map<string, string> =>
  new Map(listed(`(${text})`, 0).items.map((item, i) => [numberedStatic(i), staticly(item)]))

const keyworded = (text: string): Map<string, string> =>
  new Map(
    (elements(text) ?? []).flatMap((item): [string, string][] => {
      const at = item.indexOf(': ')
      return at < 0 ? [] : [[`[1]['${item.slice(0, at)}']`, staticly(item.slice(at + 2))]]
    }),
  )

const qualified = /^[\w.<>]*\.(?=[\w<>]+$)/

/** A qualified name's last part, by which the other lines name the function: `make.<locals>.update` → `update`. */
const lastName = (name: string): string => name.replace(qualified, '')

const placeAndLine = /^(?<file>.*?):(?<line>\d+)(?=\D|$)/

function splitPlace(text: string): [string, number] {
  const found = placeAndLine.exec(text)?.groups
  return found === undefined ? [text, 0] : [found['file'] ?? text, Number(found['line'])]
}
