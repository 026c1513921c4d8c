export {blamed} from './blamed.ts'
export {counted, figure} from './count.ts'
export {duration} from './duration.ts'
