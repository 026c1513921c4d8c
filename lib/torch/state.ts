/** What torch keeps for a process and every compiled function is guarded by. */
export interface Modes {
  grad: boolean
  inference: boolean
  autocast: string | null
  dtype: string
  deterministic: boolean
  threads: number
  matmul: string
  /** `with torch.device(…)`: the stack of function modes. */
  devices: readonly string[]
  device: string | null
}

const start = (): Modes => ({
  grad: true,
  inference: false,
  autocast: null,
  dtype: 'float32',
  deterministic: false,
  threads: 1,
  matmul: 'highest',
  devices: [],
  device: null,
})

let now = start()

/** The modes as they are. */
export const modes = (): Readonly<Modes> => now

/** Sets modes for good. */
export function setModes(to: Partial<Modes>): void {
  now = {...now, ...to}
}

/** Runs a function under other modes. */
export function under<T>(to: Partial<Modes>, run: () => T): T {
  const before = now
  now = {...now, ...to}
  try {
    return run()
  } finally {
    now = before
  }
}

/** Modes as they are when a process starts. */
export const freshModes = start

/** Changed parts of the global state in the order in which torch names them. */
const told: readonly (readonly [string, (modes: Readonly<Modes>) => unknown])[] = [
  ['grad_mode', ({grad}) => grad],
  ['autocast(cpu)_enabled', ({autocast}) => autocast !== null],
  ['autocast(cpu)_dtype', ({autocast}) => autocast ?? 'bfloat16'],
  ['deterministic_algorithms', ({deterministic}) => deterministic],
  ['cuda_matmul_precision', ({matmul}) => matmul],
  ['num_threads', ({threads}) => threads],
  ['default_dtype', ({dtype}) => dtype],
]

/** The names of what is not as it was, of the state that GLOBAL_STATE compares. */
export const changedModes = (
  before: Readonly<Modes>,
  after: Readonly<Modes>,
  guardsAutocast: boolean,
): readonly string[] =>
  told
    .filter(([name, of]) => of(before) !== of(after) && (guardsAutocast || !name.startsWith('autocast')))
    .map(([name]) => name)
