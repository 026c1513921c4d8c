import {judged, type Outcome, type Verdict} from '../lib/index.ts'

/** Everything that is painted names one of these roles; a scheme gives each its colour. */
export type Role = keyof typeof light

/** `auto` follows the reader's `prefers-color-scheme`. */
export type Scheme = 'light' | 'dark' | 'auto'

/** How an outcome looks, wherever it is drawn or named: one shape and one word each; its colour is the tone of the call. */
export interface Look {
  readonly word: string
  /** The same for a reader who never heard of jit. */
  readonly said: string
  /** What the word means, in a line. */
  readonly gloss: string
  readonly glyph: '|' | '●' | '◆' | '▲' | '×'
}

/** The one table of outcomes. */
export const looks: Readonly<Record<Outcome, Look>> = {
  hit: {
    word: 'hit',
    said: 'reused',
    gloss: 'hit: a compiled program was kept for this key, and ran',
    glyph: '|',
  },
  dispatch: {
    word: 'dispatch',
    said: 'looked up again',
    gloss: 'dispatch: the fast path did not know the call, the next cache did; nothing was compiled',
    glyph: '●',
  },
  rebind: {
    word: 'rebind',
    said: 'looked up again',
    gloss: 'rebind: a new wrapper found what an earlier one had traced; nothing was compiled',
    glyph: '●',
  },
  relower: {
    word: 'relower',
    said: 'compiled again',
    gloss: 'relower: lowered and compiled anew from the trace that was kept',
    glyph: '◆',
  },
  recompile: {
    word: 'recompile',
    said: 'compiled again',
    gloss: 'recompile: compiled anew from the program that was kept',
    glyph: '◆',
  },
  rewrap: {
    word: 'rewrap',
    said: 'compiled again',
    gloss: 'rewrap: a new wrapper kept the trace and compiled anew',
    glyph: '◆',
  },
  retrace: {
    word: 'retrace',
    said: 'compiled again',
    gloss: 'retrace: the function ran once in Python, was lowered and compiled, all anew',
    glyph: '▲',
  },
  eager: {
    word: 'eager',
    said: 'ran eagerly',
    gloss: 'eager: torch.compile met a limit and ran the function without a program; nothing was compiled',
    glyph: '●',
  },
  error: {word: 'error', said: 'error', gloss: 'error: the call raised', glyph: '×'},
}

/** How torch.compile's outcomes look, which are JAX's but for words: a compile is one step. */
export const torchLooks: Readonly<Record<Outcome, Look>> = {
  ...looks,
  retrace: {
    ...looks.retrace,
    word: 'compile',
    said: 'compiled again',
    gloss: 'compile: torch traced the function and compiled it, with a guard for each thing that it reads',
  },
  eager: {
    ...looks.eager,
    word: 'not compiled',
    said: 'not compiled',
    gloss:
      'not compiled: torch made no program; the function ran eagerly or, at a limit under fullgraph, raised',
  },
}

/** What colours a call: the verdict of its miss, or that it hit or raised an error; the loudest last. */
export const tones = [
  'hit',
  'necessary',
  'unknown',
  'reducible',
  'avoidable',
  'wrong hit',
  'error',
] as const satisfies readonly (Verdict | Outcome)[]

/** One of `tones`. */
export type Tone = (typeof tones)[number]

/** How a tone looks, wherever it is drawn or named: Okabe–Ito colours, and one word each. */
export interface Hue {
  /** What it is called. */
  readonly word: string
  /** For areas. */
  readonly fill: Role
  /** For words and outlines: the same hue, at least 4.5:1 against the paper. */
  readonly text: Role
  /** Shapes are hollow, lines dashed and areas striped. */
  readonly hatched?: true
}

/** The one table of colours of calls. */
export const hues: Readonly<Record<Tone, Hue>> = {
  hit: {word: 'hit', fill: 'hit', text: 'muted'},
  necessary: {word: 'necessary', fill: 'necessary', text: 'muted'},
  unknown: {word: judged('unknown'), fill: 'hit', text: 'muted', hatched: true},
  reducible: {word: 'reducible', fill: 'reducible', text: 'reducibleText'},
  avoidable: {word: 'avoidable', fill: 'avoidable', text: 'avoidableText'},
  'wrong hit': {word: 'wrong hit', fill: 'wrong', text: 'wrongText'},
  error: {word: 'error', fill: 'error', text: 'error'},
}

const light = {
  ink: '#1b1f24',
  muted: '#57606a',
  rule: '#d8dee4',
  paper: '#ffffff',
  over: '#111111',
  tint: '#f1f3f5',
  lit: '#fbf3b9',
  hit: '#8c959f',
  dispatchText: '#00619A',
  avoidable: '#D55E00',
  avoidableText: '#A64900',
  reducible: '#E69F00',
  reducibleText: '#8A5F00',
  necessary: '#7d93ad',
  wrong: '#B5179E',
  wrongText: '#B5179E',
  error: '#1b1f24',
  static: '#CC79A7',
  staticText: '#9C4A77',
  data: '#009E73',
  dataText: '#00714F',
  spared: '#00619A',
}

const dark: Readonly<Record<Role, string>> = {
  ink: '#e6edf3',
  muted: '#9aa4af',
  rule: '#343b44',
  paper: '#12161c',
  over: '#111111',
  tint: '#1d232b',
  lit: '#4d4716',
  hit: '#6e7681',
  dispatchText: '#4FA8DE',
  avoidable: '#D55E00',
  avoidableText: '#F28A3C',
  reducible: '#E69F00',
  reducibleText: '#E69F00',
  necessary: '#5f748c',
  wrong: '#B5179E',
  wrongText: '#F27BE0',
  error: '#e6edf3',
  static: '#CC79A7',
  staticText: '#DD9BC0',
  data: '#009E73',
  dataText: '#2DBE92',
  spared: '#4FA8DE',
}

const forced: Readonly<Record<Role, string>> = {
  ink: 'CanvasText',
  muted: 'CanvasText',
  rule: 'color-mix(in srgb,CanvasText 25%,Canvas)',
  paper: 'Canvas',
  over: 'Canvas',
  tint: 'color-mix(in srgb,CanvasText 12%,Canvas)',
  lit: 'Canvas',
  hit: 'color-mix(in srgb,LinkText 60%,Canvas)',
  dispatchText: 'LinkText',
  avoidable: 'Highlight',
  avoidableText: 'CanvasText',
  reducible: 'color-mix(in srgb,Highlight 30%,Canvas)',
  reducibleText: 'CanvasText',
  necessary: 'color-mix(in srgb,CanvasText 45%,Canvas)',
  wrong: 'CanvasText',
  wrongText: 'CanvasText',
  error: 'CanvasText',
  static: 'LinkText',
  staticText: 'LinkText',
  data: 'CanvasText',
  dataText: 'CanvasText',
  spared: 'CanvasText',
}

/** The palettes, for those who paint on a canvas or a terminal. */
export const palettes: Readonly<Record<'light' | 'dark' | 'forced', Readonly<Record<Role, string>>>> = {
  light,
  dark,
  forced,
}

/** Prose and code; the names after the first are what Linux, Windows and old browsers have. */
export const fonts = {
  prose: 'system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif',
  code: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace',
} as const

const roles = (palette: Readonly<Record<Role, string>>): [string, string][] => Object.entries(palette)
const variables = (palette: Readonly<Record<Role, string>>) =>
  roles(palette)
    .map(([role, colour]) => `--jl-${role}:${colour}`)
    .join(';')

/**
 * The style sheet of every chart, alone or in a page: custom properties for both schemes and for forced colours, a class for
 * each role. Marks carry the light or dark colour as an attribute too, so that a chart without this sheet still draws.
 */
export const stylesheet = [
  `.jl:where(:not(.jl .jl)),.jl.jl-light{${variables(light)}}`,
  `.jl{font-family:${fonts.prose}}`,
  `@media (prefers-color-scheme:dark){.jl:where(:not(.jl-light):not(.jl .jl)){${variables(dark)}}}`,
  `.jl.jl-dark{${variables(dark)}}`,
  `@media (forced-colors:active){.jl.jl{${variables(forced)};forced-color-adjust:none}.jl .jl-f-reducible{stroke:Highlight;stroke-width:1}.jl-lock:has(.jl-f-reducible,.jl-f-necessary)~.jl-words .jl-f-over,.jl .jl-f-over:is(.jl-on-reducible,.jl-on-necessary){fill:CanvasText}}`,
  `@media print{.jl.jl.jl{${variables(light)}}}`,
  ...roles(light).map(
    ([role]) =>
      `.jl .jl-f-${role}{fill:var(--jl-${role})}.jl .jl-s-${role}{stroke:var(--jl-${role})}.jl .jl-c-${role}{color:var(--jl-${role})}`,
  ),
  '.jl text{unicode-bidi:isolate;white-space:pre}.jl tspan{unicode-bidi:isolate}',
  `.jl .jl-code{font-family:${fonts.code}}`,
  '.jl [tabindex]{cursor:pointer}.jl [tabindex]:focus{outline:none}.jl [tabindex]:focus-visible,svg.jl:focus-visible{outline:2px solid var(--jl-dispatchText);outline-offset:1px}',
  '.jl .lit{filter:drop-shadow(0 0 2px var(--jl-reducible))}.jl .lit rect.jl-back{fill:var(--jl-lit)}',
  '@media (prefers-reduced-motion:no-preference){.jl .jl-lock rect{transition:fill .15s .15s,fill-opacity .15s .15s}}',
  'table.jl{border-collapse:collapse;color:var(--jl-ink);font-size:14px;line-height:1.45;width:100%}',
  '.jl .jl-label{paint-order:stroke;stroke:var(--jl-paper);stroke-width:4px;stroke-linejoin:round}',
  'table.jl caption{text-align:left;color:var(--jl-muted);padding:4px 0}',
  'table.jl th,table.jl td{text-align:left;vertical-align:top;padding:4px 12px 4px 0;border-bottom:1px solid var(--jl-rule);overflow-wrap:anywhere;unicode-bidi:isolate}',
  `table.jl th{white-space:nowrap}table.jl th.jl-code{min-width:9ch;font-family:${fonts.prose}}`,
  'table.jl th.jl-number,table.jl td.jl-number{text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}',
  'table.jl td.jl-word{white-space:nowrap}',
  'table.jl td.jl-code{font-size:13px}',
  '@media (max-width:560px){table.jl thead{position:absolute;clip-path:inset(50%);width:1px;height:1px;overflow:hidden}table.jl tr{display:block;padding:6px 0;border-bottom:1px solid var(--jl-rule)}table.jl td,table.jl td.jl-number,table.jl td.jl-word{display:block;border:0;padding:1px 0;text-align:left;white-space:normal}table.jl td:empty{display:none}table.jl td[data-label]::before{content:attr(data-label) " ";color:var(--jl-muted);font-size:14px;font-family:' +
    fonts.prose +
    '}}',
].join('\n')
