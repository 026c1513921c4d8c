import {type Cause, type Fact, type Key, type Path, show} from '../../lib/index.ts'

/** What stands at a path of a key: in the graphdef (`fixed`), in the state (`data`), and below. */
export interface Branch {
  readonly name: string
  readonly path: string
  readonly children: Map<string, Branch>
  fixed: Fact | null
  data: Fact | null
  causes: Cause[]
  /** Causes here or anywhere below. */
  changed: number
  /** Facts below. */
  size: number
}

const branch = (name: string, path: string): Branch => ({
  name,
  path,
  children: new Map(),
  fixed: null,
  data: null,
  causes: [],
  changed: 0,
  size: 0,
})

/** The tree of a key's facts, with each cause hung where it belongs; what is gone hangs there without a fact. */
export function grow(key: Key, causes: readonly Cause[]): Branch {
  const root = branch('', '')
  const touched = new Set(
    causes.flatMap((cause) => pathsOf(cause).map((path) => `${cause.component} ${path}`)),
  )
  for (const fact of key.facts) {
    const aside =
      fact.component === 'function' ||
      fact.component === 'options' ||
      fact.component === 'context' ||
      fact.component === 'placement'
    if (aside && !touched.has(`${fact.component} ${show(fact.path)}`)) continue
    const place = descend(root, named(fact.component, fact.path))
    if (fact.component === 'aval') place.data = fact
    else if (!aside || place.fixed === null) place.fixed = fact
  }
  const byPath = new Map<string, Branch>()
  each(root, (place) => byPath.set(place.path, place))
  for (const cause of causes)
    for (const path of pathsOf(cause)) {
      const place =
        byPath.get(path) ??
        descend(root, named(cause.component, path === cause.path ? cause.segments : [path]))
      byPath.set(path, place)
      place.causes.push(cause)
    }
  total(root)
  return root
}

/** A fact about the call itself stands under its component's name. */
const named = (component: string, path: Path): Path => (path.length === 0 ? [component] : path)

const pathsOf = ({path, paths}: Cause): readonly string[] =>
  paths === undefined || paths.length === 0 ? [path] : paths

function descend(root: Branch, path: Path): Branch {
  let place = root
  path.forEach((segment, depth) => {
    const next = place.children.get(segment) ?? branch(segment, show(path.slice(0, depth + 1)))
    place.children.set(segment, next)
    place = next
  })
  return place
}

function each(place: Branch, visit: (place: Branch) => void): void {
  const waiting = [...place.children.values()]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    visit(next)
    waiting.push(...next.children.values())
  }
}

function total(root: Branch): void {
  const order: Branch[] = [root]
  for (const place of order) order.push(...place.children.values())
  for (const place of order.reverse()) {
    place.changed = place.causes.length
    place.size = Number(place.fixed !== null) + Number(place.data !== null)
    for (const child of place.children.values()) {
      place.changed += child.changed
      place.size += child.size
    }
  }
}

/** A line of the tree as it is shown. */
export interface Line {
  readonly depth: number
  readonly branch: Branch
  /** What is folded away here: these siblings, or what lies below the branch. */
  readonly folded: readonly Branch[]
  /** The name under which it opens; null where there is nothing to open. */
  readonly fold: string | null
  readonly open: boolean
}

/**
 * The lines to show: all that changed with the way to it, runs of what did not change folded into one line each. A tree in which
 * nothing changed is open as deep as `budget` lines allow.
 */
export function unfold(root: Branch, open: ReadonlySet<string>, budget = 28): Line[] {
  const depths = root.changed > 0 ? 0 : deepest(root, budget)
  const lines: Line[] = []
  const visit = (place: Branch, depth: number): void => {
    let run: Branch[] = []
    const flush = () => {
      const [one] = run
      if (one === undefined) return
      const name = `${place.path}…${one.name}`
      if (run.length < 3 || open.has(name)) run.forEach((child) => single(child, depth))
      else lines.push({depth, branch: one, folded: run, fold: name, open: false})
      run = []
    }
    for (const child of place.children.values()) {
      if (root.changed > 0 && child.changed === 0 && !open.has(child.path) && !open.has(place.path)) {
        run.push(child)
        continue
      }
      flush()
      single(child, depth)
    }
    flush()
  }
  const single = (child: Branch, depth: number): void => {
    const below = [...child.children.values()]
    const shows =
      below.length > 0 && (open.has(child.path) || child.changed > child.causes.length || depth < depths)
    lines.push({
      depth,
      branch: child,
      folded: shows ? [] : below,
      fold: below.length > 0 ? child.path : null,
      open: shows,
    })
    if (shows) visit(child, depth + 1)
  }
  visit(root, 0)
  return lines
}

/** How many levels can be open so that no more than `budget` lines show. */
function deepest(root: Branch, budget: number): number {
  let level = [root]
  let lines = 0
  for (let depth = 0; ; depth++) {
    level = level.flatMap(({children}) => [...children.values()])
    lines += level.length
    if (level.length === 0 || lines > budget) return Math.max(0, depth - 1)
  }
}
