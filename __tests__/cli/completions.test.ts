import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {jitlens} from './io.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
})
afterAll(() => {
  rmSync(folder, {recursive: true})
})

/** Lines of completions of each line of words that is begun. */
async function completed(
  shell: string,
  argv: readonly string[],
  asks: (path: string) => string,
): Promise<string[][]> {
  const path = join(folder, `jitlens.${shell}`)
  writeFileSync(path, (await jitlens(['completions', shell])).out)
  const {stdout, stderr} = spawnSync(shell, [...argv, asks(path)], {encoding: 'utf8'})
  expect(stderr).toBe('')
  return stdout
    .trimEnd()
    .split('\n==\n')
    .map((lines) => lines.split('\n').filter((line) => line !== '==' && line !== ''))
}

const begun = [
  ['dr'],
  ['draw', '--chart', 't'],
  ['draw', '--ch'],
  ['draw', '--scheme', ''],
  ['simulate', '--policy', 'torch.compile'],
  ['completions', 'f'],
  ['help', 'exp'],
  ['hosts', '--wi'],
]
const expected = [
  ['draw'],
  ['timeline'],
  ['--chart'],
  ['auto', 'dark', 'light'],
  ['torch.compile', 'torch.compile<2.5'],
  ['fish'],
  ['explain'],
  ['--width'],
]

const isHere = (shell: string): boolean => spawnSync(shell, ['--version']).error === undefined

/** A test of a shell, where that is installed. */
const testIn = (shell: string): jest.It => (isHere(shell) ? test : test.skip)

testIn('bash')('bash completes commands, options, values and shells, behind a blank or =', async () => {
  const words = [...begun, ['draw', '--chart', '=', 't']]
  const lines = words.map(
    (all) =>
      `COMP_WORDS=(jitlens ${all.map((one) => `'${one}'`).join(' ')}); COMP_CWORD=${all.length}; _jitlens; printf '%s\\n' "\${COMPREPLY[@]}"; echo ==`,
  )
  const found = await completed('bash', ['-c'], (path) => `source ${path}\n${lines.join('\n')}`)
  expect(found.map((one) => one.map((word) => word.replace('\\', '')).sort())).toEqual([
    ...expected,
    ['timeline'],
  ])
})

testIn('fish')('fish completes the same', async () => {
  const lines = begun.map((all) => `complete -C "jitlens ${all.join(' ')}"; echo ==`)
  const found = await completed(
    'fish',
    ['--no-config', '-c'],
    (path) => `source ${path}\n${lines.join('\n')}`,
  )
  expect(found.map((one) => one.map((line) => line.split('\t')[0]).sort())).toEqual(expected)
})

testIn('zsh')(
  'zsh completes the same, behind = too, and files',
  async () => {
    const script = join(folder, '_jitlens')
    writeFileSync(script, (await jitlens(['completions', 'zsh'])).out)
    writeFileSync(join(folder, 'run.log'), '')
    const offered = (words: readonly string[]): readonly string[] => {
      const {stdout} = spawnSync(
        'zsh',
        ['-f', join(__dirname, 'completed.zsh'), script, ['jitlens', ...words].join(' ')],
        {encoding: 'utf8', cwd: folder, timeout: 30_000},
      )
      const [, added = ''] = stdout.replaceAll('\r', '').split('<<<')
      return added
        .split('\n')
        .filter((word) => word !== '')
        .map((word) => word.replace('\\', ''))
        .sort()
    }
    expect(begun.map(offered)).toEqual(expected)
    expect(offered(['draw', '--chart=t'])).toEqual(['timeline'])
    expect(offered(['explain', 'run'])).toEqual(['run.log'])
  },
  60_000,
)

test('jitlens completions of another shell names those that there are', async () => {
  expect(await jitlens(['completions', 'tcsh'])).toMatchObject({
    code: 2,
    err: 'jitlens completions: no shell tcsh; expected one of bash, zsh, fish\n',
  })
  expect((await jitlens(['completions'])).err).toContain('needs bash|zsh|fish, but got no file')
})
