import {sayFurther} from '../../../lib/index.ts'
import {mark, type Sign} from '../../frame/index.ts'
import {hues, type Role, tones} from '../../theme.ts'
import {sideOfEdit, uncaused} from './edit.ts'
import type {Sheet} from './sheet.ts'
import {bead} from './stems.ts'

/** The signs that a lineage uses, each with its words. */
export function legend({rows, rails}: Sheet, gone: ReadonlySet<number> | undefined): Sign[] {
  const isGone = (index: number): boolean => gone?.has(index) === true
  const kept = rows.filter(({program}) => !isGone(program.miss.index))
  const first = kept.find(({program}) => program.miss.taxonomy === 'compulsory')
  const others = tones.flatMap(
    (tone) => kept.find(({program: {miss}}) => miss.verdict === tone && miss.taxonomy !== 'compulsory') ?? [],
  )
  const ghost = rows.find(({program}) => isGone(program.miss.index))
  const circle = (row: (typeof rows)[number], word: string): Sign => ({
    word,
    draw: (x, y) => bead({...row, x: x + 7, y, r: 6}, row === ghost),
  })
  const edges = rows.filter(({parent, isFar}) => parent !== -1 || isFar)
  const sides = (['static', 'data'] as const).filter((side) =>
    edges.some(({program}) => sideOfEdit(program.miss) === side),
  )
  const untold = edges.filter(({program}) => sideOfEdit(program.miss) === null)
  const instead = new Set(untold.map(({program}) => uncaused(program.miss)))
  return [
    ...(first === undefined ? [] : [circle(first, sayFurther('first program'))]),
    ...others.reverse().map((row) => circle(row, hues[row.program.miss.verdict].word)),
    ...(ghost === undefined ? [] : [circle(ghost, sayFurther('predicted gone'))]),
    ...sides.map((side) => stroke(sayFurther(`${side} edited`), side)),
    ...(instead.size > 0 ? [stroke([...instead].join(', '), 'muted')] : []),
    ...(edges.some(({isFar}) => isFar) ? [stroke(sayFurther('over others'), 'muted', '1 3')] : []),
    ...(rails.length > 0 ? [stroke(sayFurther('used again later'), 'muted', '3 3')] : []),
  ]
}

const stroke = (word: string, role: Role, dashes?: string): Sign => ({
  word,
  draw: (x, y) =>
    mark('line', {
      x1: x,
      x2: x + 14,
      y1: y,
      y2: y,
      stroke: role,
      'stroke-width': 2,
      'stroke-dasharray': dashes,
    }),
})
