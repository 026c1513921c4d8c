import {chart, nothing} from '../frame/index.ts'

export const waterfall = chart((_trace, _explanation, options) => nothing('waterfall', 'Being drawn.', options), () => ({caption: '', columns: [], rows: []}))
