/** The public names of the Python package with their documentation, as its docstrings have it. */
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {root} from './rolled.mjs'

const read = (path) => readFileSync(join(root, path), 'utf8')

/** The module in which a name of the package is defined. */
const homeOf = (module) =>
  module === 'recorder' ? 'examples/python/jitlens.py' : `python/src/jitlens/${module}.py`

/** A definition on so many blanks: its name, how it goes on to the colon, its docstring. */
const definitions = (indent) =>
  new RegExp(String.raw`^${indent}(def|class) ([A-Za-z]\w*)(.*?):\n+${indent} {4}r?"""(.*?)"""`, 'gms')

const heads = /^ *(Args|Returns|Raises|Examples?):\n/m
const shell = /^ *>>> /m

/** A text without the blanks that all of its lines but the first begin with. */
function even(text) {
  const [first, ...others] = text.split('\n')
  const deep = Math.min(...others.filter((line) => line.trim() !== '').map((line) => line.search(/\S/)))
  return [first, ...others.map((line) => line.slice(deep))].join('\n').trim()
}

/** The items of a list, each a line that goes on where lines are deeper. */
const items = (text) =>
  even(`\n${text}`)
    .split(/\n(?=\S)/)
    .map((one) => one.replaceAll(/\s*\n\s*/g, ' ').trim())
    .filter((one) => one !== '')

/** What a docstring says: its text, arguments, errors, examples. */
function told(docstring) {
  const whole = even(docstring.replaceAll('\\\\', '\\'))
  const at = whole.search(shell)
  const [first = '', ...rest] = (at < 0 ? whole : whole.slice(0, at)).split(heads)
  const sections = new Map(rest.flatMap((name, index) => (index % 2 === 0 ? [[name, rest[index + 1]]] : [])))
  // A section ends where a paragraph begins that is not indented.
  const [inside, after] = ['Args', 'Returns', 'Raises'].reduce(
    ([known, more], name) => {
      const [list, ...others] = (sections.get(name) ?? '').split(/\n\n(?=\S)/)
      return [{...known, [name]: items(list)}, [...more, ...others]]
    },
    [{}, []],
  )
  const gives = inside.Returns.length === 0 ? [] : [`Gives: ${inside.Returns.join(' ')}`]
  return {
    text: [first.trim(), ...after.map((one) => one.trim()), ...gives].join('\n\n'),
    params: inside.Args.map((one) => one.replace(/^(\w+):/, '$1')),
    throws: inside.Raises.map((one) => one.replace(/^(\w+):/, '{$1}')),
    examples: at < 0 ? [] : [even(`\n${whole.slice(at)}`)],
  }
}

const line = (name, rest) => `${name}${rest.replaceAll(/\s*\n\s*/g, ' ')}`

/** Parameters as who calls gives them. */
const bound = (rest) => rest.replace(/\(\s*(?:self|cls)(?:,\s*)?/, '(')

/** What stands in a class, behind its docstring. */
const bodyOf = (source, {index, 0: whole}) => source.slice(index + whole.length).split(/^\S/m)[0]

/** How a class is called, where it or the class that it is made from says so. */
function madeBy(source, found) {
  const [, rest] = /^ {4}def __init__(\(.*?\))(?: -> None)?:\n/ms.exec(bodyOf(source, found)) ?? []
  if (rest !== undefined) return [line(`jitlens.${found[2]}`, bound(rest))]
  const [, module, base] = /^\((\w+)\.(\w+)\)/.exec(found[3]) ?? []
  return module === undefined ? [] : madeBy(...definition(base, module))
}

/** The methods that a class says something of, up to the next definition beside it. */
function membersOf(source, found) {
  return [...bodyOf(source, found).matchAll(definitions(' {4}'))].map(([, , name, rest, docstring]) => {
    const {text, examples} = told(docstring)
    return {lines: [line(name, bound(rest))], text, examples}
  })
}

/** The source of a module, and where a name is defined in it. */
function definition(name, module) {
  const source = read(homeOf(module))
  const found = [...source.matchAll(definitions(''))].find(([, , one]) => one === name)
  if (found === undefined) throw new Error(`${homeOf(module)} has no ${name} with a docstring`)
  return [source, found]
}

function entry(name, module) {
  const [source, found] = definition(name, module)
  const [, kind, , rest, docstring] = found
  const isFunction = kind === 'def'
  return {
    name: `jitlens.${name}`,
    kind: isFunction ? 'function' : 'class',
    lines: isFunction ? [line(`jitlens.${name}`, rest)] : madeBy(source, found),
    ...told(docstring),
    members: isFunction ? [] : membersOf(source, found),
  }
}

/** The Python package as a module of the reference. */
export function pythonNames() {
  const homes = [...read('python/src/jitlens/__init__.py').matchAll(/^ {4}"(\w+)": "(\w+)",$/gm)]
  return {
    name: 'python',
    from: 'jitlens',
    names: homes.map(([, name, module]) => entry(name, module)),
  }
}
