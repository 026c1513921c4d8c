/**
 * `npm run wheel [FOLDER]`: the Python package as one wheel in FOLDER (dist), which needs Python alone.
 *
 * What it carries is made first, in python/src/jitlens:
 *
 * | file | |
 * | --- | --- |
 * | recorder.py | examples/python/jitlens.py |
 * | static/logs.html | the page of a report, which opens logs and traces, with places for what it holds |
 * | static/traces.html | the same for traces alone, which is a third smaller |
 * | static/fit.js | what stands beside a report in a frame |
 * | static/widget.js, static/loader.js | the front end of a widget, and what loads it once a page |
 * | static/cli.mjs | the command line for Node |
 * | static/cli.js | the same, but for `report`, for a V8 without Node |
 */
import {spawnSync} from 'node:child_process'
import {copyFileSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {python} from './python.mjs'
import {bundle, fail, fit, imported, pageScript, root} from './rolled.mjs'

const home = join(root, 'python/src/jitlens')
const folder = resolve(process.argv[2] ?? join(root, 'dist'))
const {version} = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))

const write = (name, text) => writeFileSync(join(home, 'static', name), text)

const constant = (name, value) => `export const ${name} = ${JSON.stringify(value)};\n`
const packaged = {'version.ts': constant('version', version)}

/** The file of a report with places for its title, what stands above its headline and what it holds, brought to life by an entry. */
async function template(entry) {
  const {sheet} = await imported('sheet.ts')
  const script = await pageScript(entry)
  return sheet({title: '{title}', name: '', note: null, script}, '{inside}').replace(
    'data-title="{title}"',
    'data-title="{heading}"',
  )
}

async function commandLine() {
  const stead = {...packaged, 'script.ts': constant('script', await pageScript('page.ts'))}
  return bundle('main.ts', {format: 'es'}, {platform: 'node', stead})
}

async function bare() {
  const codes = await bundle('utf8.ts', {
    format: 'iife',
    name: 'utf8',
    footer: 'globalThis.TextEncoder ??= utf8.Utf8Encoder;globalThis.TextDecoder ??= utf8.Utf8Decoder;',
  })
  return `${codes}\n${await bundle('bare.ts', {format: 'iife', name: 'jitlens'}, {stead: packaged})}`
}

mkdirSync(join(home, 'static'), {recursive: true})
copyFileSync(join(root, 'examples/python/jitlens.py'), join(home, 'recorder.py'))
write('logs.html', await template('logpage.ts'))
write('traces.html', await template('page.ts'))
write('fit.js', await fit())
write('widget.js', await bundle('widget.ts', {format: 'es'}))
write('loader.js', await bundle('loader.ts', {format: 'es'}))
write('cli.mjs', await commandLine())
write('cli.js', await bare())

const words = ['-m', 'pip', 'wheel', '--quiet', '--no-deps', '--wheel-dir', folder, join(root, 'python')]
const {status, stderr, error} = spawnSync(python() ?? fail('there is no Python 3.10 or newer'), words, {
  encoding: 'utf8',
})
if (status !== 0) fail(`pip wheel failed\n${error?.message ?? stderr}`)
console.log(join(folder, `jitlens-${version}-py3-none-any.whl`))
