import {chart, nothing} from '../frame/index.ts'

export const model = chart((_trace, _explanation, options) => nothing('model', 'Being drawn.', options), () => ({caption: '', columns: [], rows: []}))
