/** Where jest finds a module of lib and viz: with JITLENS_ROOMS in that folder, which scripts/rooms.mjs wrote. */
const {existsSync} = require('node:fs')
const {dirname, join, relative} = require('node:path')

const root = dirname(__dirname)
const rooms = process.env.JITLENS_ROOMS

module.exports = (path, options) => {
  const found = options.defaultResolver(path, options)
  if (rooms === undefined || !found.endsWith('.ts')) return found
  const built = join(rooms, relative(root, found).replace(/\.ts$/, '.cjs'))
  return existsSync(built) ? built : found
}
