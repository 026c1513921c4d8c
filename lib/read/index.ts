export {read} from './read.ts'
export type {Wordings} from './grammar.ts'
export {reader, type Reader, type ReadOptions} from './reader.ts'
