/**
 * The entry `jitlens/log`: what reads, explains and keeps logs and traces, without the simulator.
 *
 * @example
 * import {explain, paragraphs, read} from 'jitlens/log'
 * paragraphs(explain(read(await readFile('run.log', 'utf8'))))
 */
export * from './log/index.ts'
export * from './explain/index.ts'
export * from './read/index.ts'
