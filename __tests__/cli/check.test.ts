import {JSDOM} from 'jsdom'
import {Trace} from '../../lib/index.ts'
import {check} from '../../lib/explain/index.ts'
import {read} from '../../lib/read/index.ts'
import {jitlens} from './io.ts'

const oneLine = /^jitlens [^\n]*JAX_LOG_COMPILES=1[^\n]*JAX_EXPLAIN_CACHE_MISSES=1[^\n]*\n$/

const nothing: Readonly<Record<string, string | Uint8Array>> = {
  'empty.log': '',
  'blank.log': ' \n\n',
  'text.log': 'Dear diary,\ntoday nothing was compiled.\n',
  'program.py': 'import jax\nprint(jax.jit(lambda x: x)(1.0))\n',
  'cut.log': 'TRACING CACHE MISS at /home/me/app/base.',
  '-': '',
}

const neverSeen = (name: string, line: number, file = '/home/me/app/a.py', id = line): string =>
  `TRACING CACHE MISS at ${file}:${line}:3 (<module>):\n  never seen function:\n    ${name} id=${id} defined at ${file}:1\n`

describe.each(Object.keys(nothing))('jitlens check %s, in which nothing of JAX is', (name) => {
  test('exits with 2 and one line that names both variables', async () => {
    const {code, out, err} = await jitlens(['check', name], nothing)
    expect({code, out}).toEqual({code: 2, out: ''})
    expect(err).toMatch(oneLine)
  })

  test.each(['json', 'github', 'junit', 'sarif'])('says so in --format %s too', async (format) => {
    const {code, out, err} = await jitlens(['check', name, '--format', format], nothing)
    expect(code).toBe(2)
    expect(err).toMatch(oneLine)
    expect(out).toMatch(format === 'json' ? /"blank": "(?:nothing|garbled)"/ : /JAX_LOG_COMPILES/)
  })
})

test('jitlens check --allow-empty passes a text of which nothing is JAX, and no log that is cut', async () => {
  expect((await jitlens(['check', '--allow-empty', 'empty.log'], nothing)).code).toBe(0)
  expect((await jitlens(['check', '--allow-empty', 'text.log'], nothing)).code).toBe(0)
  expect((await jitlens(['check', '--allow-empty', 'cut.log'], nothing)).code).toBe(2)
})

test('check(trace) of a trace without a call does not pass, unless it may be empty', () => {
  const trace = new Trace({producer: 'jitlens recorder'})
  expect(check(trace)).toMatchObject({passed: false, blank: 'nothing'})
  expect(check(trace, {allowEmpty: true}).passed).toBe(true)
})

test('check(trace) of a log whose lines of JAX are cut does not pass where it may be empty', () => {
  const trace = read('TRACING CACHE MISS at /home/me/app/a.py:5:3 (<module>):\n  never seen fun')
  expect(check(trace, {allowEmpty: true, budget: 9})).toMatchObject({passed: false, blank: 'garbled'})
})

test('jitlens check counts a miss that the log breaks off', async () => {
  const log = `${neverSeen('step', 4)}TRACING CACHE MISS at /home/me/app/a.py:5:3 (<module>):\n  never seen fun`
  const {code, out} = await jitlens(['check', 'half.log'], {'half.log': log})
  expect(code).toBe(1)
  expect(out).toMatch(/^failed: 1 miss beside first calls, 0 allowed\.\n {2}1 miss breaks off in the log/)
})

test('jitlens check exits with 2 where most lines of JAX were not understood', async () => {
  const log = `${neverSeen('step', 4)}${'Finished XLA compilation of jit(step) in a while\n'.repeat(2)}`
  const {code, out, err} = await jitlens(['check', 'folded.log'], {'folded.log': log})
  expect({code, out}).toEqual({code: 2, out: ''})
  expect(err).toMatch(/^jitlens folded\.log: most of JAX's lines [^\n]*JAX_LOG_COMPILES=1[^\n]*\n$/)
})

test('jitlens check A B tells each, fails where one fails, and with 2 where nothing was read in one', async () => {
  const logs = ['check', 'p01_batch_size.log', 'p15_nnx_int_counter.log']
  const both = await jitlens([...logs, '--after', '9'])
  expect(both.code).toBe(0)
  expect(both.out).toMatch(/^p01_batch_size\.log\npassed: [^]*\np15_nnx_int_counter\.log\npassed: /)
  expect((await jitlens(logs)).code).toBe(1)
  const withEmpty = await jitlens([...logs, 'empty.log'], nothing)
  expect(withEmpty.code).toBe(2)
  expect(withEmpty.err).toMatch(/^jitlens empty\.log: nothing of JAX's [^\n]*\n$/)
  expect(withEmpty.out).toContain('failed: 2 misses')
})

test('jitlens check warns where more of the lines of JAX than may be were not understood', async () => {
  const files = {
    'a.log': `${neverSeen('step', 4)}Finished XLA compilation of jit(step) in a while\n`,
  }
  const {code, out} = await jitlens(['check', 'a.log'], files)
  expect(code).toBe(0)
  expect(out).toContain("1 line of JAX's could not be read, 50 % of all")
  expect((await jitlens(['check', 'a.log', '--unread', '60'], files)).out).not.toContain('could not be read')
})

describe('jitlens check --baseline', () => {
  const update = ['check', 'p01_batch_size.log', '--baseline', 'base.json', '--update-baseline']

  test('is told of where a check first fails', async () => {
    expect((await jitlens(['check', 'p15_nnx_int_counter.log'])).out).toMatch(
      /jitlens check p15_nnx_int_counter\.log --baseline misses\.json --update-baseline\n$/,
    )
    expect((await jitlens(['check', 'p01_batch_size.log', '--baseline', 'none.json'])).err).toMatch(
      /none\.json: there is no such file; write it with --update-baseline\n$/,
    )
  })

  test.each([
    ['a log', 'TRACING CACHE MISS'],
    ['a program', 'import jax\n'],
    ['other JSON', '{"misses": {}}'],
    ['a list', '[1]'],
  ])('overwrites no file that is no baseline: %s', async (_, text) => {
    const {code, err, saved} = await jitlens(update, {'base.json': text})
    expect(code).toBe(2)
    expect(err).toMatch(/^jitlens base\.json: this is no baseline[^\n]*\n$/)
    expect(saved.size).toBe(0)
  })

  test('is written anew over an older one, and not of a log in which nothing was read', async () => {
    const {saved} = await jitlens(update)
    const files = {...nothing, 'base.json': saved.get('base.json') ?? ''}
    expect((await jitlens(update, files)).saved.get('base.json')).toBe(files['base.json'])
    const argv = ['check', 'text.log', '--baseline', 'base.json', '--update-baseline']
    const empty = await jitlens(argv, files)
    expect(empty.code).toBe(2)
    expect(empty.err).toMatch(oneLine)
    expect(empty.saved.size).toBe(0)
  })

  test('lists what it holds and the run has no longer', async () => {
    const {saved} = await jitlens(update)
    const {out} = await jitlens(['check', 'p02_dtype.log', '--baseline', 'base.json'], {
      'base.json': saved.get('base.json') ?? '',
    })
    expect(out).toMatch(/In the baseline and no longer in this run: \w+ \| \w+/)
  })

  test('of several files lets each have what one of them has', async () => {
    const logs = ['p01_batch_size.log', 'p15_nnx_int_counter.log']
    const argv = ['check', ...logs, '--baseline', 'base.json']
    const {saved} = await jitlens([...argv, '--update-baseline'])
    expect((await jitlens(argv, {'base.json': saved.get('base.json') ?? ''})).code).toBe(0)
  })

  test('stays the same where a model grows a layer', async () => {
    const log = (layers: readonly number[]): string =>
      [
        neverSeen('step', 4),
        'TRACING CACHE MISS at /home/me/app/a.py:5:3 (<module>):',
        '  for step defined at /home/me/app/a.py:1',
        '  all previously seen cache keys differ. For the closest previous key:',
        '  different input types:',
        ...layers.map(
          (at) => `  * at params['layers'][${at}]['w'], now f32[${at},4] and before f32[2,${at}]`,
        ),
        '',
      ].join('\n')
    const files = {'two.log': log([3, 5]), 'three.log': log([3, 5, 7])}
    const baseline = ['--baseline', 'base.json']
    const {saved} = await jitlens(['check', 'two.log', ...baseline, '--update-baseline'], files)
    const held = {...files, 'base.json': saved.get('base.json') ?? ''}
    expect((await jitlens(['check', 'three.log', ...baseline], held)).code).toBe(0)
  })
})

describe('jitlens check --format', () => {
  const hostile = ['a%b,c:d', '::error::x', '<&>"\']]>', 'e\u001b[31m\u0007', '\u202eabc', 'a\tb']
  const files = {
    'a.log': hostile
      .flatMap((name, at) => [
        neverSeen(name, at + 2, '/home/me/app/sub dir/%,:é.py', 1),
        neverSeen(name, at + 2, '/home/me/app/sub dir/%,:é.py', 2),
        '  but seen another function defined on the same line; maybe the function is\n  being re-defined repeatedly, preventing caching?\n',
      ])
      .join(''),
  }

  test('refuses one that is not there, and names those that are', async () => {
    expect((await jitlens(['check', 'a.log', '--format', 'xml'], files)).err).toMatch(
      /--format xml: there is no such format; expected one of text, json, github, junit, sarif\n$/,
    )
  })

  test('github writes one command a line, in which no name begins another', async () => {
    const {code, out} = await jitlens(['check', 'a.log', '--format', 'github'], files)
    expect(code).toBe(1)
    const lines = out.trimEnd().split('\n')
    expect(lines.pop()).toBe('a.log: failed: 6 misses beside first calls, 0 allowed.')
    expect(lines.length).toBe(6)
    for (const [at, line] of lines.entries())
      expect(line).toMatch(
        new RegExp(`^::error file=sub dir/%25%2C%3Aé\\.py,line=${at + 2},title=jitlens%3A [^,:]*::`),
      )
    expect(out).toContain('a%25b,c:d')
    expect(out).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/)
  })

  test('junit writes a suite a file, with as many cases and failures as it says', async () => {
    const {out} = await jitlens(['check', 'a.log', 'p01_batch_size.log', '--format', 'junit'], files)
    const document = new JSDOM(out, {contentType: 'text/xml'}).window.document
    const suites = [...document.querySelectorAll('testsuites > testsuite')]
    expect(suites.map((suite) => suite.getAttribute('name'))).toEqual(['a.log', 'p01_batch_size.log'])
    for (const suite of suites) {
      expect(suite.getAttribute('timestamp')).toBe('2026-01-02T03:04:05')
      expect(suite.querySelectorAll('testcase').length).toBe(Number(suite.getAttribute('tests')))
      expect(suite.querySelectorAll('failure').length).toBe(Number(suite.getAttribute('failures')))
    }
    expect(suites[0]?.querySelectorAll('failure').length).toBe(6)
    expect(suites[0]?.querySelector('testcase')?.getAttribute('name')).toContain('a%b,c:d')
  })

  test('sarif writes a result a miss, at the call of the program, or else at the line of the log', async () => {
    const {out} = await jitlens(['check', 'a.log', 'cut.log', '--format', 'sarif'], {...files, ...nothing})
    const sarif: unknown = JSON.parse(out)
    const place = (uri: string, region: object) => ({
      locations: [{physicalLocation: {artifactLocation: {uri, uriBaseId: '%SRCROOT%'}, ...region}}],
    })
    expect(sarif).toMatchObject({
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'jitlens',
              version: '1.2.3',
              rules: [
                {},
                {id: 'jitlens/nothing-read', name: 'NothingRead', shortDescription: {text: 'nothing read'}},
              ],
            },
          },
          results: [
            ...hostile.map((_, at) => place('sub%20dir/%25%2C%3A%C3%A9.py', {region: {startLine: at + 2}})),
            place('cut.log', {}),
          ],
        },
      ],
    })
  })
})

test('jitlens check --allow-empty raises no error in any format', async () => {
  const said = async (format: string): Promise<string> =>
    (await jitlens(['check', 'empty.log', '--allow-empty', '--format', format], nothing)).out
  expect(await said('github')).toMatch(/^::notice [^\n]*\n[^\n]*passed/)
  expect(await said('junit')).toContain('errors="0"')
  expect(JSON.parse(await said('sarif'))).toMatchObject({
    runs: [{invocations: [{executionSuccessful: true}], results: [{level: 'note'}]}],
  })
})

test('check(trace, {budget}) counts first calls too, unless `after` or a baseline allows them', () => {
  const trace = read(neverSeen('step', 3) + neverSeen('loss', 4))
  expect(check(trace)).toMatchObject({passed: true, misses: []})
  expect(check(trace, {budget: 0}).passed).toBe(false)
  expect(check(trace, {budget: 2}).passed).toBe(true)
  expect(check(trace, {budget: 0, after: 1}).passed).toBe(true)
})

test('jitlens check passes nothing on to a terminal that a file is named', async () => {
  const {err} = await jitlens(['check', 'no\u001b[31m\u202esuch.log'], {})
  expect(err).toMatch(/no\ufffd\[31m\ufffdsuch\.log/)
})
