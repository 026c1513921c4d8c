import {simulated, type SimulatedRelease} from '../../../lib/index.ts'
import {type Drawing, html} from '../../../viz/index.ts'
import {grid, row, yes} from './grid.ts'

type Layer = SimulatedRelease['rules']['layers'][number]

/** The releases whose caches are known, the newest first. */
export const known: readonly SimulatedRelease[] = [...simulated].reverse()

/** A row of the table in which the parts of keys are explained. */
const explained = /^ \* \| `([^`]+)` \| (.+) \|$/gm

/**
 * What each cache of the newest release compares, what it keeps, and what other releases do otherwise.
 *
 * @param source the file that explains what keys are made of
 */
export function caches(source: string): Drawing[] {
  const meanings = [...source.matchAll(explained)]
  const [newest] = known
  if (newest === undefined) return []
  const {layers} = newest.rules
  const used = meanings.filter(([, name]) => layers.some(({key}) => has(key, name ?? '')))
  return [
    html('h2', {}, 'What each cache compares'),
    html(
      'p',
      {},
      `A call of a jitted function asks these caches from left to right, and stops at the first that has an entry for it. Two calls share an entry where all that is marked is equal. This is jax ${newest.jax}.`,
    ),
    grid(
      `What each cache of jax ${newest.jax} compares`,
      ['part of the key', ...layers.map(({name}) => name), 'two calls are equal in it when'],
      used.map(([, name = '', meaning = '']) =>
        row(html('code', {}, name), [
          ...layers.map(({key}) => (has(key, name) ? yes() : '')),
          meaning.replaceAll('`', ''),
        ]),
      ),
    ),
    html('h2', {}, 'What each cache keeps'),
    grid(
      'What each cache keeps',
      [
        'cache',
        'keeps at most',
        'f.clear_cache() drops',
        'jax.clear_caches() empties it',
        'where JAX has it',
      ],
      layers.map((layer) =>
        row(html('code', {}, layer.name), [
          kept(layer),
          dropped[layer.drops],
          layer.isMemory ? 'yes' : 'no, it is on disk',
          html('code', {}, layer.source),
        ]),
      ),
    ),
    html('h2', {}, 'What other releases do otherwise'),
    html('p', {}, 'Each against the release above it.'),
    grid(
      'What other releases do otherwise',
      ['release', 'measured with', 'its caches', 'its settings'],
      known.map((release, at) => against(release, known[at - 1])),
    ),
  ]
}

const has = (key: Layer['key'], name: string): boolean => key.some((member) => member === name)

const kept = ({limit}: Layer): string => {
  if (limit === 0) return 'nothing'
  return Number.isFinite(limit) ? `${limit} entries, of all functions together` : 'all entries'
}

const dropped = {own: 'the entries of f', all: 'all entries', none: 'none'} as const

function against(release: SimulatedRelease, newer: SimulatedRelease | undefined): Drawing {
  const cells =
    newer === undefined
      ? ['', '']
      : [layerChanges(release, newer).join('; ') || 'the same', settingChanges(release, newer)]
  return row(`jax ${release.jax}`, [`flax ${release.flax}`, ...cells])
}

/** What the caches of a release do otherwise than those of a newer one. */
const layerChanges = (older: SimulatedRelease, newer: SimulatedRelease): string[] =>
  older.rules.layers.flatMap((layer) => {
    const other = newer.rules.layers.find(({name}) => name === layer.name)
    if (other === undefined) return [`${layer.name} is there`]
    const more = layer.key.filter((member) => !has(other.key, member))
    const less = other.key.filter((member) => !has(layer.key, member))
    const said = [
      ...(more.length > 0 ? [`also compares ${more.join(', ')}`] : []),
      ...(less.length > 0 ? [`does not compare ${less.join(', ')}`] : []),
      ...(layer.limit === other.limit ? [] : [`keeps ${kept(layer)}`]),
      ...(layer.drops === other.drops ? [] : [`clear_cache() drops ${dropped[layer.drops]}`]),
      ...(layer.isTold || !other.isTold ? [] : ['JAX does not say when it misses']),
    ]
    return said.length === 0 ? [] : [`${layer.name} ${said.join(', ')}`]
  })

/** How many settings a release has that a newer one lacks, and the other way round. */
function settingChanges(older: SimulatedRelease, newer: SimulatedRelease): string {
  const lacking = (some: SimulatedRelease, others: SimulatedRelease): number =>
    Object.keys(some.rules.settings).filter((name) => !Object.hasOwn(others.rules.settings, name)).length
  const [more, less] = [lacking(older, newer), lacking(newer, older)]
  return more + less === 0 ? 'the same' : `${more} that went, ${less} not yet there`
}
