/** How a body that does nothing is played on torch.compile. */
export const usesModel =
  'a body that does nothing was played as one that calls its model, or sums what it holds where there is no array: torch guards what is read, and would compile nothing'
