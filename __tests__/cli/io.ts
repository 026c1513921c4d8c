import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {run} from '../../viz/hosts/cli.ts'
import {gunzip} from '../../viz/hosts/gunzip.ts'

const logs = join(__dirname, '../../examples/logs')

class Missing extends Error {
  readonly code: string
  constructor(code: string) {
    super(`${code}: a message of the system`)
    this.code = code
  }
}

export interface Ran {
  readonly code: number
  readonly out: string
  readonly err: string
  readonly saved: ReadonlyMap<string, string>
  /** What was shown in the browser. */
  readonly opened: readonly string[]
}

/**
 * Runs the command line on files in memory: a text, bytes, or null for a directory. Names of recorded logs are read from
 * examples/logs; `-` is standard input. A file that grows is followed piece by piece; where a piece is null, nothing came for a moment.
 */
export async function jitlens(
  argv: readonly string[],
  files: Readonly<Record<string, string | Uint8Array | null>> = {},
  colour = false,
  grows: Readonly<Record<string, readonly (string | Uint8Array | null)[]>> = {},
): Promise<Ran> {
  const saved = new Map<string, string>()
  const opened: string[] = []
  let out = ''
  let err = ''
  async function* read(path: string): AsyncGenerator<Uint8Array> {
    await Promise.resolve()
    const held = Object.hasOwn(files, path) ? files[path] : undefined
    if (held === null) throw new Missing('EISDIR')
    const bytes = typeof held === 'string' ? new TextEncoder().encode(held) : (held ?? recorded(path))
    for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
  }
  async function* follow(path: string): AsyncGenerator<Uint8Array | null> {
    await Promise.resolve()
    if (!Object.hasOwn(grows, path)) yield* read(path)
    for (const piece of grows[path] ?? [])
      yield typeof piece === 'string' ? new TextEncoder().encode(piece) : piece
  }
  const code = await run(argv, {
    read,
    follow,
    gunzip,
    size: (path) => (Object.hasOwn(files, path) ? (files[path]?.length ?? null) : null),
    interrupted: () => () => undefined,
    pause: () => Promise.resolve(),
    watched: false,
    isSame: (one, other) => one === other,
    save: (path, text) => Promise.resolve(void saved.set(path, text)),
    write: (text) => void (out += text),
    error: (text) => void (err += text),
    progress: () => undefined,
    colour,
    letters: 80,
    list: (path) =>
      files[path] === null
        ? Object.keys(files).flatMap((one) =>
            one.startsWith(folder(path)) && one !== path ? one.slice(folder(path).length) : [],
          )
        : null,
    open: (path) => Promise.resolve(void opened.push(path)),
    version: '1.2.3',
    folder: '/home/me/app',
    now: () => new Date('2026-01-02T03:04:05.678Z'),
  })
  return {code, out, err, saved, opened}
}

const folder = (path: string): string => (path.endsWith('/') ? path : `${path}/`)

function recorded(name: string): Uint8Array {
  if (!/^[px]\w+(\.explain_only)?\.log$/.test(name)) throw new Missing('ENOENT')
  return readFileSync(join(logs, name))
}
