"""Records what CPython prints for lines of plain Python.

    python3 __tests__/golden/expressions.py > __tests__/golden/expressions.json     (CPython 3.11)
"""

import contextlib
import io
import json
import sys

LINES = r"""
print(1 + 2, 1 - 2, 3 * 4, 7 / 2, 7 // 2, -7 // 2, 7 % 3, -7 % 3, 7 % -3, 2 ** 10, 2 ** -1)
print(1.0 + 1, 1.5 * 2, 3.0 // 2, -3.5 % 2, 2.0 ** 0.5, 1e3, 1e-7, 1e16, 1e22, 0.1 + 0.2, 5 / 5)
print(2 ** 100, 10 ** 20 // 3, -(2 ** 70) % 7, 2 ** 53 + 1, 1 << 40, 255 & 15, 6 | 9, 6 ^ 3, ~5, 1 >> 1)
print(True + True, True & False, not 1, not 0.0, 1 == 1.0 == True, None is None)
print(1 < 2 < 3, 3 > 2 > 2, 1 < 3 > 2, (1 < 3) > 0, 1 != 2, 'a' < 'b', [1, 2] < [1, 3], (1,) < (1, 0))
print(not True and False or True, not (True and False), 1 or 2 and 3, 0 or None, 1 and 0, not 1 == 2)
print(-2 ** 2, (-2) ** 2, 2 ** 3 ** 2, -2 ** -2, 1 - 2 - 3, 2 * 3 + 4 * 5, 1 + 2 << 1, 7 & 3 == 3)
print(1 if 0 else 2, 1 if 1 else 2 if 1 else 3, (lambda x, y=2: x * y)(3), (lambda *a, **k: (a, k))(1, b=2))
print('a' + 'b', 'ab' * 3, 3 * 'x', 'a' in 'cat', 'dog' not in 'cat', 'a' 'b', "it's", 'q"q', 'tab\tend', r'raw\n')
print('abc'[0], 'abc'[-1], 'abcdef'[1:4], 'abcdef'[::-1], 'abcdef'[::2], 'abc'[5:], len('abc'))
print([1, 2] + [3], [0] * 3, (1,) + (2,), (1, 2) * 2, [1, 2, 3][1:], [1, 2, 3][-1], (1, 2, 3)[::2], [[1], [2]] * 2)
print(1 in [1, 2], 1.0 in (1, 2), 3 in {1: 2}, 1 in {1: 2}, {1, 2} | {2, 3} == {1, 2, 3}, len({1, 1.0, 2}))
print({'a': 1, 'b': [2]}, {1: 'x', (1, 2): None}, {}, [], (), (1,), set(), {'a': {'b': 1.0}})
print({**{'a': 1}, 'b': 2}, [*range(3), 4], (*'ab',), {'a': 1} | {'a': 2}, dict(a=1, b=2), dict([('k', 1)]))
print([x * 2 for x in range(4)], [x for x in range(6) if x % 2], {x: x ** 2 for x in range(3)}, {x % 2 for x in range(4)})
print([(i, j) for i in range(2) for j in range(i + 1)], [[j for j in range(i)] for i in range(3)], sum(x for x in range(4)))
print(list(range(3)), list(range(1, 7, 2)), list(range(3, 0, -1)), len(range(10)), list(enumerate('ab')), list(zip([1, 2], 'ab')))
print(sorted([3, 1, 2]), sorted([3, 1, 2], reverse=True), sorted('bca', key=lambda c: -ord(c) if False else c), list(reversed([1, 2, 3])))
print(min(3, 1, 2), max([1, 5, 2]), min('b', 'a'), max([1, -3], key=abs), sum([1, 2, 3]), sum([1.5, 2]), abs(-3), abs(-2.5))
print(any([0, 1]), all([1, 0]), any([]), all([]), divmod(7, 2), divmod(-7, 2), pow(2, 5), round(2.5), round(3.5), round(2.675, 2), round(-0.5))
print(int(3.9), int(-3.9), int('12'), float(2), float('1.5'), float('inf'), float('-inf'), str(1.0), str(True), bool([]), bool('a'), bool(0.0))
print(list(map(lambda x: x + 1, [1, 2])), list(filter(None, [0, 1, 2])), list(map(lambda a, b: a * b, [1, 2], [3, 4])), tuple([1, 2]))
print(isinstance(1, int), isinstance(True, int), isinstance(1.0, int), isinstance('a', (int, str)), isinstance([], list), type(1).__name__, type('a') is str, type(1.0).__name__)
print(f'{1}', f'{1.5:.2f}', f'{3:5d}|', f'{3:<5}|', f'{"a":>3}|', f'{"a":^5}|', f'{1234567:,}', f'{0.25:.1%}', f'{255:x}', f'{5:03d}', f'{-5:05d}')
print(f'{1e-5}', f'{1e-5:.3e}', f'{123456.789:.3g}', f'{0.0001234:g}', f'{100000:g}', f'{1000000:g}', f'{2.0}', f'{2.0:g}', f'{12.5:8.3f}|', f'{3.14159:.3}')
print(f'{{}}', f'{"a"!r}', f'{[1, "b"]}', f'{1 + 1 = }', f'{"x" * 3}', f'{1:>{5}}', f'{True}', f'{None}', f'{(1, 2)}')
print('a,b,c'.split(','), ' a b '.split(), '-'.join(['a', 'b']), ' a '.strip(), 'Ab'.lower(), 'Ab'.upper(), 'abc'.startswith('ab'), 'abc'.endswith(('x', 'c')), 'aXbX'.replace('X', '-'), '{} {b}'.format(1, b=2), 'abc'.find('c'))
a, (b, c), *d = 1, (2, 3), 4, 5; print(a, b, c, d)
*a, b = [1, 2, 3]; print(a, b); a = b = 3; print(a, b); a, b = b, 4; print(a, b)
x = [1, 2]; y = x; y += [3]; x.append(4); print(x, y is x); x.insert(0, 0); x.pop(); x.extend([9]); x.remove(9); print(x, x.index(2), x.count(1)); x.reverse(); print(x); x.sort(); print(x)
d = {'a': 1}; d['b'] = 2; d.update(c=3); print(d, d.get('z'), d.get('z', 0), d.pop('a'), list(d), list(d.items()), list(d.values()), 'b' in d, len(d)); del d['b']; print(d, d.setdefault('q', 5))
print((lambda a, b=2, *args, c=0, **kw: (a, b, args, c, kw))(1, 3, 4, 5, c=6, e=7), (lambda a, b: (a, b))(*[1], **{'b': 2}))
print([y := 3, y + 1], (y := 5) + y)
for i in range(3): print(i)
print(0x10, 0b11, 0o17, 1_000, 1., .5, 1e2, 1j * 1j if False else 1j)
print(None, True, repr('a'), repr([None, 'x']), str([1.0, 2]), str((1,)), [True, None, 1e100, -0.0, float('nan')])
assert 1 + 1 == 2, 'never'; print('kept')
print('%d of %s, %.2f%%, %r' % (3, [1], 0.5, 'a'), '%5d|%-5d|%05d|%+d' % (1, 2, 3, 4), '%s' % 1.0, '%(a)s %(b)03d' % {'a': 1, 'b': 2}, '%e %g' % (12345.678, 1e-5), '%8.3f|%-8s|%8s' % (3.14159, 'ab', 'cd'))
print('the fox'.capitalize(), ' a '.lstrip() + '|', ' a '.rstrip() + '|', 'xxaxx'.strip('x'), 'model.l1'.removeprefix('model.'), 'a.py'.removesuffix('.py'), sorted({1, 2, 3}.intersection([2, 3, 4])), sorted({1, 2}.difference([2])))
import math; print(math.sqrt(2), math.pi, math.floor(2.7), math.ceil(2.1), math.exp(0), math.log(8, 2), math.inf, math.prod([2, 3]))
from functools import partial, reduce; print(partial(lambda a, b, c=0: (a, b, c), 1, c=3)(2), reduce(lambda a, b: a * 10 + b, [1, 2, 3]), reduce(lambda a, b: a + b, [1], 5))
from collections import namedtuple, OrderedDict, defaultdict; P = namedtuple('P', 'x y'); p = P(1, y=2); print(p, p.x, p[1], p == (1, 2), len(p)); o = OrderedDict(b=1, a=2); print(list(o)); q = defaultdict(list); q['k'].append(1); print(dict(q))
from itertools import product, chain; print(list(product([1, 2], 'ab')), list(chain([1], [2, 3])))
""".strip().splitlines()

BLOCKS = [
    """
class A:
    kind = 'a'
    def __init__(self, x): self.x = x
    def double(self): return self.x * 2
    def __repr__(self): return f'A({self.x})'
    def __eq__(self, other): return self.x == other.x
    def __add__(self, other): return A(self.x + other.x)
    def __len__(self): return self.x
    def __getitem__(self, i): return i * self.x
    def __call__(self, y): return self.x + y
    @property
    def half(self): return self.x / 2
    @staticmethod
    def make(): return A(7)
    @classmethod
    def of(cls, x): return cls(x + 1)
class B(A):
    kind = 'b'
    def __init__(self, x, y=1):
        super().__init__(x)
        self.y = y
    def double(self): return super().double() + self.y
a, b = A(3), B(4, y=5)
print(a, a.double(), a.half, A.make(), B.of(1), b.double(), a == A(3), a != A(3), a + A(1), len(a), a[2], a(10), A.kind, b.kind, isinstance(b, A), isinstance(a, B), hasattr(a, 'y'), getattr(b, 'y'), getattr(a, 'y', None))
setattr(a, 'z', 9); print(a.z, bool(A(0)), bool(A(1))); del a.z; print(hasattr(a, 'z'), type(b).__name__)
""",
    """
from dataclasses import dataclass, field, replace
@dataclass
class C:
    x: int
    y: float = 2.0
    z: list = field(default_factory=list)
@dataclass(frozen=True)
class D:
    x: int
    w: str = 'w'
@dataclass
class E(C):
    v: int = 0
c = C(1); c.z.append(3); print(c, C(1), C(1) == C(1), C(1) == C(2), replace(c, x=5))
print(D(1, w='v'), E(1, v=2), hash((1, 2)) == hash((1, 2)))
""",
    """
def outer():
    n = 0
    def inner():
        nonlocal n
        n += 1
        return n
    inner(); inner()
    return n
total = 0
def count():
    global total
    total += 1
count(); count()
print(outer(), total)
def fib(k): return k if k < 2 else fib(k - 1) + fib(k - 2)
print([fib(k) for k in range(10)])
def late(): return [f() for f in [lambda: i for i in range(3)]]
print(late(), [f() for f in [lambda i=i: i for i in range(3)]])
""",
    """
for word in ['x', 'y']:
    if word == 'y': break
else: print('never')
for i in range(3):
    if i == 1: continue
    print(i)
else: print('done')
k = 5
while k:
    k -= 2
    if k < 0: break
print(k)
while False: pass
else: print('else')
""",
    """
def attempt(f):
    try: return f()
    except (ValueError, KeyError) as error: return f'{type(error).__name__}: {error}'
    except ZeroDivisionError: return 'zero'
    else: return 'fine'
    finally: print('finally')
def fail(): raise ValueError('bad')
print(attempt(fail), attempt(lambda: {}['k']), attempt(lambda: 1 // 0), attempt(lambda: 3))
for line in (lambda: [][0], lambda: {}['a'], lambda: 1 + 'a', lambda: unknown, lambda: (1).x, lambda: 1 / 0, lambda: int('x'), lambda: (lambda a: a)(), lambda: [1][1.5], lambda: None(), lambda: len(3)):
    try: line()
    except Exception as error: print(type(error).__name__)
try:
    try: raise KeyError('a')
    finally: print('inner')
except LookupError: print('outer')
""",
    """
x = 1
def shadow():
    try: return x
    except UnboundLocalError: return 'unbound'
    x = 2
print(shadow())
class Context:
    def __enter__(self): print('in'); return 'value'
    def __exit__(self, *args): print('out')
with Context() as got: print(got)
def decorate(f):
    def wrapped(*args, **kwargs): return ('wrapped', f(*args, **kwargs))
    return wrapped
@decorate
@decorate
def g(a, *, b=2): return a + b
print(g(1, b=4))
if (m := 3) > 2: print(m)
elif m: print('no')
""",
    """
try: raise ValueError('bad', 3)
except ValueError as error: print(error.args, error, repr(error))
try: {}['k']
except KeyError as error: print(error, repr(error))
try: raise KeyError('k')
except KeyError as error: print(error, error.args, repr(error))
try: [][1]
except IndexError as error: print(error.args)
x = [1, 2, 3, 4]; x[::2] = [7, 8]; print(x); x[1:1] = 'ab'; print(x); x[-1:] = []; print(x)
print(*range(3)); print({1, 2} ^ {2, 3}, range(4), {'a': 1}.keys())
""",
]


def printed(text):
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec(compile(text, "<text>", "exec"), {"__name__": "__main__"})
    return out.getvalue().splitlines()


if __name__ == "__main__":
    json.dump([{"text": text, "printed": printed(text)} for text in [*LINES, *BLOCKS]], sys.stdout)
