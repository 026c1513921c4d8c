export {blamed} from './blamed.ts'
export {counted, figure} from './count.ts'
