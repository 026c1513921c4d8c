import {explain} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'
import {said} from './said.ts'

/** The log of a function `f(x)` of jax 0.8: of each call what JAX says of the miss, and the types that it compiles. */
const log = (calls: readonly (readonly [says: string, types: string])[]): string =>
  calls
    .map(([says, types], at) =>
      [
        'Finished tracing + transforming f for pjit in 0.001 sec',
        `TRACING CACHE MISS at /home/me/app/f.py:${at + 9} (<module>) costing 1.000 ms because:`,
        says,
        `Compiling jit(f) with global shapes and types (${types}). Argument mapping: (UnspecifiedValue,).`,
        'Finished jaxpr to MLIR module conversion jit(f) in 0.010 sec',
        'Finished XLA compilation of jit(f) in 0.100 sec',
      ].join('\n'),
    )
    .join('\n')

const first = '  never seen function:\n    f id=139985185201728 defined at /home/me/app/f.py:4'
const differs = (
  many: 'Closest previous key' | 'Several previous keys are closest',
  ...lines: string[]
): string =>
  [
    '  for f defined at /home/me/app/f.py:4',
    `  all previously seen cache keys are different. ${many}:`,
    ...lines,
  ].join('\n')

const placed = (now: string, before: string): string[] => [
  '  * key with different value of static args:',
  `      now ${now} and before ${before}`,
]
const named = (now: string, before: string): string[] => [
  '  * key with different value of static kwargs:',
  `      now ${now} and before ${before}`,
]
const typed = (types: string, ...lines: string[]): string[] => [
  '  * key with different input types:',
  `      types now: ${types}`,
  ...lines.map((line) => `        * at ${line}`),
]
const tree = (now: string, before: string, line: string): string[] => [
  '  * key with different input pytree:',
  `      now: PyTreeDef(${now})`,
  `      before: PyTreeDef(${before})`,
  `      * at ${line}`,
]

const lastOf = (text: string): string[] | undefined => explain(read(text)).misses.at(-1)?.causes.map(said)

const x = 'ShapedArray(float32[3]),'
const one = 'Closest previous key'
const several = 'Several previous keys are closest'

describe('a call that is compared with a key of which the log does not tell all', () => {
  it('has every cause that JAX names, by position and by keyword, where a key of fewer told values seems nearer', () => {
    const calls = [
      [first, x],
      [differs(one, ...placed('3, (2, 3)', '2, (2, 3)')), x],
      [differs(one, ...placed('3, (2, 4)', '3, (2, 3)')), x],
      [differs(one, ...named("{mode: 'mean'}", '{}')), x],
      [
        differs(
          several,
          ...named("{axis: 1, mode: 'mean'}", '{}'),
          ...named("{axis: 1, mode: 'mean'}", "{mode: 'mean'}"),
        ),
        x,
      ],
      [
        differs(
          one,
          ...named("{axis: 0, mode: 'mean'}", "{axis: 1, mode: 'mean'}"),
          ...placed('4, (4, 4)', '3, (2, 4)'),
        ),
        x,
      ],
    ] as const
    expect(lastOf(log(calls))).toEqual([
      'static args[0] 4 < 3',
      'static args[1][0] 4 < 2',
      "kwargs['axis'] 0 < 1",
    ])
  })

  it('has the shape as its cause that JAX names, where the earlier calls tell of the argument by its position', () => {
    const two = 'ShapedArray(float32[3]), ShapedArray(float32[3])'
    const calls = [
      [first, x],
      [
        differs(
          one,
          ...tree(
            '((*, *), {})',
            '((*,), {})',
            'args, now tuple of length 2 and before tuple of length 1, so the lengths do not match',
          ),
        ),
        two,
      ],
      [
        differs(
          several,
          ...typed('x: f32[7]', 'x, now f32[7] and before f32[3]'),
          ...tree(
            '((*,), {})',
            '((*, *), {})',
            'args, now tuple of length 1 and before tuple of length 2, so the lengths do not match',
          ),
        ),
        'ShapedArray(float32[7]),',
      ],
    ] as const
    expect(lastOf(log(calls))).toEqual(['x f32[7] < f32[3]'])
  })

  it('differs from the key that JAX prints, and not from one that differs in more', () => {
    const config = (lr: string, gamma: string): string => `Config(lr=${lr}, gamma=${gamma})`
    const of = (n: number): string =>
      `ShapedArray(float32[4,16]), ShapedArray(float32[${n},4]), ShapedArray(float32[${n}])`
    const calls = [
      [first, of(8)],
      [
        differs(
          one,
          ...typed(
            'p[0]: f32[4,16], roll.obs: f32[5,4], r...',
            'roll.obs, now f32[5,4] and before f32[8,4]',
            'roll.act, now f32[5] and before f32[8]',
          ),
        ),
        of(5),
      ],
      [differs(one, ...placed(config('0.001', '0.9'), config('0.001', '0.99'))), of(5)],
      [
        differs(
          several,
          ...tree(
            '((*, CustomNode(Roll[()], [*, *, *])), {})',
            '((*, CustomNode(Roll[()], [*, *, None])), {})',
            "args[1].mask, now pytree leaf and before <class 'NoneType'>, so their Python types differ",
          ),
          ...tree(
            '((*, CustomNode(Roll[()], [*, *, *])), {})',
            '((*, CustomNode(Roll[()], [*, *, None])), {})',
            "args[1].mask, now pytree leaf and before <class 'NoneType'>, so their Python types differ",
          ),
        ),
        `${of(5)}, ShapedArray(float32[5])`,
      ],
      [differs(one, ...placed(config('0.0005', '0.99'), config('0.001', '0.99'))), of(8)],
    ] as const
    expect(lastOf(log(calls))).toEqual(['static args[0].lr 0.0005 < 0.001'])
  })
})
