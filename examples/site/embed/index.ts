import {type Control, type Drawing, html} from '../../../viz/index.ts'
import type {Page} from '../page.ts'

/** The page that makes lines for other pages. */
export const embedPage = (): Page => ({
  path: 'embed.html',
  nav: 'Embed',
  title: 'Put a run into your page',
  description:
    'Lines for a blog or a notebook: a run of JAX that readers step through, as a script tag, a frame or a picture.',
  script: 'site/embed/build',
  takes: true,
  style,
  body: [
    html(
      'section',
      {class: 'hero'},
      html('h1', {}, 'Put a run into your page'),
      html(
        'p',
        {class: 'lead'},
        'Give a program, a log or a recording, choose how readers meet it, and copy the lines. What they see is below.',
      ),
    ),
    html('div', {class: 'making'}, what(), how()),
    html('div', {class: 'wrongs', role: 'alert'}),
    lines(),
    html(
      'section',
      {'aria-labelledby': 'seen'},
      html('h2', {id: 'seen'}, 'What readers see'),
      html('div', {class: 'preview'}),
    ),
  ],
})

/** The page that a frame shows: the run in its address, and nothing else of the site. */
export const framePage = (): Page => ({
  path: 'frame.html',
  isBare: true,
  title: 'A run in a frame',
  description: 'Shows the run that its address holds, for frames in other pages.',
  script: 'site/embed/frame',
  takes: true,
  body: [
    html('h1', {}, 'A run in a frame'),
    html(
      'p',
      {role: 'status'},
      'The address of this page holds no run that can be read. ',
      html('a', {href: 'embed.html'}, 'Make one'),
      '.',
    ),
  ],
})

const what = (): Drawing =>
  html(
    'section',
    {class: 'what', 'aria-labelledby': 'what'},
    html('h2', {id: 'what'}, 'The run'),
    html('textarea', {
      id: 'program',
      rows: 18,
      spellcheck: 'false',
      autocapitalize: 'off',
      'aria-label': 'A program in Python',
    }),
    html(
      'p',
      {class: 'given'},
      html('label', {class: 'button', for: 'files'}, 'Choose files'),
      html('input', {type: 'file', id: 'files', multiple: '', class: 'away'}),
      html('span', {class: 'or'}, ' or drop them: logs, recordings, scenarios, programs.'),
    ),
    html('p', {class: 'status', role: 'status'}),
  )

/** How a run may stand in a page. */
const forms = [
  ['script', 'Script tag', 'draws in your page, in its colours'],
  ['frame', 'Frame', 'shows this site: needs nothing else'],
  ['picture', 'Picture', 'an SVG that stands still'],
] as const

/** What an author may keep from readers, in words. */
const locks: readonly (readonly [control: Control, words: string])[] = [
  ['position', 'step'],
  ['play', 'play'],
  ['zoom', 'zoom'],
  ['select', 'select parts'],
  ['open', 'open details'],
  ['scheme', 'switch colours'],
  ['download', 'save files'],
  ['link', 'copy links'],
]

const how = (): Drawing =>
  html(
    'form',
    {class: 'how', 'aria-labelledby': 'how'},
    html('h2', {id: 'how'}, 'Its form'),
    html('fieldset', {class: 'forms'}, html('legend', {class: 'away'}, 'Form'), ...forms.map(form)),
    html(
      'div',
      {class: 'fields'},
      field('Call shown first', html('input', {type: 'number', name: 'call', min: 1, value: 1})),
      field('Heading', html('input', {type: 'text', name: 'heading', maxlength: 200}), 'script frame'),
      field(
        'Colours',
        select('scheme', [
          ['auto', 'as the page'],
          ['light', 'light'],
          ['dark', 'dark'],
        ]),
        'script frame',
      ),
      field(
        'What it shows',
        select('picture', [
          ['lock', 'the key of the call'],
          ['timeline', 'all calls'],
        ]),
        'picture',
      ),
    ),
    html(
      'fieldset',
      {class: 'locks', 'data-for': 'script frame'},
      html('legend', {}, 'Readers may not'),
      ...locks.map(([control, words]) => tick(control, words)),
    ),
    html(
      'p',
      {'data-for': 'script'},
      html(
        'label',
        {},
        html('input', {type: 'checkbox', name: 'inside', checked: ''}),
        ' The run stands in the page itself',
      ),
    ),
  )

const form = ([name, label, says]: (typeof forms)[number], at: number): Drawing =>
  html(
    'label',
    {},
    html('input', {type: 'radio', name: 'form', value: name, ...(at === 0 && {checked: ''})}),
    html('strong', {}, label),
    html('span', {}, says),
  )

const field = (label: string, input: Drawing, of = 'script frame picture'): Drawing =>
  html('label', {'data-for': of}, html('span', {}, label), input)

const select = (name: string, options: readonly (readonly [value: string, label: string])[]): Drawing =>
  html('select', {name}, ...options.map(([value, label]) => html('option', {value}, label)))

const tick = (value: string, words: string): Drawing =>
  html('label', {}, html('input', {type: 'checkbox', name: 'lock', value}), ` ${words}`)

const lines = (): Drawing =>
  html(
    'section',
    {class: 'lines', 'aria-labelledby': 'lines'},
    html('h2', {id: 'lines'}, 'The lines for your page'),
    html('pre', {class: 'shell snippet', tabindex: 0}, html('code', {})),
    html(
      'p',
      {class: 'ways'},
      html('button', {type: 'button', 'data-copy': ''}, 'Copy'),
      html('span', {class: 'files'}),
    ),
    html('p', {class: 'rest'}),
  )

const style = [
  '.bare main{max-width:none;padding:0}.bare main:not(:has(jit-lens)){padding:16px}',
  '.making{display:grid;grid-template-columns:minmax(0,1fr) minmax(0,1fr);gap:8px 40px}.making h2{margin-top:16px}@media (max-width:899px){.making{grid-template-columns:minmax(0,1fr)}}',
  '#program{display:block;width:100%;margin:0 0 12px;padding:12px;font:13px/1.5 ui-monospace,monospace;color:var(--jl-ink);background:var(--jl-tint);border:1px solid var(--jl-rule);border-radius:10px;resize:vertical;white-space:pre;overflow:auto}',
  '.how [hidden]{display:none}.how fieldset{border:0;margin:0 0 16px;padding:0}.forms{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,150px),1fr));gap:10px}.forms label{display:grid;align-content:start;align-items:baseline;grid-template-columns:auto 1fr;gap:2px 8px;padding:12px;border:1px solid var(--jl-rule);border-radius:10px;cursor:pointer}.forms label:has(:checked){border-color:var(--jl-ink);background:var(--jl-tint)}.forms span{grid-column:2;color:var(--jl-muted);font-size:14px;line-height:1.4}',
  '.fields{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,170px),1fr));gap:12px 20px;margin-bottom:16px}.fields label{display:grid;gap:4px;font-size:15px}.fields label span{color:var(--jl-muted);font-size:14px}.fields :is(input,select){font:inherit;color:var(--jl-ink);background:var(--jl-tint);border:1px solid var(--jl-muted);border-radius:8px;padding:5px 10px;min-height:36px;width:100%}',
  '.locks{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:15px}.locks legend{color:var(--jl-muted);font-size:14px;padding:0;margin-bottom:4px}.how label{cursor:pointer}',
  '.snippet{max-height:320px;overflow:auto;overflow-wrap:anywhere;font-size:13px}.lines .ways{display:flex;flex-wrap:wrap;gap:8px}.lines .files{display:flex;flex-wrap:wrap;gap:8px}.rest{color:var(--jl-muted);font-size:15px}.rest:empty{display:none}',
  '.preview{border:1px solid var(--jl-rule);border-radius:12px;padding:0 16px;overflow:hidden}.preview:has(iframe,svg){padding:0}.preview iframe{display:block;border:0;width:100%;height:900px}.preview>svg{margin:16px}',
].join('\n')
