/** How the caches of a release work. */
export interface Rules {
  /** JAX tells NumPy, committed and weak inputs apart in its infer layer as well. */
  readonly infersKinds: boolean
}
