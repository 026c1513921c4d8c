/** What a comment says of a name. */
export interface Documented {
  readonly text: string
  /** What examples a reader may paste, each of some lines. */
  readonly examples: readonly string[]
  /** How it is called, or made, or what it is, in TypeScript. */
  readonly lines: readonly string[]
}

/** One public name. */
export interface Named extends Documented {
  /** As a program writes it, `nnx.split`. */
  readonly name: string
  readonly kind: 'class' | 'function' | 'type' | 'value'
  /** What each argument is: its name, and words. */
  readonly params: readonly string[]
  readonly throws: readonly string[]
  readonly members: readonly Documented[]
  /** The name and the parameters of what it is in Python. */
  readonly python?: string
  /** The folder that it is from, where its module has several. */
  readonly room?: string
}

/** What one module gives. */
export interface NamedModule {
  readonly name: string
  /** What a program imports it from. */
  readonly from: string
  readonly names: readonly Named[]
}
