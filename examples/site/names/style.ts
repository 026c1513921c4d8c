import {fonts} from '../../../viz/index.ts'

/** The rules of the pages of names. */
export const style = [
  '.seek{display:grid;gap:6px;max-width:520px}.seek label{font-weight:650}.seek input{font:inherit;color:var(--jl-ink);background:var(--jl-paper);border:1px solid var(--jl-muted);border-radius:8px;padding:8px 12px;width:100%}.found{color:var(--jl-muted);font-size:14px;margin:0}',
  '.module[hidden],.namelist a[hidden]{display:none}.module h2{margin-top:28px}',
  `.namelist{margin:8px 0 12px;max-width:none;columns:auto 220px;column-gap:24px;font:13.5px/1.75 ${fonts.code}}.namelist a{display:block;text-decoration:none;overflow-wrap:anywhere}.namelist a:hover{text-decoration:underline}`,
  '.entry{border-top:1px solid var(--jl-rule);padding:16px 0 8px}.entry :is(h2,h3){font-size:17px;line-height:1.3;letter-spacing:0;margin:0}.entry :is(h2,h3) a{color:inherit;text-decoration:none}.entry:target :is(h2,h3){text-decoration:underline;text-decoration-color:var(--jl-avoidable);text-underline-offset:5px;text-decoration-thickness:3px}.entry p,.entry ul{margin:8px 0}',
  '.entry pre,.import{margin:8px 0;padding:8px 12px;background:var(--jl-tint);border-radius:8px;white-space:pre-wrap;overflow-wrap:anywhere}.entry pre code,.import code{font-size:13px}.example pre{border-left:3px solid var(--jl-rule);border-radius:0 8px 8px 0}',
  '.python,.terms{color:var(--jl-muted);font-size:14.5px}.members{margin:4px 0 4px;padding-left:16px;border-left:2px solid var(--jl-rule)}.members>div{padding:4px 0}.members>div>pre{padding:2px 0;background:none}.entry .python{max-width:none}',
].join('\n')
