import type {Drawing} from '../../viz/index.ts'
import type {Held} from './held.ts'
import type {NamedModule} from './names/named.ts'

/** What pages are made of beside code; paths are those of the project. */
export interface Materials {
  readonly version: string
  /** The text of a file. */
  readonly text: (path: string) => string
  /** A file packed by gzip, in base64. */
  readonly packed: (path: string) => string
  /** A text packed by gzip, in base64. */
  readonly pack: (text: string) => string
  /** The modules that a program may import, with all their names. */
  readonly modules: readonly NamedModule[]
}

/** One page of the site. */
export interface Page {
  /** Its file in the folder of the site, `zoo.html` or `course/values.html`. */
  readonly path: string
  /** What stands in its tab and its heading. */
  readonly title: string
  /** One sentence, for those who find it. */
  readonly description: string
  /** What stands in its `main`. */
  readonly body: readonly Drawing[]
  /** Whether it stands without what all pages share around it, for frames. */
  readonly isBare?: boolean
  /** Its word in the navigation, where it has one. */
  readonly nav?: string
  /** The file that brings it to life, below `examples` and without `.ts`: `site/start/play`. It runs when the page is parsed. */
  readonly script?: string
  /** The script of other pages that its own builds on. */
  readonly upon?: string
  /** Whether it takes files, or runs what others wrote, and needs what reads them. */
  readonly takes?: boolean
  /** Files that its script fetches; pages may share them. */
  readonly holds?: readonly Held[]
  /** Rules of its own in the style sheet of the site; pages may share them. */
  readonly style?: string
}
