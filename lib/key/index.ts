export {Interner} from './interner.ts'
export {Statics, isMutable, type StaticId} from './statics.ts'
export {Forms, avalOfLeaf, type Form, type Leaf} from './form.ts'
export {Summaries} from './summary.ts'
