export {Program, type ProgramOptions, type ScriptRun} from './program.ts'
export {parse} from './parse.ts'
export type {ScriptCall} from './machine.ts'
