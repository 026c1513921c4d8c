export {defineElement} from './element.ts'
export {given, type Given} from './given.ts'
export {isProgram, kindOf} from './opening.ts'
export {offer, savePicture, traceFile} from '../player/index.ts'
