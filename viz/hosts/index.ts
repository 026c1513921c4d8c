export {defineElement} from './element.ts'
export {given, type Given} from './given.ts'
