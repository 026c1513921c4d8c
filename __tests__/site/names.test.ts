import {gunzipSync} from 'node:zlib'
import {namePages} from '../../examples/site/index.ts'
import {markup} from '../../viz/index.ts'
import {materials} from './materials.ts'

const pages = new Map(
  namePages(materials).map(({path, body}) => [path, body.map((part) => markup(part)).join('\n')]),
)
/** A page as it stands once what it holds is unpacked, in one line. */
const page = (path: string): string =>
  (pages.get(`reference/${path}`) ?? '')
    .replaceAll(/<script[^>]*>(.*?)<\/script>/g, (_, packed: string) =>
      gunzipSync(Buffer.from(packed, 'base64')).toString(),
    )
    .replaceAll(/\n\s*/g, '')

test('each module has a page, and each name an entry of its own on it, to which the list of all names leads', () => {
  expect([...pages.keys()]).toEqual(
    ['index', 'nnx', 'jitlens-script'].map((name) => `reference/${name}.html`),
  )
  expect(page('index.html')).toContain('<a href="nnx.html#nnx.Linear">nnx.Linear</a>')
  expect(page('index.html')).toContain('<a href="jitlens-script.html#runProgram">runProgram</a>')
  expect(page('nnx.html')).toContain('id="nnx.Linear"')
})

test('a name says how it is called, what it is in Python, what it takes and throws, its examples and its members', () => {
  for (const said of [
    'new nnx.Linear(options: LinearOptions)',
    'In Python <code>flax.nnx.Linear(in_features, out_features, *, rngs)</code>',
    'Throws <code>PythonError</code>: ValueError of <code>rngs</code>.',
    'layer.kernel.shape // [4, 8]',
    '<p><code>x @ kernel + bias</code>.</p>',
  ])
    expect(page('nnx.html')).toContain(said)
  expect(page('jitlens-script.html')).toContain('Takes <code>text</code> the program')
  expect(page('jitlens-script.html')).toContain('<ul><li>it is read</li><li>it is run</li></ul>')
})

test('a page says what a program imports', () => {
  expect(page('nnx.html')).toContain(`import {nnx} from &#39;jitlens&#39;`)
  expect(page('jitlens-script.html')).toContain(`import {runProgram} from &#39;jitlens/script&#39;`)
})
