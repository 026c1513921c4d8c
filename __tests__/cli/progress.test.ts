import {noSeconds, Trace} from '../../lib/index.ts'
import {explainedSoFar, inBytes, readSoFar} from '../../lib/words/index.ts'
import type {Io} from '../../viz/hosts/io.ts'
import {explained, inPlace, inTurn, watched} from '../../viz/hosts/progress.ts'

const silent: Io = {
  read: () => {
    throw new Error('nothing is read')
  },
  follow: () => {
    throw new Error('nothing is followed')
  },
  size: () => 4000,
  interrupted: () => () => undefined,
  pause: () => Promise.resolve(),
  watched: true,
  gunzip: (chunks) => chunks,
  isSame: () => false,
  save: () => Promise.resolve(),
  write: () => undefined,
  error: () => undefined,
  progress: () => undefined,
  colour: false,
  letters: 80,
  list: () => null,
  open: () => Promise.resolve(),
  version: '',
  folder: '/',
  now: () => new Date(0),
}

test('readSoFar tells bytes, misses and the time left, and of a pipe no time', () => {
  expect(readSoFar({bytes: 250e6, size: 1e9, misses: 3200, seconds: 5})).toBe(
    '250 MB of 1 GB read, 3,200 misses, 15 s left',
  )
  expect(readSoFar({bytes: 1500, size: null, misses: 1, seconds: 5})).toBe('1.5 kB read, 1 miss')
  expect([0, 999, 1_024_000, 5e15].map(inBytes)).toEqual(['0 B', '999 B', '1.02 MB', '5,000 TB'])
})

test('explainedSoFar tells calls, how many there are, and, once a twentieth is explained, the time left', () => {
  expect(explainedSoFar({calls: 12, of: 39_360, seconds: 1})).toBe('12 of 39,360 calls explained')
  expect(explainedSoFar({calls: 9840, of: 39_360, seconds: 15})).toBe(
    '9,840 of 39,360 calls explained, 45 s left',
  )
})

test('a line on the terminal tells how far a trace is explained, twice a second at most, and goes when it is', async () => {
  let now = 0
  const said: string[] = []
  const trace = new Trace({producer: 'a test'})
  const step = trace.addFunction({name: 'step'})
  for (let call = 0; call < 4; call++)
    trace.append({
      function: step,
      key: -1,
      outcome: 'retrace',
      evidence: 'observed',
      time: call,
      seconds: noSeconds,
      layers: [],
    })
  await explained(trace, {
    ...silent,
    progress: (text) => void said.push(text),
    now: () => new Date((now += 200)),
  })
  expect(said).toEqual(['3 of 4 calls explained, 200 ms left', ''])
})

test('a line on the terminal tells how far a file is read, twice a second at most, and goes when it is read', async () => {
  let now = 0
  const said: string[] = []
  async function* read(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 4; i++) {
      await Promise.resolve()
      now += 300
      yield new Uint8Array(1000)
    }
  }
  const io: Io = {...silent, read, progress: (text) => void said.push(text), now: () => new Date(now)}
  let bytes = 0
  for await (const chunk of watched('a.log', io, () => 7)) bytes += chunk.length
  expect(bytes).toBe(4000)
  expect(said).toEqual([
    '2 kB of 4 kB read, 7 misses, 600 ms left',
    '4 kB of 4 kB read, 7 misses, 0 s left',
    '',
  ])
})

test('a line on the terminal tells how many scenarios were run, twice a second at most, goes at the end, and is not written where nobody watches', () => {
  const said: string[] = []
  let now = 0
  const io: Io = {...silent, progress: (text) => void said.push(text), now: () => new Date((now += 300))}
  expect([...inTurn(['a', 'b', 'c', 'd', 'e'], io)]).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(said).toEqual(['1 of 5 scenarios run, 2.4 s left', '3 of 5 scenarios run, 800 ms left', ''])
  said.length = 0
  expect([...inTurn(['a', 'b', 'c', 'd', 'e'], {...io, watched: false})]).toHaveLength(5)
  expect(said).toEqual([])
})

test('inPlace(line) goes back to where a line began and wipes it', () => {
  expect(inPlace('2 kB read')).toBe('\r\u001b[K2 kB read')
})

test('where a person ends a command, the line of how far it is goes first, and nothing is asked of one without a line', async () => {
  const said: string[] = []
  let end: (() => void) | null = null
  async function* read(): AsyncGenerator<Uint8Array> {
    for (let i = 0; i < 2; i++) {
      await Promise.resolve()
      yield new Uint8Array(1000)
    }
  }
  let now = 0
  const io: Io = {
    ...silent,
    read,
    progress: (text) => void said.push(text),
    now: () => new Date((now += 400)),
    interrupted(first) {
      end = first
      return () => void (end = null)
    },
  }
  const reading = watched('a.log', io, () => 7)
  await reading.next()
  expect(end).toBe(null)
  await reading.next()
  await reading.next()
  expect(end).toBe(null)
  const again = watched('a.log', {...io, now: () => new Date((now += 600))}, () => 7)
  await again.next()
  await again.next()
  expect(said.at(-1)).not.toBe('')
  ;(end as (() => void) | null)?.()
  expect(said.at(-1)).toBe('')
})
