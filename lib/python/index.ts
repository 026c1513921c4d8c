export {Complex, Float, complex, float, isInt} from './number.ts'
export {NamedTuple, Tuple, isSequence, namedtuple, tuple} from './tuple.ts'
export {DefaultDict, FrozenDict, OrderedDict, entriesOf, isDict, isPlain} from './dict.ts'
export {Partial, partial} from './partial.ts'
export {
  classPath,
  constructorOf,
  isClass,
  named,
  namesOf,
  qualname,
  typeName,
  typePath,
  typeRepr,
  unwrapped,
  wraps,
  type Names,
} from './name.ts'
export {repr} from './repr.ts'
export {
  address,
  anonymous,
  args,
  bracketItems,
  closesBracket,
  depth,
  elements,
  isOrdinary,
  isQuote,
  opensBracket,
  pairs,
  skipString,
  unquote,
} from './literal.ts'
export {countApart, innermost, takenOnce, valuesApart, withoutPart} from './pieces.ts'
export {equal, equalStatic, numberOf, sameHash, unhashable} from './equal.ts'
export {comparedBy, hashedBy, consoleText, isHashable, notebook, protocol} from './protocol.ts'
export {PythonSet} from './pythonset.ts'
export {nearestName} from './nearname.ts'
export {legible} from './legible.ts'
export {PythonError} from './error.ts'
export {
  absentFrom,
  camelCase,
  closedNamespace,
  refuseAbsent,
  refuseNames,
  refuseSlips,
  respelt,
} from './closed.ts'
export {type Options, callHint, callingBy, optionsBy, taking, takingAll, withoutOptions} from './takes.ts'
