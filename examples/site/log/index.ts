import {type Drawing, html} from '../../../viz/index.ts'
import type {Materials, Page} from '../page.ts'

/** What a reader without a run of his own may look at. */
interface Example {
  readonly id: string
  readonly label: string
  readonly paths: readonly string[]
}

const examples: readonly Example[] = [
  {
    id: 'run',
    label: 'A training run of 39 seconds',
    paths: ['__tests__/golden/recorded/p21.jsonl'],
  },
  {
    id: 'hosts',
    label: 'Three hosts of one job',
    paths: [0, 1, 2].map((host) => `examples/logs/p22_host${host}.log`),
  },
]

/** The page that reads a log. */
export const logPage = ({packed}: Materials): Page => ({
  path: 'log.html',
  nav: 'Your log',
  title: 'Read your log',
  description:
    'Drop the log of a run of JAX or torch.compile: what compiled, why, and which of it you can spare.',
  script: 'site/log/read',
  takes: true,
  holds: examples.flatMap(({paths}) => paths.map((path) => ({path, packed: packed(path)}))),
  style,
  body: [
    html(
      'section',
      {class: 'hero'},
      html('h1', {}, 'What compiled in your run?'),
      html(
        'p',
        {class: 'lead'},
        'Drop its log here: each compile with its cause, what it cost, and which of it you can spare. The log is read in this page, and goes nowhere else.',
      ),
    ),
    zone(),
    html('p', {class: 'status', role: 'status'}),
    html('div', {class: 'wrongs', role: 'alert'}),
    html('div', {class: 'result'}),
    recipe(),
  ],
})

const zone = (): Drawing =>
  html(
    'section',
    {class: 'zone', 'aria-label': 'Give a log'},
    html(
      'p',
      {},
      html('label', {class: 'button main', for: 'files'}, 'Choose files'),
      html('input', {type: 'file', id: 'files', multiple: '', class: 'away'}),
      html('span', {class: 'or'}, ' or drop them anywhere on this page'),
    ),
    html(
      'p',
      {class: 'kinds'},
      'Logs, plain or packed by gzip; recordings; scenarios; programs in Python. Several are set side by side.',
    ),
    html(
      'div',
      {class: 'ways'},
      html('span', {class: 'or'}, 'No run at hand?'),
      ...examples.map(({id, label, paths}) =>
        html('button', {type: 'button', 'data-try': id, 'data-paths': paths.join(' ')}, label),
      ),
      html(
        'details',
        {},
        html('summary', {}, 'Paste a text'),
        html('textarea', {
          id: 'pasted',
          rows: 8,
          spellcheck: 'false',
          'aria-label': 'The text of a log',
          placeholder: 'WARNING:jax._src.pjit:TRACING CACHE MISS at train.py:46 …',
        }),
        html('button', {type: 'button', 'data-read': ''}, 'Read it'),
      ),
    ),
  )

const recipe = (): Drawing =>
  html(
    'section',
    {class: 'recipe'},
    html('h2', {}, 'How to write one'),
    html('p', {}, 'Two settings make JAX say what it compiles and why; nothing in your program changes.'),
    shell('JAX_LOG_COMPILES=1 JAX_EXPLAIN_CACHE_MISSES=1 python train.py 2> run.log'),
    html('p', {}, 'torch.compile says it with another one:'),
    shell('TORCH_LOGS=recompiles python train.py 2> run.log'),
  )

const shell = (line: string): Drawing => html('pre', {class: 'shell', tabindex: 0}, html('code', {}, line))

const style = [
  '.zone{border:2px dashed var(--jl-rule);border-radius:14px;padding:24px}.zone p{max-width:none}[data-over] .zone{border-color:var(--jl-dispatchText);background:var(--jl-tint)}',
  '.button.main{display:inline-block;margin:0 14px 4px 0;font-weight:600;background:var(--jl-ink);color:var(--jl-paper);border-color:var(--jl-ink);padding:10px 20px}p:has(>.away:focus-visible) .main{outline:2px solid var(--jl-dispatchText);outline-offset:2px}',
  '.kinds{color:var(--jl-muted);font-size:15px}',
  '.ways{display:flex;flex-wrap:wrap;gap:10px 12px;align-items:baseline}.ways details{flex:1 1 100%}.ways summary{cursor:pointer;padding:6px 0;width:fit-content}',
  '.zone textarea{display:block;width:100%;margin:4px 0 10px;padding:10px;font:13px/1.5 ui-monospace,monospace;color:var(--jl-ink);background:var(--jl-paper);border:1px solid var(--jl-muted);border-radius:8px;resize:vertical}',
  '.result:not(:empty){margin:8px -16px 0}',
  'main[data-read] .hero{padding-bottom:12px}main[data-read] :is(.lead,.kinds,.recipe){display:none}main[data-read] .zone{padding:12px 16px;display:flex;flex-wrap:wrap;gap:8px 24px;align-items:center}main[data-read] .zone p{margin:0}main[data-read] .main{padding:5px 14px}main[data-read] :is(.or,.ways details:not([open])){display:none}main[data-read] h1{font-size:24px}',
].join('\n')
