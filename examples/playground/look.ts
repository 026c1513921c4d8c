import {EditorView} from '@codemirror/view'
import {fonts} from '../../viz/index.ts'

/** The editor in the colours of the page; the roles are those of the pictures. */
export const look = EditorView.theme({
  '&': {color: 'var(--jl-ink)', backgroundColor: 'var(--jl-tint)', borderRadius: '10px', height: '100%'},
  '&.cm-focused': {outline: '2px solid var(--jl-dispatchText)', outlineOffset: '2px'},
  '.cm-scroller': {font: `13.5px/1.6 ${fonts.code}`, padding: '12px 0', overflow: 'auto'},
  '.cm-content': {caretColor: 'var(--jl-ink)', padding: '0'},
  '.cm-line': {
    padding: '0 12px 0 13px',
    borderLeft: '3px solid transparent',
    display: 'flow-root',
  },
  '.cm-line.now': {backgroundColor: 'var(--jl-lit)', borderLeftColor: 'var(--jl-ink)'},
  '.cm-line.raised': {
    borderLeftColor: 'var(--jl-avoidable)',
    textDecoration: 'underline wavy var(--jl-avoidable)',
  },
  '.py-comment': {color: 'var(--jl-muted)'},
  '.py-word': {color: 'var(--jl-staticText)'},
  '.py-text': {color: 'var(--jl-dataText)'},
  '.py-number': {color: 'var(--jl-dispatchText)'},
  '.py-decorator': {color: 'var(--jl-avoidableText)'},
  '.remark': {
    font: '12px/18px system-ui, sans-serif',
    float: 'right',
    margin: '1px 0 1px 12px',
    padding: '0 8px',
    border: '1px solid var(--jl-muted)',
    borderRadius: '9px',
    color: 'var(--jl-muted)',
    userSelect: 'none',
  },
  '.cm-line.now :is(.py-number, .py-comment, .ran)': {color: 'var(--jl-ink)'},
  '.remark.compiled': {
    backgroundColor: 'var(--jl-necessary)',
    borderColor: 'var(--jl-necessary)',
    color: 'var(--jl-ink)',
  },
  '.remark.wrong': {backgroundColor: 'var(--jl-wrong)', borderColor: 'var(--jl-wrong)', color: '#fff'},
  '.remark.refused': {borderColor: 'var(--jl-error)', color: 'var(--jl-error)'},
  '@media (forced-colors: none)': {'.remark.compiled': {color: 'light-dark(#111, #fff)'}},
})
