export {counted, figure} from './count.ts'
