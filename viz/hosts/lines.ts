import {printable} from '../../lib/index.ts'

const within = /[^\n\t]+/g

/** A text of several lines in which nothing steers the terminal; line ends and tabs stay. */
export const printableLines = (text: string): string => text.replace(within, printable)
