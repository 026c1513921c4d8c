import type {Cause} from '../../lib/explain/index.ts'

/** A cause in short, as these tests write it: `x f32[3] < f32[2]`, `+ path`, `- path`, `from > path`, `new path`. */
export const said = ({path, change, now, before, from}: Cause): string => {
  switch (change) {
    case 'changed':
      return `${path} ${now ?? ''} < ${before ?? ''}`
    case 'added':
      return `+ ${path} ${now ?? ''}`
    case 'removed':
      return `- ${path} ${before ?? ''}`
    case 'moved':
      return `${from ?? ''} > ${path}`
    case 'identity':
      return `new ${path}`
  }
}
