export {alike} from './twin.ts'
export {compiledTimes, type Times} from './compiledtimes.ts'
export {axes, counted, figure} from './count.ts'
export {duration, instant} from './duration.ts'
export {list, some} from './wordlist.ts'
export {breakable} from './breakable.ts'
export {besides, brief, isNoContent, withoutAddress} from './brief.ts'
export {weakly} from './weakly.ts'
export {columns, wrap} from './wrap.ts'
export {printable} from './printable.ts'
export {guardPlace, guardStates, type Guarded, type GuardName} from './guarded.ts'
export {leftOver, told, type Delta, type Stand, type Told} from './delta.ts'
export {phrase, phrases, type Place} from './phrase.ts'
export {blamed} from './blamed.ts'
export {deed, deedAlone, type Deed} from './deed.ts'
export {gap, type Gap} from './gap.ts'
export {advice, advices, because, merged, type Finding, type Meant, type Unnamed} from './finding.ts'
export {firstLine, isUnsaid, sentence, timesOver, type Story} from './sentence.ts'
export {
  accounted,
  compiled,
  headline,
  headlineOfRuns,
  headlinePieces,
  longestRun,
  noneSpared,
  type Dearest,
  type Figures,
  type HeadlinePiece,
  type RunFigures,
  type Share,
} from './headline.ts'
export {spent, sumOf} from './spent.ts'
export {loose} from './loose.ts'
export {judged, leftUntold, page, type Aside, type Page, type Paint, type Paragraph} from './page.ts'
export {glance} from './glance.ts'
export {aligned, parting} from './parting.ts'
export {checked, mayBeKnown, unchecked, uncompared, notices, verdict} from './checked.ts'
export {compared} from './compared.ts'
export {
  foretold,
  predicted,
  remedied,
  unforetold,
  type Nameless,
  type Remedy,
  type Spared,
  type Unforetold,
} from './remedy.ts'
export {explainedSoFar, inBytes, ranSoFar, readSoFar, type Progress} from './progress.ts'
export {thinned, unopened} from './held.ts'
export {remark, type Remarkable} from './remarked.ts'
export {writtenBy} from './releases.ts'
export {besidesRecompiles, resembling, type Stray, strayLines} from './resembling.ts'
export {asFar, limits, type Teller} from './tells.ts'
export {isLeavesAlone, leavesAlone, untold} from './untold.ts'
export {isChange, retold, upgraded, type Retold, type UpgradeCounts} from './upgraded.ts'
export {say} from './saying.ts'
export {sayFurther} from './sayingfurther.ts'
export {usesModel} from './usesmodel.ts'
export {sited} from './sited.ts'
export {printedName} from './printedname.ts'
export {ranged} from './ranged.ts'
export {spelled} from './spelled.ts'
export {gloss, glossOfCode, wordsIn, type Gloss} from './glossary.ts'
export {pmapped} from './pmapped.ts'
export type {BlamedPlace, Reason} from './blamed.ts'
export type {Broken, Checked, Notice} from './checked.ts'
export type {Compared, Differing} from './compared.ts'
export type {DeedOutcome, Within} from './deed.ts'
export type {Table, TextsOf} from './finding.ts'
export type {Part} from './gap.ts'
export type {Aligned, Missed, Parting} from './parting.ts'
export type {Turn} from './turn.ts'
export type {Releases} from './releases.ts'
export type {Sayings, Values} from './saying.ts'
export type {Tells} from './tells.ts'
export type {Timed} from './spent.ts'
export type {Filling, Fillings, Holes, Name} from './template.ts'
