export {html, mark, markup, node, type Attributes, type Child, type Drawing} from './drawing.ts'
export {clean, shorten, width, wrap} from './text.ts'
export {around} from './around.ts'
export {
  chart,
  frame,
  nothing,
  pressable,
  selectionOf,
  tabulate,
  widthFor,
  write,
  type Chart,
  type ChartOptions,
  type Column,
  type Selection,
  type Table,
} from './chart.ts'
export {scale, type Scale} from './scale.ts'
export {apart, apartIn} from './apart.ts'
export {back} from './back.ts'
export {breaking} from './breaking.ts'
export {offer, pictureFile} from './file.ts'
export {heading} from './heading.ts'
export {patch} from './patch.ts'
export {paragraph, type Block} from './paragraph.ts'
export {share} from './share.ts'
export {signs, type Sign} from './signs.ts'
export {spans, spansWidth, type Span} from './spans.ts'
export {polyline, steps} from './path.ts'
export {valueAt} from './value.ts'
