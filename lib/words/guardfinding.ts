/** What a recompile of torch.compile amounts to, as `findings` tells of JAX. */
export const guardFindings = {
  // Tensors.
  'torch size': {
    advice:
      'Mark all dimensions that vary, of all arguments, before the first call, as by torch._dynamo.mark_dynamic({place}, {dimension}): torch names the first alone. dynamic=True does it where no two of them are equal at first, and none is 0 or 1. Where one stays static, pad to few sizes.',
    because: '{path} came in several sizes',
  },
  'torch size alone': {
    advice:
      'Pad dimension {dimension} of {path} to 2 at least, unless size 0 or 1 is meant: torch compiles these apart.',
    because: '{path} came with a size of 0 or 1',
  },
  'torch size bound': {
    advice:
      'The entry serves dimension {dimension} of {path} within {relation} alone: widen these bounds, in mark_dynamic or the code, or keep within.',
    because: '{path} came in sizes outside of what an entry serves',
  },
  'torch size held': {
    advice:
      'Nothing to fix where another model is meant: the sizes of parameters and buffers are guarded. Give a cache its final size at once.',
    because: '{path} came in several sizes',
  },
  'torch layout': {
    advice: 'Pass {path} in one memory layout, as {place}.contiguous() gives it: strides are guarded.',
    because: '{path} came in several memory layouts',
  },
  'torch rank': {
    advice: 'Nothing to fix where both are meant; else give {path} one number of dimensions in every call.',
    because: '{path} came with other numbers of dimensions',
  },
  'torch dtype': {
    advice:
      'Nothing to fix where both dtypes are meant; else convert {path} before the call: {now} now, {before} before.',
    because: '{path} came in several dtypes',
  },
  'torch grad': {
    advice:
      'Nothing to fix where training and inference differ in it; else set requires_grad of {path} once, before the first call.',
    because: '{path} came with and without requires_grad',
  },
  'torch dispatch': {
    advice:
      'Nothing to fix where the change is meant; else keep {path} on one device, and all calls under one autocast and inference mode.',
    because: '{path} came for other devices or modes',
  },
  'torch kind': {
    advice: 'Nothing to fix where both are meant; else pass {path} as one kind of value in every call.',
    because: '{path} came as several kinds of values',
  },

  // Values.
  'torch float': {
    advice:
      'Make {path} a tensor without dimensions (in a module a buffer) where its operations take one: a Python float is guarded by its value until a second value makes it dynamic.',
    because: '{path} is a Python number that changes',
  },
  'torch int': {
    advice:
      'Make {path} a tensor without dimensions where no size and no Python loop depends on it; else keep it to few values.',
    because: '{path} is a Python number that changes',
  },
  'torch global': {
    advice:
      'Pass {path} as an argument, or keep to few values: a whole number that is read from a global is guarded by its value.',
    because: '{path} is a Python number that changes',
  },
  'torch int held': {
    advice:
      'Set torch._dynamo.config.allow_unspec_int_on_nn_module = True where no size, Python loop or option of a layer depends on {path}, an int of an nn.Module. Else keep it out of what is compiled, or as a tensor without dimensions.',
    because: '{path} is a Python number that changes',
  },
  'torch constant': {
    advice:
      'Nothing to fix where the change is meant; else keep {path} to few values, best chosen before the first call: an operation or Python code needs the number, and torch fixes each.',
    because: '{path} had other values, and torch fixed each',
  },
  'torch layer': {
    advice:
      'Nothing to fix where the change is meant; else choose {path} before the first call: a layer of torch reads it, so that its value is guarded.',
    because: '{path} had other values',
  },
  'torch stack': {
    advice:
      'Mend the graph break before this part, or hand a tensor over it: {path} is a Python number that the part before left, guarded by its value.',
    because: '{path} is a Python number that changes',
  },
  'torch float fixed': {
    advice:
      'Keep {path} to few values: each is guarded, as where an operation needs the number, or under dynamic=False. Else make it a tensor without dimensions.',
    because: '{path} is a Python number that changes',
  },
  'torch number': {
    advice:
      'Give {path} one type of number in every call: ints, floats and bools are guarded apart ({now} now, {before} before).',
    because: '{path} came as several types of numbers',
  },
  'torch training': {
    advice:
      'Nothing to fix: training and evaluation are two programs ({path}), both kept until the recompile limit.',
    because: 'training and evaluation differ in {path}',
  },
  'torch none': {
    advice:
      'Nothing to fix where None is meant: with a value for {path} it is another program. Where zeros or a mask mean the same, pass these.',
    because: '{path} came as None and as a value',
  },
  'torch value': {
    advice:
      'Nothing to fix where the change is meant; else keep {path} to few values: each is guarded, and a program of its own.',
    because: '{path} had other values',
  },
  'torch value untold': {
    advice:
      'Look at what {path} was set to: each value is guarded. Make a number that changes a tensor without dimensions.',
    because: '{path} had other values',
  },

  // Structure.
  'torch keys': {
    advice: 'Build {path} with its keys in one order, where code walks through it: their order is guarded.',
    because: '{path} came with its keys in another order',
  },
  'torch longer': {
    advice:
      'Pass one tensor of a fixed size for {path}, with a mask: each length of a list is a program of its own.',
    because: '{path} grew from call to call',
  },
  'torch length': {
    advice:
      'Nothing to fix where both lengths of {path} are meant; else build it in its final form before the first call.',
    because: '{path} had other lengths',
  },
  'torch class': {
    advice:
      'Nothing to fix where an object of another class is meant for {path}; else build it in its final form before the first call.',
    because: '{path} was of another class',
  },
  'torch class anew': {
    advice: 'Define the class of {path} once: running its definition again makes another class.',
    because: 'the class of {path} was defined anew',
  },
  'torch instance': {
    advice:
      'Use one instance for {path} in place of many: torch before 2.5 guards which module it is. From 2.5 on modules of one structure share a program.',
    because: '{path} came as another instance',
  },
  'torch object': {
    advice:
      'Nothing to fix where another function or object is meant for {path}; else pass the same one in every call: torch guards which it is.',
    because: '{path} came as another object',
  },
  'torch present': {
    advice:
      'Nothing to fix where the change is meant; else give `{name}` of {path} in every call or in none: whether it is there is guarded.',
    because: '`{name}` of {path} was there in some calls only',
  },
  'torch access': {
    advice:
      'Nothing to fix where the change is meant; else build {path} before the first call, in its final form.',
    because: '{path} came or went after the first call',
  },
  'torch alias': {
    advice:
      'Nothing to fix where the change is meant; else pass {path} always as one object, or always as several: it is guarded which are one.',
    because: '{path} came shared and apart',
  },
  'torch relation': {
    advice: 'Nothing to fix where Python branches on it. Else pass {path} so that {relation} holds.',
    because: 'a relation that its program takes for granted did not hold',
  },

  'torch duck': {
    advice:
      'Set torch.fx.experimental._config.use_duck_shape = False before the first call where these sizes need not be equal, or mark all dimensions of that size (torch._dynamo.mark_dynamic): dynamic=True takes sizes that are equal at first for one.',
    because: 'sizes of {path} were equal at first, and torch took them for one',
  },

  // What surrounds the call.
  'torch grad mode': {
    advice:
      'Nothing to fix where training and evaluation are meant: each grad mode has a program of its own. Else call it under one.',
    because: 'it ran under several grad modes',
  },
  'torch state': {
    advice:
      'Nothing to fix where the change is meant; else set {path} once, before the first call: each is a program of its own.',
    because: '{path} changed between calls',
  },
  'torch mark': {
    advice:
      'Mark dimensions before the first call: what was compiled without the mark does not serve a tensor with it.',
    because: 'a dimension was marked after the first call',
  },
  'torch backend': {
    advice: 'Call torch.compile once for `{name}`: with another backend, or other options, it compiles anew.',
    because: 'it was compiled with another backend or other options',
  },
  'torch gone': {
    advice: 'Keep the objects that `{name}` is called with: their programs go with them.',
    because: 'an object that it was compiled for is gone',
  },
  'torch unread': {
    advice: 'Read what torch says itself: {said}',
  },

  // The call as a whole.
  'torch first untold': {
    advice:
      'Nothing to fix: torch does not log the first compile of `{name}`; a later message names its entry.',
  },
  'torch dropped': {
    advice:
      'Keep the entries of `{name}`: call no torch._dynamo.reset() between calls, and keep the objects that it was compiled for.',
    because: 'what had been compiled for `{name}` was dropped',
  },
  'torch late': {
    advice: 'Start the log before the first call of `{name}`: no message tells why this entry was compiled.',
  },
  'torch apart': {
    advice:
      'Look whether several torch.compile(…, isolate_recompiles=True) hold `{name}`, or what it was compiled for is gone: no entry was left.',
  },
  'torch reasons lost': {
    advice:
      'Look at the log around this message, which holds no reason: lines may be lost, or no entry of `{name}` was left.',
  },
  'torch limit': {
    advice:
      'At {limit} {value} torch compiles `{name}` no more: what no entry serves runs eagerly, slower, or raises under fullgraph=True. Mend what makes most of them; raise torch._dynamo.config.{limit} only where so many are meant.',
    because: 'it met {limit} {value}',
  },
  'torch failed': {
    advice: 'Look for what it raised: no later message names an entry of this compile.',
  },
  'torch skipped': {
    advice:
      'Nothing to fix where `{name}` works on no tensor. Else look for an exception in its first call: torch then runs its code eagerly for good.',
  },
} as const satisfies Readonly<Record<string, {readonly advice: string; readonly because?: string}>>
