/**
 * How often each letter of the rooms of dist/rooms ran, for scripts/cover.mjs: with JITLENS_COVER in that folder, a file for each room,
 * 32 bits a letter, added up over all that ran with it.
 */
const {existsSync, readFileSync, writeFileSync} = require('node:fs')
const {Session} = require('node:inspector')
const {join} = require('node:path')

const kept = process.env.JITLENS_COVER
const room = /dist\/rooms\/(.*\.cjs)$/
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

function sum(one, other = new Uint32Array()) {
  if (one.length < other.length) return sum(other, one)
  return one.map((count, at) => count + (other[at] ?? 0))
}

/** Adds what ran since it was asked before. The ranges of V8 come from the outside in. */
function take() {
  for (const {url, functions} of ask('takePreciseCoverage').result) {
    const [, name] = room.exec(url.replaceAll('\\', '/')) ?? []
    if (name === undefined) continue
    const ranges = functions.flatMap((one) => one.ranges)
    const counts = new Uint32Array(Math.max(...ranges.map(({endOffset}) => endOffset)))
    for (const {startOffset, endOffset, count} of ranges) counts.fill(count, startOffset, endOffset)
    all.set(name, sum(counts, all.get(name)))
  }
}

if (kept !== undefined) {
  session.connect()
  ask('enable')
  ask('startPreciseCoverage', {callCount: true, detailed: true})
  process.on('exit', () => {
    for (const [name, counts] of all) {
      const path = join(kept, encodeURIComponent(name))
      const before = existsSync(path) ? new Uint8Array(readFileSync(path)) : new Uint8Array()
      writeFileSync(path, sum(counts, new Uint32Array(before.buffer)))
    }
  })
}

module.exports = kept === undefined ? () => undefined : take
