import type {SyntaxNode} from '@lezer/common'
import {tuple} from '../python/index.ts'
import {numberOfText, quotesOf, literalText, unescaped} from './literals.ts'
import {ordered, type Piece} from './precedence.ts'
import {childrenOf, isPointed, parted, type SourceText} from './source.ts'
import type {Argument, Clause, Expression, Field, ScriptParameter} from './syntax.ts'

/** What a node of the grammar is as an expression. */
export function expressionOf(source: SourceText, node: SyntaxNode): Expression {
  const read = Object.hasOwn(readers, node.name) ? readers[node.name] : undefined
  if (read === undefined) throw source.refusal(node, wordOf(source, node))
  return read(source, node)
}

/** Several expressions with commas between them, a tuple where there is a comma. */
export function expressionsOf(source: SourceText, nodes: readonly SyntaxNode[]): Expression {
  const items = itemsOf(source, nodes)
  const [first] = items
  const line = source.line(nodes[0]?.from ?? 0)
  return first !== undefined && items.length === 1 && !nodes.some(({name}) => name === ',')
    ? first
    : {is: 'tuple', items, line}
}

const wordOf = (source: SourceText, node: SyntaxNode): string =>
  node.type.isError ? 'what stands here' : `\`${source.of(node.firstChild ?? node).split('\n')[0] ?? ''}\``

/** Items between commas; one behind a `*` is spread. */
function itemsOf(source: SourceText, nodes: readonly SyntaxNode[]): readonly Expression[] {
  return parted(nodes, ',').flatMap((part) => {
    const [first, second] = part
    if (first === undefined) return []
    const line = source.line(first.from)
    return first.name === '*' && second !== undefined
      ? [{is: 'starred' as const, of: expressionOf(source, second), line}]
      : [expressionOf(source, first)]
  })
}

const inner = (node: SyntaxNode): readonly SyntaxNode[] => childrenOf(node).slice(1, -1)

type Reader = (source: SourceText, node: SyntaxNode) => Expression

const constant =
  (value: (text: string) => unknown): Reader =>
  (source, node) => ({is: 'constant', value: value(source.of(node)), line: source.line(node.from)})

const collected =
  (is: 'tuple' | 'list' | 'set'): Reader =>
  (source, node) => ({is, items: itemsOf(source, inner(node)), line: source.line(node.from)})

const operation: Reader = (source, node) => {
  try {
    return ordered(piecesOf(source, node))
  } catch (error) {
    if (error instanceof SyntaxError) throw source.refusal(node, 'what stands here')
    throw error
  }
}

const operations = new Set(['BinaryExpression', 'UnaryExpression'])

/** The operands of an operation and the signs between them, as they stand in the text. */
function piecesOf(source: SourceText, node: SyntaxNode): readonly Piece[] {
  const pieces: Piece[] = []
  for (const child of childrenOf(node))
    if (operations.has(child.name)) pieces.push(...piecesOf(source, child))
    else if (isSign(child)) {
      const sign = source.of(child)
      const last = pieces.at(-1)
      const isSecond =
        last !== undefined && 'sign' in last && !('is' in last) && pairs.has(`${last.sign} ${sign}`)
      if (isSecond) pieces.pop()
      pieces.push({sign: isSecond ? `${last.sign} ${sign}` : sign, line: source.line(child.from)})
    } else pieces.push(expressionOf(source, child))
  return pieces
}

const pairs = new Set(['not in', 'is not'])
const signNames = new Set(['ArithOp', 'BitOp', 'CompareOp', 'and', 'or', 'not', 'in', 'is'])
const isSign = ({name}: SyntaxNode): boolean => signNames.has(name)

const conditional: Reader = (source, node) => {
  const [yes, , test, , no] = childrenOf(node)
  if (yes === undefined || test === undefined || no === undefined)
    throw source.refusal(node, 'what stands here')
  return {
    is: 'conditional',
    test: expressionOf(source, test),
    yes: expressionOf(source, yes),
    no: expressionOf(source, no),
    line: source.line(node.from),
  }
}

/** `x.name` or `x[index]`. */
const member: Reader = (source, node) => {
  if (isPointed(source, node)) return constant(numberOfText)(source, node)
  const [of, mark, ...rest] = childrenOf(node)
  if (of === undefined || mark === undefined) throw source.refusal(node, 'what stands here')
  const owner = expressionOf(source, of)
  const line = source.line(mark.from)
  const [name] = rest
  if (mark.name === '.') {
    if (name?.name !== 'PropertyName') throw source.refusal(node, 'what stands here')
    return {is: 'attribute', of: owner, name: source.of(name), line}
  }
  return {is: 'item', of: owner, index: indexOf(source, rest.slice(0, -1)), line}
}

function indexOf(source: SourceText, nodes: readonly SyntaxNode[]): Expression {
  const parts = parted(nodes, ',').filter(({length}) => length > 0)
  const items = parts.map((part) =>
    part.some(({name}) => name === ':') ? sliceOf(source, part) : expressionsOf(source, part),
  )
  const [first] = items
  return first !== undefined && parts.length === 1 && nodes.at(-1)?.name !== ','
    ? first
    : {is: 'tuple', items, line: source.line(nodes[0]?.from ?? 0)}
}

const sliceOf = (source: SourceText, nodes: readonly SyntaxNode[]): Expression => ({
  is: 'slice',
  parts: parted(nodes, ':').map(([one]) => (one === undefined ? null : expressionOf(source, one))),
  line: source.line(nodes[0]?.from ?? 0),
})

const call: Reader = (source, node) => {
  const [of, list] = childrenOf(node)
  if (of === undefined || list === undefined) throw source.refusal(node, 'what stands here')
  return {is: 'call', of: expressionOf(source, of), args: argumentsOf(source, list), line: source.line(of.to)}
}

/** The arguments between the brackets of a call, a decorator or a class. */
export function argumentsOf(source: SourceText, list: SyntaxNode): readonly Argument[] {
  const nodes = inner(list)
  if (nodes.some(({name}) => name === 'for'))
    return [{key: null, value: comprehended(source, list, 'generator')}]
  return parted(nodes, ',').flatMap((part): readonly Argument[] => {
    const [first, second, third] = part
    if (first === undefined) return []
    if ((first.name === '*' || first.name === '**') && second !== undefined)
      return [{key: first.name, value: expressionOf(source, second)}]
    return second?.name === 'AssignOp' && third !== undefined
      ? [{key: source.of(first), value: expressionOf(source, third)}]
      : [{key: null, value: expressionOf(source, first)}]
  })
}

const lambda: Reader = (source, node) => {
  const [, list, , body] = childrenOf(node)
  if (list === undefined || body === undefined) throw source.refusal(node, 'what stands here')
  return {
    is: 'lambda',
    params: parametersOf(source, childrenOf(list)),
    body: expressionOf(source, body),
    line: source.line(node.from),
  }
}

/** The parameters of a function, as they stand between its brackets. */
export function parametersOf(source: SourceText, nodes: readonly SyntaxNode[]): readonly ScriptParameter[] {
  let keyword = false
  return parted(nodes, ',').flatMap((part): readonly ScriptParameter[] => {
    const [first, second] = part
    if (first === undefined || first.name === '/') return []
    const spread = first.name === '*' ? 'args' : first.name === '**' ? 'kwargs' : 'one'
    if (spread === 'args') keyword = true
    const name = spread === 'one' ? first : second
    if (name === undefined) return []
    const at = part.findIndex((one) => one.name === 'AssignOp')
    const value = at < 0 ? undefined : part[at + 1]
    return [
      {
        name: source.of(name),
        takes: spread,
        keyword: spread === 'one' && keyword,
        otherwise: value === undefined ? null : expressionOf(source, value),
      },
    ]
  })
}

const comprehension =
  (makes: 'list' | 'set' | 'dict' | 'generator'): Reader =>
  (source, node) =>
    comprehended(source, node, makes)

function comprehended(
  source: SourceText,
  node: SyntaxNode,
  makes: 'list' | 'set' | 'dict' | 'generator',
): Expression {
  const nodes = inner(node)
  const first = nodes.findIndex(({name}) => name === 'for')
  const head = parted(nodes.slice(0, first), ':').map((part) => expressionsOf(source, part))
  const [key, value = key] = head
  if (key === undefined || value === undefined) throw source.refusal(node, 'what stands here')
  return {
    is: 'comprehension',
    makes,
    key: head.length > 1 ? key : null,
    value,
    clauses: clausesOf(source, nodes.slice(first)),
    line: source.line(node.from),
  }
}

const clausesOf = (source: SourceText, nodes: readonly SyntaxNode[]): readonly Clause[] =>
  parted(nodes, 'for')
    .slice(1)
    .map((part) => {
      const at = part.findIndex(({name}) => name === 'in')
      const [from = [], ...tests] = parted(part.slice(at + 1), 'if')
      return {
        target: expressionsOf(source, part.slice(0, at)),
        source: expressionsOf(source, from),
        tests: tests.map((test) => expressionsOf(source, test)),
      }
    })

const dict: Reader = (source, node) => {
  const items = parted(inner(node), ',').flatMap(
    (part): Extract<Expression, {readonly is: 'dict'}>['items'] => {
      const [first, second, third] = part
      if (first === undefined || second === undefined) return []
      if (first.name === '**') return [{key: null, value: expressionOf(source, second)}]
      return third === undefined
        ? []
        : [{key: expressionOf(source, first), value: expressionOf(source, third)}]
    },
  )
  return {is: 'dict', items, line: source.line(node.from)}
}

const literal: Reader = (source, node) => {
  if (quotesOf(source.of(node)).prefix.includes('b')) throw source.refusal(node, 'a literal of bytes')
  return {is: 'constant', value: literalText(source.of(node)), line: source.line(node.from)}
}

const formatted: Reader = (source, node) => {
  const {prefix, size} = quotesOf(source.of(node))
  const from = node.from + prefix.length + size
  const isRaw = prefix.includes('r')
  return {
    is: 'text',
    parts: fieldsIn(source, childrenOf(node), from, node.to - size, isRaw),
    line: source.line(node.from),
  }
}

const doubled = /\{\{|\}\}/g

/** The texts and fields of an f-string between two positions. */
function fieldsIn(
  source: SourceText,
  nodes: readonly SyntaxNode[],
  from: number,
  to: number,
  isRaw: boolean,
): readonly (string | Field)[] {
  const parts: (string | Field)[] = []
  let at = from
  const text = (end: number): void => {
    const raw = source.text.slice(at, end).replace(doubled, (brace) => brace.charAt(0))
    if (raw !== '') parts.push(isRaw ? raw : unescaped(raw))
  }
  for (const node of nodes.filter(({name}) => name === 'FormatReplacement')) {
    text(node.from)
    parts.push(...fieldOf(source, node, isRaw))
    at = node.to
  }
  text(to)
  return parts
}

function fieldOf(source: SourceText, node: SyntaxNode, isRaw: boolean): readonly (string | Field)[] {
  const nodes = inner(node)
  const find = (name: string): SyntaxNode | undefined => nodes.find((one) => one.name === name)
  const [conversion, spec, self] = ['FormatConversion', 'FormatSpec', 'FormatSelfDoc'].map(find)
  const own = nodes.filter((one) => one !== conversion && one !== spec && one !== self)
  const field: Field = {
    value: expressionsOf(source, own),
    conversion:
      conversion === undefined
        ? self !== undefined && spec === undefined
          ? 'r'
          : ''
        : source.of(conversion).slice(1),
    spec: spec === undefined ? [] : fieldsIn(source, childrenOf(spec), spec.from + 1, spec.to, isRaw),
  }
  return self === undefined
    ? [field]
    : [source.text.slice(node.from + 1, (conversion ?? spec)?.from ?? node.to - 1), field]
}

const continued: Reader = (source, node) => {
  const parts = childrenOf(node).map((child) => expressionOf(source, child))
  const line = source.line(node.from)
  if (parts.every((part) => part.is === 'constant'))
    return {
      is: 'constant',
      value: parts.map((part) => (part.is === 'constant' ? part.value : '')).join(''),
      line,
    }
  return {
    is: 'text',
    parts: parts.flatMap((part) =>
      part.is === 'text' ? part.parts : part.is === 'constant' ? [String(part.value)] : [],
    ),
    line,
  }
}

const walrus: Reader = (source, node) => {
  const [name, , value] = childrenOf(node)
  if (name === undefined || value === undefined) throw source.refusal(node, 'what stands here')
  return {
    is: 'walrus',
    name: source.of(name),
    value: expressionOf(source, value),
    line: source.line(node.from),
  }
}

const parenthesized: Reader = (source, node) => expressionsOf(source, inner(node))

const empty = tuple()

const readers: Readonly<Record<string, Reader>> = {
  Number: constant(numberOfText),
  Boolean: constant((text) => text === 'True'),
  None: constant(() => null),
  Ellipsis: (source, node) => ({is: 'ellipsis', line: source.line(node.from)}),
  String: literal,
  FormatString: formatted,
  ContinuedString: continued,
  VariableName: (source, node) => ({is: 'name', name: source.of(node), line: source.line(node.from)}),
  ParenthesizedExpression: parenthesized,
  TupleExpression: (source, node) =>
    inner(node).length === 0
      ? {is: 'constant', value: empty, line: source.line(node.from)}
      : collected('tuple')(source, node),
  ArrayExpression: collected('list'),
  SetExpression: collected('set'),
  DictionaryExpression: dict,
  BinaryExpression: operation,
  UnaryExpression: operation,
  ConditionalExpression: conditional,
  MemberExpression: member,
  CallExpression: call,
  LambdaExpression: lambda,
  NamedExpression: walrus,
  ComprehensionExpression: comprehension('generator'),
  ArrayComprehensionExpression: comprehension('list'),
  SetComprehensionExpression: comprehension('set'),
  DictionaryComprehensionExpression: comprehension('dict'),
}
