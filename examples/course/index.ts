export {coursePages} from './page/pages.ts'
