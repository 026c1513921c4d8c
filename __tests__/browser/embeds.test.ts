import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {browsing, bundles, serve} from './open.ts'

jest.setTimeout(120_000)

const {tag, more} = bundles()
const page = (name: string) => ({
  body: readFileSync(join(__dirname, '../../examples/embeds', name), 'utf8'),
  type: 'text/html',
})
const site = {
  '/examples/embeds/script-tag.html': page('script-tag.html'),
  '/examples/embeds/strict-csp.html': page('strict-csp.html'),
  '/examples/embeds/sandbox.html': page('sandbox.html'),
  '/dist/bundle/jitlens.script.js': {body: tag, type: 'text/javascript'},
  '/dist/bundle/jitlens.more.js': {body: more, type: 'text/javascript'},
}

const blank = browsing()

async function show(name: string) {
  const seen = await blank()
  await serve(seen.page, site)
  await seen.page.goto(`http://jitlens.test/examples/embeds/${name}`)
  return seen
}

test('examples/embeds/script-tag.html draws two elements, one of them locked, and hears the position', async () => {
  const {page, said} = await show('script-tag.html')
  expect(await page.locator('jit-lens .headline').count()).toBe(2)
  expect(await page.locator('#locked .bar button').count()).toBe(0)
  await page.locator('jit-lens:not(#locked) [data-move=first]').click()
  expect(await page.locator('#place').innerText()).toBe('1')
  expect(said).toEqual([])
})

test('examples/embeds/strict-csp.html draws without a violation', async () => {
  const {page, said} = await show('strict-csp.html')
  await page.locator('.bar').waitFor()
  await page.locator('[data-chart=lock] svg').first().waitFor()
  const details = page.locator('details[data-detail=cache]')
  const summary = details.locator('> summary')
  const cache = page.locator('[data-chart=cache] svg').first()
  // Pictures above it push it from under the pointer and out of sight as they come, and it is drawn where a reader sees it.
  for (let looks = 0; looks < 60 && !(await cache.isVisible()); looks++) {
    if ((await details.getAttribute('open')) === null) await summary.click()
    await summary.scrollIntoViewIfNeeded()
    await page.waitForTimeout(250)
  }
  await cache.waitFor()
  expect(said).toEqual([])
})

test('examples/embeds/sandbox.html draws in its sandbox', async () => {
  const {page, said} = await show('sandbox.html')
  await page.frameLocator('iframe').locator('.bar').first().waitFor()
  expect(said).toEqual([])
})
