import {besides, brief} from './brief.ts'
import {guardFindings} from './guardfinding.ts'
import {fill, type Filling, type Holes, several} from './template.ts'
import {list} from './wordlist.ts'

/** What a miss amounts to: the one next step, and why it happened, to follow "because", where that may stand in a headline. */
const findings = {
  ...guardFindings,
  // The whole miss.
  error: {advice: 'Mend the error first: {message}'},
  'error untold': {advice: 'Mend the error first: the call raised'},
  'first call': {
    advice:
      'Nothing to fix: the first call of `{name}` always compiles. To have it ready in time, call it once before the loop.',
  },
  'first from disk': {
    advice: 'Nothing to fix: the program of `{name}` was read from the persistent cache, and not compiled.',
  },
  'first in log': {
    advice:
      'Nothing to fix where this is the first call of `{name}`, which always compiles: the log holds no earlier one.',
  },
  'first outside jit': {
    advice:
      'Nothing to fix: a `{name}` outside jit compiles once. It need not if the step that runs it is under jax.jit.',
  },
  'body untold': {
    advice:
      'Put the step that runs `{name}` under one jax.jit at module level: outside, it compiles for every new function and size.',
  },
  'function untold': {
    advice:
      'Make each function that is logged as `{name}` once, at module level, and call it with arrays of one size; a def of its own, or for jax.pmap an axis_name that no other has, tells it from others in the log.',
  },
  'reads alike': {
    advice:
      'Look for what `{name}` gets anew in each call (a function, a partial, an optimizer), or for a cache that was cleared.',
  },
  'static or metadata': {
    advice:
      'Look at the static arguments of `{name}` and at the metadata of what it gets (a registered class, a graphdef): types and structure are equal.',
  },
  mixed: {
    advice: 'Give each process a log of its own, or a logging format that names the process in each line.',
  },
  untold: {
    advice: 'Record `{name}` with examples/python/jitlens.py: the log does not tell the cause.',
  },
  'compiles untold': {
    advice:
      'Write the log with JAX_LOG_COMPILES=1 as well: explanations alone do not tell what compiled, and the first call of `{name}` by itself always does.',
  },
  'begun late': {
    advice:
      'Start the log, or the recording, before the first call of `{name}`: what it was compiled for before is not in it.',
  },
  'begun late perhaps': {
    advice:
      'Start the log before the first call of `{name}`: it begins late, or lacks lines, so that an earlier compile of it may not be in it.',
  },
  'dispatch entry dropped': {
    advice:
      'Nothing to fix: this entry of `{name}` was not kept in the dispatch cache, which costs microseconds.',
  },
  'entry dropped': {
    advice: 'Keep the entry of `{name}`: do not clear caches, nor drop the function, between calls.',
    because: 'an entry of `{name}` had been cleared or evicted',
  },
  'wrong hit': {
    advice:
      'Give {path} a value that compares unequal to the earlier one: JAX runs the program that was compiled for that.',
    because: '{path} changed, and compares equal',
  },
  'read outside': {
    advice:
      'Give {path} to `{name}` as an argument: JAX does not look at what a function reads besides its arguments, and runs the program of the first trace.',
    because: '{path} changed, which is no argument',
  },
  'read perhaps': {
    advice:
      'Give {path} to `{name}` as an argument if the result depends on it: `{name}` names it, and JAX runs the program of the first trace whatever it is.',
  },
  'redefined inside': {
    advice:
      'Jit `{name}` again after {path} is defined anew: the program of its first trace holds what was called then.',
    because: '{path} was defined anew',
  },
  'changed in place': {
    advice:
      'Make a new object with another {path} instead of changing it in place: JAX knows the static argument of `{name}` by its hash and `==`, and looks at nothing in it.',
    because: '{path} was changed in place',
  },
  'result differs': {
    advice:
      'Find what `{name}` depends on besides the key of its arguments: run without caches it gives another result. With `session.verify` on from its first call on, the log tells what it read.',
  },
  'partial of a copy': {
    advice:
      'Make the partial of `{name}` (nnx.cached_partial or nnx.jit_partial) anew after {path} changed: it calls with the copy that it made, which has the earlier value.',
    because: '{path} changed after the partial had copied it',
  },

  // The function, its options and its context.
  'function anew': {
    advice:
      'Define and jit `{name}` once at module level, not in a loop or in a function that makes it anew; what it takes from around it becomes an argument.',
    because: '`{name}` came as another function object of its definition',
  },
  'function or transform': {
    advice:
      'Nothing to fix where transforms (grad, vmap) or threads are meant: each makes a program. Else define and jit `{name}` once.',
  },
  'function or argument': {
    advice:
      'Jit `{name}` once, not in a loop or in a function that is called again. Where it is, a static argument is another, or is left out in some calls: give each call the same ones.',
    because: '`{name}` was compiled again for equal types, jitted anew or with another static argument',
  },
  'function or body': {
    advice:
      'Define `{name}` once, not in each call, and jit it there if it is jitted. Write the log with JAX_LOG_COMPILES=1 as well: explanations alone do not tell a jitted function from what a loop (while, scan, cond) runs.',
    because: '`{name}` came as another function object of its definition',
  },
  'lambda anew': {
    advice:
      'Define the lambda once at module level and jit it there, not where it is called; what it takes from around it becomes an argument.',
    because: 'a lambda came as another object',
  },
  'sizes outside jit': {
    advice:
      'Put the step that runs `{name}` under jax.jit, with sizes that stay the same (pad, and mask what was added): outside, each size is a program of its own.',
    because: 'run eagerly, outside jit, each size of an array is a program of its own',
  },
  'operation or function': {
    advice:
      'Put the step that runs `{name}` under jax.jit where it is an operation of JAX; where it is a jitted function of the program, which the log does not tell, give it few sizes (pad, and mask what was added).',
    because: 'each size of an array is a program of its own',
  },
  'types of operation or function': {
    advice:
      'Nothing to fix where few types are meant: each combination is a program of its own. Else put the step that runs `{name}` under jax.jit where it is an operation of JAX; where it is a jitted function of the program, which the log does not tell, give it few types.',
    because: 'each type of an array is a program of its own',
  },
  'types outside jit': {
    advice:
      'Nothing to fix where few types are meant: outside jit, each combination of types is a program of its own. Else put the step that runs `{name}` under jax.jit.',
  },
  'parameters outside jit': {
    advice:
      'Nothing to fix where few values are meant: outside jit, each value of its parameter {path} is a program of its own. Else put the step that runs `{name}` under jax.jit.',
  },
  'library anew': {
    advice:
      'Make once, and keep, what holds `{name}`, and its jax.jit where your own code makes it: each new object is jitted anew.',
    because: '`{name}` of a library came as another function object',
  },
  'inner anew': {
    advice:
      'Nothing to fix where what runs `{name}` is traced again for other types. Else define `{name}` once, outside of it; what it takes from around it becomes an argument.',
    because: '`{name}` was defined anew',
  },
  'inner defined anew': {
    advice:
      'Define `{name}` once, outside of what runs it; what it takes from around it becomes an argument.',
    because: '`{name}` was defined anew',
  },
  'loop anew': {
    advice:
      'Put the step that runs `{name}` under jax.jit, or define {path} once, outside what is called again and again.',
    because: 'outside jit each `{name}` was given new functions to run, {path}',
  },
  'loop of new functions': {
    advice:
      'Put the step that runs `{name}` under jax.jit, or define what it runs once, outside what is called again and again.',
    because: 'outside jit each `{name}` was given new functions to run',
  },
  options: {
    advice: 'Jit `{name}` once, with {path} decided, and call that one everywhere.',
    because: 'it was jitted with other {path}',
  },
  context: {
    advice:
      'Nothing to fix where the change is meant; else set {path} once, before the first call: each value is a program of its own.',
    because: '{path} had other values',
  },
  mesh: {
    advice:
      'Nothing to fix where the change is meant; else call `{name}` under one mesh throughout (jax.set_mesh, or with mesh): each is a program of its own.',
    because: 'it was called under other meshes',
  },
  transform: {
    advice:
      'Nothing to fix: what a transform ({path}) makes of `{name}` is a program of its own. With the transform inside, `jax.jit(jax.grad(…))`, there is one for all.',
  },

  // Objects that read the same and are others.
  'class anew': {
    advice: 'Define the class {class} once: running its definition again makes another class ({path}).',
    because: 'the class of {path} was defined anew',
  },
  'optimizer anew': {
    advice: 'Create the optimizer once, before the loop, or give every one the same `tx` ({path}).',
    because: '{path} came as another object',
  },
  'train state anew': {
    advice:
      'Make the model and the optimizer once, and replace only the arrays of {path}: its `apply_fn` and its `tx` may both be new objects after each .create(…).',
    because: '{path} came with new functions',
  },
  'method anew': {
    advice: 'Take the bound method of {path} from one object, made once: each object has methods of its own.',
    because: '{path} came as another object',
  },
  'lambda held anew': {
    advice: 'Define the lambda of {path} once at module level and use that one.',
    because: '{path} came as another object',
  },
  'partial anew': {
    advice: 'Make the partial of {path} once at module level and use that one.',
    because: '{path} came as another object',
  },
  'closure anew': {
    advice: 'Make {path} once, outside the function that returns a new one each time.',
    because: '{path} came as another object',
  },
  'object untold': {
    advice:
      'Reuse one object for {path}, or give its class __eq__, __hash__ and __repr__ by value: the log does not tell what it holds.',
  },
  'object anew': {
    advice: 'Reuse one object for {path}, or give its class __eq__ and __hash__ by value.',
    because: '{path} came as another object',
  },

  // Statics.
  'static number': {
    advice:
      'Pass {path} as an array, if no shape and no Python branch depends on it: take it out of static_argnums and static_argnames.',
    because: 'the static {path} had other values',
  },
  'static equal': {
    advice: 'Give {path} one type in every call: {now} and {before} are equal, and each is a program.',
    because: '{path} came as {before} and as {now}',
  },
  'static counter': {
    advice: 'Pass the counter {path} as an array: take it out of static_argnums and static_argnames.',
    because: 'the static {path} counts',
  },
  'static value': {
    advice:
      'Nothing to fix where a shape or a Python loop depends on {path}: each value is a program, so keep to few. Else take {path} out of static_argnums and static_argnames.',
    because: 'the static {path} had other values',
  },
  'number in static': {
    advice:
      'Pass the number {path} as an array: in an argument of its own, or as a data field of a registered dataclass (jax.tree_util.register_dataclass), not in a static value, each of which is a program.',
    because: 'the static {path} had other values',
  },
  'counter in static': {
    advice:
      'Pass the counter {path} as an array: in an argument of its own, or as a data field of a registered dataclass (jax.tree_util.register_dataclass), not in a static value, each of which is a program.',
    because: 'the static {path} counts',
  },
  'static series': {
    advice:
      'Pass {path} as an array where it counts, as a step does. Where a shape or a Python loop depends on it, as on a number of layers, keep it to few values: each is a program.',
    because: 'the static {path} went up in even steps',
  },
  'value in static': {
    advice:
      'Nothing to fix where a shape or a Python loop depends on {path}: each value is a program, so keep to few. Else pass it as an array in an argument of its own.',
    because: 'the static {path} had other values',
  },
  'static object': {
    advice:
      'Nothing to fix where another program is meant; else keep {path} to few values: each is a program. Of what it holds only a number that is data (no shape, nothing that Python branches on) can be an array, as an argument of its own.',
    because: 'the static {path} had other values',
  },
  'static choice': {
    advice:
      'Nothing to fix where another program is meant; else keep {path} to few values: each is a program, and nothing but a number can be traced instead.',
    because: 'the static {path} had other values',
  },

  'no array': {
    advice:
      'Nothing to fix where another model, flag or function is meant. All that is no array in the arguments of `{name}` is static, and each value a program: pass a number that changes as jnp.asarray(…).',
  },
  'number no array': {
    advice:
      'Pass the number {now}, before {before}, in the arguments of `{name}` as jnp.asarray(…) in every call, if no shape and no Python branch depends on it: a Python number is static there, and each value a program. In a field that is marked static it needs a field of data first.',
    because: 'a number in its arguments, static there, had other values',
  },
  'array or number': {
    advice:
      'Where a Python number stands in some calls, pass an array of the shape and dtype that it has in the others, jnp.full(shape, …), if no Python branch depends on it: in the arguments of `{name}` a number is static, and an array without axes is of another type than one with axes.',
    because: 'a number in its arguments came as an array in some calls',
  },
  'no array anew': {
    advice:
      'Make the functions and objects in the arguments of `{name}` once (an optimizer, a lambda): all that is no array is static, and compared as an object.',
  },
  'no array untold': {
    advice:
      'Look at what is no array in the arguments of `{name}` (a number, a flag, a function): all of it is static, and each value a program. Pass a number that changes as jnp.asarray(…).',
  },

  // The tree of the arguments.
  arguments: {
    advice: 'Pass every argument always by position or always by keyword: now a {now}, before a {before}.',
    because: 'some arguments came by keyword and by position',
  },
  'arguments left out': {
    advice:
      'Nothing to fix where another value than the default is meant. Where it is the default, pass every argument in every call: now a {now}, before a {before}.',
  },
  keywords: {
    advice: 'Pass {names} always by keyword, or always by position.',
    because: '{names} came by keyword and by position',
  },
  'keywords untold': {
    advice: 'Pass each argument always by keyword, or always by position.',
    because: 'each argument came by keyword and by position',
  },
  'keywords unsure': {
    advice:
      'Pass {names} always by keyword, or always by position: that spares it where the values were the same, which the log does not tell.',
    because: '{names} came by keyword and by position',
  },
  'arguments unsure': {
    advice:
      'Pass every argument always by position or always by keyword: that spares it where the values were the same, which the log does not tell.',
    because: 'some arguments came by keyword and by position',
  },
  'keyword or position': {
    advice: 'Pass {path} always by keyword, or always by position (`{from}`).',
    because: '{path} came by keyword and by position',
  },
  'key renamed': {
    advice: 'Nothing to fix where the change is meant; else use one name in every call: {path} was `{from}`.',
    because: '{path} was `{from}` before',
  },
  none: {
    advice:
      'Nothing to fix where None is meant: with an array for {path} it is another program. Where zeros or a mask mean the same, pass these in every call.',
    because: '{path} came as None and as an array',
  },
  'array or none': {
    advice:
      'Nothing to fix where an array of `{name}` is None in some calls. Where a Python number stands in its place, which is static, pass jnp.asarray(…) in every call.',
  },
  'number left out': {
    advice:
      'Pass {path} in every call, always by keyword or always by position: a default that is left out makes another tree.',
    because: 'some calls left {path} out',
  },
  'array left out': {
    advice:
      'Nothing to fix where the calls without {path} mean None: with an array it is another program. Where zeros or a mask mean the same, pass these in every call.',
    because: 'some calls left {path} out',
  },
  'argument left out': {
    advice:
      'Nothing to fix where {path} has another value than its default, which the log does not tell: that is another program. Where it has the default, leave it out or pass it, the same way in every call.',
    because: 'some calls left {path} out',
  },
  container: {
    advice: 'Pass {path} always as a {before}.',
    because: '{path} came as a {now} and as a {before}',
  },
  'field counter': {
    advice:
      'Keep the counter {path} as an array, not as a static field: each count makes a program of its own.',
    because: 'the static field {path} counts',
  },
  'field number': {
    advice:
      'Keep the number {path} as an array, not as a static field: each value makes a program of its own.',
    because: 'the static field {path} had other values',
  },
  'static field': {
    advice:
      'Nothing to fix where all values of the static field {path} are meant: each makes a program of its own.',
    because: 'the static field {path} had other values',
  },
  'gets longer': {
    advice:
      'Pass all that {path} will hold from the first call on, zeros with a mask for what is not there yet; or keep arrays of a fixed size and a count (items.at[n].set(item)): each length is a program of its own.',
    because: '{path} grew from call to call',
  },
  'more arguments': {
    advice:
      'Pass as many arguments to `{name}` in every call, zeros with a mask for what is not there yet; or one array of a fixed size and a count: each number of arguments is a program of its own.',
    because: 'it was given more arguments from call to call',
  },
  'in some calls': {
    advice:
      'Nothing to fix where some calls are meant to lack {path}; else give it in every call or in none: fill what is missing, drop what is not used.',
    because: '{path} came in some calls only',
  },
  'other leaves': {
    advice:
      'Nothing to fix where another model or state is meant: the arguments hold other arrays than before.',
  },
  'other inputs': {
    advice:
      'Nothing to fix where another model, optimizer or state is meant: this program takes {now} arrays, an earlier one {before}.',
  },
  'structure untold': {
    advice:
      'Compare what {path} holds in both calls: as many leaves, of the same types, but other containers, keys, static data or metadata, which the log does not tell.',
  },
  structure: {
    advice:
      'Nothing to fix where both are meant; else give {path} one structure in every call: {now} now, {before} before.',
    because: '{path} came with several structures',
  },

  // The graphdef.
  'layer moved': {
    advice:
      'Nothing to fix where the change is meant; else keep names and order of the layers: `{from}` became {path}.',
    because: '`{from}` became {path}',
  },
  sown: {
    advice:
      'Call nnx.pop({owner}, nnx.Intermediate) after each call, so that {path} does not stay in the model.',
    because: 'nothing popped {path}',
  },
  metadata: {
    advice:
      'Nothing to fix where the change is meant; else set the metadata {path} before the first call, and before an optimizer copies it.',
    because: 'the metadata {path} changed',
  },
  sharing: {
    advice: 'Nothing to fix where the change is meant; else share or separate {path} before the first call.',
    because: '{path} came shared and apart',
  },
  'left over': {
    advice:
      'Make the list {path} anew, `nnx.List([…])` of the items that stay, instead of deleting from it: flax keeps the place of a deleted item in the key.',
    because: 'items were deleted from the list {path}',
  },
  'built late': {
    advice:
      'Nothing to fix where the change is meant; else build `{owner}` in its final form before the first call ({done} later: {path}).',
    because: '{path} came or went after the first call',
  },
  'attribute late': {
    advice: 'Nothing to fix where the change is meant; else set or delete {path} before the first call.',
    because: '{path} came or went after the first call',
  },
  'none at first': {
    advice: 'Call {owner}.train() or {owner}.eval() once before the first call.',
    because: '{path} began as None',
  },
  'training and evaluation': {
    advice: 'Nothing to fix: training and evaluation are two programs, and both are kept ({path}).',
    because: 'training and evaluation differ in {path}',
  },
  flag: {
    advice:
      'Nothing to fix where the change is meant; else decide {path} before the first call: each value is a program of its own.',
    because: '{path} had other values',
  },
  counter: {
    advice: 'Keep {path} in an nnx.Variable, or move the counter out of {owner}.',
    because: 'the number {path} changed',
  },
  number: {
    advice: 'Keep {path} in an nnx.Variable, so that its value is data and not part of the graphdef.',
    because: 'the number {path} changed',
  },
  attribute: {
    advice:
      'Nothing to fix where the change is meant; else choose {path} before the first call: each value is a program of its own.',
    because: '{path} had other values',
  },

  // Arrays.
  type: {
    advice:
      'Nothing to fix where the change is meant; else give {path} one type in every call: {now} now, {before} before.',
    because: '{path} came as {before} and as {now}',
  },
  parameter: {
    advice:
      'Nothing to fix where another model is meant; else give {path} the final shape and dtype before the first call.',
    because: '{path} came with another shape or dtype',
  },
  'batch or parameter': {
    advice:
      'Where a batch had another size, pad {axes} of {path} to one size and mask what was added. Nothing to fix where another model is meant.',
    because: '{path} came in other sizes',
  },
  'one step': {
    advice:
      'Nothing to fix where one step at a time is meant, as in decoding behind a prompt: one and many along {axes} of {path} are two programs, and both stay cached. Pad prompts of several lengths to few sizes.',
    because: '{path} came for one step and for many',
  },
  devices: {
    advice:
      'Nothing to fix where another number of devices is meant: jax.pmap takes one row of {path} along axis 0 for each device.',
    because: '{path} came for other numbers of devices',
  },
  rank: {
    advice:
      'Nothing to fix where both are meant; else give {path} one number of axes in every call: {now} now, {before} before.',
    because: '{path} came with other numbers of axes',
  },
  'weak type': {
    advice:
      'Pass {path} always as a Python number, or always as an array (jnp.{dtype}(…)): the one has a weak type.',
    because: '{path} came as a number and as an array',
  },
  'weak at first': {
    advice:
      'Give {path} a dtype wherever it is made, jnp.asarray(…, jnp.{dtype}): what is made of a Python number has a weak type, and may lose it once it is computed with.',
    because: '{path} had a weak type in some calls only',
  },
  'weak arrays': {
    advice:
      'Give all arrays of {path} a dtype wherever they are made, as in jnp.asarray(0.0, jnp.float32): what is made of a Python number has a weak type, and may lose it once it is computed with.',
    because: '{path} had a weak type in some calls only',
  },
  'random key': {
    advice: 'Make {path}, a random key, in one way: jax.random.key with one implementation, in every call.',
    because: '{path} came as {before} and as {now}',
  },
  'number or array': {
    advice: 'Give {path} one dtype that holds all its values: jnp.{dtype}(…) in every call.',
    because: '{path} came as a number and as an array',
  },
  'flag or number': {
    advice: 'Pass {path} always as the same kind of value, a flag or a number: {now} now, {before} before.',
    because: '{path} came as a flag and as a number',
  },
  'scalar dtype': {
    advice: 'Give {path} one dtype that holds all its values: jnp.{dtype}(…) in every call.',
    because: '{path} came as {before} and as {now}',
  },
  dtype: {
    advice:
      'Nothing to fix where both dtypes are meant; else give {path} one that holds all values: .astype(jnp.{dtype}) in every call.',
    because: '{path} came in several dtypes',
  },
  'dtypes meant': {
    advice:
      'Nothing to fix where both dtypes are meant; else give {path} one in every call: {now} now, {before} before.',
    because: '{path} came in several dtypes',
  },
  'dtypes apart': {
    advice: 'Give {path} one dtype in every call: {now} now, {before} before.',
    because: '{path} came in several dtypes',
  },
  fits: {
    advice: 'Pad {axes} of {path} to {sizes}, the largest so far, and mask what was added.',
    because: '{path} came in {shapes} shapes',
  },
  'axes in two orders': {
    advice:
      'Pass {path} with its axes in one order in every call (it looks transposed: {now} now, {before} before). Only if both sizes vary, pad {axes} and mask what was added.',
    because: '{path} came with its axes in two orders',
  },
  'last batch': {
    advice:
      'Pad {axes} of {path} to {sizes} and mask what was added, or leave out a last batch that is smaller.',
    because: '{path} came in {shapes} shapes',
  },
  sizes: {
    advice:
      'Pad {axes} of {path} to a multiple of {multiple}, or to few fixed sizes, and mask what was added.',
    because: '{path} came in {shapes} shapes',
  },
  grows: {
    advice:
      'Allocate {path} once at the final size and write into it (jax.lax.dynamic_update_slice), as a static cache does; or pad {axes} to a multiple of {multiple}.',
    because: '{path} grew from call to call',
  },

  // Where arrays live.
  'kind of value': {
    advice:
      'Pass {path} always as the same kind of value ({before} before): this costs a dispatch, no compile.',
    because: '{path} came as {before} and as {now}',
  },
  'committed in some calls': {
    advice: 'Put {path} on its device once, before the first call (jax.device_put), or never.',
    because: '{path} came committed to a device in some calls only',
  },
  'sharded in some calls': {
    advice: 'Place {path} with one sharding before the first call (jax.device_put).',
    because: '{path} lay on a mesh in some calls only',
  },
  sharding: {
    advice:
      'Nothing to fix where the change is meant; else place {path} with one sharding before the first call (jax.device_put).',
    because: '{path} came with several shardings',
  },
} as const satisfies Readonly<Record<string, {readonly advice: string; readonly because?: string}>>

/** The findings, each with its texts. */
export type Table = typeof findings

/** The texts of a finding, of which each hole is one of its fields. */
export type TextsOf<What extends keyof Table> = Extract<Table[What][keyof Table[What]], string>

/** What a miss amounts to, with the places, values and sizes that its words need. */
export type Finding = Unnamed &
  {
    readonly [What in keyof Table]: {
      /** Which it is. */
      readonly what: What
    } & {
      readonly [Hole in Holes<TextsOf<What>>]: Hole extends 'path' ? readonly string[] : Filling
    }
  }[keyof Table]

/** The findings whose step is to leave the program as it is, where what changed is meant. */
export type Meant = {
  [What in keyof Table]: Table[What]['advice'] extends `Nothing to fix${string}` ? What : never
}[keyof Table]

/** What is told of arrays whose places are no names of the program, so that nobody can type them. */
export interface Unnamed {
  /** What they came as, in the order of the places; null where that is not known. */
  readonly unnamed?: readonly (string | null)[]
}

/**
 * The one next step that a finding asks for.
 *
 * @example
 * advice({what: 'sizes', axes: 'axis 0', path: ['x'], multiple: 8})
 * // 'Pad axis 0 of `x` to a multiple of 8, or to few fixed sizes, and mask what was added.'
 */
export const advice = (finding: Finding): string => fill(findings[finding.what].advice, shortened(finding))

/** The fields of a finding, with arrays that have no name told by their types. */
const fieldsOf = ({unnamed, ...fields}: Finding): Record<string, Filling> =>
  unnamed === undefined || !('path' in fields)
    ? fields
    : {...fields, path: inRoom(fields.path.map((place, at) => arrayOf(place, unnamed[at])))}

/**
 * An array whose place is no name of the program, by what it came as; of several, of which not even the places are told, one of them.
 *
 * @example
 * arrayOf('leaf 1 of 2', 'f32[8,9]') // 'the array `f32[8,9]` (leaf 1 of 2)'
 * arrayOf('leaves', 'f32[8,9]') // 'arrays such as `f32[8,9]`'
 */
export function arrayOf(place: string, type: string | null = null): string {
  if (type === null) return place
  return place === 'leaves' ? `arrays such as \`${type}\`` : `the array \`${type}\` (${place})`
}

const widest = 120

/** Arrays in a row, as many as there is room for, and how many more: none is cut. */
function inRoom(arrays: readonly string[]): string {
  const fit = arrays.filter((_, at) => at === 0 || arrays.slice(0, at + 1).join(', ').length <= widest)
  return fit.length === arrays.length
    ? several(arrays)
    : `${fit.join(', ')} and ${arrays.length - fit.length} more`
}

/** A finding whose values are no longer than a person reads, and still differ: metadata may be a whole model. */
function shortened(finding: Finding): Record<string, Filling> {
  const short = Object.fromEntries(
    Object.entries(fieldsOf(finding)).map(([hole, filling]) => [
      hole,
      typeof filling === 'string' && hole !== 'path' ? brief(filling, widest) : filling,
    ]),
  )
  if (!('now' in finding && 'before' in finding)) return short
  const {now, before} = finding
  if (typeof now !== 'string' || typeof before !== 'string' || short['now'] !== short['before']) return short
  const [mine, theirs] = besides(now, before, widest)
  return {...short, now: mine, before: theirs}
}

/** So many letters of names a headline has. */
const letters = 48

/** Places as a headline names them: arrays without a name by the type of one of them, of long names the first. */
function headlined(finding: Finding): Record<string, Filling> {
  const fields = fieldsOf(finding)
  const {path, unnamed = []} = {path: [], ...finding}
  const [first, ...others] = path
  const [type] = unnamed
  if (first === undefined || others.length === 0) return fields
  if (unnamed.length === path.length && type != null && !unnamed.includes(null))
    return {...fields, path: `${path.length} arrays such as \`${type}\``}
  return unnamed.length > 0 || path.join('').length <= letters
    ? fields
    : {...fields, path: `\`${first}\` and ${others.length} more`}
}

/** Why a miss happened, to follow "because"; null where no headline tells it. */
export function because(finding: Finding): string | null {
  const texts: {readonly advice: string; readonly because?: string} = findings[finding.what]
  // Some places are called so already: `static args[0]`.
  return texts.because === undefined
    ? null
    : fill(texts.because, headlined(finding)).replaceAll('the static `static ', '`static ')
}

/**
 * Findings that ask for one step at several places, as one: `x` and `y` of a batch are padded together.
 *
 * @example
 * merged([{what: 'none', path: ['x']}, {what: 'none', path: ['y']}]) // [{what: 'none', path: ['x', 'y']}]
 */
export function merged(all: readonly Finding[]): Finding[] {
  const kinds = new Map<string, {finding: Finding; places: Map<string, string | null>}>()
  for (const finding of all) {
    const {unnamed} = finding
    const kind = JSON.stringify({...finding, path: null, unnamed: unnamed !== undefined})
    const known = kinds.get(kind) ?? {finding, places: new Map<string, string | null>()}
    if ('path' in finding) finding.path.forEach((place, at) => known.places.set(place, unnamed?.[at] ?? null))
    kinds.set(kind, known)
  }
  return [...kinds.values()].map(({finding, places}) =>
    'path' in finding
      ? {
          ...finding,
          path: [...places.keys()],
          ...(finding.unnamed && {unnamed: [...places.values()]}),
        }
      : finding,
  )
}

const axesOf = '{axes} of {path}'

/** The steps that findings ask for, each once: `axis 0 of a and axis 1 of b` where it is one step for several axes. */
function stepsOf(all: readonly Finding[]): string[] {
  const steps = new Map<string, string[]>()
  for (const finding of all) {
    const fields = shortened(finding)
    const {advice: template} = findings[finding.what]
    const step = fill(template.replace(axesOf, '{places}'), {...fields, places: '{places}'})
    const places = template.includes(axesOf) ? [fill(axesOf, fields)] : []
    steps.set(step, [...(steps.get(step) ?? []), ...places])
  }
  return [...steps].map(([step, places]) => step.replace('{places}', () => list(places, 'and')))
}

const leave = 'Nothing to fix'
const accept = `${leave} where `
const meant = `${accept}the change is meant; else `

/** Steps of which one puts under jit what another would define once: jit is said once, and first. */
function underOne(steps: readonly string[]): string[] {
  const [said, rest]: [string[], string[]] = [[], []]
  for (const step of steps) {
    const [head = '', ...tail] = step.split(', or define ')
    if (tail.length > 0 && steps.some((other) => other.startsWith(`${head}, with `)))
      rest.push(`Where it stays outside, define ${tail.join(', or define ')}`)
    else said.push(step)
  }
  return [...said, ...rest]
}

/** Steps as they follow each other: what is asked of one change of several that are meant is asked of them together. */
function inOrder(steps: readonly string[]): string[] {
  const tails = steps.flatMap((step) => (step.startsWith(meant) ? [step.slice(meant.length, -1)] : []))
  const whole = `${accept}the changes are meant; else ${tails.join('; ')}.`
  const first = steps.findIndex((step) => step.startsWith(meant))
  const kept = steps.filter((step, at) => at === first || !step.startsWith(meant))
  return (tails.length < 2 ? steps : kept.map((step) => (step.startsWith(meant) ? whole : step))).map(
    (step, at, all) => {
      if (at === 0 || !all.slice(0, at).some((one) => one.startsWith(leave))) return step
      if (step.startsWith(leave)) return step.replace(accept, 'Likewise where ')
      return `Besides that: ${step.charAt(0).toLowerCase()}${step.slice(1)}`
    },
  )
}

/**
 * What mends a miss of several findings: a step for each kind, and none for all arguments where one tells which of them.
 *
 * @param findings each place once, as `merged` gives them
 * @param most at most so many are told
 */
export const advices = (findings: readonly Finding[], most = 4, wrapper = 'jax.jit'): string => {
  const isNamed = findings.some(({what}) => what === 'keywords' || what === 'keyword or position')
  const told = isNamed ? findings.filter(({what}) => what !== 'arguments') : findings
  const all = inOrder(underOne(stepsOf(told.slice(0, most)))).join(' ')
  return wrapper === 'jax.pmap'
    ? all.replaceAll('static_argnums and static_argnames', 'static_broadcasted_argnums')
    : all
}
