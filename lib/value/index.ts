import {evaluateBy} from '../array/index.ts'
import {evaluated} from './evaluated.ts'

evaluateBy(evaluated)
