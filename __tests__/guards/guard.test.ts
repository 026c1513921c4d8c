import fc from 'fast-check'
import {guardOf, type ToldGuard} from '../../lib/guards/index.ts'
import {show} from '../../lib/log/index.ts'

type Row = readonly [said: string, kind: string, place: string, facts?: Partial<ToldGuard>]

/** What each form of torch's words tells; before and now are null where nothing is said here. */
const rows: readonly Row[] = [
  [
    "tensor 'x' size mismatch at index 0. expected 3, actual 5",
    'TENSOR_MATCH',
    'x',
    {what: 'size', index: 0, before: '3', now: '5'},
  ],
  [
    "tensor 'L['x']' stride mismatch at index 1. expected 64, actual 1",
    'TENSOR_MATCH',
    'x',
    {what: 'stride', index: 1, before: '64', now: '1'},
  ],
  [
    "tensor 'd['a']' rank mismatch. expected 2, actual 3",
    'TENSOR_MATCH',
    "d['a']",
    {what: 'rank', before: '2', now: '3'},
  ],
  [
    "tensor 'args[0]' dtype mismatch. expected Float, actual Double",
    'TENSOR_MATCH',
    'args[0]',
    {what: 'dtype', before: 'Float', now: 'Double'},
  ],
  [
    "tensor 'x' requires_grad mismatch. expected requires_grad=0",
    'TENSOR_MATCH',
    'x',
    {what: 'requires_grad', before: '0', now: '1'},
  ],
  [
    "tensor 'x' dispatch key set mismatch. expected DispatchKeySet(CPU, BackendSelect), actual DispatchKeySet(Meta)",
    'TENSOR_MATCH',
    'x',
    {what: 'dispatch key set', before: 'DispatchKeySet(CPU, BackendSelect)', now: 'DispatchKeySet(Meta)'},
  ],
  [
    "tensor 'm._modules['head']._parameters['weight']' size mismatch at index 0. expected 4, actual 8. Guard failed on a parameter, consider using torch._dynamo.config.force_parameter_static_shapes = False to allow dynamism on parameters.",
    'TENSOR_MATCH',
    'm.head.weight',
    {what: 'size', index: 0, before: '4', now: '8'},
  ],
  [
    "expected type of 'mask' to be <class 'torch.Tensor'>, but found <class 'NoneType'>",
    'TENSOR_MATCH',
    'mask',
    {before: "<class 'torch.Tensor'>", now: "<class 'NoneType'>"},
  ],
  ['m.scale == 1.0', 'EQUALS_MATCH', 'm.scale', {before: '1.0'}],
  ["mode == 'a == b, len(x) != 2'", 'EQUALS_MATCH', 'mode', {before: "'a == b, len(x) != 2'"}],
  ['z is None', 'EQUALS_MATCH', 'z', {before: 'None'}],
  ['z is not None', 'EQUALS_MATCH', 'z', {now: 'None'}],
  ['dtype == torch.float64', 'EQUALS_MATCH', 'dtype', {before: 'torch.float64'}],
  ["G['K'] == 2", 'EQUALS_MATCH', 'globals.K', {before: '2'}],
  ["self.param_groups[0]['lr'] == 0.1", 'EQUALS_MATCH', "self.param_groups[0]['lr']", {before: '0.1'}],
  ["Eq(L['n'], 4)", 'EQUALS_MATCH', 'n', {before: '4'}],
  ['(type(m.eps) is float and __math_isnan(m.eps))', 'EQUALS_MATCH', 'm.eps', {before: 'nan'}],
  ["list(dict.keys(d))[1] == 'a'", 'EQUALS_MATCH', 'd', {what: 'key', index: 1, before: "'a'"}],
  [
    "___check_type_id(m.l2, 140231), type=<class 'torch.nn.modules.linear.Linear'>",
    'TYPE_MATCH',
    'm.l2',
    {before: "<class 'torch.nn.modules.linear.Linear'>"},
  ],
  ["___check_type_id(L['self']._modules['mixer'], 157671424)", 'TYPE_MATCH', 'self.mixer'],
  ["TYPE_MISMATCH(m._modules['layers']._modules)", 'TYPE_MATCH', 'm.layers'],
  [
    "___check_obj_id(f.__code__, 140231), type=<class 'code'>",
    'ID_MATCH',
    'f',
    {what: 'code', before: "<class 'code'>"},
  ],
  ['len(xs) == 2', 'LENGTH', 'xs', {before: '2'}],
  ["len(m._modules['layers']._modules) != 1", 'LENGTH', 'm.layers', {before: '1'}],
  ["dict(type(s).__dict__)['base'] == 2", 'EQUALS_MATCH', 's.base', {before: '2'}],
  ["dict(type(s.net).__mro__[1].__dict__)['base'] == 2", 'EQUALS_MATCH', 's.net.base', {before: '2'}],
  ['not xs', 'LENGTH', 'xs', {before: '0'}],
  [
    "not ___dict_contains('forward', m.__dict__)",
    'DICT_CONTAINS',
    'm',
    {what: 'forward', before: 'absent', now: 'there'},
  ],
  [
    "___dict_contains('scale', kwargs)",
    'DICT_CONTAINS',
    'kwargs',
    {what: 'scale', before: 'there', now: 'absent'},
  ],
  ["not hasattr(o, 'scale')", 'HASATTR', 'o', {what: 'scale', before: 'absent', now: 'there'}],
  ["m._modules['a'] is m._modules['b']", 'DUPLICATE_INPUT', 'm.a', {others: [['m', 'b']]}],
  ['Duplicate tensors found: ["L[\'x\']", "L[\'y\']"]', 'NO_TENSOR_ALIASING', 'x', {others: [['y']]}],
  ['Duplicate tensors found: ["x", "d[\'a\']"]', 'NO_TENSOR_ALIASING', 'x', {others: [['d', "['a']"]]}],
  ['2 <= x.size()[0]', 'SHAPE_ENV', 'x', {what: 'size', index: 0}],
  ['2 <= x.size()[1] <= 8', 'SHAPE_ENV', 'x', {what: 'size', index: 1}],
  ['y.size()[0] == x.size()[0]', 'SHAPE_ENV', 'y', {what: 'size', index: 0, others: [['x']]}],
  ['x.size()[0] == 4', 'SHAPE_ENV', 'x', {what: 'size', index: 0, before: '4'}],
  ['(n % 2) == 0', 'SHAPE_ENV', 'n'],
  ['Ne(Mod(s0, 2), 0)', 'SHAPE_ENV', 's0'],
  ['on != 0.0', 'SHAPE_ENV', 'on'],
  [
    'GLOBAL_STATE changed: grad_mode autocast(cpu)_enabled ',
    'GLOBAL_STATE',
    '',
    {what: 'grad_mode autocast(cpu)_enabled'},
  ],
  ['___check_global_state()', 'GLOBAL_STATE', ''],
  ['___check_torch_function_mode_stack()', 'TORCH_FUNCTION_STATE', ''],
  ['utils_device.CURRENT_DEVICE == None', 'DEFAULT_DEVICE', '', {before: 'None'}],
  ['_has_dynamo_dim_marking is present on runtime tensor but was absent at compile time', 'DIM_MARKING', ''],
  ["hasattr(L['x'], '_dynamo_dynamic_indices') == False", 'DIM_MARKING', 'x'],
  ['KeyError on m.adapter', 'ACCESS', 'm.adapter', {what: 'KeyError'}],
  ['IndexError on xs[2]', 'ACCESS', 'xs[2]', {what: 'IndexError'}],
  ['getattr failed on source o', 'ACCESS', 'o', {what: 'AttributeError'}],
  ['CodeGuardAccessor: Not a function on f.__code__', 'ACCESS', 'f', {what: 'Not a function'}],
  ["'NoneType' object has no attribute 'size'", 'ACCESS', '', {what: 'AttributeError'}],
  [
    'BACKEND_MATCH failure: torch.compile detected different backend callables. Cached backend: dynamic=None. New backend: dynamic=False.',
    'BACKEND_MATCH',
    '',
    {before: 'dynamic=None', now: 'dynamic=False'},
  ],
  ["Cache line invalidated because L['m'] got deallocated", 'GONE', ''],
  ['something that torch will say one day', 'UNREAD', ''],
]

test.each(rows.map((row) => [row[0], row] as const))('guardOf(%j)', (said, [, kind, place, facts = {}]) => {
  const guard = guardOf(said)
  expect([guard.kind, show(guard.path)]).toEqual([kind, place])
  expect(guard).toEqual({kind, path: guard.path, before: null, now: null, ...facts, said})
})

test('guardOf reads any text, and a long one as fast as its length', () => {
  fc.assert(fc.property(fc.string(), (text) => guardOf(text).said === text))
  const parts = ["tensor 'x", "' to be ", ' == ', 'len(', "['", '[', ' is not ', '.size()', "'", ', ', 'Eq(']
  for (const part of parts) {
    const begin = performance.now()
    guardOf(part.repeat(100_000 / part.length))
    guardOf(`expected type of '${part.repeat(100_000 / part.length)}`)
    expect(performance.now() - begin).toBeLessThan(1000)
  }
})
