/**
 * `npm run coverage`: writes docs/coverage.md, which says of every public name of flax.nnx and of the namespaces of JAX and optax
 * whether it is here, and what is different; lib/absentnnx.ts and lib/absentjax.ts, whose names throw a sentence; and
 * lib/script/signatures.ts, by which a text of Python gives arguments by name. With `--check` it writes nothing and fails where a file is not current.
 *
 * The names and parameters are those that __tests__/golden/signatures.py found in the packages; what is here is what the compiler
 * knows of lib/index.ts.
 */
import {readFileSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {fileURLToPath} from 'node:url'
import {format, resolveConfig} from 'prettier'
import ts from 'typescript'
import {compiled} from './compiled.mjs'

const root = dirname(dirname(fileURLToPath(import.meta.url)))
const {versions, names, methods} = JSON.parse(
  readFileSync(join(root, '__tests__/golden/signatures.json'), 'utf8'),
)

/** The namespaces as a program writes them, and the modules whose names they have. */
const namespaces = {
  nnx: 'flax.nnx',
  'nnx.initializers': 'flax.nnx.initializers',
  jax: 'jax',
  jnp: 'jax.numpy',
  'jnp.linalg': 'jax.numpy.linalg',
  'jax.nn': 'jax.nn',
  'jax.random': 'jax.random',
  lax: 'jax.lax',
  'jax.tree': 'jax.tree',
  'jax.ops': 'jax.ops',
  'jax.scipy.special': 'jax.scipy.special',
  optax: 'optax',
  'optax.losses': 'optax.losses',
}

/** What is different and no signature tells. */
const notes = {
  'nnx.Module': 'a model is called by its method: `model.call(x)`',
  'nnx.State': 'frozen: `nnx.edit(state, (draft) => …)` gives a new one',
  'nnx.GraphDef': '`a.equals(b)` in the place of `==`, `digest(a)` in the place of `hash(a)`',
  'nnx.Sequential': 'layers may be functions, or anything with a method `call`',
  'nnx.static': 'also `nnx.fixed`, a name that can be imported',
  'nnx.to_flat_state': 'pairs of path and leaf',
  'nnx.split': 'the state is frozen, of VariableStates',
  'nnx.jit': 'the caches are those of a Session, `defaultSession()` where none is named',
  'jax.jit': 'the caches are those of a Session, `defaultSession()` where none is named',
  'jax.Array':
    '`x.tolist()` and `x.item()` compute what is read; operators are functions (`jnp.add`), `x[…]` is `jnp.getitem`',
  'jax.config': '`update` alone, for the default session',
  'jnp.array': 'a number without a fraction is an int: `float(1)` makes a float',
  'jnp.asarray': 'a number without a fraction is an int: `float(1)` makes a float',
  'jnp.s_': 'a function: `jnp.s_(start, stop, step)`, also `span`',
}

/** Kinds of names that are no part of the interface: they are counted. */
const aside = {
  module: 'modules',
  TypeVar: 'type variables',
  Primitive: 'primitives (`add_p` and its like: here the name of an equation’s `op`)',
}

const camel = (name) =>
  /^[a-z]/.test(name) ? name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter) => letter.toUpperCase()) : name

/** The names of a Python signature, without what cannot be given by name. */
const parametersOf = (text) =>
  (/\((.*)\)$/.exec(text)?.[1] ?? '')
    .split(', ')
    .filter((one) => one !== '' && one !== '…' && one !== '/')
    .map((one) => one.replace('=', ''))

const index = join(root, 'lib/index.ts')
const {program, checker, target} = compiled([index])
const file = program.getSourceFile(index)

/** What stands under each name of a namespace, as a type; nothing where the namespace is not there. */
function namesIn(path) {
  const [first, ...rest] = path.split('.')
  const found = checker.getExportsOfModule(checker.getSymbolAtLocation(file)).find(({name}) => name === first)
  let type = checker.getTypeOfSymbolAtLocation(target(found), file)
  for (const part of rest) {
    const next = checker.getPropertyOfType(type, part)
    if (next === undefined) return new Map()
    type = checker.getTypeOfSymbolAtLocation(next, file)
  }
  return new Map(
    checker
      .getPropertiesOfType(type)
      .map((one) => [one.name, checker.getTypeOfSymbolAtLocation(one, file)])
      .filter(([, one]) => !(one.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Never))),
  )
}

/** How many arguments a function takes by place, and the names of its options; null where it takes any number. */
function takenBy(type) {
  const signatures = [
    ...checker.getSignaturesOfType(type, ts.SignatureKind.Call),
    ...checker.getSignaturesOfType(type, ts.SignatureKind.Construct),
  ]
  const all = signatures.map((signature) => {
    const parameters = signature.getParameters()
    const last = parameters.at(-1)
    if (last === undefined) return {places: 0, options: []}
    if (last.valueDeclaration?.dotDotDotToken !== undefined) return null
    const options = checker.getNonNullableType(checker.getTypeOfSymbolAtLocation(last, file))
    const isOptions = /(Options|Call)$|^__type$/.test((options.aliasSymbol ?? options.symbol)?.name ?? '')
    return isOptions && checker.getSignaturesOfType(options, ts.SignatureKind.Call).length === 0
      ? {places: parameters.length - 1, options: checker.getPropertiesOfType(options).map(({name}) => name)}
      : {places: parameters.length, options: []}
  })
  if (all.length === 0 || all.includes(null)) return null
  return {places: Math.max(...all.map(({places}) => places)), options: all.flatMap(({options}) => options)}
}

/** The parameters of Python that ours does not take. */
function lacking(signature, type) {
  const taken = takenBy(type)
  const theirs = parametersOf(signature)
  if (taken === null || theirs.some((one) => one.startsWith('*') && one !== '*')) return []
  return theirs
    .filter((one) => one !== '*')
    .filter((one, i) => i >= taken.places && !taken.options.includes(one) && !one.startsWith('_'))
}

/** The names of a namespace's module: those that are here, those that are not, and the kinds of those left aside. */
function compare(path) {
  const ours = namesIn(path)
  const [here, absent, left, modules] = [[], [], [], []]
  for (const [name, signature] of Object.entries(names[namespaces[path]])) {
    const own = [camel(name), name].find((one) => ours.has(one))
    if (own !== undefined) here.push({name, own, without: lacking(signature, ours.get(own))})
    else if (signature in aside) {
      left.push(signature)
      if (signature === 'module') modules.push(name)
    } else absent.push(name)
  }
  return {here, absent, left, modules}
}

const compared = Object.fromEntries(Object.keys(namespaces).map((path) => [path, compare(path)]))

function section([path, {here, absent, left}]) {
  const [module, all] = [namespaces[path], here.length + absent.length]
  const rows = here.map(({name, own, without}) => {
    const different = [
      notes[`${path}.${name}`],
      without.length > 0 && `without ${without.map((one) => `\`${one}\``).join(', ')}`,
    ].filter(Boolean)
    return `| \`${name}\` | \`${own}\` | ${different.join('; ')} |`
  })
  const counted = Object.entries(aside).flatMap(([kind, words]) => {
    const count = left.filter((one) => one === kind).length
    return count === 0 ? [] : [`${count} ${words}`]
  })
  return {
    counts: `| \`${path}\` | \`${module}\` | ${here.length} | ${all} |`,
    text: [
      `## ${module}`,
      `${here.length} of ${all} names are here, in \`${path}\`.${counted.length > 0 ? ` Left out of the count: ${counted.join(', ')}.` : ''}`,
      ...(rows.length > 0
        ? [['| Python | here | what is different |', '| --- | --- | --- |', ...rows].join('\n')]
        : []),
      ...(absent.length > 0 ? [`Not here: ${absent.map((name) => `\`${name}\``).join(', ')}.`] : []),
    ].join('\n\n'),
  }
}

const sections = Object.entries(compared).map(section)
const page = [
  '# What is here of flax, JAX and optax',
  `Every public name of flax.nnx ${versions.flax}, JAX ${versions.jax} and optax ${versions.optax} in the namespaces below: whether it is here, under which name, and what is different. \`npm run coverage\` writes this page from the packages' own names and from the types of this library; a test holds that it is current.`,
  'Functions are spelt in camelCase (`value_and_grad` is `valueAndGrad`), classes as they are, options as in Python in one last object. A name that is not here throws a sentence: `jnp.foo(…)`, `new nnx.Foo(…)`, `optax.foo(…)`.',
  [
    '| namespace | module | here | of |',
    '| --- | --- | --- | --- |',
    ...sections.map(({counts}) => counts),
  ].join('\n'),
  ...sections.map((one) => one.text),
].join('\n\n')

/** What no variable of a module may be called, or should not; `module` is CommonJS's. */
const reserved = new Set(['Object', 'module', 'export', 'import', 'typeof', 'delete', 'with', 'in', 'new'])

/** Names that many programs know, of flax.linen and of older releases, and those of today. */
const elsewhere = {
  jax: Object.fromEntries([
    ...['map', 'leaves', 'flatten', 'unflatten', 'structure', 'reduce', 'all'].map((name) => [
      `tree_${name}`,
      `tree.${name}`,
    ]),
  ]),
  nnx: {
    Dense: 'Linear',
    DenseGeneral: 'LinearGeneral',
    MultiHeadDotProductAttention: 'MultiHeadAttention',
  },
}

/** A module that exports a function for each name that a namespace does not have, and for each that it has under another spelling. */
function absentees(path) {
  const {absent, modules, here} = compared[path]
  const meant = elsewhere[path] ?? {}
  const names = [...new Set([...absent, ...modules].flatMap((name) => [camel(name), name]))].filter(
    (name) => !reserved.has(name) && !(name in meant),
  )
  const respelt = [...here.filter(({name, own}) => name !== own).map(({name}) => name), ...Object.keys(meant)]
  return `import {absentFrom, respelt} from './python/index.ts'

/** Names of ${namespaces[path]} that are not here: to use one throws a sentence. \`npm run coverage\` writes this file. */
export const {${names.join(', ')}} = absentFrom('${path}')

/** Names that are here under another spelling: to use one throws a sentence that says which. */
export const {${respelt.join(', ')}} = respelt('${path}'${path in elsewhere ? `, ${JSON.stringify(meant)}` : ''})
`
}

/** The modules of Python, and the namespaces that have their names here. */
const modules = {
  ...Object.fromEntries(Object.entries(namespaces).map(([path, module]) => [module, path])),
  'jax.tree_util': 'jax.treeUtil',
  'jax.scipy.stats': 'jax.scipy.stats',
}

/**
 * What of a signature of Python a call needs that is made by place and by name: the arguments by place, and those by name that must be given.
 * Of the first, those that ours takes in an object of options are left out: `*more` stands in their place. Those before `/` have no names.
 */
function callable(signature, type) {
  const [, list = ''] = /^(?:class)?\((.*)\)$/.exec(signature) ?? []
  const all = list.split(', ').filter((part) => !part.startsWith('**'))
  const [alone, parts] = [all.indexOf('/'), all.filter((part) => part !== '/')]
  const star = parts.findIndex((part) => part.startsWith('*'))
  const places = star < 0 ? parts : parts.slice(0, star)
  const taken = places.slice(0, takenBy(type)?.places)
  const more = taken.length < places.length ? '*more' : star < 0 ? '*' : parts[star]
  const needed = star < 0 ? [] : parts.slice(star + 1).filter((part) => !part.endsWith('='))
  const placed = alone < 0 ? taken : taken.toSpliced(alone, 0, '/')
  return [...placed, ...(more === '*' && needed.length === 0 ? [] : [more]), ...needed].join(', ')
}

/** Each function of a table that is here and has arguments by place, with its signature. */
const signed = (table, ours, spelt = camel) =>
  Object.fromEntries(
    Object.entries(table).flatMap(([name, signature]) => {
      const type = ours.get([spelt(name), name].find((one) => ours.has(one)))
      const list = type === undefined ? '' : callable(signature, type)
      return /^(…|\/|\*\w*)?$/.test(list) ? [] : [[name, list]]
    }),
  )

/** The methods of a class of ours, by name. */
const methodsIn = (type) =>
  new Map(
    checker.getPropertiesOfType(type).map((one) => [one.name, checker.getTypeOfSymbolAtLocation(one, file)]),
  )

/** Classes whose methods others have too, where they are not listed again. */
const bases = ['Module', 'Variable']

/** The methods of each class that are here, with their signatures. */
function methodsHere() {
  const classes = new Map([...namesIn('nnx'), ...[...namesIn('jax')].filter(([name]) => name === 'Array')])
  return Object.fromEntries(
    Object.entries(methods).flatMap(([name, table]) => {
      const made = classes.get(name)
      const prototype = made === undefined ? undefined : checker.getPropertyOfType(made, 'prototype')
      if (prototype === undefined) return []
      const isInherited = (method) =>
        bases.some((base) => base !== name && methods[base][method] === table[method])
      const own = Object.entries(table).filter(([method]) => !isInherited(method))
      const found = signed(
        Object.fromEntries(own.map(([method, list]) => [method, `(${list})`])),
        methodsIn(checker.getTypeOfSymbolAtLocation(prototype, file)),
        (method) => (method === '__call__' ? 'call' : camel(method)),
      )
      return Object.keys(found).length === 0 ? [] : [[name, found]]
    }),
  )
}

const signatures = Object.fromEntries(
  Object.entries(modules).map(([module, path]) => [module, signed(names[module], namesIn(path))]),
)

/** A module that has the signatures of what a text of Python calls. */
const signing = `/**
 * Signatures of functions and classes, by module: arguments by place, and those by name that must be given. \`*more\` stands for those that
 * a function here takes in an object. \`npm run coverage\` writes this file.
 */
export const signatures: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(signatures)}

/** Those of methods, by class. */
export const methodSignatures: Readonly<Record<string, Readonly<Record<string, string>>>> = ${JSON.stringify(methodsHere())}
`

const files = {
  'docs/coverage.md': page,
  'lib/absentnnx.ts': absentees('nnx'),
  'lib/absentjax.ts': absentees('jax'),
  'lib/script/signatures.ts': signing,
}
for (const [path, text] of Object.entries(files)) {
  const place = join(root, path)
  const wanted = await format(text, {...(await resolveConfig(place)), filepath: place})
  if (!process.argv.includes('--check')) writeFileSync(place, wanted)
  else if (readFileSync(place, 'utf8') !== wanted) {
    console.error(`${path} is not current: npm run coverage writes it`)
    process.exitCode = 1
  }
}
