export {taxonomies, type Cause, type Explanation, type Group, type Miss, type Row, type Taxonomy, type Verdict} from './explanation.ts'
