"""Makes small expressions of plain Python by combining operands, and records what CPython gives for each.

    python3 __tests__/golden/differential.py > __tests__/golden/differential.json     (CPython 3.11)

A row is an expression and its repr, or `!` and the type of what it raises. Sets that are printed hold numbers: the order of texts is another
in each process.
"""

import itertools
import json
import random
import sys

INTS = ["0", "1", "-1", "7", "-7", "15", "255", "-1234", "10**17", "2**70", "-2**70", "True", "False"]
FLOATS = ["0.0", "-0.0", "0.5", "1.5", "2.5", "-2.5", "1.25", "0.125", "2.675", "-7.0", "1234.5678", "1e16", "1e22", "1e-7", "123456789.0"]
ODD = ["float('inf')", "float('-inf')", "float('nan')"]
OTHER = ["None", "'ab'", "''", "[1, 2]", "(1, 2)", "{'a': 1}", "{1, 2}"]
NUMBERS = INTS + FLOATS + ODD
TEXTS = ["''", "'a'", "'abc'", "'Hello World'", "' a b  c '", "'a,b,,c'", "'aXbXc'", "'12'", "'-3'", "'x.py'", "'it\\'s'", "'l1\\nl2\\n'", "'ABC'", "'aaaa'", "'a1B2 c3'"]
LISTS = ["[]", "[1]", "[3, 1, 2]", "[1, 2, 1]", "list('bca')", "[1, 1.0, True]", "[[1], [2]]", "list(range(6))"]
TUPLES = ["()", "(1,)", "(3, 1, 2)", "tuple('bca')", "(1, 'a', None)"]
DICTS = ["{}", "{'a': 1}", "{'b': 2, 'a': 1}", "{1: 'x', (1, 2): None}", "dict(x=1, y=[2])"]
SETS = ["set()", "{1}", "{1, 2, 3}", "{1, 2, 4}", "frozenset({1, 2})"]
INDICES = ["", "0", "1", "2", "-1", "-2", "9", "-9", "True", "None"]
STEPS = ["", ":", ":1", ":2", ":-1", ":-2", ":0", ":None"]
COMPARED = ["==", "!=", "<", "<=", ">", ">="]


def some(count, rows, seed):
    """So many of the rows, spread over all, in their order."""
    rows = list(dict.fromkeys(rows))
    if len(rows) <= count:
        return rows
    kept = set(random.Random(seed).sample(range(len(rows)), count))
    return [row for i, row in enumerate(rows) if i in kept]


def cross(form, *lists):
    """The form with each combination of operands in its places."""
    return [form % one for one in itertools.product(*lists)]


def operand(text):
    return f"({text})" if text.startswith("-") or "**" in text else text


def arithmetic():
    signs = ["+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>"]
    numbers = [operand(one) for one in NUMBERS]
    yield from some(330, cross("%s %s %s", numbers, signs, numbers), 1)
    yield from some(90, cross("%s %s %s", numbers[:8] + OTHER, signs, OTHER), 2)
    yield from some(120, cross("%s %s %s", numbers, COMPARED, numbers), 3)
    yield from some(60, cross("%s %s %s", OTHER + TUPLES + LISTS[:4], COMPARED, OTHER + TUPLES + LISTS[:4]), 4)
    yield from some(40, cross("%s in %s", ["1", "1.0", "True", "'a'", "''", "None"], OTHER + SETS + ["range(3)", "'abc'"]), 5)
    yield from ["2**53 == 2.0**53", "2**53 + 1 == 2.0**53", "2**53 + 1 > 2.0**53", "10**400 > 1e308", "10**400 > float('inf')", "hash(1) == hash(1.0)"]
    yield from ["1 < 2 < 3", "3 > 2 > 2", "1 == 1.0 == True", "1 < 3 > 2 != 2", "not 1 == 2", "True + True * 3", "sum([True, True, False])", "True / 2", "-True", "~True", "~False", "True & 3", "True ^ True"]


def numbers():
    for name in ["abs", "int", "float", "bool", "str", "repr", "round", "hex", "bin", "oct", "-", "+", "~", "not "]:
        rows = cross(f"{name}(%s)", NUMBERS + OTHER)
        yield from some(16, rows, name)
    yield from some(90, cross("round(%s, %s)", NUMBERS, ["0", "1", "2", "-1", "-2", "-3", "5", "None"]), 6)
    yield from cross("round(%s)", ["0.5", "1.5", "2.5", "-0.5", "-1.5", "2.4999", "1e20", "0.49999999999999994", "4503599627370497.5"])
    yield from cross("round(%s, %s)", ["1.005", "2.675", "0.15", "0.25", "1e22", "5e-324", "12345.678", "15", "25", "-15", "149", "150"], ["1", "2", "-1", "-2"])
    yield from some(50, cross("divmod(%s, %s)", NUMBERS, ["3", "-3", "0.5", "-2.0", "2**70", "0", "True", "float('inf')"]), 7)
    yield from some(40, cross("pow(%s, %s)", ["0", "2", "-2", "2.0", "-2.0", "0.5", "True", "10"], ["0", "1", "-1", "3", "0.5", "100", "-0.0"]), 8)
    yield from some(40, cross("pow(%s, %s, %s)", ["2", "-3", "7", "10**20", "0"], ["0", "5", "-1", "10**6", "2.0"], ["7", "-7", "1", "10", "0", "None"]), 9)
    texts = ["'12'", "' 12 '", "'-3'", "'+3'", "'1_000'", "'1.5'", "''", "'0x10'", "'1e3'", "'--1'", "'abc'", "'007'", "'\\n4\\t'", "'99999999999999999999'"]
    yield from cross("int(%s)", texts)
    yield from cross("float(%s)", texts + ["'infinity'", "'-infinity'", "'+inf'", "' nan '", "'-nan'", "'INF'", "'.5'", "'5.'", "'1e400'", "'1e-400'", "'e5'", "'1__0'", "'_1'", "'0b1'"])
    yield from ["int('ff', 16)", "int('0xff', 16)", "int('z', 36)", "int('101', 2)", "int('9', 8)", "int('0x1f', 0)", "int('7', base=8)", "int(2.9)", "int(-2.9)", "int(1e20)", "int(True)", "int()", "float()", "str()", "bool()", "list()", "int(None)", "float([])", "float(10**400)"]
    yield from ["1e15", "1e16", "123456789012345680.0", "0.1 + 0.2", "1e-4", "1e-5", "5e-324", "1.7976931348623157e308", "1/3", "100.0", "1e100", "-1e-10", "2.5e10", "float(2**70)", "2**0.5", "(-8) ** (1/3) if False else 0", "(2.5).is_integer()", "(2.0).is_integer()", "(0.5).as_integer_ratio()", "(5).bit_length()", "(255).bit_count()", "(1.5).real", "(3).numerator", "(1.5).hex()", "1 .real", "(1).imag", "True.real", "chr(97)", "chr(8364)", "ord('a')", "ord('€')", "ord('ab')", "chr(-1)", "[chr(i) for i in range(97, 100)]"]


def formats():
    ints = ["0", "5", "-5", "255", "-1234", "1234567", "2**70", "True"]
    floats = ["0.0", "-0.0", "0.5", "1.25", "-1.25", "2.5", "0.125", "2.675", "1234567.891", "1e22", "1e-7", "3.0", "99999.5", "float('inf')", "float('nan')", "-float('inf')"]
    specs = ["d", "5d", "<5d", "^7d", "+d", " d", "05d", "+06d", ",", ",d", "_", "_d", "x", "X", "#x", "#X", "#06x", "b", "#b", "o", "#o", "08b", "_b", "_x", "c", "n", "e", ".2e", "E", "f", ".0f", ".1f", ".2f", "#.0f", "+.2f", "8.3f", "<8.1f", "*^9.1f", "010.2f", "-010.2f", ",.2f", "_.1f", "015,.2f", "020,d", "g", ".3g", "#.3g", "G", ".0g", ".10g", "%", ".0%", ".1%", "", "6", "<6", ">6", "^6", "=6", "x<6", "x=+6", ".3", ".1", "F", "s", "z", "5.", ".2d", "q", "08", "+", "-", " ", "#", "0", "=+8.2f", "0<8", "0>8", "10,", "07,", ",x"]
    yield from some(280, cross("format(%s, '%s')", ints, specs), 10)
    yield from some(420, cross("format(%s, '%s')", floats, specs), 11)
    yield from cross("'{:.%sf}'.format(%s)", ["0", "1", "2"], ["0.25", "0.35", "0.75", "1.25", "1.35", "0.5", "1.5", "2.5", "1.005", "0.045", "1e21", "123456789012345680000.0", "1e-10"])
    yield from cross("f'{%s:.%sf}'", ["1.25", "1.35", "2.5", "0.125", "8.5", "1e23"], ["0", "1", "2", "20"])
    yield from cross("f'{%s:.%se}'", ["1.25", "1.35", "25.0", "12345.5", "9.5", "1e-300"], ["0", "1", "3", "25"])
    yield from cross("f'{%s:.%sg}'", ["1.25", "2.5", "12345.5", "0.00012345", "99999.5", "1e5"], ["1", "2", "5", "25"])
    yield from cross("f'{%s:.1%%}'", ["0.1235", "0.0005", "1.0", "2", "0.99995", "0.29"])
    yield from cross("format(%s, '%s')", ["'abc'", "''"], ["s", "5", "<5", ">5", "^6", "*^7", ".2", ".2s", "6.1", "05", "=5", "+", "d", ",", "<05", "#"])
    yield from cross("format(%s, '%s')", ["None", "[1]", "(1, 2)", "{}"], ["", "5", "s"])
    yield from ["'{}'.format(1)", "'{} {}'.format(1, 'a')", "'{1} {0}'.format(1, 2)", "'{x}'.format(x=1)", "'{y!r}'.format(y='a')", "'{!r:>6}'.format('a')", "'{!s}'.format(1.0)", "'{!a}'.format('é')", "'{0!r} {0}'.format('a')", "'{{}}'.format()", "'{{{}}}'.format(3)", "'{:{}}'.format(3, 5)", "'{:{w}.{p}f}'.format(2.5, w=8, p=2)", "'{0:#x}'.format(255)", "'{0[0]}'.format([7])", "'{a[k]}'.format(a={'k': 5})", "'{0.real}'.format(5)", "'{a.imag}'.format(a=2)", "'{0[1][0]}'.format([1, [2]])", "'{}'.format()", "'{x}'.format()", "'{0} {}'.format(1, 2)", "'{} {0}'.format(1)", "'{'.format()", "'}'.format()", "'{:>5}|{:<5}|{:^5}'.format('a', 'b', 'c')", "'{:%}'.format(0.5)", "'{!x}'.format(1)", "'a{}b{}c'.format(*[1, 2])", "'{a}{b}'.format(**{'a': 1, 'b': 2})", "'{a}'.format_map({'a': 1})", "'{2}'.format(1)", "'{:,}'.format(1234567)", "'{: }'.format(5)", "'{0:}'.format(5)"]
    yield from ["f'{1!r:>4}'", "f'{\"a\"!a}'", "f'{1.0}'", "f'{[1.0, \"a\"]}'", "f'{2.5:{8}.{2}f}'", "f'{3=}'", "f'{1 + 1 = :>4}'", "f'{{x}}{1}'", "f'{True:d}'", "f'{True}'", "f'{True:5}'", "f'{None}'", "f'{None:>6}'", "f'{1e16}'", "f'{10**20:,}'", "f'{0.1 + 0.2:.17g}'", "f'{\"ab\":*^6}'", "f'{1,}'", "f'{-5:05}'", "f'{5:>05}'", "f'{3.0:5}'", "f'{1j}'"]


def percents():
    yield from some(150, cross("'%%%s' %% %s", ["d", "5d", "-5d|", "05d", "+d", " d", "i", "u", "s", "5s", "-5s|", ".2s", "r", "a", "c", "x", "X", "#x", "o", "#o", "f", ".0f", ".1f", "8.3f", "-8.2f|", "08.2f", "+.1f", "e", ".2E", "g", ".3g", "G", "%", "#.3g", "+05d", "-05d|", "q", "ld", ".3d", "5"], ["5", "-5", "255", "2.5", "-1.25", "1e22", "True", "2**70", "'abc'", "None", "[1]", "float('inf')"]), 12)
    yield from ["'%d %s' % (1, 'a')", "'%s' % (1,)", "'%s' % ((1, 2),)", "'%s %s' % (1,)", "'%s' % (1, 2)", "'%(a)d' % {'a': 3}", "'%(a)s %(a)r' % {'a': 'x'}", "'%(b)s' % {'a': 3}", "'100%%' % ()", "'100%%'", "'%*d' % (5, 3)", "'%.*f' % (2, 1.5)", "'%s' % [1, 2]", "'%s' % {'a': 1}", "'abc' % {}", "'abc' % ()", "'abc' % 1", "'%5.1f%%' % 12.25", "'%c%c' % ('a', 98)", "'%x' % 2.5", "'%d' % 'a'", "'%f' % 'a'", "'%' % 1", "'%s' % 1.0", "'%r' % 'it'", "'%-10s|%5.2f|' % ('ab', 2.675)", "'%d' % 1e20", "'%i' % -2.7"]


def texts():
    plain = ["upper", "lower", "capitalize", "title", "swapcase", "casefold", "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "isdigit", "isalpha", "isalnum", "isspace", "isupper", "islower", "istitle", "isnumeric", "isdecimal", "isidentifier", "isascii", "__len__"]
    yield from some(190, cross("%s.%s()", TEXTS, plain), 13)
    parts = ["'a'", "'X'", "','", "' '", "''", "'b'", "'zz'", "'l'"]
    one = ["find", "rfind", "index", "rindex", "count", "split", "rsplit", "partition", "rpartition", "startswith", "endswith", "strip", "lstrip", "rstrip", "removeprefix", "removesuffix", "join", "__contains__"]
    yield from some(230, cross("%s.%s(%s)", TEXTS, one, parts), 14)
    yield from some(40, cross("%s.replace(%s, %s)", TEXTS, parts[:5], ["'-'", "''", "'ab'", "'$&'"]), 15)
    yield from some(40, cross("%s.%s(%s, %s)", TEXTS[:9], ["split", "rsplit", "replace", "find", "count", "startswith", "index"], ["'a'", "','", "None", "' '"], ["0", "1", "2", "-1"]), 16)
    yield from some(50, cross("%s.%s(%s)", TEXTS, ["ljust", "rjust", "center", "zfill"], ["0", "5", "12"]), 17)
    yield from some(20, cross("%s.%s(7, %s)", TEXTS, ["ljust", "rjust", "center"], ["'*'", "'ab'"]), 18)
    yield from some(45, cross("%s %s %s", TEXTS[:6], ["+", "*", "in", "<", "=="], ["'a'", "2", "-1", "0", "None", "1.5"]), 19)
    yield from some(50, cross("%s(%s)", ["len", "list", "sorted", "max", "min", "tuple", "bool", "repr", "ascii"], TEXTS), 20)
    yield from ["','.join([])", "','.join(['a'])", "','.join(('a', 'b'))", "','.join(str(i) for i in range(3))", "','.join([1, 2])", "','.join({'a': 1, 'b': 2})", "'a b c'.split(' ', 1)", "'a b c'.split(maxsplit=1)", "'a b c'.rsplit(' ', 1)", "'a.b.c'.rsplit('.', 1)", "'a b  c'.rsplit(maxsplit=1)", "'a  b'.split(' ')", "'abcabc'.replace('a', 'x', 1)", "'abcabc'.find('a', 1)", "'abcabc'.find('c', 0, 2)", "'abcabc'.count('bc')", "'abcabc'.rfind('b')", "'abc'.count('')", "'aXbX'.split('X')", "'a\\nb\\r\\nc'.splitlines()", "'a\\nb'.splitlines(True)", "'a\\tb'.expandtabs(4)", "'abc'.translate({97: 'x'})", "'abc'.startswith(('x', 'a'))", "'abc'.startswith(())", "'abc'.startswith('b', 1)", "'abc'.endswith('b', 0, 2)", "'ß'.upper()", "'İ'.lower() == 'i̇'", "'they\\'re ok'.title()", "'x1y'.title()", "'ABC def'.swapcase()", "'abc'.encode()", "'é'.isalpha()", "'²'.isdigit()", "'٣'.isdigit()", "'a' 'b'", "'abc' 'def'[1]", "'\\x41\\u0042\\t|'", "r'a\\n'", "'''a\nb'''", "'a' * 0", "'tab\\t'", "'q\"q'", "'it\\'s \"x\"'", "'\\\\'", "'\\x00\\x7f'", "'é€'", "len('😀')", "'😀a'[0]", "'😀a'[::-1]", "'a😀'.find('a')", "'😀'.center(5, '-')", "'a' < 'B'", "'a' < 'ab'", "'Z' < 'a'", "'' < 'a'", "'é' > 'z'", "sorted(['b', 'B', 'a', 'A'])", "'abc'[1.0]", "'abc'[3]", "'abc'['a']", "'a-b_c'.replace('-', '_').split('_')", "'  x '.strip().upper()", "'abc'.index('z')", "''.join(reversed('abc'))", "str(b'a') if 0 else 1", "str([1, 'a', None])", "str({'a': (1,)})", "'abc'.foo()", "'-12'.zfill(5)", "'+1'.zfill(4)", "'a'.zfill(3)"]


def collections():
    for names, owners in ((["append(4)", "extend([4, 5])", "extend('ab')", "insert(1, 9)", "insert(-1, 9)", "insert(99, 9)", "insert(-99, 9)", "pop()", "pop(0)", "pop(-2)", "pop(9)", "remove(1)", "remove(7)", "clear()", "reverse()", "sort()", "sort(reverse=True)", "sort(key=str)", "copy()", "index(1)", "index(1, 1)", "index(7)", "count(1)", "foo()", "__len__()", "append()", "append(1, 2)"], LISTS),
                          (["get('a')", "get('z')", "get('z', 0)", "pop('a')", "pop('z')", "pop('z', 0)", "popitem()", "setdefault('a', 5)", "setdefault('z', 5)", "setdefault('q')", "update(a=9)", "update({'n': 1})", "update([('n', 1)])", "clear()", "copy()", "get(True)", "__contains__('a')", "foo()"], DICTS),
                          (["add(5)", "add(1.0)", "discard(1)", "discard(9)", "remove(1)", "remove(9)", "clear()", "update([6, 7])", "union([7])", "intersection({2, 3})", "difference([1])", "symmetric_difference([1, 7])", "issubset({1, 2, 3, 4})", "issuperset([1])", "isdisjoint([9])", "copy()", "intersection_update([1])", "difference_update([1])", "add([1])"], SETS[:4])):
        yield from some(95, cross("(x := %s, x.%s, x)", owners, names), names[0])
    yield from some(60, cross("%s %s %s", SETS, ["|", "&", "-", "^", "<", "<=", "==", "!=", ">=", ">"], SETS), 21)
    yield from cross("list(%s%s)", DICTS, [".items()", ".keys()", ".values()", ""])
    yield from some(130, cross("%s(%s)", ["len", "list", "tuple", "sorted", "sum", "max", "min", "any", "all", "bool", "repr", "str", "dict"], LISTS + TUPLES + DICTS), 22)
    yield from some(60, cross("%s %s %s", LISTS[:6] + TUPLES[:4] + DICTS[:3], ["+", "*", "|"], ["[1]", "(1,)", "2", "-1", "{'a': 5}", "True", "None", "'a'"]), 23)
    yield from ["{1: 'a', 1.0: 'b', True: 'c'}", "{'a': 1} == {'a': 1.0}", "{'a': 1, 'b': 2} == {'b': 2, 'a': 1}", "{'a': 1} < {'b': 1}", "{'a': 1}['b']", "{[1]: 2}", "{**{'a': 1}, **{'a': 2}}", "dict(zip('ab', [1, 2]))", "dict([(1, 2)], a=3)", "dict.fromkeys('ab')", "dict.fromkeys([1, 2], 0)", "{1, 2} == {2, 1}", "{1, 1.0, True}", "{1} | [2]", "{1}.union([2], (3,))", "len({1, 2, 2})", "sorted({3, 1, 2})", "frozenset([1, 2]) == {1, 2}", "frozenset([1])", "set('a')", "set([])", "{()}", "{'a': 1}.keys() == {'a'}", "{'a': 1}.keys()", "{'a': 1}.values()", "{'a': 1}.items()", "{'a': 1}.keys() & {'a', 'b'}", "list({'a': 1, 'b': 2}.keys())", "list(reversed({'a': 1, 'b': 2}))", "next(iter({'a': 1}))", "[1, 2] == (1, 2)", "[1, 2] is [1, 2]", "range(3) == [0, 1, 2]", "{'a': 1, 'b': 2}.keys() == {'b': 1, 'a': 2}.keys()", "{'a': 1}.items() == {'a': 1}.items()", "list({'a': 1}) == ['a']", "{5, 3, 7, 0}", "set(range(30))", "(1, 2) < (1, 3)", "[1, 'a'] < [1, 2]", "[[1, 2], [0]] > [[1, 2]]", "[1] * 3", "2 * (1, 2)", "[1] + (2,)", "[] or 'x'", "[0] and 'y'", "not []", "(1)", "(1,)", "1, 2", "[*range(3), *'ab']", "(*[1], 2)", "{*[1, 2]}", "[1, 2, 3][True]", "[1, 2][5]", "[1, 2]['a']", "[1][1.0]", "(1, 2)[-3]", "(x := [1, 2], y := x, x.append(3), y)", "(x := [[0] * 2] * 2, x[0].append(1), x)", "(1, 2).index(2)", "(1, 1).count(1)", "(1, 2).index(3)", "(1, 2).append(3)", "range(3)", "range(1, 5, 2)", "list(range(5, 0, -2))", "range(3)[1]", "range(10)[2:5]", "range(3) == range(0, 3)", "len(range(0, 10, 3))", "2 in range(3)", "range(0)", "range(1.5)", "range(1, 2, 0)", "sum(range(5))", "list(range(-3))", "reversed([1]) is None", "list(reversed(range(3)))", "list(reversed((1, 2)))", "range(5).index(3)", "range(3).stop"]


def slices():
    values = ["'abcdef'", "[1, 2, 3, 4, 5]", "(1, 2, 3)", "''", "[]", "range(6)"]
    yield from some(150, cross("%s[%s:%s%s]", values[:5], INDICES, INDICES, STEPS), 24)
    yield from some(40, cross("%s[slice(%s)]", values[:3], ["2", "-2", "None", "1, 3", "1, None", "None, None, -1", "0, 5, 2", "4, 1, -1", "True", "None, 2"]), 25)
    yield from ["slice(2)", "slice(1, 2)", "slice(1, 5, 2)", "slice(None)", "slice(1, 2) == slice(1, 2)", "slice(2).stop", "slice(2).start", "slice(1, 9, 3).step", "slice(1, 9, 3).indices(5)", "slice(1, 2, 0)", "slice(1.5)", "slice('a')", "slice()", "[1, 2, 3][0.5:2]", "[1, 2][::0]", "'abc'['a':]"]
    for put in ["[1:2] = [9]", "[1:1] = [8, 9]", "[:] = [7]", "[::2] = [7, 8]", "[3:1] = [5]", "[-1:] = []", "[9:] = [1]", "[::2] = [1, 2, 3]", "[1:3] = 'ab'", "[0] = 5", "[-1] = 5", "[True] = 5", "[5] = 1"]:
        target, value = put.split(" = ")
        yield f"(x := [1, 2, 3, 4], x.__setitem__({slice_text(target[1:-1])}, {value}), x)"


def slice_text(text):
    parts = [part or "None" for part in text.split(":")]
    return parts[0] if len(parts) == 1 else f"slice({', '.join(parts)})"


def builtins():
    yield from ["sorted([3, 1, 2], reverse=True)", "sorted('bca')", "sorted([1, 'a'])", "sorted([(2, 'a'), (1, 'b'), (2, 'A')])", "sorted([-3, 1, -2], key=abs)", "sorted(['bb', 'a', 'ccc'], key=len, reverse=True)", "sorted([2, 1, 2.0, True], reverse=True)", "sorted([1, 2, 3, 4], key=lambda x: x % 2)", "sorted([1, 2, 3, 4], key=lambda x: x % 2, reverse=True)", "sorted({'b': 1, 'a': 2})", "sorted({'b': 1, 'a': 2}.items(), key=lambda p: p[1])", "sorted([[2], [1, 5], []])", "sorted([None, 1])", "sorted([0.5, 1, -1])", "sorted([])", "sorted([float('inf'), 1, float('-inf')])", "sorted(range(3), key=lambda i: -i)", "sorted([10**20, 5, 2.5])", "sorted(3)", "sorted([3, 1], None)", "sorted([True, False])",
                "min(3, 1, 2)", "max([1, 5, 2])", "max('a', 'b')", "max([1, 2.0, 2])", "max([2.0, 2])", "max(2, 2.0)", "min([], default=0)", "min([])", "max([], default=None)", "max([1, -3], key=abs)", "min(['bb', 'a'], key=len)", "max(1, 'a')", "max(1)", "min()", "max([(1, 'b'), (1, 'a')])", "max({'a': 2, 'b': 1}, key={'a': 2, 'b': 1}.get)", "min(1, True)", "max(True, 1)", "max(0.0, -0.0)", "max(float('nan'), 1)", "max(1, float('nan'))",
                "sum([1, 2, 3])", "sum([0.1] * 3)", "sum([[1], [2]], [])", "sum([1], 2.5)", "sum([1], start=5)", "sum('ab')", "sum([], 0.0)", "sum([2**70, 1])", "sum([1, 'a'])", "sum(x * x for x in range(4))", "sum([True, 2.5])",
                "any([])", "all([])", "any([0, '', None, []])", "all([1, 'a', [0]])", "any(x > 2 for x in [1, 2, 3])", "all(map(bool, [1, 0]))",
                "list(zip([1, 2], 'ab'))", "list(zip([1, 2, 3], 'ab'))", "list(zip())", "list(zip([1]))", "list(zip([1, 2], [3], strict=True))", "list(zip(*[(1, 2), (3, 4)]))", "list(enumerate('ab'))", "list(enumerate('ab', 1))", "list(enumerate('ab', start=5))", "list(map(str, [1, 2]))", "list(map(lambda a, b: a + b, [1, 2], [3, 4]))", "list(map(int, '123'))", "list(map(max, [1, 5], [3, 2]))", "list(filter(None, [0, 1, '']))", "list(filter(lambda x: x > 1, [1, 2, 3]))", "list(map(abs, [-1, 2.5, True]))", "list(map(float, ['1', '2.5']))", "tuple(map(len, ['a', 'bb']))", "list(reversed('abc'))", "list(iter([1]))", "next(iter([]), 5)", "next(iter([]))", "next([1])", "(it := iter([1, 2, 3]), next(it), list(it), list(it))", "(z := zip([1], [2]), list(z), list(z))", "(g := (i for i in [1, 2]), next(g), list(g))",
                "isinstance(1, int)", "isinstance(True, int)", "isinstance(1.0, int)", "isinstance(1, float)", "isinstance('a', (int, str))", "isinstance([], (tuple, list))", "isinstance({}, dict)", "isinstance(None, type(None))", "isinstance(1, object)", "isinstance(int, type)", "isinstance(set(), set)", "isinstance(frozenset(), set)", "isinstance(1, 5)", "isinstance(1, int | str)", "isinstance(ValueError(), Exception)", "isinstance(KeyError('a'), LookupError)",
                "issubclass(bool, int)", "issubclass(int, bool)", "issubclass(int, int)", "issubclass(int, object)", "issubclass(bool, (str, int))", "issubclass(KeyError, LookupError)", "issubclass(ValueError, Exception)", "issubclass(Exception, ValueError)", "issubclass(ZeroDivisionError, (KeyError, ArithmeticError))", "issubclass(dict, list)", "issubclass(1, int)", "issubclass(int, float)", "issubclass(list, object)", "issubclass(type, object)",
                "type(1)", "type(1.0)", "type(True)", "type('a')", "type([])", "type(())", "type({})", "type(set())", "type(None)", "type(1j)", "type(1) is int", "type(True) is int", "type(1.0) == float", "type(1).__name__", "type(None).__name__", "type(range(1)).__name__", "type(len).__name__", "type(frozenset()).__name__", "type({}.keys()).__name__", "type(ValueError('a'))", "type(lambda: 0).__name__", "int", "str", "len", "ValueError", "object", "type", "range", "set", "frozenset",
                "callable(len)", "callable(1)", "callable(int)", "callable(lambda: 0)", "hasattr('a', 'upper')", "hasattr([], 'foo')", "getattr('a', 'foo', 5)", "getattr('abc', 'upper')()", "hash('a') == hash('a')", "hash((1, 2)) == hash((1, 2))", "hash([])", "hash(1) == 1", "id(1) == id(1)", "repr('a')", "repr(None)", "repr([1.0, 'a'])", "ascii('é')", "len(5)", "len(None)", "abs('a')", "abs(True)", "abs(-True)", "abs(-2**70)", "abs(-0.0)", "abs(float('-inf'))", "abs(3+4j)", "int.__name__", "str.upper('a')", "list.append", "str.join(',', ['a', 'b'])", "list(map(str.upper, ['a', 'b']))", "list(map(str.strip, [' a ']))", "sorted(['b', 'A'], key=str.lower)", "int.from_bytes", "bool('False')", "bool(' ')", "bool(0.0)", "bool({})", "bool(None)", "list('abc')", "tuple([1, 2])", "list({'a': 1})", "list(5)", "set([1, [2]])", "dict([1])", "dict(a=1)", "dict({'a': 1}, b=2)", "dict('ab')", "complex(1, 2)", "1j * 1j", "(1+2j).conjugate()", "complex('1+2j')", "ValueError('a')", "ValueError()", "ValueError('a', 1)", "KeyError('a')", "str(KeyError('a'))", "str(ValueError('a', 1))", "str(ValueError())", "ValueError('a', 1).args", "KeyError('k').args", "ValueError().args", "str(ValueError(5))", "repr(ValueError(5))", "ValueError('a').args[0]", "input", "open", "bytes(3)", "bytearray", "memoryview", "NotImplemented", "Ellipsis", "...", "print", "vars", "dir([])[0]", "globals", "eval('1')", "__name__", "max(key=1)", "int('1', 2, 3)", "len()", "len([], [])", "abs()", "abs(1, 2)", "str(1, 2, 3, 4)", "isinstance(1)", "round()", "round(number=2.5)", "round(2.567, ndigits=1)", "pow(2, exp=3)", "pow(base=2, exp=3, mod=5)", "float(x=1)", "sum(iterable=[1])", "divmod(1)", "sorted()", "range()", "zip(1)", "map(str)", "list(map(None, [1]))", "chr('a')", "ord(97)", "bin(255)", "hex(-255)", "oct(8)", "bin(1.5)"]


def comprehensions():
    sources = ["range(4)", "'abc'", "[1, 2, 3]", "{'a': 1, 'b': 2}", "[]"]
    yield from cross("[%s for x in %s]", ["x", "(x, x)", "x * 2", "[x]", "str(x)"], sources)
    yield from cross("{x: %s for x in %s}", ["x", "x * 2"], sources)
    yield from ["[x for x in range(10) if x % 2 if x > 3]", "[(x, y) for x in 'ab' for y in range(2)]", "[x for row in [[1, 2], [3]] for x in row]", "[[y for y in range(x)] for x in range(3)]", "{x % 3 for x in range(9)}", "sum(x for x in range(4) if x != 2)", "[a + b for a, b in [(1, 2), (3, 4)]]", "[a for a, *b in [(1, 2, 3)]]", "{k: v for k, v in zip('ab', range(2))}", "[f() for f in [lambda i=i: i for i in range(3)]]", "[f() for f in [lambda: i for i in range(3)]]", "list(x for x in 'ab')", "tuple(x for x in [1])", "[x if x > 1 else -x for x in range(4)]", "[y for x in range(4) if (y := x * x) > 1]", "max((x, -x) for x in range(3))", "[x for x in 5]", "[i for i, in [(1,)]]", "{x: y for x in 'a' for y in [1, 2]}", "[k for k, v in {'a': 1, 'b': 0}.items() if v]", "dict((k, len(k)) for k in ['a', 'bb'])", "(lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4)", "(lambda x, y=[]: (y.append(x), y)[1])(1)", "(lambda: (yield))  if 0 else 0", "(lambda a, /, b: a - b)(5, b=2)", "1 if [] else 2", "1 if 0 else 2 if 0 else 3", "0 or [] or {}", "1 and 2 and 3", "0 and 1/0", "1 or 1/0", "not 0 and 1", "(x := 5) + x", "None is None", "1 is True", "[] == ()", "1 in [True]", "None == 0", "0 == False", "'1' == 1", "() is ()"]


def sets():
    """Sets of numbers by what was done to them, of which CPython's order tells."""
    roll = random.Random(21)

    def number():
        return roll.choice([str(roll.randint(0, 20)), str(roll.randint(-20, 300)), str(roll.randint(-(2**70), 2**70)), str(roll.randint(-100, 100) / 8), "1e300", "5e-324"])

    def written():
        return "{" + ", ".join(number() for _ in range(roll.randint(1, roll.choice([3, 8, 20])))) + "}"

    def made():
        plain = written()
        return roll.choice([plain, f"{plain}.copy()", f"set({plain})", f"frozenset({plain})", f"({plain} | {written()})", f"{{*{plain}, {number()}}}"])

    def changed():
        return roll.choice([f"s.discard({roll.randint(0, 20)})", f"s.add({number()})", f"s.update({made()})", "s.update([3, 40])"])

    for _ in range(80):
        yield f"{made()} {roll.choice('|&-^')} {made()}"
        yield f"list({made()}.{roll.choice(['union', 'intersection', 'difference'])}({', '.join(roll.choice([made(), '[1, 2, 3, 33]', '(5, 6.0)']) for _ in range(roll.randint(0, 3)))}))"
        yield f"(s := set({made()}), {', '.join(changed() for _ in range(roll.randint(1, 8)))}, list(s))[-1]"


def large():
    """Ints beyond what a float holds, and texts of characters beyond 16 bits."""
    roll = random.Random(22)

    def whole(most=1100):
        return roll.randint(-(2 ** roll.randint(2, most)), 2 ** roll.randint(2, most))

    yield from (f"{whole(200)} / {whole(200) or 1}" for _ in range(60))
    yield from (f"2**{roll.randint(900, 1100)} / {whole(200) or 1}" for _ in range(20))
    yield from (f"pow({whole(70)}, {whole(8)}, {whole(70)})" for _ in range(60))
    yield from cross("int(%s, %s)", ["'ff'", "'-0b101'", "'0o17'", "' 12 '", "'1_0'", "'_1'", "'1__0'", "'017'", "'00'", "'0b_1'", "'12a'", "''"], ["0", "2", "8", "10", "16", "36", "1", "37"])
    yield from cross("%s.%s(%s)", ["'a😀b😁'", "'😀x😀'"], ["find", "index", "strip", "lstrip", "rstrip", "count"], ["'b'", "'😀'", "'😁'", "'x'"])


def gave(text):
    """What CPython gives for an expression, as a row has it."""
    try:
        return repr(eval(compile(text, "<row>", "eval"), {"__name__": "__main__"}))
    except Exception as error:
        return f"!{type(error).__name__}"


def main():
    sections = [arithmetic, numbers, formats, percents, texts, collections, slices, builtins, comprehensions, sets, large]
    rows = {text: gave(text) for section in sections for text in section()}
    kept = {text: said for text, said in rows.items() if len(said) < 300 and " at 0x" not in said}
    json.dump(kept, sys.stdout, ensure_ascii=False, indent=0)


if __name__ == "__main__":
    import warnings

    warnings.simplefilter("ignore")
    main()
