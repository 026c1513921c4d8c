/**
 * What ran of the rooms in dist/rooms, for scripts/cover.mjs: with JITLENS_COVER in that folder, a file for each room, which holds a byte
 * for each letter of its code, 1 where it ran.
 */
const {existsSync, readFileSync, writeFileSync} = require('node:fs')
const {Session} = require('node:inspector')
const {join} = require('node:path')
const {fileURLToPath} = require('node:url')

const kept = process.env.JITLENS_COVER
const room = /dist\/rooms\/(.*\.room\.cjs)$/
const all = new Map()
const session = new Session()

const ask = (what, words) => {
  let told
  session.post(`Profiler.${what}`, words, (error, result) => {
    if (error !== null) throw new Error(error.message)
    told = result
  })
  return told
}

/** Adds what ran since it was asked before. */
function take() {
  for (const {url, functions} of ask('takePreciseCoverage').result) {
    const [, name] = room.exec(url) ?? []
    if (name === undefined) continue
    const {length} = readFileSync(url.startsWith('file:') ? fileURLToPath(url) : url, 'utf8')
    const ran = new Uint8Array(length)
    for (const {ranges} of functions)
      for (const {startOffset, endOffset, count} of ranges)
        ran.fill(count > 0 ? 1 : 0, startOffset, endOffset)
    const before = all.get(name)
    all.set(name, before === undefined ? ran : before.map((one, at) => one | ran[at]))
  }
}

if (kept !== undefined) {
  session.connect()
  ask('enable')
  ask('startPreciseCoverage', {callCount: true, detailed: true})
  process.on('exit', () => {
    for (const [name, ran] of all) {
      const path = join(kept, encodeURIComponent(name))
      const before = existsSync(path) ? readFileSync(path) : ran
      writeFileSync(
        path,
        ran.map((one, at) => one | before[at]),
      )
    }
  })
}

module.exports = kept === undefined ? () => undefined : take
