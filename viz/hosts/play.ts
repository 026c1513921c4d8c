// What the others hold already is no part of this script: it builds on them.
import './more.ts'

export {simulated} from './simulated.ts'
