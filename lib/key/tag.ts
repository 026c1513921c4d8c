/**
 * What a list of integers says, as its first integer (or, inside a list, as the end of a part of unknown length). One list
 * never stands for another's: each tag has its own number, and all are so far below zero that no id, index or -1 is one.
 */
export enum Tag {
  /** A static value with its type and identity. */
  exact = -1000,
  number,
  text,
  none,
  nan,
  object,
  tuple,
  dict,
  complex,
  /** A value compared by another one. */
  by,
  /** A value that may change in place. */
  mutable,
  /** `tree_util.Static`: one type and `==`. */
  static,

  form,
  /** Between the parts of a form and its children. */
  children,
  leaf,
  container,
  module,
  variable,
  reference,
  staticItem,
  arguments,

  /** The tree of a form under `==`. */
  equalLeaf,
  equalTree,
  /** The avals of a form. */
  leafAval,
  treeAvals,
  /** The kinds of a form's leaves. */
  leafKind,
  treeKinds,

  /** The keys of the layers. */
  dispatch,
  infer,
  trace,
  lower,
  compile,
  persistent,
  /** What keys share of a call: its tree, and of its static arguments places, values and hashes. */
  call,
  hashes,
  /** Where the static positional arguments of a call stand. */
  positions,
  /** An input that the call gives away. */
  donated,
  fixed,
  named,
  loose,
  /** The settings that a layer sees. */
  context,
  /** Who a function is to dispatch and to tracing. */
  program,
  function,
  /** The inputs or outputs of a lowered program: how they are cut. */
  inputs,
  /** Options of a wrapper. */
  options,
  /** An input that the program drops, and one that may be anywhere. */
  dropped,
  free,
  /** A node of the pytree that JAX traces a call with, and the static half of a model in it. */
  branch,
  graphdef,
  /** All that a key's facts tell. */
  facts,
}
