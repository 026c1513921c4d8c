/** The parameters of functions, by name, from those that have the same ones. */
const ofEach = (groups: Readonly<Record<string, string>>): ReadonlyMap<string, string> =>
  new Map(Object.entries(groups).flatMap(([list, names]) => names.split(' ').map((name) => [name, list])))

/** The parameters of Python's own functions, as `signatures` has those of libraries; all that they take stand here. */
export const parametersOfBuiltins = ofEach({
  'x, /':
    'abs all any callable chr classmethod hash id iter len ord property repr reversed staticmethod type vars',
  'x=, /': 'bool float frozenset list set tuple',
  'x, y, /': 'divmod filter hasattr isinstance issubclass',
  'x, name, value, /': 'setattr',
  'x, name, default=, /': 'getattr',
  'x, default=, /': 'format next',
  'start, stop=, step=, /': 'range slice',
  'arg, /, *args, key=, default=': 'max min',
  'x=, /, **kwargs': 'dict',
  'iterable, start=': 'enumerate',
  'x=, /, base=': 'int',
  'function, iterable, /, *iterables': 'map',
  'base, exp, mod=': 'pow',
  'number, ndigits=': 'round',
  'iterable, /, *, key=, reverse=': 'sorted',
  'object=': 'str',
  'iterable, /, start=': 'sum',
  'real=, imag=': 'complex',
  '*iterables, strict=': 'zip',
})

/** Those of the methods of its own types; the others take nothing. */
export const parametersOfMethods = ofEach({
  'x, /':
    'append extend remove index count add discard issubset join removeprefix removesuffix startswith endswith find zfill',
  'x=, /': 'strip lstrip rstrip',
  'x, y, /': 'insert',
  'x, y=, /': 'get setdefault ljust rjust',
  'x, y, z=, /': 'replace',
  '*, key=, reverse=': 'sort',
  '*others': 'union intersection difference set.update',
  '*args, **kwargs': 'format',
  'sep=, maxsplit=': 'split rsplit',
  'index=, /': 'list.pop',
  'key, default=, /': 'dict.pop',
  'x=, /, **kwargs': 'dict.update',
})
