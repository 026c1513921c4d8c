import {fonts} from '../../../viz/index.ts'

/** What lessons look like, beside what all pages do. */
export const courseStyle = [
  '.course-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 16px;padding:8px 0 12px}.course-head h1{font-size:clamp(22px,2.6vw,30px)}.course-head p{margin:0}',
  '.progress{display:flex;align-items:center;gap:12px;color:var(--jl-muted);font-size:14px;font-variant-numeric:tabular-nums;margin-bottom:16px}.progress span{white-space:nowrap}.progress progress{flex:1 1 auto;min-width:0;height:6px;appearance:none;border:none;background:var(--jl-rule);border-radius:3px;overflow:hidden}.progress progress::-webkit-progress-bar{background:var(--jl-rule)}.progress progress::-webkit-progress-value{background:var(--jl-data)}.progress progress::-moz-progress-bar{background:var(--jl-data)}',
  '.lesson .program{max-height:76vh}.lesson .words{min-height:160px}.stage{min-width:0}.stage .picture:not(:empty){margin-bottom:16px}',
  '.words .say{font-size:18px;line-height:1.5}.words .said{min-height:0;margin-bottom:8px}.takeaway{font-size:20px;line-height:1.4}',
  '.ask{font-size:21px;margin:0 0 12px;text-wrap:balance}.lesson .ask:focus-visible{outline:none}',
  '.choices{display:grid;gap:8px;margin-bottom:12px}.choices.four{grid-template-columns:repeat(auto-fit,minmax(56px,1fr));max-width:520px}.choices.list{max-width:520px}.choices.row{display:flex;flex-wrap:wrap}',
  '.choices button{min-height:44px}.choices.four button{display:grid;justify-items:center;padding:8px 4px}.choices.list button{display:flex;align-items:center;justify-content:space-between;text-align:left;gap:12px}.choices [aria-pressed=true]{background:var(--jl-tint);border-color:var(--jl-ink);box-shadow:inset 3px 0 var(--jl-ink)}.choice{font-weight:600}.choices.list .choice{font-weight:400}.note{font-size:13px;color:var(--jl-muted)}',
  `kbd{font:12px/16px ${fonts.code};color:var(--jl-muted);border:1px solid var(--jl-rule);border-radius:4px;padding:0 5px}@media (hover:none){kbd{display:none}}`,
  'button.strong,.button.strong{background:var(--jl-ink);border-color:var(--jl-ink);color:var(--jl-paper);font-weight:600;min-height:44px;padding:6px 22px}button.quiet{background:none;border-color:transparent;color:var(--jl-muted)}.button{display:inline-flex;align-items:center;text-decoration:none;min-height:44px}',
  '.asking [data-path]:not([data-into]){cursor:pointer}.asking [data-path]:not([data-into]):hover{filter:brightness(.93)}',
  '.moves{display:flex;gap:8px;margin-top:16px}.moves button{min-height:44px}.moves [data-move=next]{order:-1}',
  '.verdict{font-weight:700;margin:0 0 4px}.verdict.right{color:var(--jl-dataText)}.verdict.wrong{color:var(--jl-avoidableText)}',
  '.counter{border-left:3px solid var(--jl-rule);padding-left:16px;margin:16px 0}.counter>p:first-child{font-weight:600;margin-bottom:4px}.lesson pre{margin:4px 0 8px;white-space:pre-wrap;overflow-wrap:anywhere}.lesson .listing li.now .py-number{color:var(--jl-ink)}.counter .listing{padding:6px 0;margin-bottom:8px}.counter .listing li{padding:0 10px}.became{display:flex;flex-wrap:wrap;gap:6px}.became .remark{margin-left:0}',
  '.beside{border-left:3px solid var(--jl-rule);padding-left:16px;margin:16px 0;color:var(--jl-muted)}.beside h3{font-size:15px;margin:0 0 4px}.beside p{margin:0}',
  `.jax{margin:12px 0;color:var(--jl-muted);font-size:15px}.jax summary{cursor:pointer;min-height:28px}.jax pre{font:13px/1.5 ${fonts.code};max-height:180px;overflow-y:auto;background:var(--jl-tint);border-radius:8px;padding:8px 12px}`,
  `.editor{display:block;width:100%;min-height:240px;font:13.5px/1.6 ${fonts.code};color:var(--jl-ink);background:var(--jl-tint);border:1px solid var(--jl-muted);border-radius:10px;padding:12px 16px;resize:vertical}`,
  '.hint{border-left:3px solid var(--jl-reducible);padding-left:12px}.sources{color:var(--jl-muted);font-size:15px}',
  '.lessons{list-style:none;counter-reset:lesson;margin:0;padding:0;display:grid;gap:12px;max-width:860px}.lessons a{counter-increment:lesson;display:grid;grid-template-columns:40px 1fr;gap:0 8px;padding:16px 20px;border:1px solid var(--jl-rule);border-radius:12px;color:var(--jl-ink);text-decoration:none}.lessons a::before{content:counter(lesson);grid-row:span 2;font-size:24px;font-weight:700;color:var(--jl-muted)}.lessons a:hover{border-color:var(--jl-dispatchText)}.lessons strong{font-size:18px}.lessons span{color:var(--jl-muted)}',
  '@media (max-width:899px){.lesson .program{max-height:36vh}.lesson .program:has(.editor){max-height:none}.lesson .words{min-height:0}}',
].join('\n')
