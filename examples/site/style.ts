import {fonts, stylesheet} from '../../viz/index.ts'

/** The style sheet of the site: the roles of the pictures, and what stands around them. */
export const siteStyle = [
  stylesheet,
  ':root{color-scheme:light dark}:root.jl-light{color-scheme:light}:root.jl-dark{color-scheme:dark}',
  '*,::before,::after{box-sizing:border-box}',
  `body{margin:0;min-height:100vh;display:flex;flex-direction:column;background:var(--jl-paper);color:var(--jl-ink);font:16px/1.55 ${fonts.prose};overflow-wrap:break-word}`,
  'main{flex:1 1 auto;width:100%;max-width:1200px;margin:0 auto;padding:0 24px 48px}main:focus{outline:none}',
  'h1{font-size:clamp(26px,4.2vw,40px);line-height:1.15;letter-spacing:-.02em;font-weight:700;margin:0;text-wrap:balance}',
  'h2{font-size:22px;line-height:1.25;letter-spacing:-.01em;margin:40px 0 8px}h3{font-size:17px;line-height:1.3;margin:0}',
  'p{margin:0 0 12px;max-width:70ch}em{font-style:italic}',
  'a{color:var(--jl-dispatchText);text-underline-offset:3px}',
  `code{font:.92em/1.5 ${fonts.code}}`,
  ':focus-visible{outline:2px solid var(--jl-dispatchText);outline-offset:2px;border-radius:3px}',
  'svg{display:block;max-width:100%}',
  '.skip{position:absolute;left:-9999px;top:0;padding:8px 16px;background:var(--jl-paper);z-index:2}.skip:focus{left:8px;top:8px}',
  'button,.button{font:inherit;font-size:15px;color:var(--jl-ink);background:var(--jl-tint);border:1px solid var(--jl-rule);border-radius:8px;padding:6px 14px;min-height:36px;min-width:36px;cursor:pointer}button:hover:not(:disabled),.button:hover{border-color:var(--jl-muted)}button:disabled{opacity:.45;cursor:default}',
  // The header and the footer.
  '.top{display:flex;flex-wrap:wrap;align-items:center;gap:4px 20px;width:100%;max-width:1200px;margin:0 auto;padding:12px 24px}',
  '.brand{display:flex;align-items:center;gap:8px;font-weight:700;font-size:18px;letter-spacing:-.01em;color:var(--jl-ink);text-decoration:none}',
  '.top nav{display:flex;flex-wrap:wrap;gap:0 18px;flex:1 1 auto}',
  '.top nav a{color:var(--jl-muted);text-decoration:none;font-size:15px;padding:6px 0;border-bottom:2px solid transparent}.top nav a:hover{color:var(--jl-ink)}.top nav a[aria-current]{color:var(--jl-ink);border-color:var(--jl-avoidable)}',
  '.scheme{background:none;border-color:transparent;color:var(--jl-muted);font-size:14px;padding:4px 8px;margin-left:auto}',
  '.bottom{width:100%;max-width:1200px;margin:0 auto;padding:16px 24px 24px;color:var(--jl-muted);font-size:14px}.bottom p{margin:0;border-top:1px solid var(--jl-rule);padding-top:16px;max-width:none}',
  // What opens a page.
  '.hero{padding:clamp(12px,2.4vw,28px) 0 24px}.hero .lead{font-size:clamp(16px,1.6vw,19px);margin:12px 0 0;color:var(--jl-muted);max-width:72ch;text-wrap:pretty}.hero .lead em{color:var(--jl-ink)}',
  // A program in Python.
  '.listing{list-style:none;margin:0;padding:12px 0;background:var(--jl-tint);border-radius:10px;font-size:14px;line-height:1.6;overflow-x:auto}',
  `.listing li{display:flex;flex-wrap:wrap;align-items:center;gap:0 12px;min-height:1.6em;padding:0 16px;border-left:3px solid transparent}.listing code{flex:0 1 auto;white-space:pre-wrap;font:13.5px/1.6 ${fonts.code};overflow-wrap:anywhere}`,
  // A line that is too long goes on four blanks deeper than it starts.
  ...[0, 1, 2, 3, 4].map(
    (step) => `.listing .in-${step}{padding-left:${step * 4 + 4}ch;text-indent:-${step * 4 + 4}ch}`,
  ),
  '.listing li.now{background:var(--jl-lit);border-left-color:var(--jl-ink)}',
  '.remark{font-size:12px;line-height:18px;border-radius:9px;padding:0 8px;margin-left:auto;white-space:nowrap;border:1px solid var(--jl-muted);color:var(--jl-muted)}.remark.compiled{background:var(--jl-necessary);border-color:var(--jl-necessary);color:var(--jl-ink)}@media (forced-colors:none){.remark.compiled{color:light-dark(#111,#fff)}}',
  '.listing .now :is(.ran,.py-comment){color:var(--jl-ink)}',
  '.remark.wrong{background:var(--jl-wrong);border-color:var(--jl-wrong);color:#fff}.remark.refused{border-color:var(--jl-error);color:var(--jl-error)}.remark.asked{border-style:dashed;font-weight:700}',
  '.question{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;padding-bottom:8px}.question .said{flex-basis:100%;min-height:0}.mark{margin:0;font-weight:650;font-size:15px}.mark.right{color:var(--jl-dataText)}.mark.wrong{color:var(--jl-avoidableText)}',
  '.button{display:inline-block;text-decoration:none;line-height:22px}',
  '.py-comment{color:var(--jl-muted)}.py-word{color:var(--jl-staticText)}.py-text{color:var(--jl-dataText)}.py-number{color:var(--jl-dispatchText)}.py-decorator{color:var(--jl-avoidableText)}',
  // A program beside the key of a call.
  '.show{display:grid;grid-template-columns:minmax(0,9fr) minmax(0,12fr);gap:20px 32px;align-items:start}',
  '.printed{margin-top:12px;font-size:14px}.printed summary{cursor:pointer;color:var(--jl-muted)}.printed p{margin:4px 0;padding-left:12px;border-left:2px solid var(--jl-rule)}',
  '.program{position:relative;overflow-y:auto;border-radius:10px}.picture+.picture{margin-top:20px}',
  '.said{font-size:19px;line-height:1.4;min-height:2.8em;margin:0}',
  '.steps{margin-bottom:12px;display:flex;align-items:center;gap:8px}.steps[hidden]{display:none}.steps [data-move=play]{min-width:76px}.place{color:var(--jl-muted);font-size:14px;font-variant-numeric:tabular-nums;margin-left:8px}',
  '.picture{min-width:0;overflow-x:auto;overflow-y:hidden}',
  '@media (max-width:899px){.show{grid-template-columns:minmax(0,1fr)}.program{max-height:min(36vh,300px)}}',
  '@media (max-width:480px){main,.top,.bottom{padding-left:16px;padding-right:16px}.top nav{order:3;flex-basis:100%;gap:0 16px}.listing li{padding:0 10px}}',
  // The ways on.
  '.doors{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,240px),1fr));gap:16px;margin-top:40px}',
  '.door{display:grid;gap:6px;align-content:start;padding:20px;border:1px solid var(--jl-rule);border-radius:12px;color:var(--jl-ink);text-decoration:none}.door strong{font-size:18px}.door strong::after{content:" →";color:var(--jl-muted)}.door span{color:var(--jl-muted);font-size:15px}.door:hover{border-color:var(--jl-dispatchText)}',
  // What is given to a page, and what it says of it.
  '.away{position:absolute;clip-path:inset(50%);width:1px;height:1px}.or{color:var(--jl-muted)}.status{min-height:1.5em;margin:12px 0;color:var(--jl-muted)}.wrongs p{border-left:3px solid var(--jl-avoidable);padding:4px 0 4px 12px;margin:0 0 12px;max-width:80ch}.shell{margin:0 0 16px;padding:12px 16px;white-space:pre-wrap;background:var(--jl-tint);border-radius:10px;overflow-x:auto}',
  '@media print{.top nav,.scheme,.steps,.doors{display:none}}',
].join('\n')
