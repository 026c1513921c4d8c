import type {ProgramRun} from '../../site/index.ts'

/** Where a lesson comes from: a thread in which people believed it, a document that says it. */
export interface Source {
  readonly title: string
  readonly url: string
}

/** Lines of Python that appear and run, with a text beside them. */
export interface Told {
  readonly code: string
  readonly say: string
}

/** Lines of Python whose last call the learner predicts before they run: does it compile again, and which part does not fit? */
export interface Asked {
  readonly code: string
  readonly ask: 'again'
  /** What the run shows, in general words. */
  readonly why: string
  /**
   * Code to run after a prediction that failed, by what was believed: `hit` and `miss`, or a part in angle brackets that was blamed.
   * It contradicts the belief; `check` runs them all.
   */
  readonly counters: Readonly<Record<string, string>>
}

/** Lines of Python of which the learner says how many calls compile. */
export interface Counted {
  readonly code: string
  readonly ask: 'count'
  readonly why: string
  /** What `torch.compile` does with the same. */
  readonly torch?: string
}

/** Lines of Python that print: the learner says what, before they run. Where a program that is kept does not do what its function says, the last of it is not what the function would print. */
export interface Printed {
  readonly code: string
  readonly ask: 'prints'
  readonly why: string
  /** Further answers, beside what is printed and what is printed without `jit`. */
  readonly others: readonly string[]
}

/** Lines of Python of whose last call the learner says, before they run, how far it falls through the layers of JAX. */
export interface Fallen {
  readonly code: string
  readonly ask: 'way'
  readonly why: string
}

/** A program with gaps, `____`, which the learner fills with lines, until it calls, prints and compiles as another one does. */
export interface Filled {
  readonly code: string
  readonly ask: 'fill'
  readonly task: string
  /** What may fill the gaps: more than are needed. */
  readonly lines: readonly string[]
  /** The program that does what is wanted. */
  readonly like: string
  readonly why: string
}

/** A program that the learner changes, until it compiles as often as is wanted, calls as often as it did, and prints what it did. */
export interface Edited {
  readonly code: string
  readonly ask: 'edit'
  /** What is wanted, besides the number. */
  readonly task: string
  readonly most: number
  /** It compiles at least so often; 0 where it is not given. */
  readonly least?: number
  /** What it is to print, where that is not what the first program printed. */
  readonly prints?: string
  /** Three hints, from where to look to the whole; those of the run where they are not given. */
  readonly hints?: readonly string[]
  readonly why: string
}

/** A run of real JAX, with a text beside it. */
export interface Shown {
  readonly run: ProgramRun
  readonly say: string
}

/** A question about a run of real JAX, or about the call of one of its lines. */
export interface Read {
  readonly run: ProgramRun
  /** What JAX's log told of the same run, where another record is more exact. */
  readonly log?: ProgramRun
  /** Which compile is the dearest that could be spared; which two changes spare the most together; whether JAX names what changed; whether the compile could be spared. */
  readonly ask: 'dearest' | 'together' | 'blame' | 'spare'
  /** The line of the call, where one is asked about. */
  readonly line?: number
  readonly why: string
}

export type Step = Told | Asked | Counted | Printed | Fallen | Filled | Edited | Shown | Read

/** A program of the quiz with holes, `{x}`; its last call is the question, or what it prints last. */
export interface Variant {
  readonly code: string
  /** What may be blamed, besides the parts of the lesson. */
  readonly parts?: Readonly<Record<string, string>>
  readonly why: string
}

/** A lesson: a script without answers. What is right comes from running it. */
export interface Lesson {
  readonly id: string
  readonly title: string
  /** What it is about, for the table of contents. */
  readonly about: string
  readonly sources: readonly Source[]
  /**
   * What may be blamed, by its path in the key, in words. Several paths stand with blanks between. In angle brackets stands what is in no key: `<x>`, the numbers in `x`. A
   * part is offered where the key of the call has its path.
   */
  readonly parts: Readonly<Record<string, string>>
  readonly steps: readonly Step[]
  readonly variants: readonly (Variant | Read)[]
  /** What the quiz asks: of each last call whether it compiles again, which is asked where nothing is said, how far it falls, whether what is printed last is right, or whether its compile could be spared. */
  readonly quiz?: 'again' | 'way' | 'truth' | 'spare'
  /** What fills the holes: for `n m` two of a list, or for `f x y` one of its lists. */
  readonly holes: Readonly<Record<string, readonly Filling[]>>
  readonly takeaway: string
}

export type Filling = string | number | readonly string[]

/** Where a question stood that comes back. */
export interface Origin {
  /** The id of its lesson. */
  readonly lesson: string
  /** What made the quiz. */
  readonly seed: number
  readonly at: number
}
