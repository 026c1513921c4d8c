/**
 * The entry `jitlens/log`: what reads, explains and keeps logs and traces, without the simulator.
 */
export * from './log/index.ts'
export * from './explain/index.ts'
export * from './read/index.ts'
