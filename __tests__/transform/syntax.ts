/** A part of Python's grammar, as much as the programs of transforms.jsonl are written in. */
export type Expr =
  | {readonly kind: 'number'; readonly text: string}
  | {readonly kind: 'string' | 'name'; readonly text: string}
  | {readonly kind: 'attribute'; readonly of: Expr; readonly name: string}
  | {readonly kind: 'index'; readonly of: Expr; readonly at: readonly Expr[]; readonly isTuple: boolean}
  | {readonly kind: 'slice'; readonly bounds: readonly (Expr | null)[]}
  | {readonly kind: 'call'; readonly of: Expr; readonly args: readonly Argument[]}
  | {readonly kind: 'list' | 'tuple'; readonly items: readonly Expr[]}
  | {readonly kind: 'dict'; readonly items: readonly (readonly [Expr, Expr])[]}
  | {readonly kind: 'each'; readonly item: Expr; readonly target: Expr; readonly of: Expr}
  | {readonly kind: 'lambda'; readonly params: readonly Param[]; readonly body: Expr}
  | {readonly kind: 'unary'; readonly op: string; readonly of: Expr}
  | {readonly kind: 'binary'; readonly op: string; readonly left: Expr; readonly right: Expr}
  | {readonly kind: 'choice'; readonly test: Expr; readonly yes: Expr; readonly no: Expr}

export interface Argument {
  readonly name: string | null
  readonly isSpread: boolean
  readonly value: Expr
}

export interface Param {
  readonly name: string
  readonly otherwise: Expr | null
  readonly isSpread: boolean
  readonly isKeyword: boolean
}

export type Statement =
  | {readonly kind: 'expr'; readonly value: Expr}
  | {readonly kind: 'assign'; readonly targets: readonly Expr[]; readonly value: Expr}
  | {readonly kind: 'change'; readonly target: Expr; readonly op: string; readonly value: Expr}
  | {readonly kind: 'return'; readonly value: Expr | null}
  | {readonly kind: 'delete'; readonly target: Expr}
  | {
      readonly kind: 'def'
      readonly name: string
      readonly params: readonly Param[]
      readonly body: Block
      readonly decorators: readonly Expr[]
    }
  | {readonly kind: 'if'; readonly test: Expr; readonly body: Block; readonly otherwise: Block}
  | {readonly kind: 'for'; readonly target: Expr; readonly of: Expr; readonly body: Block}

export type Block = readonly Statement[]

const tokenPattern =
  /[ ]+|(?<word>[A-Za-z_]\w*)|(?<number>\d[\d_]*\.?\d*(?:e[+-]?\d+)?|\.\d+)|(?<string>'[^']*'|"[^"]*")|(?<sign>\*\*=|\.\.\.|\*\*|\/\/|[-+*/@%=!<>]=|[-+*/@%=<>()[\]{},.:])/y

interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'sign' | 'line' | 'in' | 'out' | 'end'
  readonly text: string
}

const depthOf: Readonly<Record<string, number>> = {'(': 1, '[': 1, '{': 1, ')': -1, ']': -1, '}': -1}

function tokens(text: string): readonly Token[] {
  const found: Token[] = []
  const levels = [0]
  let depth = 0
  for (const line of text.split('\n')) {
    const whole = line.split('  #')[0] ?? ''
    if (whole.trim() === '' || whole.trim().startsWith('#')) continue
    if (depth === 0) {
      const level = whole.length - whole.trimStart().length
      if (level > (levels.at(-1) ?? 0)) {
        levels.push(level)
        found.push({kind: 'in', text: ''})
      }
      while (level < (levels.at(-1) ?? 0)) {
        levels.pop()
        found.push({kind: 'out', text: ''})
      }
    }
    tokenPattern.lastIndex = 0
    while (tokenPattern.lastIndex < whole.length) {
      const from = tokenPattern.lastIndex
      const groups = tokenPattern.exec(whole)?.groups
      if (groups === undefined) throw new SyntaxError(`cannot read ${whole.slice(from)}`)
      for (const kind of ['word', 'number', 'string', 'sign'] as const) {
        const text = groups[kind]
        if (text === undefined) continue
        found.push({kind, text})
        depth += kind === 'sign' ? (depthOf[text] ?? 0) : 0
      }
    }
    if (depth === 0) found.push({kind: 'line', text: ''})
  }
  for (const _ of levels.slice(1)) found.push({kind: 'out', text: ''})
  return [...found, {kind: 'end', text: ''}]
}

/** Binary operators by how loosely they bind. */
const levels: readonly (readonly string[])[] = [
  ['or'],
  ['and'],
  ['<', '>', '<=', '>=', '==', '!=', 'is', 'in'],
  ['+', '-'],
  ['*', '/', '//', '%', '@'],
]

class Parser {
  readonly #tokens: readonly Token[]
  #at = 0

  constructor(text: string) {
    this.#tokens = tokens(text)
  }

  get #now(): Token {
    return this.#tokens[this.#at] ?? {kind: 'end', text: ''}
  }

  #next(): Token {
    const token = this.#now
    this.#at += 1
    return token
  }

  #is(text: string): boolean {
    return (this.#now.kind === 'sign' || this.#now.kind === 'word') && this.#now.text === text
  }

  #take(text: string): boolean {
    const is = this.#is(text)
    if (is) this.#at += 1
    return is
  }

  #want(text: string): void {
    if (!this.#take(text)) throw new SyntaxError(`expected ${text}, got ${this.#now.kind} ${this.#now.text}`)
  }

  #line(): void {
    const {kind, text} = this.#next()
    if (kind !== 'line') throw new SyntaxError(`expected the end of the line, got ${text}`)
  }

  program(): Block {
    const body: Statement[] = []
    while (this.#now.kind !== 'end' && this.#now.kind !== 'out') body.push(this.#statement())
    return body
  }

  #block(): Block {
    this.#want(':')
    if (this.#now.kind !== 'line') return [this.#statement()]
    this.#line()
    if (this.#next().kind !== 'in') throw new SyntaxError('expected an indented block')
    const body = this.program()
    this.#at += 1
    return body
  }

  #statement(): Statement {
    const decorators: Expr[] = []
    while (this.#take('@')) {
      decorators.push(this.#expr())
      this.#line()
    }
    if (this.#take('def')) {
      const name = this.#next().text
      this.#want('(')
      const params = this.#params(')')
      return {kind: 'def', name, params, body: this.#block(), decorators}
    }
    if (this.#take('if')) return this.#choice()
    if (this.#take('for')) {
      const target = this.#targets()
      this.#want('in')
      return {kind: 'for', target, of: this.#expr(), body: this.#block()}
    }
    const found = this.#simple()
    this.#line()
    return found
  }

  #choice(): Statement {
    const test = this.#expr()
    const body = this.#block()
    return {kind: 'if', test, body, otherwise: this.#take('else') ? this.#block() : []}
  }

  #simple(): Statement {
    if (this.#take('return')) return {kind: 'return', value: this.#now.kind === 'line' ? null : this.#many()}
    if (this.#take('del')) return {kind: 'delete', target: this.#expr()}
    let value = this.#many()
    const targets: Expr[] = []
    while (this.#take('=')) {
      targets.push(value)
      value = this.#many()
    }
    if (targets.length > 0) return {kind: 'assign', targets, value}
    const op = ['+=', '-=', '*=', '/='].find((sign) => this.#take(sign))
    return op === undefined
      ? {kind: 'expr', value}
      : {kind: 'change', target: value, op: op.slice(0, -1), value: this.#many()}
  }

  /** One expression, or a tuple without brackets. */
  #many(): Expr {
    const first = this.#expr()
    if (!this.#is(',')) return first
    const items = [first]
    while (this.#take(',')) if (this.#now.kind !== 'line' && !this.#is('=')) items.push(this.#expr())
    return {kind: 'tuple', items}
  }

  #targets(): Expr {
    const items = [this.#postfix()]
    while (this.#take(',')) items.push(this.#postfix())
    return items.length === 1 && items[0] !== undefined ? items[0] : {kind: 'tuple', items}
  }

  #params(end: string): readonly Param[] {
    const params: Param[] = []
    let isKeyword = false
    while (!this.#take(end)) {
      const isSpread = this.#take('*')
      if (isSpread && (this.#is(',') || this.#is(end))) isKeyword = true
      else {
        const name = this.#next().text
        params.push({name, isSpread, isKeyword, otherwise: this.#take('=') ? this.#expr() : null})
      }
      this.#take(',')
    }
    return params
  }

  #expr(): Expr {
    if (this.#take('lambda')) return {kind: 'lambda', params: this.#params(':'), body: this.#expr()}
    const yes = this.#binary(0)
    if (!this.#take('if')) return yes
    const test = this.#binary(0)
    this.#want('else')
    return {kind: 'choice', test, yes, no: this.#expr()}
  }

  #binary(level: number): Expr {
    const ops = levels[level]
    if (ops === undefined) return this.#unary()
    if (level === 2 && this.#take('not')) return {kind: 'unary', op: 'not', of: this.#binary(level)}
    let left = this.#binary(level + 1)
    for (
      let op = ops.find((one) => this.#take(one));
      op !== undefined;
      op = ops.find((one) => this.#take(one))
    )
      left = {kind: 'binary', op, left, right: this.#binary(level + 1)}
    return left
  }

  #unary(): Expr {
    if (this.#take('-')) return {kind: 'unary', op: '-', of: this.#unary()}
    const base = this.#postfix()
    return this.#take('**') ? {kind: 'binary', op: '**', left: base, right: this.#unary()} : base
  }

  #postfix(): Expr {
    let of = this.#atom()
    for (;;)
      if (this.#take('.')) of = {kind: 'attribute', of, name: this.#next().text}
      else if (this.#take('(')) of = {kind: 'call', of, args: this.#arguments()}
      else if (this.#take('[')) of = this.#index(of)
      else return of
  }

  #arguments(): readonly Argument[] {
    const args: Argument[] = []
    while (!this.#take(')')) {
      const isSpread = this.#take('*')
      const value = this.#expr()
      const isNamed = value.kind === 'name' && this.#take('=')
      args.push(isNamed ? {name: value.text, isSpread, value: this.#expr()} : {name: null, isSpread, value})
      this.#take(',')
    }
    return args
  }

  #index(of: Expr): Expr {
    const at: Expr[] = []
    let isTuple = false
    while (!this.#take(']')) {
      at.push(this.#slice())
      isTuple = this.#take(',') || isTuple
    }
    return {kind: 'index', of, at, isTuple}
  }

  #slice(): Expr {
    const bounds: (Expr | null)[] = []
    const bound = (): Expr | null => (this.#is(':') || this.#is(']') || this.#is(',') ? null : this.#expr())
    bounds.push(bound())
    while (this.#take(':')) bounds.push(bound())
    const [only] = bounds
    return bounds.length === 1 && only != null ? only : {kind: 'slice', bounds}
  }

  #atom(): Expr {
    const {kind, text} = this.#next()
    if (kind === 'number') return {kind, text}
    if (kind === 'string') return {kind, text: text.slice(1, -1)}
    if (kind === 'word' || text === '...') return {kind: 'name', text}
    if (text === '(') return this.#bracketed()
    if (text === '[') return this.#list()
    if (text === '{') return this.#dict()
    throw new SyntaxError(`unexpected ${text === '' ? kind : text}`)
  }

  #bracketed(): Expr {
    const items: Expr[] = []
    let isTuple = this.#is(')')
    while (!this.#take(')')) {
      items.push(this.#expr())
      isTuple = this.#take(',') || isTuple
    }
    const [first] = items
    return isTuple || first === undefined ? {kind: 'tuple', items} : first
  }

  #list(): Expr {
    const items: Expr[] = []
    while (!this.#take(']')) {
      const item = this.#expr()
      if (this.#take('for')) {
        const target = this.#targets()
        this.#want('in')
        const of = this.#expr()
        this.#want(']')
        return {kind: 'each', item, target, of}
      }
      items.push(item)
      this.#take(',')
    }
    return {kind: 'list', items}
  }

  #dict(): Expr {
    const items: (readonly [Expr, Expr])[] = []
    while (!this.#take('}')) {
      const key = this.#expr()
      this.#want(':')
      items.push([key, this.#expr()])
      this.#take(',')
    }
    return {kind: 'dict', items}
  }
}

/** Reads a program. */
export const parse = (text: string): Block => new Parser(text).program()
