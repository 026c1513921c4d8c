import {accessSync, constants} from 'node:fs'
import {delimiter, join} from 'node:path'

/** The shell comes first: it opens a page in a third of the time, since it draws no window around it. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
]

const macs = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

const runs = (file) => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The browser to test in: `$CHROME`, else the first Chromium or Chrome in the usual places; null where there is none. */
export function chrome({CHROME, PATH = ''} = process.env) {
  if (CHROME) return runs(CHROME) ? CHROME : null
  const places = ['/usr/bin', ...PATH.split(delimiter).filter(Boolean)].flatMap((folder) =>
    names.map((name) => join(folder, name)),
  )
  return [...places, ...macs].find(runs) ?? null
}
