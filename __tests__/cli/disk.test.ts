import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {isSame, save} from '../../viz/hosts/disk.ts'
import {jitlens} from './io.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'jitlens-'))
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, 'own.log'), 'a log')
  symlinkSync(join(folder, 'own.log'), join(folder, 'link.log'))
  linkSync(join(folder, 'own.log'), join(folder, 'hard.log'))
})
afterEach(() => {
  rmSync(folder, {recursive: true})
})

test.each(['own.log', './own.log', 'sub/../own.log', 'link.log', 'hard.log'])(
  'isSame(own.log, %s) is true',
  (name) => {
    expect(isSame(join(folder, 'own.log'), `${folder}/${name}`)).toBe(true)
  },
)

test('isSame() is false of another file, of one that is not there, and of a folder', () => {
  writeFileSync(join(folder, 'other.log'), 'a log')
  for (const name of ['other.log', 'missing.log', 'sub'])
    expect(isSame(join(folder, 'own.log'), join(folder, name))).toBe(false)
  expect(isSame(join(folder, 'sub'), join(folder, 'sub'))).toBe(false)
  expect(isSame('/dev/null', '/dev/null')).toBe(false)
})

test('save() writes what a link names, keeps its mode, and leaves nothing beside it', async () => {
  chmodSync(join(folder, 'own.log'), 0o600)
  await save(join(folder, 'link.log'), 'a report')
  expect(readFileSync(join(folder, 'own.log'), 'utf8')).toBe('a report')
  expect(statSync(join(folder, 'own.log')).mode & 0o777).toBe(0o600)
  expect(readdirSync(folder).sort()).toEqual(['hard.log', 'link.log', 'own.log', 'sub'])
})

test('save() that fails says why in one line, and leaves what stood there', async () => {
  await expect(save(join(folder, 'missing/report.html'), 'x')).rejects.toThrow(
    /missing\/report\.html: this file cannot be written \((?:Error: )?ENOENT: [^,\n]*\)$/,
  )
  await expect(save(join(folder, 'sub'), 'x')).rejects.toThrow(
    /sub: this file cannot be written \((?:Error: )?EISDIR/,
  )
  expect(readdirSync(join(folder, 'sub'))).toEqual([])
})

test.each(['report', 'check'])('jitlens %s refuses an output that is its input', async (name) => {
  const log = 'p01_batch_size.log'
  const argv =
    name === 'report' ? ['report', log, '-o', log] : ['check', log, '--baseline', log, '--update-baseline']
  const {code, err, saved} = await jitlens(argv)
  expect(code).toBe(2)
  expect(err).toMatch(/^jitlens (?:-o|--baseline) p01_batch_size\.log: this is the input [^\n]*\n$/)
  expect(saved.size).toBe(0)
})
