import {find} from '../find.ts'

/** Names are found as they are spelt in Python too. */
const plain = (text: string): string => text.trim().toLowerCase().replaceAll('_', '')

const modules = [...document.querySelectorAll<HTMLElement>('.module')].map((section) => ({
  section,
  names: [...section.querySelectorAll<HTMLElement>('.namelist a')].map((item) => ({
    item,
    name: plain(item.textContent),
  })),
}))
const form = find(document, '.seek', HTMLFormElement)
const field = find(form, '#sought', HTMLInputElement)
const all = modules.flatMap(({names}) => names)

/** Shows the names that have what is looked for, and the modules that have one. */
function seek(): void {
  const sought = plain(field.value)
  for (const {item, name} of all) item.hidden = !name.includes(sought)
  for (const {section, names} of modules) section.hidden = names.every(({item}) => item.hidden)
  const left = all.filter(({item}) => !item.hidden).length
  find(form, '.found').textContent = left === all.length ? `${left} names` : `${left} of ${all.length} names`
}

/** Goes to the first name that is found. */
function go(event: Event): void {
  event.preventDefault()
  const first = all.find(({item}) => !item.hidden)
  if (field.value !== '' && first !== undefined) first.item.click()
}

field.value = new URLSearchParams(location.hash.slice(1)).get('name') ?? ''
seek()
field.addEventListener('input', () => {
  const sought = new URLSearchParams({name: field.value})
  history.replaceState(null, '', field.value === '' ? location.href.split('#')[0] : `#${sought}`)
  seek()
})
form.addEventListener('submit', go)

export {}
