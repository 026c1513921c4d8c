import {html, node} from '../../../viz/index.ts'
import {find} from '../find.ts'
import {heldText} from '../held.ts'
import {hashOf, type Shared} from '../link.ts'
import {runOf} from '../run.ts'
import {living} from '../show/living.ts'
import {show} from '../show/show.ts'
import {jsonObject} from '../json.ts'
import {programsFile} from './programs.ts'

const cards = [...document.querySelectorAll<HTMLElement>('.card')]
const form = find(document, '.filters', HTMLFormElement)

/** The program of each card, once they are fetched. */
let programs: ReadonlyMap<string, string> = new Map()
const programOf = ({id}: HTMLElement): string => programs.get(id) ?? ''

/** What the reader looks for: a card has it among its words. */
const facets = ['sort', 'outcome', 'cause'] as const

/** Ends the program that is open. */
let close = (): void => undefined

/** What the reader looks for, by name; what is not asked for is left out. */
function wanted(): URLSearchParams {
  const given = new URLSearchParams()
  for (const field of fields()) if (field.value !== '') given.set(field.name, field.value)
  return given
}

const fields = (): (HTMLSelectElement | HTMLInputElement)[] => [
  ...form.querySelectorAll<HTMLSelectElement | HTMLInputElement>('select, input'),
]

/** The same as a link holds it. */
const query = (): string => {
  const given = wanted().toString()
  return given === '' ? '' : `?${given}`
}

/** Looks for what a link says. */
function ask(search: string): void {
  const said = new URLSearchParams(search)
  for (const field of fields()) field.value = said.get(field.name) ?? ''
  filter()
}

function filter(): void {
  const given = wanted()
  const words = (given.get('words') ?? '').toLowerCase().split(' ')
  for (const card of cards) {
    const has = facets.every((facet) => {
      const [value, held = ''] = [given.get(facet), card.dataset[facet]]
      return value === null || held === value || held.split(' ').includes(value)
    })
    const text = `${card.textContent}\n${programOf(card)}`.toLowerCase()
    card.hidden = !has || !words.every((word) => text.includes(word))
  }
  const left = cards.filter(({hidden}) => !hidden).length
  find(form, '.count').textContent =
    left === cards.length ? `${left} programs` : `${left} of ${cards.length} programs`
}

/** Which program a link names, and whether it is to be foretold. */
const linked = (): readonly [card: HTMLElement | undefined, predicts: boolean] => {
  const [id = '', mode] = location.hash.slice(1).split('/')
  return [cards.find((card) => card.id === id), mode === 'predict']
}

function route(): void {
  const [card, predicts] = linked()
  if (card === undefined) ask(location.hash.slice(1))
  close()
  close = () => undefined
  const place = find(document, '#specimen')
  find(document, 'main').toggleAttribute('data-open', card !== undefined)
  place.hidden = card === undefined
  place.replaceChildren()
  if (card !== undefined) open(place, card, predicts)
}

function open(place: HTMLElement, card: HTMLElement, predicts: boolean): void {
  const {at = '0', release} = card.dataset
  const text = programOf(card)
  const run = runOf(text, release)
  const start = predicts ? 0 : Number(at)
  const meta = find(card, '.meta').cloneNode(true)
  place.append(
    node(document, rounds(card, predicts)),
    node(document, html('h1', {}, find(card, 'h3').textContent.trim())),
    meta,
    node(document, show(run, start)),
  )
  close = living(find(place, '.show'), run, {at: start, predicts})
  void write(place, {text, at: start})
  place.focus({preventScroll: true})
  window.scrollTo(0, 0)
}

/** The way to the playground, which takes the program along. */
async function write(place: HTMLElement, shared: Shared): Promise<void> {
  const href = `playground.html${location.search}${await hashOf(shared)}`
  place.querySelector('.round')?.append(node(document, html('a', {class: 'button', href}, 'Change it')))
}

/** The ways from a program: back to all, to its neighbours, and into foretelling it. */
function rounds({id}: HTMLElement, predicts: boolean) {
  const shown = cards.filter((card) => !card.hidden || card.id === id)
  const at = shown.findIndex((card) => card.id === id)
  const mode = predicts ? '/predict' : ''
  const way = (card: HTMLElement | undefined, text: string) =>
    card === undefined ? null : html('a', {class: 'button', href: `#${card.id}${mode}`}, text)
  return html(
    'nav',
    {class: 'round', 'aria-label': 'Programs'},
    html(
      'a',
      {class: 'button', href: `#${query()}`},
      query() === '' ? 'All programs' : 'All that were found',
    ),
    way(shown[at - 1], '← Before'),
    way(shown[at + 1], 'Next →'),
    html(
      'a',
      {class: 'button', href: predicts ? `#${id}` : `#${id}/predict`},
      predicts ? 'Show all of it' : 'Predict each call',
    ),
  )
}

async function begin(): Promise<void> {
  const all = jsonObject(JSON.parse(await heldText(programsFile)))
  programs = new Map(Object.entries(all).map(([id, text]) => [id, String(text)]))
  form.hidden = false
  form.addEventListener('input', () => {
    filter()
    history.replaceState(null, '', `#${query()}`)
  })
  form.addEventListener('submit', (event) => event.preventDefault())
  window.addEventListener('hashchange', route)
  route()
}

void begin()
