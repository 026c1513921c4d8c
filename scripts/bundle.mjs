/**
 * `node scripts/bundle.mjs [FOLDER]`: the one-file bundles, from the sources into FOLDER (dist), and their sizes.
 *
 * | file | |
 * | --- | --- |
 * | bundle/element.js | `defineElement`, an ES module |
 * | bundle/element.simulated.js | what that one imports for a scenario or a program: the simulator |
 * | bundle/widget.js | the anywidget front end, an ES module |
 * | bundle/loader.js | what a widget of the Python package starts as: it loads widget.js once a page |
 * | bundle/fit.js | what stands beside a report in a frame: it fits the frame to the report |
 * | bundle/jitlens.script.js | for a script tag: `<jit-lens>`, and the global `jitlens` |
 * | bundle/jitlens.more.js | what that one fetches beside itself: the reader of logs, the pictures below the causes |
 * | bundle/jitlens.play.js | what it fetches for a scenario or a program: the simulator |
 * | viz/hosts/script.js | the script of a report, with the hash by which its page allows it |
 * | viz/hosts/main.js | the command line, in the place of the file that tsc made: to load its hundreds of modules takes longer than most logs |
 */
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {gzipSync} from 'node:zlib'
import {bundle, element, fit, pageScript, root, smaller, tagScripts} from './rolled.mjs'

const folder = resolve(process.argv[2] ?? join(root, 'dist'))

const kilo = ({length}) => (length / 1000).toFixed(1)

function write(name, text) {
  const file = join(folder, name)
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, text)
  console.log(
    `${name.padEnd(26)} ${kilo(text).padStart(6)} kB, ${kilo(gzipSync(text, {level: 9})).padStart(5)} kB gzip`,
  )
}

for (const [name, code] of await element()) write(`bundle/${name}`, code)
write('bundle/widget.js', await bundle('widget.ts', {format: 'es'}))
write('bundle/loader.js', await bundle('loader.ts', {format: 'es'}))
write('bundle/fit.js', await fit())

const script = await pageScript('page.ts')
const made = `export const script = ${JSON.stringify(script)};\n`
write('viz/hosts/script.js', made)
write(
  'viz/hosts/main.js',
  await bundle('main.ts', {format: 'es', minify: false}, {platform: 'node', stead: {'script.ts': made}}),
)

// The script tag is the last file to be written: a build that has it is whole.
for (const [name, code] of await tagScripts()) write(`bundle/${name}`, await smaller(code))
