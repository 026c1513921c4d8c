export type {
  Asked,
  Counted,
  Edited,
  Fallen,
  Filled,
  Lesson,
  Origin,
  Read,
  Printed,
  Shown,
  Source,
  Step,
  Told,
  Variant,
} from './lesson.ts'
export {
  screensOf,
  stepsOf,
  quizAt,
  lineOf,
  type Choice,
  type Edit,
  type Fill,
  type Prediction,
  type Screen,
} from './screen.ts'
export {markOf, type Answer, type Mark} from './mark.ts'
export {compiledOf, type Option} from './choice.ts'
export {filledText, gapsOf} from './fill.ts'
export {plainly} from './ran.ts'
export {counterOf, type Counter} from './counter.ts'
export {hintsOf, type Judgement} from './edit.ts'
export {isCause, partAt, type Part} from './parts.ts'
export {scoreOf, type Score} from './score.ts'
export {linkOf, stateOf, type State} from './link.ts'
export {beliefsAt, check, wordsOf} from './check.ts'
export {missed, returning} from './back.ts'
