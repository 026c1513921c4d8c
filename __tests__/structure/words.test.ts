import {files, text} from './project.ts'

/** Each with what it gives away; written so that no line of this file matches itself. */
const forbidden: readonly (readonly [RegExp, string])[] = [
  [/(^|[\s"'`(=:])\/(work|root)\//, 'a path of one machine'],
  [/\.\.\/shared\b/, 'a folder outside the project'],
  [/\b(semantics|design|anchors|toolchain|performance|brief)\.md\b/, 'a note outside the project'],
  [/\b(issue|ticket)s? ?#?\d/i, 'a ticket'],
  [/\b(this|last|next|earlier|working) session\b/i, 'how the work was done'],
  [/\bregistry\.[\w-]+\.[a-z]+\b|"resolved"\s*:\s*"http/, 'an address of a registry'],
  [/((eslint|oxlint)-disable|@ts-ignore|@ts-nocheck)/, 'a switched-off check'],
]

const readable =
  /\.(ts|mts|js|mjs|cjs|json|jsonl|md|py|html|css|svg|txt|log|ipynb|yml|yaml)$|(^|\/)(LICENSE|run|\.npmrc|\.gitignore)$/

test('no file names what stands outside the project', () => {
  const found = files('.')
    .filter((path) => readable.test(path) && path !== '__tests__/structure/words.test.ts')
    .flatMap((path) => {
      const content = text(path)
      return forbidden
        .filter(([word]) => word.test(content))
        .map(([word, what]) => `${path} holds ${what}: ${JSON.stringify(word.exec(content)?.[0])}`)
    })
  expect(found).toEqual([])
})
