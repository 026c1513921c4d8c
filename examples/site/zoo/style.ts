/** The rules of the zoo. */
export const style = [
  '.filters{display:flex;flex-wrap:wrap;gap:12px 16px;align-items:end;position:sticky;top:0;z-index:1;background:var(--jl-paper);padding:8px 0 12px;border-bottom:1px solid var(--jl-rule)}.filters[hidden]{display:none}',
  '.filters label{display:grid;gap:2px;font-size:13px;color:var(--jl-muted)}.filters :is(select,input){font:inherit;font-size:15px;color:var(--jl-ink);background:var(--jl-paper);border:1px solid var(--jl-muted);border-radius:8px;padding:5px 8px;min-height:36px;max-width:100%}.count{margin-left:auto;color:var(--jl-muted);font-size:14px;padding-bottom:8px}',
  '@media (max-width:640px){.filters{position:static;display:grid;grid-template-columns:repeat(2,minmax(0,1fr))}.filters :is(select,input){width:100%}.count{grid-column:1/-1;margin:0;padding:0}}',
  '.group h2{margin-top:32px}.group:not(:has(.card:not([hidden]))){display:none}',
  '.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,330px),1fr));gap:16px}',
  '.card{position:relative;display:flex;flex-direction:column;gap:8px;padding:16px;border:1px solid var(--jl-rule);border-radius:12px;scroll-margin-top:96px}.card[hidden]{display:none}.card:hover{border-color:var(--jl-dispatchText)}',
  '.card h3 a{color:var(--jl-ink);text-decoration:none}.card h3 a::after{content:"";position:absolute;inset:0;border-radius:12px}.card h3 a:focus-visible{outline:none}.card:has(h3 a:focus-visible){outline:2px solid var(--jl-dispatchText);outline-offset:2px}',
  '.card .pictures{display:flex;flex-wrap:wrap;justify-content:space-between;align-items:end;gap:8px}.card .said{font-size:14px;line-height:1.45;min-height:0;color:var(--jl-muted);flex:1 1 auto;overflow-wrap:anywhere;display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden}.card .said code{color:var(--jl-ink);font-size:12.5px}',
  '.meta{display:flex;flex-wrap:wrap;gap:2px 14px;align-items:center;margin:0;font-size:13px;color:var(--jl-muted)}.sort{display:inline-flex;align-items:center;gap:6px;color:var(--jl-ink)}.thread{position:relative}',
  'main[data-open] :is(.hero,.filters,.group){display:none}',
  '#specimen{padding-top:16px}#specimen:focus{outline:none}#specimen h1{font-size:clamp(22px,3vw,30px);margin:8px 0}.round{display:flex;flex-wrap:wrap;gap:8px;align-items:center;margin:16px 0}.round .away{margin-left:auto}',
  '#specimen .meta{font-size:14px;margin-bottom:16px}',
].join('\n')
