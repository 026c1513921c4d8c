import {chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {browse} from '../../viz/hosts/browse.ts'
import {isColoured, lettersOf} from '../../viz/hosts/screen.ts'
import {jitlens} from './io.ts'

test.each([
  [{}, true, true],
  [{}, false, false],
  [{TERM: 'dumb'}, true, false],
  [{NO_COLOR: '1'}, true, false],
  [{NO_COLOR: ''}, true, true],
  [{CLICOLOR: '0'}, true, false],
  [{CLICOLOR_FORCE: '1'}, false, true],
  [{CLICOLOR_FORCE: '0'}, false, false],
  [{CLICOLOR_FORCE: '1', NO_COLOR: '1'}, true, false],
  [{FORCE_COLOR: '1'}, false, true],
  [{FORCE_COLOR: '1', NO_COLOR: '1'}, false, true],
  [{FORCE_COLOR: '0'}, true, false],
])('isColoured(%j, %p) is %p', (environment, isTerminal, expected) => {
  expect(isColoured(environment, isTerminal)).toBe(expected)
})

test('jitlens explain --color comes before what the terminal shows', async () => {
  const of = (when: string, colour: boolean) =>
    jitlens(['explain', 'p01_batch_size.log', '--color', when], {}, colour)
  expect((await of('always', false)).out).toContain('\u001b[')
  expect((await of('never', true)).out).not.toContain('\u001b')
  expect((await of('auto', true)).out).toContain('\u001b[')
  expect((await of('auto', false)).out).not.toContain('\u001b')
})

test('lettersOf(columns) is 80 where there is no terminal, else its columns from 40 to 120', () => {
  expect([undefined, 20, 72, 100, 300].map(lettersOf)).toEqual([80, 40, 72, 100, 120])
})

test.each([
  ['explain', ['explain', 'p15_nnx_int_counter.log']],
  ['check', ['check', 'p15_nnx_int_counter.log']],
  ['compare', ['compare', 'p22_host0.log', 'p22_host1.log']],
  ['hosts', ['hosts', 'p22_host0.log', 'p22_host1.log', 'p22_host2.log']],
])(
  'jitlens %s --width N writes lines of at most N letters, and fewer of them where they are longer',
  async (_, argv) => {
    const lines = async (width: number): Promise<readonly string[]> => {
      const {out} = await jitlens([...argv, '--width', String(width)])
      return out.split('\n').filter((line) => !line.startsWith('To allow'))
    }
    const [narrow, wide] = [await lines(50), await lines(160)]
    expect(Math.max(...narrow.map((line) => line.length))).toBeLessThanOrEqual(50)
    expect(Math.max(...wide.map((line) => line.length))).toBeGreaterThan(80)
    expect(wide.length).toBeLessThan(narrow.length)
  },
)

test.each(['39', '241'])('jitlens explain --width %s is refused', async (width) => {
  expect((await jitlens(['explain', 'p01_batch_size.log', '--width', width])).err).toBe(
    `jitlens explain: --width needs a number from 40 to 240, but got ${width}\n`,
  )
})

describe('browse(path) shows a file by a program', () => {
  let folder = ''
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
  })
  afterEach(() => {
    rmSync(folder, {recursive: true})
  })

  const program = (text: string): string => {
    const path = join(folder, 'shows')
    writeFileSync(path, `#!/bin/sh\n${text}\n`)
    chmodSync(path, 0o755)
    return path
  }

  test('which is given the whole path', async () => {
    await browse('report.html', program('echo "$1" > "$(dirname "$0")/told"'))
    expect(readFileSync(join(folder, 'told'), 'utf8')).toBe(`${join(process.cwd(), 'report.html')}\n`)
  })

  test('and says which file to open where there is none, or it fails', async () => {
    await expect(browse('a.html', join(folder, 'none'))).rejects.toThrow(
      /is not there; open a\.html yourself$/,
    )
    await expect(browse('a.html', program('exit 3'))).rejects.toThrow(/ended with 3; open a\.html yourself$/)
  })
})
