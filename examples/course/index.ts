export {coursePages} from './page/pages.ts'
export {notebookOf, type Bound} from './notebook.ts'
export {lessons} from './lessons/index.ts'
