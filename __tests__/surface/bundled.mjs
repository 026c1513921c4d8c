/** Bundles a program as a user would and runs it: node bundled.mjs ENTRY FILE. */
import {pathToFileURL} from 'node:url'
import {rolldown} from 'rolldown'

const [, , entry, file] = process.argv
const build = await rolldown({input: entry, platform: 'node', logLevel: 'silent'})
await build.write({file, format: 'es'})
await build.close()
await import(pathToFileURL(file))
