/** A line of the text, from 1: where an error is told. */
interface Placed {
  readonly line: number
}

/** A sign of Python between two operands, but for comparisons. */
export type BinarySign = '+' | '-' | '*' | '/' | '//' | '%' | '**' | '@' | '&' | '|' | '^' | '<<' | '>>'

/** A comparison. */
export type CompareSign = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in' | 'is' | 'is not'

/** A sign before an operand. */
export type UnarySign = '-' | '+' | '~' | 'not'

/** A parameter of a function. */
export interface ScriptParameter {
  readonly name: string
  /** `*args` or `**kwargs`. */
  readonly takes: 'one' | 'args' | 'kwargs'
  /** Whether it can only be given by name. */
  readonly keyword: boolean
  readonly otherwise: Expression | null
}

/** An argument of a call. */
export interface Argument {
  /** The keyword; null for one that is given by place, `*` and `**` for those that spread. */
  readonly key: string | null
  readonly value: Expression
}

/** `for target in source if …`. */
export interface Clause {
  readonly target: Expression
  readonly source: Expression
  readonly tests: readonly Expression[]
}

/** What replaces a field of an f-string. */
export interface Field {
  readonly value: Expression
  readonly conversion: string
  readonly spec: readonly (string | Field)[]
}

/** What an expression is. */
export type Expression = Placed &
  (
    | {readonly is: 'constant'; readonly value: unknown}
    | {readonly is: 'ellipsis'}
    | {readonly is: 'name'; readonly name: string}
    | {readonly is: 'text'; readonly parts: readonly (string | Field)[]}
    | {readonly is: 'tuple' | 'list' | 'set'; readonly items: readonly Expression[]}
    | {
        readonly is: 'dict'
        readonly items: readonly {readonly key: Expression | null; readonly value: Expression}[]
      }
    | {readonly is: 'starred'; readonly of: Expression}
    | {readonly is: 'attribute'; readonly of: Expression; readonly name: string}
    | {readonly is: 'item'; readonly of: Expression; readonly index: Expression}
    | {readonly is: 'slice'; readonly parts: readonly (Expression | null)[]}
    | {readonly is: 'call'; readonly of: Expression; readonly args: readonly Argument[]}
    | {readonly is: 'unary'; readonly sign: UnarySign; readonly of: Expression}
    | {
        readonly is: 'binary'
        readonly sign: BinarySign
        readonly left: Expression
        readonly right: Expression
      }
    | {
        readonly is: 'comparison'
        readonly first: Expression
        readonly rest: readonly (readonly [CompareSign, Expression])[]
      }
    | {readonly is: 'and' | 'or'; readonly left: Expression; readonly right: Expression}
    | {
        readonly is: 'conditional'
        readonly test: Expression
        readonly yes: Expression
        readonly no: Expression
      }
    | {readonly is: 'lambda'; readonly params: readonly ScriptParameter[]; readonly body: Expression}
    | {readonly is: 'walrus'; readonly name: string; readonly value: Expression}
    | {
        readonly is: 'comprehension'
        readonly makes: 'list' | 'set' | 'dict' | 'generator'
        readonly key: Expression | null
        readonly value: Expression
        readonly clauses: readonly Clause[]
      }
  )

/** A name that an import binds, and what it stands for. */
export interface Imported {
  readonly name: string
  readonly path: readonly string[]
}

/** What a statement is. */
export type Statement = Placed &
  (
    | {readonly is: 'expression'; readonly value: Expression}
    | {readonly is: 'assign'; readonly targets: readonly Expression[]; readonly value: Expression}
    | {readonly is: 'annotation'; readonly name: string}
    | {
        readonly is: 'update'
        readonly target: Expression
        readonly sign: BinarySign
        readonly value: Expression
      }
    | {readonly is: 'return'; readonly value: Expression | null}
    | {readonly is: 'pass' | 'break' | 'continue'}
    | {
        readonly is: 'if'
        readonly cases: readonly {readonly test: Expression; readonly body: readonly Statement[]}[]
        readonly otherwise: readonly Statement[]
      }
    | {
        readonly is: 'while'
        readonly test: Expression
        readonly body: readonly Statement[]
        readonly otherwise: readonly Statement[]
      }
    | {
        readonly is: 'for'
        readonly target: Expression
        readonly source: Expression
        readonly body: readonly Statement[]
        readonly otherwise: readonly Statement[]
      }
    | FunctionStatement
    | ClassStatement
    | {
        readonly is: 'with'
        readonly items: readonly {readonly value: Expression; readonly target: Expression | null}[]
        readonly body: readonly Statement[]
      }
    | {readonly is: 'import'; readonly names: readonly Imported[]}
    | {readonly is: 'del'; readonly targets: readonly Expression[]}
    | {readonly is: 'global' | 'nonlocal'; readonly names: readonly string[]}
    | {readonly is: 'raise'; readonly value: Expression | null}
    | {readonly is: 'assert'; readonly test: Expression; readonly message: Expression | null}
    | {
        readonly is: 'try'
        readonly body: readonly Statement[]
        readonly handlers: readonly Handler[]
        readonly otherwise: readonly Statement[]
        readonly last: readonly Statement[]
      }
  )

/** `def name(…):`. */
export interface FunctionStatement extends Placed {
  readonly is: 'def'
  readonly name: string
  readonly params: readonly ScriptParameter[]
  readonly body: readonly Statement[]
  readonly decorators: readonly Expression[]
}

/** `class name(…):`. */
export interface ClassStatement extends Placed {
  readonly is: 'class'
  readonly name: string
  readonly bases: readonly Expression[]
  readonly body: readonly Statement[]
  readonly decorators: readonly Expression[]
}

/** `except type as name:`. */
export interface Handler {
  readonly type: Expression | null
  readonly name: string | null
  readonly body: readonly Statement[]
}
