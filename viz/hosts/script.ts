/**
 * The script of a report, and the SHA-256 by which the report's content security policy knows it. Empty in the sources, where a
 * report is a still page; `scripts/bundle.mjs` writes both into the built file.
 */
export const script: {readonly text: string; readonly hash: string} = {text: '', hash: ''}
