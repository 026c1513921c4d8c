/** Names for a function and the model that it is called with. */
export const models = [
  ['predict', 'net'],
  ['encode', 'encoder'],
  ['run', 'block'],
  ['score', 'judge'],
]

/** Names for a function, a setting, and the class of that. */
export const settings = [
  ['blur', 'lens', 'Lens'],
  ['tune', 'mode', 'Mode'],
  ['crop', 'frame', 'Frame'],
  ['rank', 'rule', 'Rule'],
]

/** Names for a function, an array and a number. */
export const amounts = [
  ['blur', 'image', 'amount'],
  ['move', 'place', 'speed'],
  ['decay', 'mass', 'rate'],
  ['mix', 'sound', 'volume'],
]
