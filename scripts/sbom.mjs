import {readFileSync} from 'node:fs'
import {fileURLToPath} from 'node:url'

/**
 * Writes what is installed with the package, as CycloneDX, to standard output: of package-lock.json alone, so that one commit has one
 * list. npm's own `sbom --omit dev` leaves out what is needed for development as well.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const {packages} = JSON.parse(readFileSync(`${root}/package-lock.json`, 'utf8'))

const within = 'node_modules/'
const nameOf = (path) => packages[path].name ?? path.slice(path.lastIndexOf(within) + within.length)
const refOf = (path) => `${nameOf(path)}@${packages[path].version}`
const shipped = Object.keys(packages).filter((path) => {
  const {dev, devOptional} = packages[path]
  return path !== '' && !dev && !devOptional
})

/** Where the package that another one asks for by name is installed: beside it, or in a folder around it. */
function installed(from, name) {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf(`/${within}`)))) {
    const path = `${folder === '' ? '' : `${folder}/`}${within}${name}`
    if (path in packages) return path
    if (folder === '') throw new RangeError(`package-lock.json lacks ${name}, which ${from} asks for`)
  }
}

const component = (path, type) => {
  const {version, license, integrity = '', resolved} = packages[path]
  const [algorithm = '', hash] = integrity.split('-')
  return {
    type,
    'bom-ref': refOf(path),
    name: nameOf(path),
    version,
    purl: `pkg:npm/${nameOf(path).replace('@', '%40')}@${version}`,
    licenses: license === undefined ? [] : [{license: {id: license}}],
    ...(hash !== undefined && {
      hashes: [{alg: algorithm.replace('sha', 'SHA-'), content: Buffer.from(hash, 'base64').toString('hex')}],
    }),
    ...(resolved !== undefined && {externalReferences: [{type: 'distribution', url: resolved}]}),
  }
}

const list = {
  bomFormat: 'CycloneDX',
  specVersion: '1.5',
  version: 1,
  metadata: {component: component('', 'library')},
  components: shipped.map((path) => component(path, 'library')),
  dependencies: ['', ...shipped].map((path) => ({
    ref: refOf(path),
    dependsOn: Object.keys(packages[path].dependencies ?? {}).map((name) => refOf(installed(path, name))),
  })),
}
console.log(JSON.stringify(list, null, 2))
