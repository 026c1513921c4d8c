import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, statSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {writeMisses} from '../../scripts/misslog.mjs'

const here = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
/** Writes what a process took as the last line of its errors. */
const told =
  "data:text/javascript,process.on('exit',()=>{const{userCPUTime,systemCPUTime,maxRSS}=process.resourceUsage();console.error(JSON.stringify([(userCPUTime+systemCPUTime)/1e6,maxRSS/1e3]))})"

/** Seconds of processor time of a command, Node's start among them, and the most megabytes that it held. */
function cost(words) {
  const {status, stderr} = spawnSync(
    process.execPath,
    [`--import=${told}`, here('dist/viz/hosts/main.js'), ...words],
    {encoding: 'utf8', maxBuffer: 1e9},
  )
  if (status !== 0) throw new Error(`jitlens ${words.join(' ')}: ${stderr.slice(0, 200)}`)
  const [seconds, megabytes] = JSON.parse(stderr.trim().split('\n').at(-1))
  return {seconds, megabytes}
}

const inWords = ({seconds, megabytes}) => `${seconds.toFixed(1)} s and ${megabytes.toFixed(0)} MB`

/**
 * What `explain` and `report` of a log of misses take, in seconds of processor time and in memory. A log of 1 GB takes minutes, and is
 * measured where these rows are asked for by name.
 */
export default async function commands() {
  const folder = mkdtempSync(join(tmpdir(), 'jitlens-commands-'))
  const [log, page] = [join(folder, 'a.log'), join(folder, 'a.html')]
  try {
    const rows = []
    for (const size of process.argv.includes('commands') ? [10, 100, 1000] : [10, 100]) {
      writeMisses(log, size * 1e6)
      const explained = cost(['explain', log])
      const reported = cost(['report', log, '-o', page])
      rows.push(
        {
          what: `explain: seconds for ${size} MB of misses`,
          ratio: explained.seconds,
          reach: {most: Math.min(100, 5 + size / 10)},
          detail: inWords(explained),
        },
        {
          what: `explain: megabytes held for ${size} MB of misses`,
          ratio: explained.megabytes,
          reach: {most: 500},
          detail: inWords(explained),
        },
        {
          what: `report: megabytes of a page of ${size} MB of misses`,
          ratio: statSync(page).size / 1e6,
          reach: {most: 5},
          detail: `made in ${inWords(reported)}`,
        },
      )
    }
    return rows
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}
