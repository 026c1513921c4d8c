/** The rules of the page of facts. */
export const style = [
  '.grid{overflow-x:auto;margin:12px 0 20px;border:1px solid var(--jl-rule);border-radius:10px}.grid table{border-collapse:collapse;font-size:14.5px;line-height:1.4;width:100%}',
  '.grid :is(th,td){padding:7px 12px;text-align:left;vertical-align:top;border-top:1px solid var(--jl-rule);font-weight:400}.grid thead th{border-top:0;color:var(--jl-muted);white-space:nowrap;font-size:13.5px}.grid tbody th{white-space:nowrap}.grid td code{overflow-wrap:anywhere}.grid td:last-child{min-width:170px}',
  '.yes{color:var(--jl-staticText)}',
  '.names{border-top:1px solid var(--jl-rule);padding:8px 0}.names summary{cursor:pointer;padding:4px 0}.names p{max-width:none;line-height:1.7}.missing{color:var(--jl-muted)}main>details>summary{cursor:pointer;padding:6px 0}',
].join('\n')
