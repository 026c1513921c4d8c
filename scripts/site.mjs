/**
 * `npm run site [FOLDER]`: the site as a folder (dist/site) that opens from a disk or any host: no module, no network.
 *
 * | file | |
 * | --- | --- |
 * | index.html, … | the pages of examples/pages.ts |
 * | site.css, icon.svg | what all pages look like |
 * | site.js | the switch between light and dark, which runs before a page is drawn |
 * | jitlens.js | what pages share: the simulator, Python on it, the pictures |
 * | reading.js | what pages share that take files: the reader of logs, scenarios |
 * | site/start/play.js, … | what brings one page to life |
 */
import {mkdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {gzipSync} from 'node:zlib'
import {documented} from './documented.mjs'
import {bundle, imported, root, siteScripts, smaller} from './rolled.mjs'

const folder = resolve(process.argv[2] ?? join(root, 'dist/site'))
const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const packed = (given) => gzipSync(given, {level: 9}).toString('base64')
const kilo = ({length}) => (length / 1000).toFixed(1)

function write(path, text) {
  const file = join(folder, path)
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, text)
  const [plain, less] = [text, gzipSync(text, {level: 9})].map(kilo)
  console.log(`${path.padEnd(26)} ${plain.padStart(6)} kB, ${less.padStart(5)} kB gzip`)
}

rmSync(folder, {recursive: true, force: true})
const {siteOf} = await imported('../../examples/pages.ts')
const {files, pages, scripts} = siteOf({
  version,
  text: (path) => readFileSync(join(root, path), 'utf8'),
  packed: (path) => packed(readFileSync(join(root, path))),
  pack: packed,
  modules: documented(),
})
for (const {path, text} of files) write(path, text)
write('site.js', await smaller(await bundle('../../examples/site/dress.ts', {format: 'iife'})))
const taking = pages.filter(({takes}) => takes).map(({script}) => script)
for (const [name, code] of await siteScripts(scripts, taking)) write(`${name}.js`, await smaller(code))
