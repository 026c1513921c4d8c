// The file that needs no module of Node: esbuild's bundles of ES modules cannot require one.
import hash from 'object-hash/dist/object_hash.js'
import {GraphDef} from '../graph/index.ts'
import {FrozenDict, isClass, PythonError, qualname, repr, typePath, typeRepr} from '../python/index.ts'

const digests = new WeakMap<GraphDef, string>()

/**
 * A short stable name of a graphdef, for people and files: the same in every process and browser. It is computed on the
 * flat written form, in which functions and classes are their names; whether two graphdefs are equal is for
 * `graphdef.equals` to say.
 *
 * @throws {PythonError} TypeError, for anything else.
 * @example
 * digest(graphdef) // 'ec381f3d3827'
 */
export function digest(graphdef: GraphDef): string {
  if (!(graphdef instanceof GraphDef))
    throw new PythonError(
      'TypeError',
      `digest is of a GraphDef, as in digest(nnx.graphdef(model)), but got ${typeRepr(graphdef)}`,
    )
  let found = digests.get(graphdef)
  if (found === undefined) {
    found = hash(written(graphdef), {algorithm: 'sha1', encoding: 'hex'}).slice(0, 12)
    digests.set(graphdef, found)
  }
  return found
}

/** A graphdef as nested lists of text: no object in it is shared, and none is alive. */
const written = ({nodes, attributes, num_leaves}: GraphDef): readonly unknown[] => [
  nodes.map((def) =>
    def.kind === 'NodeRef'
      ? [def.kind, def.index]
      : [def.kind, typeText(def.type), def.index, metadataText(def.metadata)],
  ),
  attributes.map(([key, attribute]) => [
    String(key),
    attribute.kind,
    attribute.kind === 'Static' ? staticText(attribute.value) : '',
  ]),
  num_leaves,
]

/** A dict in the order of its keys: equal dicts have one text. */
const staticText = (value: unknown): string =>
  `${typePath(value)} ${repr(value instanceof FrozenDict ? sorted(value) : value)}`

const sorted = ({items}: FrozenDict): FrozenDict =>
  new FrozenDict(new Map([...items].sort(([a], [b]) => (String(a) < String(b) ? -1 : 1))))

const typeText = (type: object | string): string => (typeof type === 'string' ? type : qualname(type))
const metadataText = (metadata: unknown): string => (isClass(metadata) ? qualname(metadata) : repr(metadata))
