export {coursePages} from './page/pages.ts'
export {notebookOf, readingOf, type Bound} from './notebook.ts'
export {real, trainingLog} from './lessons/14-real.ts'
export {lessons} from './lessons/index.ts'
