/**
 * `node picture.mjs FILE`: a log, a trace or a scenario file → one line of JSON: `text`, the trace as JSON lines; `svg`, its
 * timeline; `plain`, its explanation in words. A notebook shows the last two where no script may run.
 */
import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {decode, encode, explain} from 'jitlens'
import {markup, timeline} from 'jitlens/viz'

const file = process.argv[2]
const main = new URL('../../dist/viz/hosts/main.js', import.meta.url).pathname

/** The command line reads whatever the file is; its report holds the trace. */
function open() {
  const folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
  try {
    const {status} = spawnSync(process.execPath, [main, 'report', file, '-o', join(folder, 'report.html')], {stdio: ['ignore', 'ignore', 'inherit']})
    if (status !== 0) process.exit(status ?? 1)
    const page = readFileSync(join(folder, 'report.html'), 'utf8')
    return page.slice(page.indexOf('id="trace">') + 11).split('</script>')[0]
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

const trace = decode(open().split('\n'), file)
const explanation = explain(trace)
console.log(
  JSON.stringify({
    text: [...encode(trace)].join('\n'),
    svg: markup(timeline.draw(trace, explanation, {width: 860, standalone: true})),
    plain: [explanation.headline, ...explanation.misses.map(({index, sentence}) => `call ${index + 1}: ${sentence}`)].join('\n'),
  }),
)
