import {runs} from '../player/index.ts'
import {readControls, schemes} from '../view.ts'
import {called} from './load.ts'
import {shadow} from './shadow.ts'
import {toTrace} from './open.ts'

/** What a notebook's kernel shares with the page, as anywidget gives it. */
export interface Model {
  get(name: string): unknown
  set(name: string, value: unknown): void
  save_changes(): void
  on(name: string, callback: () => void): void
  off(name: string, callback: () => void): void
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/**
 * The front end of a notebook's widget, an anywidget module. The kernel shares `text` (a trace or a log), `name`, `view` (the hash
 * of a link), `scheme`, `lock` and `position`, which follows the reader and moves the views when the kernel sets it.
 */
function render({model, el}: {model: Model; el: HTMLElement}): () => void {
  const host = el.ownerDocument.createElement('div')
  el.append(host)
  const root = shadow(host)
  let dispose = (): void => undefined

  function draw(): void {
    dispose()
    try {
      const trace = toTrace(text(model.get('text')), text(model.get('name')) || 'notebook')
      const scheme = schemes.find((name) => name === model.get('scheme')) ?? 'auto'
      const made = runs([called(trace)], {
        document: el.ownerDocument,
        hash: text(model.get('view')),
        fresh: {scheme, locked: readControls(text(model.get('lock')))},
        onState({position}) {
          if (model.get('position') === position) return
          model.set('position', position)
          model.save_changes()
        },
      })
      const follow = (): void => {
        const position = Number(model.get('position'))
        if (Number.isInteger(position) && position !== made.state.position) made.show({position})
      }
      model.on('change:position', follow)
      dispose = () => {
        model.off('change:position', follow)
        made.dispose()
      }
      root.replaceChildren(made.element)
    } catch (error) {
      dispose = () => undefined
      const line = el.ownerDocument.createElement('p')
      line.setAttribute('role', 'status')
      line.textContent = error instanceof Error ? error.message : String(error)
      root.replaceChildren(line)
    }
  }

  const shared = ['text', 'name', 'view', 'scheme', 'lock']
  for (const name of shared) model.on(`change:${name}`, draw)
  draw()
  return () => {
    for (const name of shared) model.off(`change:${name}`, draw)
    dispose()
    host.remove()
  }
}

const initialize = (): void => undefined

export default {initialize, render}
