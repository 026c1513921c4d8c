export * from './log/index.ts'
export * from './explain/index.ts'
export * from './read/index.ts'
