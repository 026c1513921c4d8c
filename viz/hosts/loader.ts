import type {Model} from './widget.ts'

/** What anywidget gives a module. */
interface Given {
  readonly model: Model & {readonly widget_manager: {get_model(id: string): Promise<Pick<Model, 'get'>>}}
  readonly el: HTMLElement
}

type Render = (given: Given) => () => void

/** Where a page keeps the front ends that it has. */
const here: typeof globalThis & {jitlensWidgets?: Map<string, Promise<Render>>} = globalThis

/** The front ends that this page has, by the hash of their code: anywidget would load one for each widget, and keep them all. */
const held = (here.jitlensWidgets ??= new Map<string, Promise<Render>>())

const isFrontEnd = (loaded: unknown): loaded is {default: {render: Render}} =>
  typeof loaded === 'object' && loaded !== null && 'default' in loaded

/** The front end of a widget whose kernel shares its `code` by another model, which all its widgets name. */
async function load({model}: Given): Promise<Render> {
  const [kind, id] = String(model.get('module')).split('IPY_MODEL_')
  if (kind !== '' || id === undefined) throw new Error('This widget names no code of its front end.')
  const code = (await model.widget_manager.get_model(id)).get('code')
  const address = URL.createObjectURL(new Blob([String(code)], {type: 'text/javascript'}))
  try {
    const loaded: unknown = await import(address)
    if (!isFrontEnd(loaded)) throw new Error('The code that this widget names is no front end.')
    return loaded.default.render
  } finally {
    URL.revokeObjectURL(address)
  }
}

async function render(given: Given): Promise<() => void> {
  const hash = String(given.model.get('hash'))
  const loading = held.get(hash) ?? load(given)
  held.set(hash, loading)
  try {
    return (await loading)(given)
  } catch (error) {
    held.delete(hash)
    throw error
  }
}

export default {render}
