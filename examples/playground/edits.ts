/** What an edit is made of: the program, and where its latest call stands. */
export interface Latest {
  readonly text: string
  /** The line that made the latest call, from 1; null where none was made. */
  readonly line: number | null
  /** Whether the name `jax` stands for JAX. */
  readonly knowsJax: boolean
  /** Names that stand for models, each with the paths of its dropout layers. */
  readonly models: ReadonlyMap<string, readonly string[]>
}

/** An edit that beginners and experts try: one or two lines more at the end of a program. */
export interface Edit {
  readonly name: string
  readonly label: string
  /** What it does, in a sentence. */
  readonly says: string
  /** The lines to append; null where the program has nothing to edit in that way. */
  readonly lines: (latest: Latest) => readonly string[] | null
}

const assigned = /^\s*[\w.,\s]+=(?!=)\s*/
/** The first size of an array that is made where it is passed. */
const size = /(?<=jnp\.(?:ones|zeros|arange)\(\(?)\d+/g
const filled = /jnp\.(?:ones|zeros)\b/g
const called = /^\s*(?:print\()?\w+\(\s*(\w+)/

/** The line of the latest call alone: not what it is assigned to, and not how deep it stood in a loop. */
function callOf({line, text}: Latest): string | null {
  if (line === null) return null
  const found = (text.split('\n')[line - 1] ?? '').trim().replace(assigned, '')
  return found === '' || found.endsWith(':') ? null : found
}

const again = (latest: Latest, before: readonly string[] = []): readonly string[] | null => {
  const call = callOf(latest)
  return call === null ? null : [...before, call]
}

/** The latest call with something else in it; null where it has nothing of the kind. */
const changed = (latest: Latest, what: RegExp, to: (found: string) => string): readonly string[] | null => {
  const call = callOf(latest)
  const inside = call === null ? -1 : call.indexOf('(')
  if (call === null || inside < 0) return null
  const next = call.slice(0, inside) + call.slice(inside).replace(what, to)
  return next === call ? null : [next]
}

/** The model that the latest call is given, or the only one. */
function modelOf(latest: Latest): string | null {
  const {models} = latest
  const first = called.exec(callOf(latest) ?? '')?.[1] ?? ''
  return models.has(first) ? first : ([...models.keys()][0] ?? null)
}

const onModel = (latest: Latest, edit: (model: string) => string): readonly string[] | null => {
  const model = modelOf(latest)
  return model === null ? null : again(latest, [edit(model)])
}

/** The line that made a model, once more. */
function made({text}: Latest, model: string): string | null {
  const lines = text.split('\n').filter((line) => line.startsWith(`${model} = `))
  return lines.at(-1) ?? null
}

/** The edits, in the order in which they are offered. */
export const edits: readonly Edit[] = [
  {name: 'again', label: 'Call again', says: 'the latest call once more', lines: (latest) => again(latest)},
  {
    name: 'numbers',
    label: 'Other numbers',
    says: 'the same shapes with other numbers in them',
    lines: (latest) => changed(latest, filled, (found) => (found === 'jnp.ones' ? 'jnp.zeros' : 'jnp.ones')),
  },
  {
    name: 'size',
    label: 'Another size',
    says: 'arrays of the latest call are one longer',
    lines: (latest) => changed(latest, size, (found) => String(Number(found) + 1)),
  },
  {
    name: 'anew',
    label: 'Another model',
    says: 'the model made once more, of the same structure',
    lines: (latest) => {
      const model = modelOf(latest)
      const line = model === null ? null : made(latest, model)
      return line === null ? null : again(latest, [line])
    },
  },
  {
    name: 'eval',
    label: 'model.eval()',
    says: 'the model for evaluation',
    lines: (latest) => onModel(latest, (model) => `${model}.eval()`),
  },
  {
    name: 'train',
    label: 'model.train()',
    says: 'the model for training',
    lines: (latest) => onModel(latest, (model) => `${model}.train()`),
  },
  {
    name: 'rate',
    label: 'Another rate',
    says: 'a dropout layer with another rate',
    lines: (latest) => {
      const model = modelOf(latest)
      const [place] = model === null ? [] : (latest.models.get(model) ?? [])
      const count = latest.text.split(`${model ?? ''}.${place ?? ''}.rate = `).length
      return place === undefined
        ? null
        : again(latest, [`${model ?? ''}.${place}.rate = 0.${1 + (count % 8)}`])
    },
  },
  {
    name: 'clear',
    label: 'Clear caches',
    says: 'jax.clear_caches() before the call',
    lines: (latest) => again(latest, [...(latest.knowsJax ? [] : ['import jax']), 'jax.clear_caches()']),
  },
]

/** A program with an edit; the program itself where the edit does not apply. */
export function withEdit(latest: Latest, edit: Edit): string {
  const lines = edit.lines(latest)
  return lines === null ? latest.text : withLines(latest, lines)
}

/** A program that ends in a line more, and its latest call after it. */
export const withLine = (latest: Latest, line: string): string =>
  withLines(latest, again(latest, [line]) ?? [line])

const withLines = ({text}: Latest, lines: readonly string[]): string =>
  `${text.trimEnd()}\n${lines.join('\n')}\n`
