/** How the one-file bundles are rolled. */
import {createHash} from 'node:crypto'
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {basename, dirname, join, relative} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {minify} from '@swc/core'
import {rolldown} from 'rolldown'

export const root = dirname(dirname(fileURLToPath(import.meta.url)))

/**
 * What d3-zoom imports for transitions alone. Nothing here starts one, and the rest of those two packages, the mixing of
 * colours above all, would be an eighth of a bundle.
 */
const stills = new Map([
  ['d3-transition', 'export const interrupt = () => {}'],
  ['d3-interpolate', 'export const interpolateZoom = null'],
])

/**
 * Methods of d3's objects that no picture calls, layouts that none draws, what d3-zoom does in transitions, of which there are none, and
 * the defaults of what is always set: nothing tells a bundler that they are not wanted.
 */
const uncalled = new Map([
  [
    'd3-hierarchy.mjs',
    /^ {2}(?:count|each|find|path|ancestors|leaves|links|copy): node_\w+,\n|(?<=^var (?:re)?squarify) = \(function custom[^]*?^\}\)\(phi\)|^TreeNode\.prototype = .*\n/gm,
  ],
  ['d3-ease.mjs', /(?<=^var \w+) = \(function custom[^]*?^\}\)\(.*\)/gm],
  ['d3-drag.mjs', /^DragEvent\.prototype\.on = [^]*?^\};\n/gm],
  ['d3-dispatch.mjs', /^ {2}(?:copy|apply): function[^]*?^ {2}\},?\n/gm],
  [
    'd3-zoom.mjs',
    /^ {2}(?:zoom\.(?:constrain|interpolate|clickDistance|tapDistance|translateTo) = |(?:apply[XY]?|rescale[XY]): )[^]*?^ {2}\}[;,]\n|^ {2}function schedule\([^]*?^ {2}\}\n|if \(collection !== selection\) \{[^]*?\} else |if \(duration > 0\).*\n *else |(?<=\b(?:filter|extent|wheelDelta|touchable)) = default\w+(?=,)/gm,
  ],
])

const still = {
  name: 'still',
  transform(code, id) {
    const methods = uncalled.get(basename(id))
    if (methods === undefined) return null
    const left = code.replaceAll(methods, '')
    return left === code ? fail(`${basename(id)} has none of the methods that are left out`) : left
  },
  resolveId(id, from = '') {
    if (stills.has(id) && from.includes('d3-zoom')) return `\0${id}`
    return id === 'd3-selection' && /d3-zoom|d3-drag|\/d3\/dist/.test(from)
      ? join(root, 'scripts/selection.mjs')
      : null
  },
  load: (id) => stills.get(id.slice(1)) ?? null,
}

/** Code in the place of files that a build knows better. */
const instead = (stead) => ({
  name: 'instead',
  load: (id) => stead[relative(join(root, 'viz/hosts'), id)] ?? null,
})

/** What d3-array makes as it loads (searches, a shuffle, a blur) and nothing here uses: to make it has no effect, nor has to read a property. */
const treeshake = {
  manualPureFunctions: ['bisector', 'shuffler', 'Blur2'],
  propertyReadSideEffects: false,
}

/**
 * One file of code, made of an entry in viz/hosts and all that it imports.
 *
 * @param entry the name of its file
 * @param output what rolldown is told of the file
 * @param platform 'browser', or 'node', whose own modules stay imports
 * @param stead code that stands in for files, by their names
 */
export async function bundle(entry, output, {platform = 'browser', stead = {}} = {}) {
  const input = join(root, 'viz/hosts', entry)
  const chunks = await roll({input, platform, plugins: [still, instead(stead)]}, output)
  if (chunks.length !== 1) fail(`${entry} became ${chunks.length} files; expected one`)
  return chunks[0].code
}

/**
 * The module of `defineElement`, and the one that it imports when a run is to be simulated.
 *
 * @returns {Promise<readonly (readonly [string, string])[]>} file and code of each
 */
export async function element() {
  const chunks = await roll(
    {
      input: {element: join(root, 'viz/hosts/element.ts')},
      platform: 'browser',
      plugins: [still],
      preserveEntrySignatures: 'allow-extension',
    },
    {format: 'es', chunkFileNames: 'element.[name].js'},
  )
  return chunks.map(({fileName, code}) => [fileName, code])
}

/** What an entry in viz/hosts exports, made of the sources as they are now. */
export async function imported(entry) {
  const folder = mkdtempSync(join(tmpdir(), 'jitlens-rolled-'))
  try {
    const file = join(folder, 'entry.mjs')
    writeFileSync(file, await bundle(entry, {format: 'es'}, {platform: 'node'}))
    return await import(pathToFileURL(file))
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function roll(input, output) {
  const build = await rolldown({
    treeshake,
    onLog: (level, log) => level === 'warn' && fail(log.message),
    ...input,
  })
  const {output: chunks} = await build.generate({minify: true, comments: false, ...output})
  await build.close()
  return chunks
}

/**
 * The scripts of a script tag: the first, and those that it fetches beside itself, which build on its code and on that of those
 * before. The first calls what its entry exports as `start`, and keeps what that returns as `jitlens`; the others give themselves
 * to `jitlens.add`. All name the build that they are of.
 *
 * @returns {Promise<ReadonlyMap<string, string>>} the code of each by its file's name, the first script's last: a folder that has it has all
 */
export async function tagScripts() {
  const input = Object.fromEntries(
    Object.entries({script: 'tag', more: 'more', play: 'play'}).map(([name, entry]) => [
      `jitlens.${name}`,
      join(root, `viz/hosts/${entry}.ts`),
    ]),
  )
  const chunks = await roll(
    {input, platform: 'browser', plugins: [still], preserveEntrySignatures: 'allow-extension'},
    {format: 'cjs'},
  )
  const codeOf = (name) => chunks.find((chunk) => chunk.name === `jitlens.${name}`)?.code
  const [first, more, play] = ['script', 'more', 'play'].map(codeOf)
  if (chunks.length !== 3 || [first, more, play].includes(undefined))
    fail(`the script tag became ${chunks.map(({fileName}) => fileName).join(', ')}; expected three files`)
  const whole = [first, more, play].join('')
  const build = JSON.stringify(createHash('sha256').update(whole).digest('hex').slice(0, 8))
  const other = (name, code) =>
    `jitlens.add(${build},${JSON.stringify(name)},require=>{const exports={};${code};return exports});`
  return new Map([
    ['jitlens.more.js', other('more', more)],
    ['jitlens.play.js', other('play', play)],
    [
      'jitlens.script.js',
      `var jitlens=(exports=>{${first};return exports.start(document.currentScript,exports,${build})})({});`,
    ],
  ])
}

/**
 * The scripts of the site's pages, for script tags: `jitlens` holds what several of them build on, `reading` what those alone need that
 * take files, each of the others its page and what is that page's alone. A script finds what another gave by its file's name in the global `jitlens`, and those that ran in `jitlens.made`: they can run again in a worker.
 *
 * @param names the files of pages' scripts, below examples and without `.ts`
 * @param taking those of them that take files; they may build on another page's script
 * @returns {Promise<ReadonlyMap<string, string>>} the code of each, of `jitlens` and of `reading`
 */
export async function siteScripts(names, taking) {
  const input = Object.fromEntries(names.map((name) => [name, join(root, 'examples', `${name}.ts`)]))
  const chunks = await roll(
    {input, platform: 'browser', plugins: [still], preserveEntrySignatures: 'allow-extension'},
    {format: 'cjs', chunkFileNames: '[name].js'},
  )
  const pages = chunks.filter(({isEntry}) => isEntry)
  const shared = chunks.filter(({isEntry}) => !isEntry)
  const wrapped = ({code, fileName}) => {
    const name = JSON.stringify(fileName)
    const find = `require=path=>jitlens[new URL(path,'a:/'+${name}).pathname.slice(1)]`
    return `((run)=>{run();jitlens.made.push(run)})(()=>{const exports={},${find};${code};jitlens[${name}]=exports});`
  }
  const needed = inOrder(
    shared,
    pages.filter(({name}) => !taking.includes(name)),
  )
  const others = inOrder(shared, pages).filter((chunk) => !needed.includes(chunk))
  const codeOf = (some) => some.map(wrapped).join('\n')
  return new Map([
    ['jitlens', `var jitlens={made:[]};\n${codeOf(needed)}`],
    ['reading', codeOf(others)],
    ...pages.map((page) => [page.name, wrapped(page)]),
  ])
}

/** Those pieces of code that others need, each behind those that it imports. */
function inOrder(chunks, needing) {
  const left = new Map(chunks.map((chunk) => [chunk.fileName, chunk]))
  const below = ({dynamicImports, imports}) =>
    [...imports, ...dynamicImports].flatMap((name) => {
      const chunk = left.get(name)
      left.delete(name)
      return chunk === undefined ? [] : [...below(chunk), chunk]
    })
  return needing.flatMap(below)
}

/**
 * The same code in fewer bytes once packed, by a second minifier: for what a page loads from a site. Statements stay apart: joined by
 * commas they pack worse.
 */
export const smaller = async (code) => {
  const options = {
    compress: {passes: 6, ecma: 2020, sequences: false},
    mangle: true,
    ecma: 2022,
    module: false,
  }
  return (await minify(code, {...options, format: {comments: false}})).code
}

/** Code that may stand between script tags, leaves no name in the page, and calls what its entry exports. */
async function inlined(entry, call) {
  const code = await bundle(entry, {
    format: 'iife',
    name: 'jitlens',
    banner: '(()=>{',
    footer: `jitlens.${call}})();`,
  })
  return inline(code)
}

/** The script of a report, made of an entry that exports `page`, with the hash by which its page allows it. */
export async function pageScript(entry) {
  const text = await inlined(entry, 'page(document.currentScript, window)')
  return {text, hash: createHash('sha256').update(text).digest('base64')}
}

/** The script that stands beside a report in a frame. */
export const fit = () => inlined('fit.ts', 'fit(window)')

/** The code as it may stand between script tags: nothing in it ends the element or opens a comment. */
const inline = (code) => code.replaceAll(/<(?=\/script|!--)/gi, String.raw`\x3c`)

export function fail(sentence) {
  console.error(`bundle: ${sentence}`)
  process.exit(1)
}
