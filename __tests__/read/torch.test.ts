import {readFileSync} from 'node:fs'
import {type ToldGuard, truths, type Truth} from '../guards/told.ts'
import {explain, paragraphs} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'
import {type Event, type Guard, show, type Trace} from '../../lib/log/index.ts'

const folder = 'examples/logs/torch'
const open = (name: string): Trace => read(readFileSync(name, 'utf8'), {name})
const lines = (...all: string[]): Trace => read(`${all.join('\n')}\n`)
const page = (trace: Trace): string[] => paragraphs(explain(trace))

const logs = truths(folder)
const programs = [...logs.keys()]
const truth = (name: string): Truth => logs.get(name) ?? {compiles: [], recompiles: []}

const callsOf = (trace: Trace): Event[] => [...trace].filter(({guards}) => guards !== undefined)
const functionOf = (trace: Trace, {function: fn}: Event): string => {
  const {name, file = '', line} = trace.functions[fn] ?? {}
  return `${name} ${file.split('/').at(-1)}:${line}`
}

/** A guard as a truth tells it, where torch names one thing. */
const facts = ({entry, kind, path, what, index, before}: Guard | ToldGuard): unknown[] => [
  entry,
  kind,
  show(path.map(String)),
  kind === 'LENGTH' ? undefined : what,
  index,
  before,
]

describe.each(['.log', '.verbose.log'])('a log of torch 2.15 (NAME%s)', (ending) => {
  test.each(programs)('%s: each recompile has the guards that its entries failed', (name) => {
    const trace = open(`${folder}/${name}${ending}`)
    const {recompiles} = truth(name)
    expect(callsOf(trace).map((call) => [call.compile, functionOf(trace, call)])).toEqual(
      recompiles.map(({id, function: fn}) => [id, fn]),
    )
    expect(callsOf(trace).map(({guards = []}) => guards.map(facts))).toEqual(
      recompiles.map(({reasons}) => reasons.map(facts)),
    )
  })

  test.each(programs)('%s: what a guard says that stands there now is what stood there', (name) => {
    const {recompiles} = truth(name)
    for (const [i, {guards = []}] of callsOf(open(`${folder}/${name}${ending}`)).entries())
      for (const {entry, path, now} of guards) {
        const cause = recompiles[i]?.causes.find((one) => one.entry === entry && one.path === show(path))
        if (now !== null && cause?.now != null) expect(now).toBe(cause.now)
      }
  })

  test.each(programs)('%s: as many compiles of each function are told as torch made', (name) => {
    const trace = open(`${folder}/${name}${ending}`)
    const made = [...trace].filter(({outcome}) => outcome === 'retrace')
    expect(truth(name).compiles.map(({function: fn}) => fn)).toEqual([
      ...new Set(made.map((call) => functionOf(trace, call))),
    ])
    expect(made.length).toBe(truth(name).compiles[0]?.compiles)
  })

  test.each(programs)('%s: no line is left unread', (name) => {
    expect(open(`${folder}/${name}${ending}`).source?.unread).toMatchObject({lines: 0, own: 0})
  })
})

test('the first compile of a frame, which torch does not tell, is inferred: without guards, a time or seconds', () => {
  const [first] = open(`${folder}/t2_counter.log`)
  expect(first).toMatchObject({compile: '0/0', outcome: 'retrace', evidence: 'inferred'})
  expect(first?.guards).toBeUndefined()
  expect(first?.time).toBeNaN()
})

test('what stood there now is told by the next message, and by none where the log ends', () => {
  const now = callsOf(open(`${folder}/t2_counter.log`)).map(({guards}) => guards?.[0]?.now)
  expect(now).toEqual(['1', '2', '3', '4', null])
})

test('the compile that the limit refuses ran eagerly, and is told once', () => {
  const all = [...open(`${folder}/t7_limit.log`)]
  expect(all.filter(({outcome}) => outcome === 'eager')).toMatchObject([
    {compile: '0/8', limit: {name: 'recompile_limit', value: 8}, evidence: 'observed'},
  ])
})

test('the line of the program that made a guard is that of the stack trace, and of the comment where there is none', () => {
  const [, call] = open(`${folder}/t2_counter.log`)
  expect(call?.guards?.[0]?.site).toBe('/home/me/train/t2_counter.py:16')
  const [, older] = lines(
    head('0/1', 'Recompiling function f in /w/f.py:3'),
    head('0/1', '    triggered by the following guard failure(s):'),
    head('0/1', '    - 0/0: n == 2                   # if n > 2:  # w/f.py:4 in f (HINT: none)'),
  )
  expect(older?.guards).toMatchObject([{said: 'n == 2', site: 'w/f.py:4'}])
})

test('lines of other artifacts between the messages are torch’s on other things', () => {
  const trace = open('__tests__/read/torch/t3_modulelist.dynamo.log')
  expect(callsOf(trace).map(({guards}) => guards?.[0]?.before)).toEqual(['1', '2', '3', '4'])
  const {own, lines: count, kinds} = trace.source?.unread ?? {}
  expect([own, kinds]).toEqual([0, [{kind: "another message of torch's", lines: count}]])
  expect(page(trace).at(-1)).toMatch(/of 1,316 lines are torch's on other things than recompiles\.$/)
})

test('a training loop is told by what its calls changed (training.py, on torch 2.15)', () => {
  const trace = open('__tests__/read/torch/training.log')
  const told = explain(trace).misses.filter(({causes}) => causes.length > 0)
  expect(
    told.map(({index, function: name, causes: [first]}) => [trace.at(index).compile, name, first?.path]),
  ).toEqual([
    ['0/1', 'inner', 'args[0]'],
    ['1/1', 'loss_fn', 'y'],
    ['0/2', 'inner', 'the grad mode'],
    ['1/2', 'loss_fn', 'the grad mode'],
    ['0/3', 'inner', 'args[0]'],
    ['1/3', 'loss_fn', 'out'],
    ['0/4', 'inner', 'fn.1.training'],
    ['1/4', 'loss_fn', 'class_weight'],
    ['4/1', 'step', "self.param_groups[0]['lr']"],
    ['1/5', 'loss_fn', 'smoothing'],
  ])
})

describe('torch 2.4, which names no entries', () => {
  test('each recompile has the guards that its entries failed, and what stood there now', () => {
    const calls = callsOf(open(`${folder}/2.4/t3_modulelist.log`))
    expect(calls.map(({guards}) => guards?.map(({entry, before, now}) => [entry, before, now]))).toEqual([
      [[null, '1', '2']],
      [
        [null, '2', '3'],
        [null, '1', '3'],
      ],
      [
        [null, '3', '4'],
        [null, '2', '4'],
        [null, '1', '4'],
      ],
      [
        [null, '4', null],
        [null, '3', null],
        [null, '2', null],
        [null, '1', null],
      ],
    ])
  })

  test.each(['t1_last_batch', 't2_counter', 't3_modulelist', 't7_limit', 't7_limit.verbose'])(
    '%s: no line is left unread, and one entry is inferred',
    (name) => {
      const trace = open(`${folder}/2.4/${name}.log`)
      expect(trace.source?.unread.lines).toBe(0)
      expect([...trace].filter(({evidence}) => evidence === 'inferred').map(({compile}) => compile)).toEqual([
        '0/0',
      ])
    },
  )

  test('the thread before the place is no process of its own', () => {
    for (const {process} of open(`${folder}/2.4/t2_counter.log`)) expect(process).toBeUndefined()
  })
})

/** A line of torch 2.15, as of a compile. */
function head(id: string, text: string, time = '13:40:40.570000', pid = 7169): string {
  return `V1126 ${time} ${pid} torch/_dynamo/guards.py:6374] [${id}] [__recompiles] ${text}`
}

/** A message of a recompile. */
const recompile = (id: string, place: string, ...reasons: string[]): string[] => [
  head(id, `Recompiling function ${place}`),
  head(id, '    triggered by the following guard failure(s):'),
  ...reasons.map((reason) => head(id, `    - ${reason}`)),
]

describe('what a recompile amounts to', () => {
  const verdicts = (...all: string[][]): unknown[] =>
    explain(lines(...all.flat()))
      .misses.slice(1)
      .map(({verdict, findings}) => [verdict, ...findings.map(({what}) => what)])
  const place = 'f in /w/f.py:3'
  const read = '# return dropout(x, self.p)  # w/f.py:4 in f'
  const layer = '# return F.dropout(input, self.p)  # nn/modules/dropout.py:73 in forward'

  test('a float of any name may be a tensor, until torch fixes a second value', () => {
    const first = recompile('0/1', place, `0/0: self.p == 0.1    ${read}`)
    expect(verdicts(first)).toEqual([['reducible', 'torch float']])
    const fixed = recompile(
      '0/2',
      place,
      `0/1: self.p == 0.2  ${read} (nn/functional.py:1497 in dropout)`,
      `0/0: self.p == 0.1    ${read}`,
    )
    expect(verdicts(first, fixed)).toEqual([
      ['necessary', 'torch constant'],
      ['necessary', 'torch constant'],
    ])
  })

  test('a number that a layer of torch reads is one of its options', () => {
    expect(verdicts(recompile('0/1', place, `0/0: self.drop.p == 0.1    ${layer}`))).toEqual([
      ['necessary', 'torch layer'],
    ])
  })

  test('an int that torch says is of an nn.Module is one that a setting makes dynamic; any other is none', () => {
    const hint =
      '(HINT: torch.compile considers integer attributes of the nn.Module to be static. If you are)'
    expect(verdicts(recompile('0/1', place, `0/0: self.steps == 1    ${read} ${hint}`))).toEqual([
      ['reducible', 'torch int held'],
    ])
    expect(verdicts(recompile('0/1', place, `0/0: cfg.heads == 2    ${read}`))).toEqual([
      ['reducible', 'torch int'],
    ])
    expect(verdicts(recompile('0/1', place, `0/0: n == 2    ${read}`))).toEqual([['reducible', 'torch int']])
  })

  test('a tensor that an argument holds is an input; a parameter or a buffer is none', () => {
    const size = (of: string): unknown =>
      verdicts(recompile('0/1', place, `0/0: tensor '${of}' size mismatch at index 0. expected 3, actual 5`))
    expect(size('batch.x')).toEqual([['reducible', 'torch size']])
    expect(size('x')).toEqual([['reducible', 'torch size']])
    expect(size("m._modules['l1']._parameters['weight']")).toEqual([['necessary', 'torch size held']])
    expect(size("m._buffers['cache']")).toEqual([['necessary', 'torch size held']])
    expect(verdicts(recompile('0/1', place, `0/0: 2 <= batch.x.size()[0]  ${read}`))).toEqual([
      ['reducible', 'torch size alone'],
    ])
  })

  test('a mode that came back is not the cause: the entry of that mode failed elsewhere', () => {
    const [, , back] = explain(
      lines(
        ...recompile('0/1', place, '0/0: self.training == True'),
        ...recompile(
          '0/2',
          place,
          '0/1: self.training == False',
          "0/0: tensor 'x' rank mismatch. expected 1, actual 2",
        ),
      ),
    ).misses
    expect(back?.sentence).toBe(
      'f was recompiled: at least x has 2 dimensions, before 1; or self.training is no longer False.',
    )
    const given = "expected type of 'mask' to be <class 'torch.Tensor'>, but found <class 'NoneType'>"
    const [, , none] = explain(
      lines(
        ...recompile('0/1', place, '0/0: mask is None'),
        ...recompile('0/2', place, `0/1: ${given}`, '0/0: n == 0.1'),
      ),
    ).misses
    expect(none?.causes.map(({path}) => path)).toEqual(['n', 'mask'])
  })

  test('a tuple that was longer once, and is short again, does not grow', () => {
    const messages = [
      recompile('0/1', place, '0/0: len(tasks) == 1'),
      recompile('0/2', place, '0/1: len(tasks) == 2', '0/0: mode is None'),
      recompile('0/3', place, '0/2: n == 1', '0/1: len(tasks) == 2', '0/0: mode is None'),
    ]
    expect(verdicts(...messages)[0]).toEqual(['necessary', 'torch length'])
  })

  test('a list that grows is one that grows, though the calls which a limit refused met one entry', () => {
    const refused = (id: string): string[] => [
      ...recompile(id, place, '0/1: len(xs) == 2', '0/0: len(xs) == 1'),
      head(id, 'torch._dynamo hit config.recompile_limit (2)'),
      head(id, "   function: 'f' (/w/f.py:3)"),
    ]
    const grows = verdicts(recompile('0/1', place, '0/0: len(xs) == 1'), refused('0/2'), refused('0/3'))
    expect(grows).toEqual([
      ['reducible', 'torch longer'],
      ['reducible', 'torch longer', 'torch limit'],
      ['reducible', 'torch longer', 'torch limit'],
    ])
  })

  test('sizes that torch took for one are told from those that the program relates', () => {
    const relation = '0/0: y.size()[0] == x.size()[0]'
    const duck =
      '# duck sizing added this equality because these variables had the same size 4 (to avoid this specialization, set torch.fx.experimental._config.use_duck_shape = False)'
    expect(verdicts(recompile('0/1', place, `${relation}  ${duck}`))).toEqual([['reducible', 'torch duck']])
    expect(verdicts(recompile('0/1', place, `${relation}  ${read}`))).toEqual([
      ['necessary', 'torch relation'],
    ])
  })

  test('types of numbers, kinds of values and classes of objects are three things', () => {
    const type = (before: string): string[] =>
      recompile('0/1', place, `0/0: ___check_type_id(n, 1), type=<class '${before}'>`)
    expect(verdicts(type('float'))).toEqual([['necessary', 'torch kind']])
    expect(verdicts(type('torch.nn.modules.linear.Linear'))).toEqual([['necessary', 'torch class']])
    const next = recompile('0/2', place, "0/1: ___check_type_id(n, 2), type=<class 'int'>")
    expect(verdicts(type('float'), next)[0]).toEqual(['avoidable', 'torch number'])
  })

  test('keys and states are named as a program writes them', () => {
    const said = (reason: string): string | undefined =>
      explain(lines(...recompile('0/1', place, reason))).misses.at(-1)?.sentence
    expect(said("0/0: set.__contains__(names, 'a')")).toBe(
      "f was recompiled: at least names no longer has 'a'.",
    )
    expect(said("0/0: not ___dict_contains('a', d)")).toBe(
      "f was recompiled: at least d has 'a', which it had not.",
    )
    const state = explain(
      lines(...recompile('0/1', place, '0/0: GLOBAL_STATE changed: grad_mode autocast(cpu)_enabled ')),
    ).misses.at(-1)
    expect(state?.advice).toContain('else set `grad mode` and `autocast` once')
  })

  test('another function is named as the program writes it', () => {
    const {sentence, advice} =
      explain(lines(...recompile('0/1', place, "0/0: ___check_obj_id(act.__code__, 7), type=<class 'code'>")))
        .misses[1] ?? {}
    expect(sentence).toBe('f was recompiled: at least act is another function.')
    expect(advice).toContain('meant for `act`;')
  })

  test('functions of one name are told apart by where they are defined, and compiles are counted', () => {
    const other = recompile('1/1', 'f in /w/g.py:9', '1/0: n == 2')
    const titles = (...all: string[]): string[] => page(lines(...all)).filter((line) => line.startsWith('▲'))
    expect(titles(...recompile('0/1', place, '0/0: n == 2'), ...other)).toEqual([
      '▲ f of f.py:3, compile 2 (line 1): recompiled [guarded value, reducible]',
      '▲ f of g.py:9, compile 2 (line 4): recompiled [guarded value, reducible]',
      '▲ f of f.py:3, compile 1: compiled [compulsory, necessary, inferred]',
      '▲ f of g.py:9, compile 1: compiled [compulsory, necessary, inferred]',
    ])
    expect(titles(...recompile('0/1', place, '0/0: n == 2'))[0]).toMatch(/^▲ f, compile 2 /)
  })

  test('what a function was, what a graph break left and which modes are on have words of their own', () => {
    const last = (reason: string) => explain(lines(...recompile('0/1', place, reason))).misses.at(-1)
    expect(last('0/0: CodeGuardAccessor: Not a function on fn.__code__')).toMatchObject({
      sentence: 'f was recompiled: at least fn is no function, and was one.',
      findings: [{what: 'torch object', path: ['fn']}],
    })
    expect(last('0/0: ___stack0 == 3.0')?.findings).toMatchObject([{what: 'torch stack'}])
    const keys = 'expected DispatchKeySet(CPU, AutogradCPU), actual DispatchKeySet(CPU)'
    expect(last(`0/0: tensor 'x' dispatch key set mismatch. ${keys}`)?.sentence).toBe(
      'f was recompiled: at least x no longer has the dispatch keys AutogradCPU.',
    )
  })

  test('a message without a reason leaves open why', () => {
    const [, second] = explain(
      lines(...recompile('0/1', place, '0/0: n == 2'), head('0/2', `Recompiling function ${place}`)),
    ).misses.slice(1)
    expect(second).toMatchObject({
      verdict: 'unknown',
      sentence: 'f was recompiled: why is not in the log, in which its message has no reason.',
    })
  })

  test('the entry that shared more is the nearer: it failed behind, or within', () => {
    const first = (...reasons: string[]): string | undefined =>
      explain(lines(...recompile('0/2', place, ...reasons))).misses.at(-1)?.causes[0]?.path
    expect(first("0/1: task == 'b'", '0/0: self.mean is None')).toBe('self.mean')
    expect(first("0/1: ___check_type_id(c, 1), type=<class 'list'>", '0/0: x == 1')).toBe('x')
    expect(first('0/1: len(o.items) == 2', "0/0: o.items[0] == 'a'")).toBe('o.items[0]')
    const known = explain(
      lines(
        ...recompile('0/1', place, '0/0: self.mean is None'),
        ...recompile('0/2', place, "0/1: task == 'b'", '0/0: self.mean is None'),
      ),
    )
    expect(known.misses.at(-1)?.causes[0]?.path).toBe('task')
  })
})

describe('older words', () => {
  test('2022: a limit with all reasons on one line', () => {
    const [, call] = lines(
      `torchdynamo hit recompilation cache limit (64) for function 'toy' (example.py:5), due to the following guard failures: [['x == 3'], ["mode == 'sum'"]]`,
    )
    expect(call?.guards).toBeUndefined()
    const trace = lines(
      `torchdynamo hit recompilation cache limit (64) for function 'toy' (example.py:5), due to the following guard failures: [['x == 3'], ["mode == 'sum'"]]`,
    )
    const refused = [...trace].find(({outcome}) => outcome === 'eager')
    expect(refused?.limit).toEqual({name: 'cache_size_limit', value: 64})
    expect(refused?.guards?.map(({path, before}) => [show(path), before])).toEqual([
      ['x', '3'],
      ['mode', "'sum'"],
    ])
  })

  test('2022 and 2.0: a limit, its function and its reasons on lines of their own', () => {
    for (const begin of ['torchdynamo hit', 'torch._dynamo hit']) {
      const trace = lines(
        `[2023-04-13 21:42:57,808] torch._dynamo.convert_frame: [WARNING] ${begin} config.cache_size_limit (64)`,
        "   function: 'toy' (/w/example.py:5)",
        "   reasons:  ['x == 3']",
        'to diagnose recompilation issues, see https://pytorch.org/docs/master/dynamo/troubleshooting.html.',
      )
      const refused = [...trace].find(({outcome}) => outcome === 'eager')
      expect(refused).toMatchObject({limit: {value: 64}, guards: [{path: ['x'], before: '3'}]})
      expect(trace.source?.unread.lines).toBe(0)
    }
  })

  test('April 2023: a printed tuple, without a line', () => {
    const trace = lines(
      `[2023-04-13 21:42:57,808] torch._dynamo.convert_frame.__recompiles: [DEBUG] ('Recompiling function step in /w/kf.py', "triggered by the following guard failure: L['t'] == 0")`,
    )
    expect(callsOf(trace)).toMatchObject([{guards: [{entry: null, path: ['t'], before: '0'}]}])
    expect(trace.functions[0]).toMatchObject({name: 'step', file: '/w/kf.py'})
    expect(trace.functions[0]?.line).toBeUndefined()
  })

  test('2.2: the logger’s name before each line', () => {
    const begin = '[2023-11-30 18:22:00,123] [0/1] torch._dynamo.guards.__recompiles: [DEBUG]'
    const trace = lines(
      `${begin} Recompiling function fn in /w/kf.py:9`,
      `${begin}     triggered by the following guard failure(s):`,
      `${begin}     - tensor 'L['x']' size mismatch at index 0. expected 3, actual 4`,
    )
    expect(callsOf(trace)).toMatchObject([{compile: '0/1', guards: [{path: ['x'], now: '4'}]}])
  })

  test('2.6: nothing behind the entry where only the backend differs', () => {
    const [, call] = lines(...recompile('0/1', 'f in /w/f.py:3', '0/0: '))
    expect(call?.guards).toMatchObject([{entry: '0/0', kind: 'BACKEND_MATCH', path: [], said: ''}])
  })
})

describe('what stands around the lines', () => {
  const message = recompile(
    '0/1',
    'f in /w/f.py:3',
    '0/0: n == 2',
    'User stack trace:',
    '  File "/w/f.py", line 4, in f',
    "    if n == 3 and Recompiling('function g in /w/g.py:1'):",
  )
  const told = (trace: Trace): unknown[] =>
    callsOf(trace).map(({guards}) => guards?.map(({said, site}) => [said, site]))
  const whole = [[['n == 2', '/w/f.py:4']]]

  test('a rank is a process', () => {
    const trace = lines(
      ...message.map((line) => `[rank0]:${line}`),
      ...message.map((line) => `[rank1]:${line}`),
    )
    expect(callsOf(trace).map(({process}) => process)).toEqual(['rank0', 'rank1'])
    expect(trace.functions.length).toBe(1)
  })

  test('ranks that write line by line are told apart', () => {
    const trace = lines(...message.flatMap((line) => [`[rank0]:${line}`, `[rank1]:${line}`]))
    expect(told(trace)).toEqual([...whole, ...whole])
  })

  test('a source line that looks like a message is none', () => {
    const odd = [
      ...message.slice(0, -1),
      head('0/1', '    -     print("Recompiling function g in /w/g.py:1")'),
    ]
    expect(told(lines(...odd))).toEqual(whole)
    const jax = [...message.slice(0, -1), head('0/1', '    -     Finished tracing step for jit in 0.5 sec')]
    expect(lines(...jax).functions.length).toBe(1)
  })

  test('carriage returns, colours, JSON lines and the program’s own lines', () => {
    expect(told(read(message.join('\r\n')))).toEqual(whole)
    expect(told(lines(...message.map((line) => `\u001b[33m${line}\u001b[0m`)))).toEqual(whole)
    const docker = message.map((line) => JSON.stringify({log: `${line}\n`, stream: 'stderr'}))
    expect(told(lines(...docker))).toEqual(whole)
    expect(told(lines(...message.flatMap((line, i) => [`step ${i} loss 0.5`, line])))).toEqual(whole)
  })

  test('a log that JAX and torch write tells both', () => {
    const trace = lines('Finished tracing step for jit in 0.5 sec', ...message)
    expect(trace.functions.map(({name, compiler}) => [name, compiler])).toEqual([
      ['step', undefined],
      ['f', 'torch'],
    ])
    expect(trace.header.producer).toBe('jax log')
  })

  test('lines of another compile do not go on with a message whose own are lost', () => {
    const trace = lines(...message.slice(0, 2), head('0/2', '    - 0/0: m == 9'))
    expect(callsOf(trace)).toEqual([])
    expect(trace.source?.unread).toMatchObject({lines: 1, own: 1})
  })
})

describe('what came of a compile', () => {
  const begin = recompile('0/1', 'f in /w/f.py:3', '0/0: n == 2')
  const raised = (error: string): string[] => [
    'Traceback (most recent call last):',
    '  File "/w/f.py", line 12, in <module>',
    '    f(x, 3)',
    error,
  ]

  test('a limit that raises makes the call fail', () => {
    const trace = lines(
      ...begin,
      'W1126 13:45:33.996000 7169 torch/_dynamo/convert_frame.py:2061] [0/1] torch._dynamo hit config.recompile_limit (1)',
      "W1126 13:45:33.996000 7169 torch/_dynamo/convert_frame.py:2061] [0/1]    function: 'f' (/w/f.py:3)",
      ...raised('torch._dynamo.exc.FailOnRecompileLimitHit: Hard failure due to fullgraph=True'),
    )
    expect(callsOf(trace)).toMatchObject([
      {outcome: 'error', limit: {value: 1}, error: {type: 'torch._dynamo.exc.FailOnRecompileLimitHit'}},
    ])
  })

  test('a compile that raised, and whose entry the next message does not meet, failed', () => {
    const again = recompile('0/2', 'f in /w/f.py:3', '0/0: n == 2')
    const failed = lines(...begin, ...raised('torch._dynamo.exc.Unsupported: call of a builtin'), ...again)
    expect([...failed].map(({compile, outcome}) => [compile, outcome])).toEqual([
      ['0/0', 'retrace'],
      ['0/1', 'error'],
      ['0/2', 'retrace'],
    ])
    const other = recompile('0/2', 'f in /w/f.py:3', '0/1: n == 3', '0/0: n == 2')
    const fine = lines(...begin, ...raised('torch._dynamo.exc.Unsupported: call of a builtin'), ...other)
    expect([...fine].map(({outcome}) => outcome)).toEqual(['retrace', 'retrace', 'retrace'])
  })

  test('a compile that failed is told with the guard for which it began', () => {
    const all = lines(
      ...begin,
      ...recompile('0/2', 'f in /w/f.py:3', '0/0: n == 2'),
      ...recompile('0/3', 'f in /w/f.py:3', '0/2: n == 3', '0/0: n == 2'),
    )
    expect(explain(all).misses[1]).toMatchObject({
      outcome: 'error',
      sentence: 'f failed to compile: at least n is no longer 2.',
      causes: [{path: 'n'}],
      verdict: 'unknown',
      findings: [{what: 'torch failed'}],
    })
  })

  test('a compile failed, though nothing tells what it raised, whose entry no later message names', () => {
    const [second, third] = [
      recompile('0/2', 'f in /w/f.py:3', '0/0: n == 2'),
      recompile('0/3', 'f in /w/f.py:3', '0/2: n == 3', '0/0: n == 2'),
    ]
    const outcomes = (...all: string[]): string[] => [...lines(...all)].map(({outcome}) => outcome)
    expect(outcomes(...begin, ...second, ...third)).toEqual(['retrace', 'error', 'retrace', 'retrace'])
    const kept = recompile('0/3', 'f in /w/f.py:3', '0/2: n == 3', '0/1: n == 4', '0/0: n == 2')
    expect(outcomes(...begin, ...second, ...kept)).toEqual(['retrace', 'retrace', 'retrace', 'retrace'])
    const apart = recompile('0/5', 'f in /w/f.py:3', '0/4: n == 5')
    expect(outcomes(...begin, ...apart)).not.toContain('error')
  })

  test('a limit that is met again raised each time, as under fullgraph; met once, it may have', () => {
    const limit = (id: string): string[] => [
      ...recompile(id, 'f in /w/f.py:3', '0/0: n == 2'),
      `W1126 13:45:33.996000 7169 torch/_dynamo/convert_frame.py:2061] [${id}] torch._dynamo hit config.recompile_limit (1)`,
      `W1126 13:45:33.996000 7169 torch/_dynamo/convert_frame.py:2061] [${id}]    function: 'f' (/w/f.py:3)`,
    ]
    expect([...lines(...limit('0/1'), ...limit('0/2'))].map(({outcome}) => outcome)).toEqual([
      'retrace',
      'error',
      'error',
    ])
    const once = explain(lines(...limit('0/1'))).misses.map(({sentence}) => sentence)
    expect(once.at(-1)).toBe('f was not compiled at recompile_limit 1: at least n is no longer 2.')
    const twice = explain(lines(...limit('0/1'), ...limit('0/2'))).misses.map(({sentence}) => sentence)
    expect(twice.at(-1)).toBe('f failed to compile at recompile_limit 1: at least n is no longer 2.')
  })

  test('a warning of the limit alone tells how many entries there are, and the last reason', () => {
    const trace = lines(
      'W1126 13:45:33.996000 7169 torch/_dynamo/convert_frame.py:2061] [0/8] torch._dynamo hit config.recompile_limit (8)',
      "W1126 13:45:33.996000 7169 torch/_dynamo/convert_frame.py:2061] [0/8]    function: 'f' (/w/f.py:3)",
      'W1126 13:45:33.996000 7169 torch/_dynamo/convert_frame.py:2061] [0/8]    last reason: 0/7: n == 2',
      'W1126 13:45:33.996000 7169 torch/_dynamo/convert_frame.py:2061] [0/8] To log all recompilation reasons, use TORCH_LOGS="recompiles".',
    )
    expect([...trace].map(({outcome}) => outcome)).toEqual([...Array<string>(8).fill('retrace'), 'eager'])
    expect(callsOf(trace)).toMatchObject([
      {compile: '0/8', guards: [{entry: '0/7', path: ['n'], before: '2'}]},
    ])
    expect(trace.source?.unread.lines).toBe(0)
  })

  test('another run in the same file begins anew', () => {
    const trace = lines(
      ...begin,
      ...recompile('0/2', 'f in /w/f.py:3', '0/1: n == 3', '0/0: n == 2'),
      ...begin,
    )
    expect([...trace].map(({compile, evidence}) => `${compile} ${evidence}`)).toEqual([
      '0/0 inferred',
      '0/1 observed',
      '0/2 observed',
      '0/0 inferred',
      '0/1 observed',
    ])
  })
})
