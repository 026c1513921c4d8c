import type {GuardKind} from '../log/index.ts'
import {pattern, type Pattern} from './pattern.ts'

/** A way in which torch words a guard that failed. */
export interface GuardWords {
  readonly kind: GuardKind
  readonly pattern: Pattern
  /** What is the same in each guard so worded: what it is about, and before and now where the words say them. */
  readonly says: {readonly what?: string; readonly before?: string; readonly now?: string}
  /** `{place}` is one place and nothing else, `{before}` a number. */
  readonly isStrict: boolean
}

type Row = readonly [text: string, says?: GuardWords['says']]

const rows = (kind: GuardKind, all: readonly Row[], isStrict = false): GuardWords[] =>
  all.map(([text, says = {}]) => ({kind, pattern: pattern(text), says, isStrict}))

const tensor = (what: string): Row => [
  `tensor '{place}' ${what} mismatch. expected {before}, actual {now}`,
  {what},
]

/**
 * The words of guards (torch `_dynamo/guards.py` and `csrc/dynamo/guards.cpp`, 2.0 to 2.15), the ones that say most first; `{place}` is a
 * source, `{places}` are several. What no row has is a relation of sizes and numbers, or the value of a place, as Python writes it.
 */
export const guardWords: readonly GuardWords[] = [
  ...rows('TENSOR_MATCH', [
    ["tensor '{place}' size mismatch at index {index}. expected {before}, actual {now}", {what: 'size'}],
    ["tensor '{place}' stride mismatch at index {index}. expected {before}, actual {now}", {what: 'stride'}],
    tensor('rank'),
    tensor('dtype'),
    tensor('dispatch key set'),
    ["tensor '{place}' requires_grad mismatch. expected requires_grad={before}", {what: 'requires_grad'}],
    [
      "tensor '{place}' Tensor device index mismatch. Expected device index to be {before}, actual {now}",
      {what: 'device'},
    ],
    ["expected type of '{place}' to be {before}, but found {now}"],
  ]),
  ...rows('TYPE_MATCH', [
    ['___check_type_id({place}, {id}), type={before}'],
    ['___check_type_id({place}, {id})'],
    ['___check_fake_script_type({place}, {id}), type={before}'],
    ['TYPE_MISMATCH({place})'],
  ]),
  ...rows('ID_MATCH', [
    ['___check_obj_id({place}, {id}), type={before}'],
    ['___check_obj_id({place}, {id})'],
  ]),
  ...rows('DIM_MARKING', [
    ['_has_dynamo_dim_marking is present on runtime tensor but was absent at compile time'],
    ["hasattr({place}, '_dynamo_dynamic_indices') == False"],
    ['({place}._dynamo_dynamic_indices.issubset('],
    ['{mark} not a subset: runtime {now} is not a subset of compiled {before}'],
  ]),
  ...rows('DICT_CONTAINS', [
    ["not ___dict_contains('{what}', {place})", {before: 'absent', now: 'there'}],
    ["___dict_contains('{what}', {place})", {before: 'there', now: 'absent'}],
    ['not ___dict_contains({what}, {place})', {before: 'absent', now: 'there'}],
    ['___dict_contains({what}, {place})', {before: 'there', now: 'absent'}],
    ['not set.__contains__({place}, {what})', {before: 'absent', now: 'there'}],
    ['set.__contains__({place}, {what})', {before: 'there', now: 'absent'}],
  ]),
  ...rows('HASATTR', [
    ["not hasattr({place}, '{what}')", {before: 'absent', now: 'there'}],
    ["hasattr({place}, '{what}')", {before: 'there', now: 'absent'}],
  ]),
  ...rows('NO_TENSOR_ALIASING', [
    ['Duplicate tensors found: {places}'],
    ['Duplicate tensor found where not expected! {places}'],
    ['NO_TENSOR_ALIASING guard'],
  ]),
  ...rows('GLOBAL_STATE', [
    ['GLOBAL_STATE changed: {what}'],
    ['___check_global_state()'],
    ['___is_grad_enabled()', {what: 'grad_mode', before: 'True', now: 'False'}],
    ['not ___is_grad_enabled()', {what: 'grad_mode', before: 'False', now: 'True'}],
    ['___are_deterministic_algorithms_enabled()', {what: 'deterministic_algorithms', before: 'True'}],
    ['not ___are_deterministic_algorithms_enabled()', {what: 'deterministic_algorithms', before: 'False'}],
  ]),
  ...rows('TORCH_FUNCTION_STATE', [['___check_torch_function_mode_stack()'], ['___is_torch_function_']]),
  ...rows('DEFAULT_DEVICE', [['utils_device.CURRENT_DEVICE == {before}']]),
  ...rows('BACKEND_MATCH', [
    [
      'BACKEND_MATCH failure: torch.compile detected different backend callables. Cached backend: {before}. New backend: {now}. If this is unexpected',
    ],
    [
      'BACKEND_MATCH failure: torch.compile detected different backend callables. Cached backend: {before}. New backend: {now}',
    ],
    ['BACKEND_MATCH failure'],
    ['___skip_backend_check()'],
    ['___check_current_backend('],
  ]),
  ...rows('EQUALS_MATCH', [['(type({place}) is float and __math_isnan(', {before: 'nan'}]]),
  ...rows('GONE', [['Cache line invalidated because {object} got deallocated']]),
  ...rows('ACCESS', [
    ['KeyError on {place}', {what: 'KeyError'}],
    ['IndexError on {place}', {what: 'IndexError'}],
    ['AttributeError on {place}', {what: 'AttributeError'}],
    ['getattr failed on source {place}', {what: 'AttributeError'}],
    ['{accessor}: Not a function on {place}', {what: 'Not a function'}],
    ["'{type}' object has no attribute '{attribute}'", {what: 'AttributeError'}],
  ]),
  ...rows(
    'LENGTH',
    [
      ['len({place}) == {before}'],
      ['len({place}) != {before}'],
      ['not {place}', {before: '0'}],
      ['___tuple_iterator_len({place}) == {before}'],
      ['___list_reverseiterator_len({place}) == {before}'],
    ],
    true,
  ),
]
