import {page as traces} from './page.ts'
import {toTrace} from './open.ts'

/** `page` for reports whose scripts hold logs or traces as they were written: what makes them has read neither. */
export const page = (script: Element | null, window: Window): Promise<void> => traces(script, window, toTrace)
