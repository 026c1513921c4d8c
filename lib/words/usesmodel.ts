/** How a body that does nothing is played on torch.compile. */
export const usesModel =
  'a body that does nothing was played as one that calls its model: torch guards what is read, and would compile nothing'
