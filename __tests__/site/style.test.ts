import {siteOf} from '../../examples/pages.ts'
import {siteStyle} from '../../examples/site/index.ts'
import {materials} from './materials.ts'

const {pages} = siteOf(materials)

/** The classes that selectors of a style sheet begin with. */
const classesIn = (style: string): readonly string[] => [
  ...new Set(
    [...style.matchAll(/([^{};]*)\{/g)].flatMap(([, selectors = '']) =>
      selectors.split(',').flatMap((one) => /^\s*\.([a-zA-Z][\w-]*)/.exec(one)?.[1] ?? []),
    ),
  ),
]

test('what one page alone styles begins no selector in the style of another page, since all styles are one file', () => {
  const styles = [...new Set(pages.flatMap(({style}) => style ?? []))]
  const common = new Set(classesIn(siteStyle))
  const all = styles.flatMap(classesIn).filter((name) => !common.has(name))
  const shared = all.filter((name, i) => all.indexOf(name) !== i)
  expect(styles.length).toBeGreaterThan(3)
  expect(shared).toEqual([])
})
