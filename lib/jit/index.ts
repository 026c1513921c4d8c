export {Session, type ResultOf, type SessionOptions} from './session.ts'
export {type Capacities} from './caches.ts'
export {type Jitted, type NnxJitOptions, type Stages} from './jit.ts'
export {
  bindArguments,
  Kwargs,
  kwargs,
  signed,
  signatureOf,
  type Parameter,
  type Signature,
} from './signature.ts'
export {type JitOptions} from './options.ts'
export {type Config} from './config.ts'
export {cachedPartial, defaultSession, jaxJit, jitPartial, nnxJit, resetSession} from './default.ts'
