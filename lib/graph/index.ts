export {
  addAmounts,
  amountOf,
  amountText,
  familyOf,
  noAmount,
  noteOf,
  reprText,
  type Amount,
} from './flaxtext.ts'
export {Display, display} from './display.ts'
export {Module, Pytree, iterChildren, iterModules, type SetOptions, type SowOptions} from './module.ts'
export {
  BatchStat,
  Cache,
  Intermediate,
  Param,
  Perturbation,
  Variable,
  isVariable,
  classOf,
  defaults,
  valueWrites,
  type HeldVariable,
  type Metadata,
  type Replacement,
  type VariableClass,
} from './variable.ts'
export {Dict, List} from './list.ts'
export {data, fixed, isData} from './attribute.ts'
export {graphdef, split, state, type StateOf} from './split.ts'
export {
  GraphDef,
  type Attribute,
  type Def,
  type NodeDef,
  type NodeRef,
  type NodeType,
  type VariableDef,
} from './graphdef.ts'
export {
  FlatTuple,
  State,
  VariableState,
  edit,
  flat,
  toFlatState,
  withOpenStates,
  nest,
  stateOfVariable,
  type Draft,
  type FlatState,
  type StateLeaf,
  type StatePath,
} from './state.ts'
export {merge} from './merge.ts'
export {update, pop} from './update.ts'
export {clone, deepcopy} from './copy.ts'
export {view, withAttributes, type ViewOptions} from './view.ts'
export {capture, type CaptureOptions} from './capture.ts'
export {recursiveMap} from './recursive.ts'
export {findDuplicates, type DuplicateOptions} from './duplicates.ts'
export {filterState, mapState, mergeState, splitState} from './sharing.ts'
export {asPure, toPureDict} from './pure.ts'
export {
  All,
  Any,
  Combined,
  Not,
  OfType,
  PathContains,
  ellipsis,
  predicate,
  toPredicate,
  type AnyClass,
  type Filter,
  type NodePath,
  type Predicate,
} from './filter.ts'
export {iterGraph, pathKey} from './iterate.ts'
export {isIndex} from './order.ts'
export {graphLayout, laidOut} from './layout.ts'
export {flatten, type Flat, type References} from './flatten.ts'
export {childrenAs, leafArray, refuseGraphDef, treeMap} from './treemap.ts'
export {
  constant,
  hole,
  leavesOf,
  nodesOf,
  putTogether,
  sameStructure,
  structureOf,
  takeApart,
  variablesOf,
  type Structure,
} from './tree.ts'
export {unflatten, type Rebuild} from './unflatten.ts'
export {Cell, cellIn, cellOf, isGraphNode} from './nodecell.ts'
export {intercepted, isPytree, refill, vars, type Vars} from './vars.ts'
export {NodeShape} from './nodeshape.ts'
export {container, type Container} from './container.ts'
export {type DataclassFields, registerDataclass, registerPytreeNode} from './registered.ts'
export {isArray} from './leaf.ts'
export type {ArrayHolder} from './arrayholder.ts'
