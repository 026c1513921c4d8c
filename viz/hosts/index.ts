export {defineElement} from './element.ts'
export {given, type Given} from './given.ts'
export {offer, savePicture, traceFile} from '../player/index.ts'
