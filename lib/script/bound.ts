import type {Expression, Statement} from './syntax.ts'

/** The names that the statements of a function give a value, which are its own. */
export function namesBound(body: readonly Statement[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const statement of body) add(names, statement)
  return names
}

function add(names: Set<string>, statement: Statement): void {
  for (const name of namesIn(statement)) names.add(name)
  for (const target of targetsIn(statement)) addTarget(names, target)
  for (const inner of blocksOf(statement)) for (const one of inner) add(names, one)
}

/** The names that a statement itself says. */
function namesIn(statement: Statement): readonly string[] {
  switch (statement.is) {
    case 'def':
    case 'class':
    case 'annotation':
      return [statement.name]
    case 'import':
      return statement.names.map(({name}) => name)
    case 'try':
      return statement.handlers.flatMap(({name}) => (name === null ? [] : [name]))
    default:
      return []
  }
}

/** What a statement assigns to. */
function targetsIn(statement: Statement): readonly Expression[] {
  switch (statement.is) {
    case 'assign':
    case 'del':
      return statement.targets
    case 'update':
    case 'for':
      return [statement.target]
    case 'with':
      return statement.items.flatMap(({target}) => (target === null ? [] : [target]))
    default:
      return []
  }
}

function addTarget(names: Set<string>, target: Expression): void {
  if (target.is === 'name') names.add(target.name)
  else if (target.is === 'tuple' || target.is === 'list')
    for (const item of target.items) addTarget(names, item)
  else if (target.is === 'starred') addTarget(names, target.of)
}

/** The blocks inside a statement that run in the same scope. */
function blocksOf(statement: Statement): readonly (readonly Statement[])[] {
  switch (statement.is) {
    case 'if':
      return [...statement.cases.map(({body}) => body), statement.otherwise]
    case 'for':
    case 'while':
      return [statement.body, statement.otherwise]
    case 'with':
      return [statement.body]
    case 'try':
      return [
        statement.body,
        ...statement.handlers.map(({body}) => body),
        statement.otherwise,
        statement.last,
      ]
    default:
      return []
  }
}
