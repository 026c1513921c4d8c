import {JSDOM} from 'jsdom'
import {explain, type Trace} from '../../lib/index.ts'
import {
  cache,
  type Chart,
  compare,
  costs,
  type Drawing,
  lineage,
  markup,
  misses,
  lock,
  tabulate,
  timeline,
  waterfall,
} from '../../viz/index.ts'
import {clean, width as widthOf} from '../../viz/frame/index.ts'
import {every} from './drawings.ts'
import {empty, hostile, hostileNames, hosts, lambdas, many, quiet, toggle, training} from './traces.ts'

const {document, DOMParser, XMLSerializer, Event, KeyboardEvent} = new JSDOM('<!doctype html>').window
const pictures: Readonly<Record<string, Chart>> = {timeline, costs, lock, lineage, waterfall, cache, compare}
const charts: Readonly<Record<string, Chart>> = {...pictures, misses}
const traces: Readonly<Record<string, Trace>> = {
  training: training(),
  toggle: toggle(),
  lambdas: lambdas(),
  quiet: quiet(),
  hosts: hosts(),
  hostile: hostile(),
  many: many(3000),
}

const number = (drawing: Drawing, name: string, otherwise: number): number =>
  Number(drawing.attributes.get(name) ?? otherwise)

interface Written {
  readonly text: string
  readonly left: number
  readonly right: number
  readonly top: number
  readonly bottom: number
  readonly size: number
}

/** The lines of a text: a piece with a place of its own begins one. */
function linesOf(text: Drawing): Drawing[][] {
  const lines: Drawing[][] = [[text]]
  for (const child of text.children)
    if (typeof child !== 'string' && child.attributes.has('x')) lines.push([child])
    else if (typeof child !== 'string' && child.name === 'tspan') lines.at(-1)?.push(child)
  return lines
}

/** Each line of text with the box that it may take. */
function writings(drawing: Drawing): Written[] {
  return [...every(drawing)].flatMap((mark): Written[] => {
    if (mark.name !== 'text') return []
    const size = number(mark, 'font-size', 13)
    return linesOf(mark).flatMap((pieces): Written[] => {
      const [first = mark] = pieces
      const own = (piece: Drawing) => piece.children.filter((child) => typeof child === 'string').join('')
      const text = pieces.map(own).join('')
      if (text.trim() === '') return []
      const wide = pieces.reduce((sum, piece) => {
        const {attributes} = piece
        const isCode = attributes.has('font-family') || mark.attributes.has('font-family')
        const isBold = attributes.has('font-weight') || mark.attributes.has('font-weight')
        return sum + widthOf(own(piece), size, isCode ? 'code' : isBold ? 'bold' : 'prose')
      }, 0)
      const [x, y] = [number(first, 'x', number(mark, 'x', 0)), number(first, 'y', number(mark, 'y', 0))]
      const anchor = mark.attributes.get('text-anchor')
      const left = anchor === 'end' ? x - wide : anchor === 'middle' ? x - wide / 2 : x
      return [{text, left, right: left + wide, top: y - size * 0.74, bottom: y + size * 0.2, size}]
    })
  })
}

const overlap = (a: Written, b: Written): boolean =>
  a.left < b.right - 0.5 && b.left < a.right - 0.5 && a.top < b.bottom && b.top < a.bottom

/** Every position that shows another picture. */
const positions = (trace: Trace): (number | undefined)[] => [undefined, ...trace.misses().slice(0, 12)]

describe.each(Object.entries(pictures))('%s', (_name, chart) => {
  test.each([320, 360, 560, 720, 1280, 2560])(
    'writes nothing over another text, off the edge, or under 12 px, at a width of %d px',
    (width) => {
      for (const trace of Object.values(traces))
        for (const position of positions(trace)) {
          const drawing = chart.draw(trace, explain(trace), {
            width,
            ...(position !== undefined && {position}),
          })
          const lines = writings(drawing)
          expect(drawing.attributes.get('width')).toBe(String(width))
          expect(lines.filter(({size}) => size < 12)).toEqual([])
          expect(
            lines.filter(
              ({left, right, bottom}) =>
                left < 0 || right > width + 0.5 || bottom > number(drawing, 'height', 0),
            ),
          ).toEqual([])
          expect(
            lines.flatMap((a, at) =>
              lines
                .slice(at + 1)
                .filter((b) => overlap(a, b))
                .map((b) => [a.text, b.text]),
            ),
          ).toEqual([])
        }
    },
  )

  test.each(Object.entries(traces))('has a name and a description of the trace "%s"', (_which, trace) => {
    const drawing = chart.draw(trace, explain(trace))
    expect(drawing.attributes.get('role')).toBe('img')
    expect(drawing.attributes.get('aria-label')).toMatch(/\w/)
    expect(drawing.children[0]).toMatchObject({name: 'desc'})
  })

  test('says in a sentence that there is nothing to show', () => {
    const trace = empty()
    const drawing = chart.draw(trace, explain(trace))
    expect(
      writings(drawing)
        .map(({text}) => text)
        .join(' '),
    ).toMatch(/^[A-Z].*\.$/)
  })

  test('gives a node of the given document, without listeners unless it is asked to', () => {
    const trace = training()
    const node = chart(trace, explain(trace), {document})
    expect(node.ownerDocument).toBe(document)
    expect(node.isConnected).toBe(false)
    expect(node.namespaceURI).toBe('http://www.w3.org/2000/svg')
    expect(node.querySelector('[tabindex]')).toBeNull()
  })

  test('tells what was chosen by mouse and by keyboard', () => {
    const trace = hosts()
    const told: unknown[] = []
    const node = chart(trace, explain(trace), {
      document,
      interactive: true,
      onSelect: (selection) => void told.push(selection),
    })
    const chosen = 'g[data-index],g[data-path]:not([data-into]),g[data-key]:not([data-into])'
    node.querySelector(chosen)?.dispatchEvent(new Event('click', {bubbles: true}))
    expect(told).toEqual([expect.any(Object)])
    node.querySelector(chosen)?.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true}))
    expect(told).toEqual([told[0], told[0]])
  })
})

describe.each(Object.entries(charts))('%s', (name, chart) => {
  test('shows hostile names as text, in a node and in a file', () => {
    const trace = hostile()
    for (const position of [undefined, 4, 7]) {
      const options = {standalone: true, ...(position !== undefined && {position})}
      const drawing = chart.draw(trace, explain(trace), options)
      const text = markup(drawing)
      const parsed = new DOMParser().parseFromString(text, name === 'misses' ? 'text/html' : 'image/svg+xml')
      for (const root of [chart(trace, explain(trace), {document, ...options}), parsed]) {
        expect(root.querySelector('script, parsererror, img, [onload], [onerror]')).toBeNull()
      }
      expect(text).not.toMatch(/[\u0000-\u0008\u202a-\u202e\u2066-\u2069]/)
      if (name !== 'misses') expect(new XMLSerializer().serializeToString(parsed)).toContain('</svg>')
    }
  })

  test('has a table that can be drawn, with a cell for each column', () => {
    for (const trace of [...Object.values(traces), empty()]) {
      const table = chart.table(trace, explain(trace))
      expect(table.caption).toMatch(/\w/)
      for (const row of table.rows) expect(row).toHaveLength(table.columns.length)
      expect(markup(tabulate(table))).not.toMatch(/<script/)
    }
  })
})

test('misses(trace, …) names every miss with its function and its sentence', () => {
  const trace = training()
  const {rows} = misses.table(trace, explain(trace))
  expect(rows.map(([call]) => Number(call) - 1)).toEqual(explain(trace).misses.map(({index}) => index))
  for (const [at, miss] of explain(trace).misses.entries())
    expect(rows[at]).toEqual(expect.arrayContaining([miss.function, miss.sentence, miss.advice]))
})

test('a name of 10,000 characters shows its ends, and whole in its title', () => {
  const long = hostileNames[1] ?? ''
  const trace = hostile()
  const node = timeline(trace, explain(trace), {document, width: 360})
  const name = [...node.querySelectorAll('tspan.jl-code')].find(
    (one) => one.parentElement?.querySelector('title')?.textContent.startsWith(clean(long)) === true,
  )
  expect(name?.textContent).toMatch(/^very_long.*….*name_end$/)
})

describe('compare(trace, …)', () => {
  test('names the host that differs first, and in what', () => {
    const trace = hosts()
    expect(compare.table(trace, explain(trace)).caption).toMatch(
      /^host2 differs from the others at compile 3 of `train_step`: batch\['x'\] is f32\[31,4\], for the others f32\[32,4\]\./,
    )
  })
  test('says that a run equals itself', () => {
    const trace = training()
    expect(
      compare.table(trace, explain(trace), {
        others: [{name: 'again', trace: training(), explanation: explain(trace)}],
      }).caption,
    ).toMatch(/^These 2 runs miss alike/)
  })
})

test.each([lineage, costs, waterfall, cache])(
  'a picture in a page that says its run (heading: false) leaves the line of the run out, %#',
  ({draw}) => {
    const trace = training()
    const [alone, within] = [{}, {heading: false}].map((options) =>
      markup(draw(trace, explain(trace), options)),
    )
    expect(alone).toContain('training with many edits · 28 calls')
    expect(within).not.toContain('training with many edits · 28 calls')
  },
)
