/**
 * `node scripts/bundle.mjs [FOLDER]`: the one-file bundles, from the sources into FOLDER (dist), and their sizes.
 *
 * | file | |
 * | --- | --- |
 * | bundle/element.js | `defineElement`, an ES module |
 * | bundle/widget.js | the anywidget front end, an ES module |
 * | bundle/jitlens.script.js | for a script tag: `<jit-lens>`, and the global `jitlens` |
 * | viz/hosts/script.js | the script of a report, with the hash by which its page allows it |
 */
import {createHash} from 'node:crypto'
import {mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {fileURLToPath} from 'node:url'
import {gzipSync} from 'node:zlib'
import {rolldown} from 'rolldown'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const folder = resolve(process.argv[2] ?? join(root, 'dist'))

/**
 * What d3-zoom imports for transitions alone. Nothing here starts one, and the rest of those two packages, the mixing of
 * colours above all, would be an eighth of a bundle.
 */
const stills = new Map([
  ['d3-transition', 'export const interrupt = () => {}'],
  ['d3-interpolate', 'export const interpolateZoom = null'],
])

const still = {
  name: 'still',
  resolveId(id, from = '') {
    if (stills.has(id) && from.includes('d3-zoom')) return `\0${id}`
    return id === 'd3-selection' && /d3-zoom|d3-drag|\/d3\/dist/.test(from)
      ? join(root, 'scripts/selection.mjs')
      : null
  },
  load: (id) => stills.get(id.slice(1)) ?? null,
}

/** What d3-array makes as it loads (searches, a shuffle, a blur) and nothing here uses: to make it has no effect, nor has to read a property. */
const treeshake = {
  manualPureFunctions: ['bisector', 'shuffler', 'Blur2'],
  propertyReadSideEffects: false,
}

async function bundle(entry, output) {
  const build = await rolldown({
    input: join(root, 'viz/hosts', entry),
    platform: 'browser',
    plugins: [still],
    treeshake,
    onLog: (level, log) => level === 'warn' && fail(log.message),
  })
  const {output: chunks} = await build.generate({minify: true, comments: false, ...output})
  await build.close()
  if (chunks.length !== 1) fail(`${entry} became ${chunks.length} files; expected one`)
  return chunks[0].code
}

/** The code as it may stand between script tags: nothing in it ends the element or opens a comment. */
const inline = (code) => code.replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3c`)

const kilo = ({length}) => (length / 1000).toFixed(1)

function fail(sentence) {
  console.error(`bundle: ${sentence}`)
  process.exit(1)
}

function write(name, text) {
  const file = join(folder, name)
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, text)
  console.log(
    `${name.padEnd(26)} ${kilo(text).padStart(6)} kB, ${kilo(gzipSync(text, {level: 9})).padStart(5)} kB gzip`,
  )
}

write('bundle/element.js', await bundle('element.ts', {format: 'es'}))
write('bundle/widget.js', await bundle('widget.ts', {format: 'es'}))

const page = inline(
  await bundle('page.ts', {format: 'iife', name: 'jitlens', footer: 'jitlens.page(document, window);'}),
)
const script = {text: page, hash: createHash('sha256').update(page).digest('base64')}
write('viz/hosts/script.js', `export const script = ${JSON.stringify(script)};\n`)

// The last file to be written: a build that has it is whole.
write(
  'bundle/jitlens.script.js',
  await bundle('tag.ts', {format: 'iife', name: 'jitlens', footer: 'jitlens.defineElement();'}),
)
