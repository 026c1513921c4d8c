import {decode, Session} from '../../lib/index.ts'
import {
  filesOf,
  frameSnippet,
  mayBeInside,
  scriptSnippet,
  type Source,
  type Wish,
} from '../../examples/site/embed/snippet.ts'

const wish: Wish = {inside: true, call: 3, heading: '', scheme: 'auto', lock: [], picture: 'lock'}
const program = (text: string): Source => ({kind: 'program', text})
const runs = (...names: string[]): Source => ({
  kind: 'runs',
  runs: names.map((name) => ({name, trace: new Session().trace})),
})

test('scriptSnippet(program) is the element with the program in it, and the script', () => {
  expect(scriptSnippet(program('f(1)\n'), {...wish, lock: ['play', 'zoom'], scheme: 'dark'})).toEqual({
    html: [
      '<jit-lens view="call=3" scheme="dark" lock="play zoom">',
      '<script type="text/x-python">',
      'f(1)',
      '</script>',
      '</jit-lens>',
      '<script src="jitlens.script.js"></script>',
      '',
    ].join('\n'),
    files: [],
  })
})

test('scriptSnippet(source) with a file beside the page names it and gives it', () => {
  const {files, html} = scriptSnippet(program('f(1)\n'), {...wish, inside: false})
  expect(html).toContain('<jit-lens src="program.py" view="call=3"></jit-lens>')
  expect(files).toEqual([{name: 'program.py', text: 'f(1)\n'}])
})

test('a program that holds what ends a script never stands in a page', () => {
  for (const text of ['print("</script>")', 'x = "<!--"', 'print("</SCRIPT >")']) {
    expect(mayBeInside(program(text))).toBe(false)
    expect(scriptSnippet(program(text), wish).html).not.toContain(text)
  }
})

test('a recording in a page holds no sign that ends its script, and reads back as it was', () => {
  const {trace} = new Session()
  const named = {name: 'a </script> "b"', trace}
  const {html} = scriptSnippet({kind: 'runs', runs: [named, named]}, wish)
  expect(html.match(/<\/script>/g)).toHaveLength(3)
  expect(html).toContain('data-name="a &lt;/script&gt; &quot;b&quot;"')
  const [, text = ''] = /<script type="application\/json"[^>]*>\n([^]*?)\n<\/script>/.exec(html) ?? []
  expect(decode(text.split('\n')).header).toEqual(
    decode((filesOf({kind: 'runs', runs: [named]})[0]?.text ?? '').split('\n')).header,
  )
})

test('several runs stand in the page, whatever is asked for: an address names one', () => {
  const {files, html} = scriptSnippet(runs('a.log', 'b.log'), {...wish, inside: false})
  expect(files).toEqual([])
  expect(html.match(/data-name="[ab]\.log"/g)).toHaveLength(2)
})

test('a heading and an address stand escaped in their attributes', () => {
  expect(scriptSnippet(program('f(1)'), {...wish, heading: '"><img src=x>'}).html).toContain(
    'heading="&quot;&gt;&lt;img src=x&gt;"',
  )
  expect(frameSnippet('https://a.example/frame.html#p=1&at=2', 'a "b"')).toBe(
    '<iframe src="https://a.example/frame.html#p=1&amp;at=2" title="a &quot;b&quot;" width="100%" height="900" loading="lazy" sandbox="allow-scripts"></iframe>\n',
  )
})
