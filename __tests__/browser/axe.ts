import {readFileSync} from 'node:fs'
import type {BrowserContextOptions, Page} from 'playwright-core'

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')

/** The widths at which a page is looked at, each with what a browser is told for it. */
export const widths: readonly (readonly [string, BrowserContextOptions])[] = [
  ['light, dark and forced colours', {}],
  ['360 px', {viewport: {width: 360, height: 800}}],
]

/** All that axe-core finds in a page, or in what a selector names: which rule, and where. In the dark and in forced colours only colours differ, and they alone are looked at. */
export async function findings(page: Page, where = ''): Promise<string[]> {
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axe)
  const found: unknown = await page.evaluate(
    `axe.run(${where === '' ? 'document' : `{include: [${JSON.stringify(where)}]}`},
      {resultTypes: ['violations'], ...(matchMedia('(prefers-color-scheme: dark), (forced-colors: active)').matches
        ? {runOnly: ['color-contrast', 'link-in-text-block']}
        : {rules: {'label-content-name-mismatch': {enabled: true}}})})
      .then(({violations}) => violations.flatMap(({id, nodes}) =>
        nodes.slice(0, 3).map(({html}) => id + ': ' + html.slice(0, 200))))`,
  )
  if (!Array.isArray(found)) throw new Error('axe-core said nothing')
  return found.map(String)
}

/** The same in light, and on a page that is wider than a phone in the dark and in forced colours too, one after the other: what is found, behind what the browser was told. */
export async function allFindings(page: Page, where = ''): Promise<string[]> {
  const found: string[] = []
  const isPhone = (page.viewportSize()?.width ?? 0) < 600
  for (const media of [
    {},
    ...(isPhone ? [] : ([{colorScheme: 'dark'}, {forcedColors: 'active'}] as const)),
  ]) {
    await page.emulateMedia({reducedMotion: 'reduce', colorScheme: null, forcedColors: null, ...media})
    for (const one of await findings(page, where)) found.push(`${JSON.stringify(media)} ${one}`)
  }
  return found
}
