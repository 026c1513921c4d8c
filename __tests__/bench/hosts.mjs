import {readFileSync} from 'node:fs'
import {run} from '../../dist/viz/hosts/cli.js'

const log = readFileSync(new URL('../../examples/logs/p21_training_many_edits.log', import.meta.url), 'utf8')
const size = 2_000_000

/** A log of 2 MB: a training's, and what one host prints beside it. */
function bytesOf(host) {
  const line = (step) => `host ${host} step ${step} loss 0.25\n`
  const lines = Array.from({length: Math.ceil((size - log.length) / line(10_000).length)}, (_, at) =>
    line(at),
  )
  return new TextEncoder().encode(log + lines.join(''))
}

/** Seconds of processor time of `jitlens hosts` on so many logs. */
async function seconds(count) {
  let out = ''
  const io = {
    async *read(path) {
      const bytes = bytesOf(Number(path))
      for (let at = 0; at < bytes.length; at += 1 << 20) yield bytes.subarray(at, at + (1 << 20))
    },
    gunzip: (chunks) => chunks,
    save: () => Promise.resolve(),
    list: () => null,
    open: () => Promise.resolve(),
    size: () => size,
    isSame: () => false,
    write: (text) => void (out += text),
    error: (text) => void (out += text),
    progress: () => undefined,
    watched: false,
    colour: false,
    letters: 80,
    version: '',
    folder: '/',
    interrupted: () => () => undefined,
    pause: () => Promise.resolve(),
    now: () => new Date(0),
  }
  const start = process.cpuUsage()
  const code = await run(['hosts', ...Array.from({length: count}, (_, host) => String(host))], io)
  const {user, system} = process.cpuUsage(start)
  if (code !== 0 || !out.includes(`${count} hosts compile alike`))
    throw new Error(`hosts of ${count} logs: ${out.slice(0, 200)}`)
  return (user + system) / 1e6
}

/** The hosts of a job beside each other: what one of 256 logs of 2 MB takes against one of 16. */
export default async function hosts() {
  await seconds(2)
  const few = await seconds(16)
  const many = await seconds(256)
  const held = Math.round(process.resourceUsage().maxRSS / 1024)
  return [
    {
      what: 'hosts, a log of 2 MB among 256 against among 16',
      ratio: many / 256 / (few / 16),
      reach: {most: 2},
      detail: `${many.toFixed(1)} s for 256, ${few.toFixed(1)} s for 16, at most ${held} MB held`,
    },
    {
      what: 'hosts: seconds for 256 logs of 2 MB',
      ratio: many,
      reach: {most: 60},
      detail: 'processor time',
    },
    {
      what: 'hosts: megabytes held for 256 logs of 2 MB',
      ratio: held,
      reach: {most: 1000},
      detail: 'with what was held for fewer logs before',
    },
  ]
}
