/** A line of which a message was folded into several. */
export interface Piece {
  readonly text: string
  /** Letters of the whole line, with what stands before and behind. */
  readonly length: number
}

/** How the long lines of a log are folded, as far as it is known: cut at a width, or broken between words, which takes the space away. */
export interface Fold {
  style: 'unknown' | 'cut' | 'worded'
  /** Letters of the longest line that was folded, and of the longest text in one. */
  width: number
  text: number
}

/** No terminal is narrower or wider. */
const narrowest = 40
const widest = 1000
const beforeWord = /[,:]$/
const word = /^[A-Za-z(]/
const closes = /[>)\]},:]$/
/** A word of an explanation, or of what Python prints, which a space follows. */
const spoken =
  'and|args|at|before|bound|but|child|children|class|defined|difference|differs?|do|for|function|given|in|input|is|keys?|lengths?|match|metadata|method|not|now|numbers?|object|of|path|pytree|seen|sets|so|symmetric|the|their|types?|with'
const spokenEnd = new RegExp(`(?<![^\\s<(])(?:${spoken})$`)
const spokenBegin = new RegExp(`^(?:(?:${spoken})(?![\\w])|['"<\\d([{A-Z])`)
/** Where no space stands in what Python prints. */
const unspaced = /\S=\n|\n(?:[)\],}=:]|\.[A-Za-z_])|[A-Za-z]\n\(\w*=/
const spokenWord = new RegExp(`^(?:${spoken})$`)
const brokenWord = /(?<![\w])([a-z]+)\n([a-z]+)/
/** A line of a record that neither is indented nor closes a node. */
const unindentedBegin = /^[^ )]/
/** A word of so many letters that begins a text is no rest of the word before; a shorter one is none of what ends like this. */
const fewestLetters = 4
const spokenFirst = new RegExp(`^(?:${spoken}|sec|to|p?jit)(?=[\\s.,:;]|$)`)
const ended = /[\d)\]}>'"]$/
const hyphen = /\w-$/
const wordEnd = /\w$/
const wordBegin = /^\w/
const spaces = / /
const path = /[\\/]/
const place = /^(?:[\w./-]*\.py:)?\d/
const placed = /:\d+$/
const file = /\.py:/
const filed = /^\S*\.py:\d/
const column = /(?<=\s)[\w-]+\.\w{1,4}:\d+\s*$/
const glued = /^\s*[\w-]+\.\w{1,4}:\d+\s*$/
const parted = /\S\s{2,}[\w-]+\.\w{1,4}:\d+\s*$/

/** Lines of which nothing is known. */
export const unknownFold = (): Fold => ({style: 'unknown', width: 0, text: 0})

/** Whether a line is as long as lines are that go on in the next. */
export const mayGoOn = (length: number): boolean => length >= narrowest && length <= widest

/** Whether a text ends in a word behind which more is said. */
export const isUnended = (text: string): boolean => spokenEnd.test(text)

/** A line without the file and line that rich's handler puts into a column of its own, at its right. */
export const withoutColumn = (text: string): string =>
  endsInDigit(text.trimEnd()) && column.test(text) ? text.replace(column, '').trimEnd() : text

/** Most lines do not, and are not searched for a column. */
const endsInDigit = (text: string): boolean => {
  const code = text.charCodeAt(text.length - 1)
  return code >= 48 && code <= 57
}

/** How many letters of a text have room in a line, left of that column. */
export const roomBefore = (text: string): number => text.search(column) - 1

/** Likewise where the column may touch the text, unless several spaces part them: it begins where the next line, padded, ends. */
export const withoutGlued = (text: string, cut: number): string =>
  cut > 0 && cut < text.length && glued.test(text.slice(cut)) && !parted.test(text)
    ? text.slice(0, cut).trimEnd()
    : withoutColumn(text)

/**
 * The text that was folded into these pieces, put together in the way of which `weigh` knows more, and learns from it; null where it
 * knows neither.
 *
 * @example
 * unfold([{text: 'in 0.2', length: 80}, {text: '5 sec', length: 5}], unknownFold(), (text) => Number(text === 'in 0.25 sec')) // 'in 0.25 sec'
 */
export function unfold(pieces: readonly Piece[], fold: Fold, weigh: (text: string) => number): string | null {
  const cutOnes = pieces.slice(0, -1)
  const isBare = !isPadded(pieces)
  const longest = cutOnes.reduce(
    (most, {text, length}) => Math.max(most, isBare ? length : used(text, length)),
    0,
  )
  const isEven = isEvenAt(pieces, longest, fold.width)
  fold.text = pieces.reduce((most, {text}) => Math.max(most, text.trimEnd().length), fold.text)
  const texts = {cut: joined(pieces, 'cut', fold), worded: joined(pieces, 'worded', fold)}
  const weights = {cut: weigh(texts.cut), worded: weigh(texts.worded)}
  for (const letters of [1, 0]) {
    if (weights.cut > 0 || weights.worded > 0) break
    texts.worded = joined(pieces, 'worded', fold, letters)
    weights.worded = weigh(texts.worded)
  }
  if (weights.cut === 0 && weights.worded === 0) return null
  const heavier = weights.cut > weights.worded ? 'cut' : 'worded'
  const isSureCut = jointsOf(pieces).some(isWithin)
  const known = isSureCut ? 'cut' : fold.style === 'unknown' ? likelier(pieces, isEven) : fold.style
  const likely = weights.cut === weights.worded ? known : heavier
  if ((fold.style === 'unknown' || isSureCut) && likely !== 'unknown') fold.style = likely
  fold.width = Math.max(fold.width, longest)
  const style = likely === 'unknown' ? fold.style : likely
  return texts[style === 'unknown' ? 'cut' : style]
}

/** The pieces put together as far as is known; lines that break inside of words at one width are cut at it. */
export function provisional(pieces: readonly Piece[], fold: Fold): string {
  if (fold.style === 'unknown') {
    const width = pieces[0]?.length ?? 0
    const isCut = likelier(pieces, isEvenAt(pieces, width, fold.width)) === 'cut'
    if (isCut && fold.width === width) fold.style = 'cut'
    if (isCut) fold.width = width
    return joined(pieces, isCut ? 'cut' : 'worded', fold)
  }
  return joined(pieces, fold.style, fold)
}

/** Whether all pieces but the last are as long as this, without what pads them, or but for a blank that may have stood at the end. */
function isEvenAt(pieces: readonly Piece[], width: number, known: number): boolean {
  if (known > 0 && Math.abs(known - width) > 1) return false
  const lengths = pieces
    .slice(0, -1)
    .map(({text, length}) => (isPadded(pieces) ? used(text, length) : length))
  return lengths.includes(width) && lengths.every((length) => length >= width - 1)
}

/** Whether the last piece is as long as the one before: lines are padded, or what ends them is. */
const isPadded = (pieces: readonly Piece[]): boolean => pieces.at(-1)?.length === pieces.at(-2)?.length

/** Whether a line that can be read goes on in the next all the same, since no word more fits into it. */
export function isFull({style, width}: Fold, length: number, next: string): boolean {
  if (style === 'unknown') return false
  if (style === 'cut') return length === width
  return length + 1 + `${next.trim()} `.indexOf(' ') > width
}

/** A record, of which some lines are not indented, with those put together that were taken for lines of their own before it was known at which width the log is cut. */
export function refolded(record: string, fold: Fold, before: number): string {
  if (fold.style === 'worded') return record
  const lines = record.split('\n')
  if (fold.style === 'unknown') learnCut(fold, lines, before)
  const {style, width} = fold
  if (style !== 'cut') return record
  return lines.reduce((whole, next, i) => {
    const isCut = (lines[i - 1]?.length ?? 0) + before === width && !next.startsWith('  ')
    return whole + (isCut ? '' : '\n') + next
  })
}

/** Learns the width at which the lines of a record are cut: several of one length, and no other, go on in lines that are not indented. */
function learnCut(fold: Fold, lines: readonly string[], before: number): void {
  const broken = lines.filter((_, i) => i > 0 && unindentedBegin.test(lines[i + 1] ?? ''))
  const width = (broken[0]?.length ?? 0) + before
  const isCut = broken.length > 1 && mayGoOn(width) && broken.every(({length}) => length + before === width)
  if (isCut) Object.assign(fold, {style: 'cut', width})
}

/** How long a line is without padding. */
const used = (text: string, length: number): number => length - (text.length - text.trimEnd().length)

/** Two pieces that stand one behind the other. */
type Joint = readonly [before: string, next: string]

const jointsOf = (pieces: readonly Piece[]): Joint[] =>
  pieces.slice(1).map(({text}, i) => [pieces[i]?.text ?? '', text])

/** How a text was folded that can be read both ways. */
function likelier(pieces: readonly Piece[], isEven: boolean): Fold['style'] {
  const joints = jointsOf(pieces)
  if (joints.some(isWithin)) return 'cut'
  if (!isEven || joints.some(([before, next]) => areWords(before, next))) return 'worded'
  const isCut = joints.some(
    ([before, next]) =>
      (before.endsWith(' ') && !isPadded(pieces)) ||
      next.startsWith(' ') ||
      (wordEnd.test(before) && wordBegin.test(next)),
  )
  return isCut ? 'cut' : 'unknown'
}

/** Whether two pieces surely are parts of one word, or of what Python prints without a space; a word that fills a line breaks in any style. */
function isWithin([before, next]: Joint): boolean {
  const one = before.trimEnd()
  const length = one.length - one.lastIndexOf(' ') + `${next} `.indexOf(' ')
  if (length > one.trim().length) return false
  const joint = `${before}\n${next}`
  if (unspaced.test(joint)) return true
  const [, head = '', tail = ''] = brokenWord.exec(joint) ?? []
  return spokenWord.test(head + tail) && !spokenWord.test(tail)
}

/** Whether a space was surely taken away between two pieces. */
const areWords = (before: string, next: string): boolean =>
  (beforeWord.test(before) && word.test(next)) || (spokenEnd.test(before) && spokenBegin.test(next))

function joined(
  pieces: readonly Piece[],
  style: 'cut' | 'worded',
  fold: Fold,
  letters = fewestLetters,
): string {
  if (style === 'cut') {
    const width = pieces.reduce((most, {length}) => Math.max(most, length), fold.width)
    return pieces.map(({text, length}) => (length === width - 1 ? `${text} ` : text)).join('')
  }
  return pieces.reduce((whole, next, i) => {
    const before = pieces[i - 1]
    return before === undefined ? next.text.trimEnd() : whole + behind(before.text, next.text, fold, letters)
  }, '')
}

/** A piece with the space before it; a word that is longer than the width is cut in any case: then a line has no space in it. */
function behind(before: string, next: string, fold: Fold, letters = fewestLetters): string {
  const [one, two] = [before.trim(), next.trim()]
  const isWord =
    !spaces.test(one) &&
    !(placed.test(one) && two.startsWith('(')) &&
    !(closes.test(one) && word.test(two)) &&
    ((before.trimEnd().length >= fold.text && !begins(one, two, letters)) ||
      (path.test(one) && (place.test(two) || isWithinFile(one, two))))
  return isWord || (hyphen.test(one) && wordBegin.test(two)) ? two : ` ${two}`
}

/** Whether a word begins where another ends that fills its line: one of so many letters, or any behind what no word ends in. */
function begins(one: string, two: string, letters: number): boolean {
  const word = spokenFirst.exec(two)?.[0] ?? ''
  return word.length >= letters || (word !== '' && ended.test(one)) || isUnended(one)
}

/** Whether a path goes on with the rest of the name of its file. */
const isWithinFile = (one: string, two: string): boolean => !file.test(one) && filed.test(one + two)

/** A text with one more of its pieces, folded as the log is known to be. */
export const withPiece = (text: string, before: Piece, next: Piece, fold: Fold): string =>
  fold.style === 'cut' ? text + next.text : text.trimEnd() + behind(before.text, next.text, fold)
