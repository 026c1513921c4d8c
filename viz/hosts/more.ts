// What the tag holds already is no part of this script: it stands on it.
import './tag.ts'

export {further} from '../charts/index.ts'
export {toTrace} from './open.ts'
