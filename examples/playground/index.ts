import {type Lock, locks, simulated} from '../../lib/index.ts'
import {type Drawing, html} from '../../viz/index.ts'
import type {Page} from '../site/index.ts'
import {cell} from './cell/index.ts'
import {edits} from './edits.ts'
import {panel} from './panel.ts'
import {examples} from './programs.ts'

export {cellFrame} from './cell/index.ts'

/** The page on which a program is written and run. */
export const playgroundPage = (): Page => ({
  path: 'playground.html',
  nav: 'Playground',
  title: 'Playground',
  description: 'A program in Python for JAX and Flax, edited in place: what each call compiles, and why.',
  script: 'playground/play',
  upon: 'playground/cell/names',
  style,
  body: [
    html(
      'section',
      {class: 'hero'},
      html('h1', {}, 'Write, and see what compiles'),
      html(
        'p',
        {class: 'lead'},
        'Python for JAX and Flax, run in this page on the simulator. Each call shows whether it compiled, and its key shows why.',
      ),
    ),
    chooser(),
    html(
      'section',
      {class: 'show', 'aria-label': 'A program and its calls'},
      html(
        'div',
        {class: 'side'},
        html('div', {class: 'writing'}),
        changes(),
        html('p', {class: 'raised', role: 'status'}),
        printed(),
        panel(),
      ),
      html(
        'div',
        {class: 'key'},
        steps(),
        html('div', {class: 'saying', 'aria-live': 'polite'}),
        html('p', {class: 'advice'}),
        html('div', {class: 'picture', 'data-picture': 'lock'}),
        html('div', {class: 'picture', 'data-picture': 'timeline'}),
      ),
    ),
    cell(),
    html('noscript', {}, html('p', {}, 'The playground runs programs in this page: it needs JavaScript.')),
  ],
})

const chooser = (): Drawing =>
  html(
    'div',
    {class: 'bar'},
    select('Program', 'program', [
      ['', 'Begin with …'],
      ...examples.map(({name}, at) => [String(at), name] as const),
    ]),
    select(
      'JAX',
      'release',
      [...simulated].reverse().map(({jax}) => [jax, jax] as const),
    ),
    html(
      'span',
      {class: 'exits'},
      html(
        'label',
        {
          class: 'button',
          for: 'files',
          title: 'a scenario file or a program in Python; you may drop it as well',
        },
        'Open file',
      ),
      html('input', {type: 'file', id: 'files', accept: '.json,.jsonl,.py', class: 'away'}),
      ...ways.map(button),
    ),
    html('p', {class: 'kept', role: 'note', hidden: ''}),
    locking(),
  )

/** What a teacher may lock, and what that means for who opens the link. */
const kept = {
  model: ['Definitions', 'no class, function or import can be changed'],
  calls: ['Calls', 'nothing but definitions can be changed'],
  code: ['All code', 'nothing of the program can be changed'],
  policy: ['JAX', 'no other release can be chosen'],
  reveal: ['Results', 'what the calls came to is not shown'],
} as const satisfies Readonly<Record<Lock, readonly [label: string, says: string]>>

/** For who makes a link: what those that open it find locked. */
const locking = (): Drawing =>
  html(
    'details',
    {class: 'locking'},
    html('summary', {}, 'For a class: lock parts of the link'),
    html(
      'fieldset',
      {},
      html('legend', {class: 'away'}, 'What the link locks'),
      ...locks.map((name) => {
        const [label, says] = kept[name]
        return html(
          'label',
          {},
          html('input', {type: 'checkbox', 'data-lock': name}),
          html('span', {}, `${label}: ${says}`),
        )
      }),
    ),
  )

/** What can be done with the program as a whole: its name, its word, and what that means. */
const ways = [
  ['link', 'Copy link', 'the program and the call in one address'],
  ['scenario', 'Scenario file', 'all of it as a file, which the command line runs and this page opens'],
  ['python', 'Python file', 'the same program for real JAX'],
  ['trace', 'Recording', 'the calls as a file for the command line, a report or an embed'],
  ['embed', 'Embed', 'lines for a page of yours'],
  ['svg', 'SVG', 'the key of this call as a picture'],
] as const

const button = ([name, label, says]: (typeof ways)[number]): Drawing =>
  html('button', {type: 'button', 'data-way': name, title: says}, label)

const select = (
  label: string,
  name: string,
  options: readonly (readonly [value: string, label: string])[],
): Drawing =>
  html(
    'label',
    {},
    html('span', {}, label),
    html('select', {'data-choice': name}, ...options.map(([value, text]) => html('option', {value}, text))),
  )

const changes = (): Drawing =>
  html(
    'div',
    {class: 'changes', role: 'group', 'aria-label': 'Edits: each adds lines at the end'},
    ...edits.map(({label, name, says}) =>
      html('button', {type: 'button', 'data-edit': name, title: `Adds ${says}`}, label),
    ),
    html(
      'span',
      {class: 'undo'},
      html('button', {type: 'button', 'data-undo': ''}, 'Undo'),
      html('button', {type: 'button', 'data-redo': ''}, 'Redo'),
    ),
  )

const printed = (): Drawing =>
  html('div', {class: 'output', hidden: ''}, html('h2', {}, 'It printed'), html('pre', {tabindex: 0}))

const steps = (): Drawing =>
  html(
    'div',
    {class: 'steps', role: 'group', 'aria-label': 'Step through the calls'},
    html('button', {type: 'button', 'data-move': 'back', 'aria-label': 'Call before'}, '←'),
    html('button', {type: 'button', 'data-move': 'next', 'aria-label': 'Next call'}, '→'),
    html('span', {class: 'place'}),
  )

const style = [
  '.bar{display:flex;flex-wrap:wrap;gap:8px 16px;align-items:center;margin-bottom:16px;font-size:15px}.bar label{display:flex;gap:8px;align-items:center;color:var(--jl-muted)}',
  'select{font:inherit;font-size:15px;color:var(--jl-ink);background:var(--jl-tint);border:1px solid var(--jl-rule);border-radius:8px;padding:6px 10px;min-height:36px;max-width:100%}',
  '.exits{display:flex;flex-wrap:wrap;gap:8px;margin-left:auto}.exits :is(button,.button){color:var(--jl-ink);background:none}',
  '.side{display:grid;gap:12px;min-width:0}.writing{min-height:300px;height:min(56vh,520px)}',
  '.changes{display:flex;flex-wrap:wrap;gap:6px}.changes .undo{display:flex;gap:6px;margin-left:auto}.changes .undo button{background:none}.changes button{font-size:14px;padding:4px 10px;min-height:32px}',
  '.raised{margin:0;color:var(--jl-avoidableText);font-size:15px;overflow-wrap:anywhere}.raised:empty{display:none}',
  '.output h2{margin:0 0 4px;font-size:15px}.output pre{margin:0;padding:10px 14px;background:var(--jl-tint);border-radius:10px;max-height:220px;overflow:auto;font-size:13.5px;white-space:pre-wrap}.output[hidden]{display:none}',
  '.models summary{cursor:pointer;padding:6px 0;font-size:15px}.models fieldset{position:relative;border:0;margin:0;padding:0;max-height:340px;overflow:auto}.part{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:2px 12px;align-items:center;padding:3px 0;border-bottom:1px solid var(--jl-rule);font-size:13.5px}.part code{overflow-wrap:anywhere}.part.setting code{color:var(--jl-staticText)}.part.weights code{color:var(--jl-dataText)}.part input{font:13px ui-monospace,monospace;color:var(--jl-ink);background:var(--jl-paper);border:1px solid var(--jl-muted);border-radius:6px;padding:4px 8px;min-height:32px;width:100%}.part .is{color:var(--jl-muted);overflow-wrap:anywhere}.part .does{grid-column:1/-1;display:flex;flex-wrap:wrap;gap:6px}.part .does:empty{display:none}.part button{font-size:13px;padding:2px 8px;min-height:28px}',
  '.advice{color:var(--jl-muted);font-size:15px;margin:0 0 12px}.advice:empty{display:none}',
  '.locking{flex-basis:100%;color:var(--jl-muted)}.locking summary{cursor:pointer}.locking fieldset{border:0;margin:4px 0 0;padding:0;display:grid;gap:2px}.bar .locking label{gap:8px}.kept{flex-basis:100%;margin:0;max-width:none;color:var(--jl-ink)}[data-hidden] :is(.output,.picture){display:none}',
  '.cell{margin-top:32px}.cell summary{cursor:pointer;padding:6px 0}.cell textarea{display:block;width:100%;margin:0 0 12px;padding:12px;font:13px/1.5 ui-monospace,monospace;color:var(--jl-ink);background:var(--jl-tint);border:1px solid var(--jl-rule);border-radius:10px;resize:vertical}.told{padding:10px 14px;background:var(--jl-tint);border-radius:10px;font-size:13.5px;white-space:pre-wrap;overflow-wrap:anywhere}.told:empty{display:none}',
  '@media (max-width:899px){.writing{height:300px}.exits{margin-left:0}}',
].join('\n')
