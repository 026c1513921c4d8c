import type {SyntaxNode} from '@lezer/common'
import {argumentsOf, expressionOf, expressionsOf, parametersOf} from './expressions.ts'
import {childrenOf, parted, type SourceText} from './source.ts'
import type {BinarySign, Expression, FunctionStatement, Handler, Imported, Statement} from './syntax.ts'

type Reader = (
  source: SourceText,
  nodes: readonly SyntaxNode[],
  line: number,
  node: SyntaxNode,
) => readonly Statement[]

/** What a node of the grammar is as statements: one, or several between semicolons. */
export function statementsOf(source: SourceText, node: SyntaxNode): readonly Statement[] {
  const read = Object.hasOwn(readers, node.name) ? readers[node.name] : undefined
  if (read === undefined)
    throw source.refusal(node, `\`${source.of(node.firstChild ?? node).split('\n')[0] ?? ''}\``)
  return read(source, childrenOf(node), source.line(node.from), node)
}

/** The statements of the body among the children of a statement. */
const bodyOf = (source: SourceText, nodes: readonly SyntaxNode[]): readonly Statement[] =>
  nodes.filter(({name}) => name === 'Body').flatMap((body) => blockOf(source, body))

const blockOf = (source: SourceText, body: SyntaxNode): readonly Statement[] =>
  childrenOf(body)
    .filter(({name}) => name !== ':')
    .flatMap((node) => statementsOf(source, node))

/** The parts of a statement with several bodies: the words before each, and what it holds. */
function parts(
  source: SourceText,
  nodes: readonly SyntaxNode[],
): readonly (readonly [string, readonly SyntaxNode[], readonly Statement[]])[] {
  const found: [string, readonly SyntaxNode[], readonly Statement[]][] = []
  let head: SyntaxNode[] = []
  for (const node of nodes)
    if (node.name === 'Body') {
      const [word, ...rest] = head
      found.push([word?.name ?? '', rest, blockOf(source, node)])
      head = []
    } else head.push(node)
  return found
}

const assign: Reader = (source, nodes, line, node) => {
  const sides = parted(
    nodes.filter(({name}) => name !== 'TypeDef'),
    'AssignOp',
  )
  const last = sides.at(-1) ?? []
  const [first] = sides
  if (sides.length === 1) {
    const [name] = first ?? []
    return name?.name === 'VariableName' ? [{is: 'annotation', name: source.of(name), line}] : []
  }
  if (last.length === 0) throw source.refusal(node, 'an assignment of nothing')
  const targets = sides.slice(0, -1).map((side) => expressionsOf(source, side))
  const names = nodes.some(({name}) => name === 'TypeDef')
    ? targets.flatMap((one) => (one.is === 'name' ? [one.name] : []))
    : []
  return [
    ...names.map((name) => ({is: 'annotation' as const, name, line})),
    {is: 'assign', targets, value: expressionsOf(source, last), line},
  ]
}

const signs: readonly BinarySign[] = ['+', '-', '*', '/', '//', '%', '**', '@', '&', '|', '^', '<<', '>>']

const update: Reader = (source, nodes, line, node) => {
  const [target, op, ...value] = nodes
  const sign = op === undefined ? undefined : signs.find((one) => `${one}=` === source.of(op))
  if (target === undefined || sign === undefined) throw source.refusal(node, 'this assignment')
  return [
    {is: 'update', target: expressionOf(source, target), sign, value: expressionsOf(source, value), line},
  ]
}

const loop: Reader = (source, nodes, line) => {
  const [[, head, body] = ['', [], []], other] = parts(source, nodes)
  const at = head.findIndex(({name}) => name === 'in')
  return [
    {
      is: 'for',
      target: expressionsOf(source, head.slice(0, at)),
      source: expressionsOf(source, head.slice(at + 1)),
      body,
      otherwise: other?.[2] ?? [],
      line,
    },
  ]
}

const repeated: Reader = (source, nodes, line) => {
  const [[, head, body] = ['', [], []], other] = parts(source, nodes)
  return [{is: 'while', test: expressionsOf(source, head), body, otherwise: other?.[2] ?? [], line}]
}

const branches: Reader = (source, nodes, line) => {
  const all = parts(source, nodes)
  return [
    {
      is: 'if',
      cases: all
        .filter(([word]) => word !== 'else')
        .map(([, test, body]) => ({test: expressionsOf(source, test), body})),
      otherwise: all.find(([word]) => word === 'else')?.[2] ?? [],
      line,
    },
  ]
}

function functionOf(
  source: SourceText,
  nodes: readonly SyntaxNode[],
  line: number,
  decorators: readonly Expression[],
): FunctionStatement {
  const find = (name: string): SyntaxNode | undefined => nodes.find((node) => node.name === name)
  const [name, list] = [find('VariableName'), find('ParamList')]
  if (nodes[0]?.name !== 'def' || name === undefined || list === undefined) {
    const node = nodes[0]
    throw node === undefined ? new SyntaxError('no function') : source.refusal(node, `\`${source.of(node)}\``)
  }
  return {
    is: 'def',
    name: source.of(name),
    params: parametersOf(source, childrenOf(list).slice(1, -1)),
    body: bodyOf(source, nodes),
    decorators,
    line,
  }
}

function classOf(
  source: SourceText,
  nodes: readonly SyntaxNode[],
  line: number,
  decorators: readonly Expression[],
): Statement {
  const [, name, list] = nodes
  const args = list?.name === 'ArgList' ? argumentsOf(source, list) : []
  if (name === undefined) throw new SyntaxError('no class')
  const keyword = args.find(({key}) => key !== null)
  if (keyword !== undefined && list !== undefined)
    throw source.refusal(list, `a class with \`${keyword.key ?? ''}\``)
  return {
    is: 'class',
    name: source.of(name),
    bases: args.map(({value}) => value),
    body: bodyOf(source, nodes),
    decorators,
    line,
  }
}

const decorated: Reader = (source, nodes, line, node) => {
  const decorators = nodes.filter(({name}) => name === 'Decorator').map((one) => decoratorOf(source, one))
  const inner = nodes.at(-1)
  if (inner?.name === 'FunctionDefinition')
    return [functionOf(source, childrenOf(inner), source.line(inner.from), decorators)]
  if (inner?.name === 'ClassDefinition')
    return [classOf(source, childrenOf(inner), source.line(inner.from), decorators)]
  throw source.refusal(node, `a decorator in line ${line}`)
}

/** `@a.b(c)`, whose parts the grammar lists side by side. */
function decoratorOf(source: SourceText, node: SyntaxNode): Expression {
  const [, ...nodes] = childrenOf(node)
  let of: Expression | null = null
  for (const one of nodes) {
    const line = source.line(one.from)
    if (one.name === '.') continue
    if (one.name === 'ArgList' && of !== null) of = {is: 'call', of, args: argumentsOf(source, one), line}
    else if (of === null) of = expressionOf(source, one)
    else of = {is: 'attribute', of, name: source.of(one), line}
  }
  if (of === null) throw source.refusal(node, 'this decorator')
  return of
}

const withs: Reader = (source, nodes, line) => {
  const head = nodes.slice(1).filter(({name}) => name !== 'Body')
  const items = parted(head, ',').flatMap((part) => {
    const [value, , target] = part
    if (value === undefined) return []
    return [
      {
        value: expressionOf(source, value),
        target: target === undefined ? null : expressionOf(source, target),
      },
    ]
  })
  return [{is: 'with', items, body: bodyOf(source, nodes), line}]
}

const imports: Reader = (source, nodes, line) => {
  const [first, ...rest] = nodes
  if (first?.name === 'import')
    return [{is: 'import', names: parted(rest, ',').map((part) => moduleOf(source, part)), line}]
  const at = rest.findIndex(({name}) => name === 'import')
  const from = namesIn(source, rest.slice(0, at))
  const names = parted(
    rest.slice(at + 1).filter(({name}) => name !== '(' && name !== ')'),
    ',',
  ).flatMap((part): readonly Imported[] => {
    const [name, , as] = part
    if (name === undefined) return []
    if (name.name === '*') throw source.refusal(name, '`import *`')
    return [{name: source.of(as ?? name), path: [...from, source.of(name)]}]
  })
  return [{is: 'import', names, line}]
}

const namesIn = (source: SourceText, nodes: readonly SyntaxNode[]): readonly string[] =>
  nodes.filter(({name}) => name === 'VariableName').map((node) => source.of(node))

/** `import a.b` binds `a`, `import a.b as c` what stands at the end. */
function moduleOf(source: SourceText, nodes: readonly SyntaxNode[]): Imported {
  const as = nodes.findIndex(({name}) => name === 'as')
  const path = namesIn(source, as < 0 ? nodes : nodes.slice(0, as))
  const named = nodes[as + 1]
  return as < 0 || named === undefined
    ? {name: path[0] ?? '', path: path.slice(0, 1)}
    : {name: source.of(named), path}
}

const tried: Reader = (source, nodes, line) => {
  const all = parts(source, nodes)
  const body = (word: string): readonly Statement[] => all.find(([one]) => one === word)?.[2] ?? []
  return [
    {
      is: 'try',
      body: body('try'),
      handlers: all
        .filter(([word]) => word === 'except')
        .map(([, head, inner]) => handlerOf(source, head, inner)),
      otherwise: body('else'),
      last: body('finally'),
      line,
    },
  ]
}

function handlerOf(source: SourceText, head: readonly SyntaxNode[], body: readonly Statement[]): Handler {
  const as = head.findIndex(({name}) => name === 'as')
  const type = as < 0 ? head : head.slice(0, as)
  const name = as < 0 ? undefined : head[as + 1]
  return {
    type: type.length === 0 ? null : expressionsOf(source, type),
    name: name === undefined ? null : source.of(name),
    body,
  }
}

const raised: Reader = (source, nodes, line) => {
  const [, value] = nodes
  return [{is: 'raise', value: value === undefined ? null : expressionOf(source, value), line}]
}

const asserted: Reader = (source, nodes, line) => {
  const [test = [], message = []] = parted(nodes.slice(1), ',')
  return [
    {
      is: 'assert',
      test: expressionsOf(source, test),
      message: message.length === 0 ? null : expressionsOf(source, message),
      line,
    },
  ]
}

const word =
  (is: 'pass' | 'break' | 'continue'): Reader =>
  (_source, _nodes, line) => [{is, line}]

const readers: Readonly<Record<string, Reader>> = {
  ExpressionStatement: (source, nodes, line) => [
    {is: 'expression', value: expressionsOf(source, nodes), line},
  ],
  StatementGroup: (source, nodes) =>
    nodes.filter(({name}) => name !== ';').flatMap((node) => statementsOf(source, node)),
  AssignStatement: assign,
  UpdateStatement: update,
  ReturnStatement: (source, [, ...value], line) => [
    {is: 'return', value: value.length === 0 ? null : expressionsOf(source, value), line},
  ],
  PassStatement: word('pass'),
  BreakStatement: word('break'),
  ContinueStatement: word('continue'),
  IfStatement: branches,
  WhileStatement: repeated,
  ForStatement: loop,
  FunctionDefinition: (source, nodes, line) => [functionOf(source, nodes, line, [])],
  ClassDefinition: (source, nodes, line) => [classOf(source, nodes, line, [])],
  DecoratedStatement: decorated,
  WithStatement: withs,
  ImportStatement: imports,
  DeleteStatement: (source, [, ...nodes], line) => [
    {is: 'del', targets: parted(nodes, ',').map((part) => expressionsOf(source, part)), line},
  ],
  ScopeStatement: (source, nodes, line) => [
    {is: nodes[0]?.name === 'global' ? 'global' : 'nonlocal', names: namesIn(source, nodes), line},
  ],
  RaiseStatement: raised,
  AssertStatement: asserted,
  TryStatement: tried,
}
