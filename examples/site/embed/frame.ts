import {defineElement} from '../../../viz/hosts/index.ts'
import {find} from '../find.ts'
import {child} from './child.ts'
import {sharedIn} from '../link.ts'

/** Shows the run that the address holds; without one the page stays as it is. */
async function show(): Promise<void> {
  const shared = await sharedIn(location.hash)
  if (shared === null) return
  const fields = new URLSearchParams(location.hash.slice(1))
  const lens = document.createElement('jit-lens')
  for (const name of ['heading', 'scheme', 'lock']) {
    const value = fields.get(name)
    if (value !== null) lens.setAttribute(name, value)
  }
  lens.setAttribute('view', `call=${shared.at + 1}`)
  lens.append(child(shared.text))
  find(document, 'main').replaceChildren(lens)
}

defineElement()
void show()
