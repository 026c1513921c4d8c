export {
  taxonomies,
  type Account,
  type AccountRow,
  type Cause,
  type Explanation,
  type Group,
  type Miss,
  type Row,
  type Taxonomy,
  type Verdict,
} from './explanation.ts'
export {explain, explaining} from './explain.ts'
export {isCompile, isInside, isSparable} from './compile.ts'
export {nearest, type Nearest} from './nearest.ts'
export {type Found} from './keyshape.ts'
export {causes} from './causes.ts'
export {focused, type Focus} from './focused.ts'
export {isAside, paragraphs} from './paragraphs.ts'
export {plain, plainCause, plainMiss} from './plain.ts'
export {compare, type Comparison, type FirstMisses} from './compare.ts'
export {check, widest, type Baseline, type Blank, type Check, type Limits} from './check.ts'
export {locationOf, type Location} from './location.ts'
export {asLeftovers} from './leftovers.ts'
export {alignRuns, type Alignment, type Divergence, type Section, type Slot} from './alignment.ts'
export {hosts, type Hosts} from './hosts.ts'
export {type Run} from './run.ts'
export {runNames, shortly, type Named} from './runnames.ts'
export {
  whatIf,
  type Change,
  type Hold,
  type Pad,
  type Prediction,
  type Retain,
  type Reuse,
  type Site,
} from './whatif.ts'
export {
  assumeFixes,
  fixes,
  foretell,
  unfixed,
  without,
  type Fix,
  type Foretold,
  type Unfixed,
} from './fixes.ts'
export {thin, thickened, type Thin} from './thin.ts'
export {propose, proposed} from './propose.ts'
export {topic} from './topic.ts'
