/**
 * `node scripts/rooms.mjs`: lib and viz in dist/rooms, each room one file, and each module one that hands on what its room holds.
 * With JITLENS_ROOMS the tests load these (scripts/resolver.cjs): to load a room's many modules takes jest longer than most tests.
 */
import {readdirSync, rmSync} from 'node:fs'
import {join, relative} from 'node:path'
import {rolldown} from 'rolldown'
import {fail, root} from './rolled.mjs'

/** Made by the build itself, or run as they are loaded. */
const apart = new Set(['viz/hosts/main.ts', 'viz/hosts/script.ts'])

const modules = ['lib', 'viz']
  .flatMap((folder) =>
    readdirSync(join(root, folder), {recursive: true}).map(
      (name) => `${folder}/${name.replaceAll('\\', '/')}`,
    ),
  )
  .filter((path) => path.endsWith('.ts') && !apart.has(path))

const room = /^((?:lib|viz)\/[^/]+?)(?:\.ts|\/.*)$/

const folder = join(root, 'dist/rooms')
rmSync(folder, {recursive: true, force: true})
const build = await rolldown({
  input: Object.fromEntries(modules.map((path) => [path.slice(0, -3), join(root, path)])),
  platform: 'node',
  external: (id) => !/^[./]/.test(id),
  preserveEntrySignatures: 'allow-extension',
  onLog: (level, log) => level === 'warn' && log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT' && fail(log.message),
})
await build.write({
  dir: folder,
  format: 'cjs',
  sourcemap: true,
  entryFileNames: '[name].cjs',
  chunkFileNames: '[name].room.cjs',
  codeSplitting: {
    includeDependenciesRecursively: false,
    groups: [{debugName: 'room', name: (id) => room.exec(relative(root, id))?.[1] ?? 'runtime', test: /./}],
  },
})
await build.close()
