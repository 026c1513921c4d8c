import {execFileSync} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'

const root = resolve(__dirname, '../..')

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

const objects = (value: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(value) ? value.filter(isObject) : []

/** What package-lock.json has that is installed with the package, `name@version`. */
function locked(): readonly string[] {
  const lock: unknown = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'))
  const packages = isObject(lock) && isObject(lock['packages']) ? lock['packages'] : {}
  return Object.entries(packages).flatMap(([path, one]) =>
    path !== '' && isObject(one) && one['dev'] !== true && one['devOptional'] !== true
      ? [`${path.slice(path.lastIndexOf('node_modules/') + 13)}@${String(one['version'])}`]
      : [],
  )
}

test('npm run sbom names what package-lock.json installs with the package, no more and no less, and its licences', () => {
  const text = execFileSync('npm', ['run', '--silent', 'sbom'], {cwd: root, encoding: 'utf8'})
  const bom: unknown = JSON.parse(text)
  if (!isObject(bom)) throw new TypeError('npm sbom gave no object')
  const components = objects(bom['components'])
  expect(bom['bomFormat']).toBe('CycloneDX')
  expect(components.map(({name, version}) => `${String(name)}@${String(version)}`).sort()).toEqual(
    [...new Set(locked())].sort(),
  )
  const refs = components.map((one) => one['bom-ref'])
  const [own, ...theirs] = objects(bom['dependencies'])
  expect(own?.['dependsOn']).toEqual(
    expect.arrayContaining([expect.stringMatching(/^d3@/), expect.stringMatching(/^immer@/)]),
  )
  expect(theirs.map(({ref}) => ref)).toEqual(refs)
  expect(theirs.flatMap(({dependsOn}) => dependsOn).filter((ref) => !refs.includes(ref))).toEqual([])
  expect(components.length).toBeGreaterThan(30)
  expect(components.filter(({licenses}) => objects(licenses).length === 0)).toEqual([])
}, 120_000)
