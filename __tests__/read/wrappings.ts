/** A log as some tool prints it: the lines it adds, and how often it prints the whole. */
export interface Wrapping {
  readonly name: string
  readonly wrap: (records: readonly (readonly string[])[]) => string | Uint8Array
  /** Lines that are none of JAX's. */
  readonly foreign?: number
  /** Processes of which each tells the log. */
  readonly times?: number
}

type Records = readonly (readonly string[])[]

const opening = /^(?:TRACING|Finished|Compiling|Persistent)/

/** The records of a log, each with its lines. */
export function recordsOf(log: string): string[][] {
  const records: string[][] = []
  for (const line of log.trimEnd().split('\n'))
    if (opening.test(line) || records.length === 0) records.push([line])
    else records.at(-1)?.push(line)
  return records
}

const two = (n: number): string => String(n).padStart(2, '0')
const clock = (i: number): string =>
  `${two(12 + Math.floor(i / 3600))}:${two(Math.floor(i / 60) % 60)}:${two(i % 60)}`
const iso = (i: number): string => `2026-05-01T${clock(i)}`
const moduleOf = (first: string): string =>
  first.startsWith('TRACING') ? 'partial_eval' : first.startsWith('Compiling') ? 'pxla' : 'dispatch'
const place = (first: string): string =>
  first.startsWith('TRACING') ? '2164' : first.startsWith('Compiling') ? '712' : '204'
const logger = (first: string): string =>
  first.startsWith('Compiling') ? 'jax._src.interpreters.pxla' : `jax._src.${moduleOf(first)}`

/** Each line with something before it. */
const each =
  (before: (i: number, line: string, n: number) => string, after = '') =>
  (records: Records): string => {
    let n = 0
    return records
      .flatMap((record, i) => record.map((line) => before(i, record[0] ?? '', n++) + line + after))
      .join('\n')
  }

/** The first line of each record with something before it. */
const first =
  (before: (i: number, line: string) => string, after = '') =>
  (records: Records): string =>
    records
      .flatMap((record, i) =>
        record.map(
          (line, j) => (j === 0 ? before(i, line) + line : line) + (j === record.length - 1 ? after : ''),
        ),
      )
      .join('\n')

const plain = (records: Records): string => records.flat().join('\n')
const whole = (record: readonly string[]): string => record.join('\n')
/** An entry of Google's logging for each line. */
const lineEntries = (records: Records): {readonly textPayload: string; readonly timestamp: string}[] =>
  records.flatMap((record, i) =>
    record.map((textPayload, j) => ({
      textPayload,
      timestamp: `${iso(i)}.${String(j).padStart(3, '0')}Z`,
    })),
  )
const json = (rows: readonly unknown[]): string => rows.map((row) => JSON.stringify(row)).join('\n')

function folded(text: string, width: number): string {
  const out: string[] = []
  for (const line of text.split('\n'))
    for (let at = 0; at === 0 || at < line.length; at += width) out.push(line.slice(at, at + width))
  return out.join('\n')
}

/** Breaks a text between words, as textwrap does; a longer word is cut. */
function broken(text: string, width: number): string[] {
  const out: string[] = []
  let line = ''
  const indent = text.slice(0, text.length - text.trimStart().length)
  for (const word of text.trim().split(' ')) {
    let rest = word
    const joined = line === '' ? (out.length === 0 ? indent : '') + rest : `${line} ${rest}`
    if (joined.length <= width) {
      line = joined
      continue
    }
    if (line !== '') out.push(line)
    if (out.length === 0) rest = indent + rest
    while (rest.length > width) {
      out.push(rest.slice(0, width))
      rest = rest.slice(width)
    }
    line = rest
  }
  return [...out, line]
}

/** rich's RichHandler on a console of some width. */
export const rich =
  (width: number, hasTime: boolean, hasPath = true, hasName = false) =>
  (records: Records): string =>
    records
      .flatMap((record, i) => {
        const head = hasTime ? (i % 3 === 1 ? ' '.repeat(20) : `[05/01/26 ${clock(i)}] `.slice(0, 20)) : ''
        const level = 'WARNING  '
        const file = hasPath ? `${moduleOf(record[0] ?? '')}.py:${place(record[0] ?? '')}` : ''
        const room = width - head.length - level.length - (hasPath ? file.length + 1 : 0)
        const name = hasName ? `${logger(record[0] ?? '')}: ` : ''
        return record
          .flatMap((line, j) => broken((j === 0 ? name : '') + line, room))
          .map((line, j) =>
            (
              (j === 0 ? head + level : ' '.repeat(head.length + level.length)) +
              line.padEnd(room) +
              (hasPath ? ` ${j === 0 ? file : ' '.repeat(file.length)}` : '')
            ).slice(0, width),
          )
      })
      .join('\n')

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll("'", '&#x27;')
    .replaceAll('"', '&quot;')

const bar = (i: number): string => {
  const share = (i * 5) % 100
  return `${String(share).padStart(3)}%|${'█'.repeat(share / 10).padEnd(10)}| ${share / 5}/20 [00:${two(i % 60)}<00:09,  2.${i % 10}it/s]`
}

/** Two processes that take turns, line by line or record by record. */
function mixed(one: readonly string[], other: readonly string[], run = 3): string {
  const [left, right] = [[...one], [...other]]
  const out: string[] = []
  for (let i = 1; left.length > 0 || right.length > 0; i = (i * 7 + 3) % 11) {
    out.push(...left.splice(0, 1 + (i % run)), ...right.splice(0, 1 + ((i * 5) % run)))
  }
  return out.join('\n')
}

const processes =
  (before: (process: number, i: number, line: string) => string, everyLine = true) =>
  (records: Records): string => {
    const told = (process: number): string[] =>
      everyLine
        ? records.flatMap((record, i) => record.map((line) => before(process, i, record[0] ?? '') + line))
        : records.map((record, i) => before(process, i, record[0] ?? '') + whole(record))
    return mixed(told(0), told(1))
  }

const doubled = (
  records: Records,
  one: (record: readonly string[], i: number) => string,
  other: (record: readonly string[], i: number) => string,
): string => records.flatMap((record, i) => [one(record, i), other(record, i)]).join('\n')

const utf16 = (text: string, isLittle: boolean, isMarked: boolean): Uint8Array => {
  const marked = (isMarked ? '\ufeff' : '') + text
  const codes = Array.from({length: marked.length}, (_, i) => marked.charCodeAt(i))
  return Uint8Array.from(
    codes.flatMap((code) => (isLittle ? [code & 255, code >> 8] : [code >> 8, code & 255])),
  )
}

/** Entries of one line of a log, which name the pod. */
const lineEntriesOf: readonly (readonly [string, (pod: string, line: string, i: number) => string])[] = [
  [
    'Docker',
    (pod, line) => JSON.stringify({log: `${line}\n`, stream: 'stderr', attrs: {container_name: pod}}),
  ],
  [
    'Loki',
    (pod, line, i) => JSON.stringify({stream: {pod, job: 'jax'}, values: [[String(1777633200 + i), line]]}),
  ],
  ['stern', (podName, message) => JSON.stringify({message, nodeName: 'node7', podName})],
  ['Logs Insights', (pod, line) => JSON.stringify({'@message': line, '@logStream': `train/${pod}`})],
  ['OpenTelemetry', (pod, body) => JSON.stringify({body, attributes: {'k8s.pod.name': pod}})],
  ['Elastic', (name, message) => JSON.stringify({message, kubernetes: {pod: {name}, node: {name: 'node7'}}})],
  ['docker compose', (pod, message) => `${pod}  | ${JSON.stringify({message})}`],
  ['kubectl --prefix', (pod, message) => `[pod/${pod}/main] ${JSON.stringify({level: 'WARNING', message})}`],
]

/** One log in the ways in which people's tools print it. */
export const wrappings: readonly Wrapping[] = [
  {name: 'rich 100 with the name of the logger in the message', wrap: rich(100, true, true, true)},
  {name: 'rich 160 with the name of the logger in the message', wrap: rich(160, true, true, true)},
  {
    name: 'structlog with the place of each call',
    wrap: first(
      (i) => `${iso(i)}.123456Z [warning  ] `,
      ' [jax._src.dispatch] filename=dispatch.py func_name=__exit__ lineno=236 module=dispatch pathname=/venv/lib/python3.12/site-packages/jax/_src/dispatch.py process=32512 process_name=MainProcess thread=140638386559872 thread_name=MainThread',
    ),
  },
  {
    name: 'a tab for four blanks at the begin of lines',
    wrap: (records) =>
      records
        .flat()
        .map((line) => line.replace(/^ {4}/, '\t'))
        .join('\n'),
  },
  {
    name: 'rsyslog, line ends escaped',
    wrap: (records) =>
      records.map((record, i) => `May  1 ${clock(i)} node7 train[4711]: ${record.join('#012')}`).join('\n'),
  },
  {
    name: 'Fluentd',
    wrap: (records) =>
      records
        .flatMap((record, i) =>
          record.map((message) => `${iso(i)}.000000000 +0000 train.stderr: ${JSON.stringify({message})}`),
        )
        .join('\n'),
  },
  {
    name: 'CloudWatch, text in the second column',
    wrap: (records) =>
      [
        '@timestamp,@message,@logStream',
        ...records.flatMap((record, i) =>
          record.map((line) => `${iso(i)}.000,"${line.replaceAll('"', '""')}",train/main/8f4`),
        ),
      ].join('\n'),
    foreign: 1,
  },
  {
    name: 'HTML with spaces that do not break',
    wrap: (records) =>
      records
        .flat()
        .map((line) => `<div>${escaped(line).replaceAll('  ', '&nbsp;&nbsp;')}</div>`)
        .join('\n'),
  },
  {
    name: 'HTML of lines folded at 100',
    wrap: (records) => escaped(folded(plain(records), 100)),
  },
  {
    name: 'blanks at the begin of lines lost',
    wrap: (records) =>
      records
        .flat()
        .map((line) => line.trimStart())
        .join('\n'),
  },
  {name: 'kubectl logs -l --prefix', wrap: each(() => '[pod/trainer-7c9f8d-xkzqw/main] ')},
  {
    name: 'kubectl logs --prefix --timestamps',
    wrap: each((i) => `[pod/trainer-0/jax] ${iso(i)}.123456789Z `),
  },
  {name: 'stern', wrap: each(() => 'trainer-7c9f8d-xkzqw main ')},
  {name: 'containerd', wrap: each((i) => `${iso(i)}.123456789Z stderr F `)},
  {name: 'docker compose', wrap: each(() => 'trainer-1  | ')},
  {name: 'docker compose without number', wrap: each(() => 'trainer   | ')},
  {name: 'docker compose -t', wrap: each((i) => `trainer-1  | ${iso(i)}.123456789Z `)},
  {name: 'honcho', wrap: each((i) => `${clock(i)} train.1   | `)},
  {name: 'journalctl short', wrap: each((i) => `Nov 26 ${clock(i)} node7 python3[4711]: `)},
  {name: 'journalctl short-iso', wrap: each((i) => `${iso(i)}+0100 node7 python3[4711]: `)},
  {
    name: 'journalctl short, one prefix a record',
    wrap: (records) =>
      records
        .map((record, i) => {
          const head = `Nov 26 ${clock(i)} node7 python3[4711]: `
          return record.map((line, j) => (j === 0 ? head : ' '.repeat(head.length)) + line).join('\n')
        })
        .join('\n'),
  },
  {
    name: 'journalctl -o json',
    wrap: (records) =>
      json(
        records.flatMap((record, i) =>
          record.map((line) => ({
            __REALTIME_TIMESTAMP: String(1777633200000000 + i * 1000003),
            _HOSTNAME: 'node7',
            _PID: '4711',
            SYSLOG_IDENTIFIER: 'python3',
            PRIORITY: '6',
            MESSAGE: line,
          })),
        ),
      ),
  },
  {
    name: 'journalctl -o verbose',
    foreign: 1000,
    wrap: (records) =>
      records
        .flatMap((record, i) =>
          record.flatMap((line) => [
            `Fri 2026-05-01 ${clock(i)}.123456 UTC [s=5d3e;i=1a0;b=1f2;m=4;t=5;x=6]`,
            ...['PRIORITY=6', '_TRANSPORT=stdout', '_PID=4711', `MESSAGE=${line}`, '_HOSTNAME=node7'].map(
              (field) => `    ${field}`,
            ),
          ]),
        )
        .join('\n'),
  },
  {name: 'syslog RFC 5424', wrap: each((i) => `<14>1 ${iso(i)}.003Z node7 train 4711 - - `)},
  {name: 'rsyslog', wrap: each((i) => `${iso(i)}.123456+00:00 node7 train.sh[4711]: `)},
  {
    name: 'loguru',
    wrap: first(
      (i, line) =>
        `${iso(i).replace('T', ' ')}.123 | WARNING  | ${logger(line)}:log_elapsed_time:${place(line)} - `,
    ),
  },
  {name: 'loguru with level first', wrap: first((i, line) => `WARNING  | ${logger(line)} | ${clock(i)} | `)},
  {
    name: 'loguru with extra',
    wrap: first((i, line) => `${clock(i)} | WARNING | ${moduleOf(line)}:${place(line)} | {'rank': 0} | `),
  },
  {name: 'basicConfig', wrap: first((_, line) => `WARNING:${logger(line)}:`)},
  {name: 'asctime levelname', wrap: first((i) => `${iso(i).replace('T', ' ')},123 WARNING `)},
  {
    name: 'asctime - name - levelname - ',
    wrap: first((i, line) => `${iso(i).replace('T', ' ')},123 - ${logger(line)} - WARNING - `),
  },
  {
    name: '[levelname] asctime file:line',
    wrap: first((i, line) => `[WARNING] ${clock(i)} ${moduleOf(line)}.py:${place(line)} `),
  },
  {name: 'levelname|process|message', wrap: first((i) => `WARNING|4711|MainThread|${clock(i)}|`)},
  {
    name: 'module lineno',
    wrap: first((i, line) => `${iso(i).replace('T', ' ')},123 ${moduleOf(line)} ${place(line)} WARNING: `),
  },
  {
    name: 'funcName()',
    wrap: first((_, line) => `[${moduleOf(line)}.py:${place(line)} - log_elapsed_time() ] `),
  },
  {name: 'relativeCreated', wrap: first((i) => `${String(i * 1703).padStart(8)} WARNING `)},
  {name: 'threadName', wrap: first((i, line) => `${clock(i)} [MainThread] WARNING ${logger(line)} - `)},
  {
    name: 'a new line after the header',
    wrap: first((i, line) => `${iso(i).replace('T', ' ')},123 [WARNING] ${logger(line)}: `),
  },
  {
    name: 'absl with a thread id',
    wrap: first(
      (i, line) => `W0501 ${clock(i)}.770388 140503297448832 ${moduleOf(line)}.py:${place(line)}] `,
    ),
  },
  {
    name: 'absl on each line',
    wrap: each((i, line) => `W0501 ${clock(i)}.770388 1182679 ${moduleOf(line)}.py:${place(line)}] `),
  },
  {
    name: 'glog 2.0',
    wrap: first((i, line) => `W20260501 ${clock(i)}.770388 1182679 ${moduleOf(line)}.py:${place(line)}] `),
  },
  {
    name: 'Lightning',
    wrap: first((i, line) => `[rank: 0] [${iso(i).replace('T', ' ')},123][${logger(line)}][WARNING] - `),
  },
  {name: 'hydra', wrap: first((i, line) => `[${iso(i).replace('T', ' ')},123][${logger(line)}][WARNING] - `)},
  {
    name: 'colorlog',
    wrap: first((_, line) => `\u001b[33mWARNING\u001b[0m:${logger(line)}:\u001b[37m`, '\u001b[0m'),
  },
  {
    name: 'coloredlogs',
    wrap: first(
      (i, line) =>
        `\u001b[32m${iso(i).replace('T', ' ')}\u001b[0m \u001b[35mnode7\u001b[0m \u001b[34m${logger(line)}[4711]\u001b[0m \u001b[33mWARNING\u001b[0m `,
    ),
  },
  {
    name: 'structlog console',
    wrap: first(
      (i) => `\u001b[2m${iso(i)}.123456Z\u001b[0m [\u001b[33m\u001b[1mwarning  \u001b[0m] \u001b[1m`,
      '\u001b[0m',
    ),
  },
  {
    name: 'structlog json',
    wrap: (records) =>
      json(
        records.map((record, i) => ({
          event: whole(record),
          level: 'warning',
          logger: logger(record[0] ?? ''),
          timestamp: `${iso(i)}Z`,
        })),
      ),
  },
  {
    name: 'structlog key value',
    wrap: (records) =>
      records
        .map((record, i) => `timestamp='${iso(i)}Z' level='warning' event=${JSON.stringify(whole(record))}`)
        .join('\n'),
  },
  {
    name: 'logfmt',
    wrap: (records) =>
      records
        .map(
          (record, i) =>
            `time="${iso(i)}Z" level=warning logger=${logger(record[0] ?? '')} msg=${JSON.stringify(whole(record))} pid=4711`,
        )
        .join('\n'),
  },
  {
    name: 'python-json-logger, the message last',
    wrap: (records) =>
      json(
        records.map((record, i) => ({
          asctime: `${iso(i)},500`,
          levelname: 'WARNING',
          process: 4711,
          threadName: 'MainThread',
          message: whole(record),
        })),
      ),
  },
  {
    name: 'ECS logging',
    wrap: (records) =>
      json(
        records.map((record, i) => ({
          '@timestamp': `${iso(i)}.000Z`,
          'log.level': 'warning',
          message: whole(record),
          ecs: {version: '1.6.0'},
          log: {logger: logger(record[0] ?? ''), original: whole(record)},
          process: {name: 'MainProcess', pid: 4711, thread: {id: 140, name: 'MainThread'}},
        })),
      ),
  },
  {
    name: 'docker json-file',
    wrap: (records) =>
      json(
        records.flatMap((record, i) =>
          record.map((line) => ({log: `${line}\n`, stream: 'stderr', time: `${iso(i)}.000Z`})),
        ),
      ),
  },
  {
    name: 'docker json-file in pieces of 100 letters',
    wrap: (records) =>
      json(
        records.flatMap((record, i) =>
          record.flatMap((line) =>
            folded(`${line}\u0000`, 100)
              .split('\n')
              .map((log) => ({log: log.replace('\u0000', '\n'), stream: 'stderr', time: `${iso(i)}.000Z`})),
          ),
        ),
      ),
  },
  {
    name: 'json in docker json-file',
    wrap: (records) =>
      json(
        records.map((record, i) => ({
          log: `${JSON.stringify({levelname: 'WARNING', message: whole(record)})}\n`,
          stream: 'stderr',
          time: `${iso(i)}.000Z`,
        })),
      ),
  },
  {
    name: 'GCP jsonPayload',
    wrap: (records) =>
      json(
        records.map((record, i) => ({
          insertId: `a${i * 7919}k`,
          jsonPayload: {message: whole(record), levelname: 'WARNING'},
          resource: {type: 'k8s_container', labels: {pod_name: 'train-0', location: 'us-central1'}},
          severity: 'ERROR',
          timestamp: `${iso(i)}.1Z`,
        })),
      ),
  },
  {
    name: 'gcloud logging read --format=json',
    wrap: (records) =>
      JSON.stringify(
        records.flatMap((record, i) =>
          record.map((line) => ({
            insertId: `a${i * 7919}k`,
            labels: {'compute.googleapis.com/resource_name': 'gke-7'},
            resource: {labels: {pod_name: 'train-0'}, type: 'k8s_container'},
            severity: 'ERROR',
            textPayload: line,
            timestamp: `${iso(i)}.1Z`,
          })),
        ),
        null,
        2,
      ),
  },
  {
    name: 'a JSON array on one line',
    wrap: (records) =>
      JSON.stringify(records.map((record, i) => ({textPayload: whole(record), timestamp: `${iso(i)}.1Z`}))),
  },
  {
    name: 'gcloud logging read --format=json, newest first, a line an entry',
    wrap: (records) => JSON.stringify(lineEntries(records).reverse(), null, 2),
  },
  {
    name: 'a JSON array on one line, newest first',
    wrap: (records) => JSON.stringify(lineEntries(records).reverse()),
  },
  {
    name: 'gcloud logging read --format=json, two pods that are named behind the text',
    times: 2,
    wrap: (records) => {
      const told = (p: number): string[] =>
        records.map((record, i) =>
          JSON.stringify({
            textPayload: whole(record),
            timestamp: `${iso(i)}Z`,
            resource: {labels: {pod_name: `train-${p}`}},
          }),
        )
      const entries: unknown = JSON.parse(`[${mixed(told(0), told(1)).replaceAll('\n', ',')}]`)
      return JSON.stringify(entries, null, 2)
    },
  },
  {
    name: 'CloudWatch get-log-events',
    wrap: (records) =>
      JSON.stringify(
        {
          events: records.flatMap((record, i) =>
            record.map((message) => ({
              timestamp: 1777633200000 + i,
              message,
              ingestionTime: 1777633200001 + i,
            })),
          ),
          nextForwardToken: 'f/3',
        },
        null,
        4,
      ),
  },
  {name: 'CloudWatch tail', wrap: each((i) => `${iso(i)}.123000+00:00 train/main/8f4b2c1d9e `)},
  {
    name: 'Datadog',
    wrap: (records) =>
      json(
        records.map((record, i) => ({
          id: `AQAAA${i * 31}`,
          content: {
            timestamp: `${iso(i)}Z`,
            host: 'node7',
            service: 'train',
            message: whole(record),
            attributes: {pid: 4711},
          },
        })),
      ),
  },
  {
    name: 'a notebook',
    wrap: (records) =>
      JSON.stringify(
        {
          cells: [
            {
              cell_type: 'code',
              source: ['train()\n'],
              metadata: {},
              outputs: [
                {name: 'stderr', output_type: 'stream', text: records.flat().map((line) => `${line}\n`)},
              ],
            },
          ],
          nbformat: 4,
        },
        null,
        1,
      ),
  },
  {
    name: 'a notebook, one string',
    wrap: (records) =>
      JSON.stringify(
        {
          cells: [
            {
              cell_type: 'code',
              source: 'train()',
              outputs: [{name: 'stderr', output_type: 'stream', text: `${plain(records)}\n`}],
            },
          ],
          nbformat: 4,
        },
        null,
        1,
      ),
  },
  {name: 'ts', wrap: each((i) => `May 01 ${clock(i)} `)},
  {name: 'ts -s %.s', wrap: each((i, _, n) => `${(i * 1.7 + n / 1000).toFixed(6)} `)},
  {name: 'ts -i', wrap: each((i) => `00:00:${two(i % 60)} `)},
  {
    name: 'script',
    foreign: 2,
    wrap: (records) =>
      `Script started on 2026-05-01 12:00:00+00:00 [TERM="xterm"]\n${records.flat().join('\r\n')}\r\nScript done on 2026-05-01 12:10:00+00:00 [COMMAND_EXIT_CODE="0"]`,
  },
  {name: 'GitHub Actions', wrap: each((i) => `${iso(i)}.0074567Z `)},
  {name: 'gh run view --log', wrap: each((i) => `train\tRun python train.py\t${iso(i)}.0074567Z `)},
  {name: 'GitLab', wrap: each((i) => `${iso(i)}.123456Z 01E `)},
  {name: 'Buildkite', wrap: each((i) => `\u001b_bk;t=${1777633200000 + i}\u0007`)},
  {
    name: 'CircleCI',
    wrap: (records) =>
      json(records.map((record, i) => ({message: `${whole(record)}\r\n`, time: `${iso(i)}Z`, type: 'out'}))),
  },
  {name: 'Azure', wrap: each((i) => `${iso(i)}.1234567Z ##[warning]`)},
  {name: 'W&B output', wrap: each((i) => `${iso(i)}.123456 `)},
  {name: 'srun -l', wrap: each(() => '0: ')},
  {name: 'srun -l of many', wrap: each(() => ' 12: ')},
  {name: 'mpirun --tag-output', wrap: each(() => '[1,3]<stderr>:')},
  {name: 'mpirun --timestamp-output', wrap: each((i) => `Fri May  1 ${clock(i)} 2026[1,3]<stderr>:`)},
  {name: 'torchrun', wrap: each(() => '[default3]:')},
  {name: 'ray', wrap: each(() => '(RayTrainWorker pid=4711, ip=10.0.0.7) ')},
  {name: 'ray with colours', wrap: each(() => '\u001b[36m(train_fn pid=4711)\u001b[0m ')},
  {name: 'pdsh', wrap: each(() => 'node7: ')},
  {name: 'clush', wrap: each(() => 'node[7]: ')},
  {name: 'gcloud tpu-vm ssh --worker=all', wrap: each(() => 'worker 3: ')},
  {name: 'xmanager', wrap: each((i) => `[${clock(i)} task 0] `)},
  {name: 'cat -n', wrap: each((_, __, n) => `${String(n + 1).padStart(6)}\t`)},
  {name: 'nl', wrap: each((_, __, n) => `${String(n + 1).padStart(6)}  `)},
  {name: 'grep -n', wrap: each((_, __, n) => `${n + 1}:`)},
  {name: 'grep with a file', wrap: each(() => 'logs/train.log:')},
  {name: 'grep -n with a file', wrap: each((_, __, n) => `logs/train.log:${n + 1}:`)},
  {name: 'tail of several files', foreign: 1, wrap: (records) => `==> train.log <==\n${plain(records)}`},
  {name: 'rich 80', wrap: rich(80, true)},
  {name: 'rich 80 without time', wrap: rich(80, false)},
  {name: 'rich 100', wrap: rich(100, true)},
  {name: 'rich 120 without path', wrap: rich(120, true, false)},
  {name: 'rich 60', wrap: rich(60, false)},
  {name: 'rich 75 with time', wrap: rich(75, true)},
  {name: 'rich 200', wrap: rich(200, true)},
  {name: 'fold -w 80', wrap: (records) => folded(plain(records), 80)},
  {name: 'fold -w 132', wrap: (records) => folded(plain(records), 132)},
  {name: 'fold -w 64', wrap: (records) => folded(plain(records), 64)},
  {
    name: 'textwrap 72',
    wrap: (records) =>
      records
        .flat()
        .flatMap((line) => broken(line, 72))
        .join('\n'),
  },
  {
    name: 'textwrap 100',
    wrap: (records) =>
      records
        .flat()
        .flatMap((line) => broken(line, 100))
        .join('\n'),
  },
  {
    name: 'basicConfig folded at 80',
    wrap: (records) => folded(first((_, line) => `WARNING:${logger(line)}:`)(records), 80),
  },
  {
    name: 'docker compose folded at 100',
    wrap: (records) => folded(each(() => 'trainer-1  | ')(records), 100),
  },
  {
    name: 'journalctl short folded at 120',
    wrap: (records) => folded(each((i) => `Nov 26 ${clock(i)} node7 python3[4711]: `)(records), 120),
  },
  {name: 'Markdown quote', wrap: each(() => '> ')},
  {name: 'twice quoted', wrap: each(() => '> > ')},
  {name: 'Markdown fence', foreign: 2, wrap: (records) => `\`\`\`text\n${plain(records)}\n\`\`\``},
  {name: 'Markdown list', wrap: first(() => '- ')},
  {name: 'comment', wrap: each(() => '# ')},
  {name: 'indented by a tab', wrap: each(() => '\t')},
  {name: 'indented by two', wrap: each(() => '  ')},
  {name: 'indented by eight', wrap: each(() => '        ')},
  {name: 'HTML', foreign: 2, wrap: (records) => `<pre>\n${escaped(plain(records))}\n</pre>`},
  {
    name: 'HTML in spans',
    wrap: (records) =>
      records
        .flat()
        .map((line) => `<span class="line">${escaped(line)}</span>`)
        .join('\n'),
  },
  {
    name: 'JUnit CDATA',
    foreign: 3,
    wrap: (records) =>
      `<testsuite name="pytest"><testcase name="test_train">\n<system-err><![CDATA[${plain(records)}]]></system-err>\n</testcase></testsuite>\n`,
  },
  {
    name: 'JUnit',
    foreign: 2,
    wrap: (records) =>
      `<testsuite name="pytest"><testcase name="test_train">\n<system-err>${escaped(plain(records))}\n</system-err></testcase></testsuite>\n`,
  },
  {name: 'tab-separated', wrap: first((i, line) => `${iso(i)}\tWARNING\t${logger(line)}\t`)},
  {name: 'tab-separated, text last but one', wrap: first((i) => `${iso(i)}\tWARNING\t`, '\ttrain')},
  {name: 'a word behind each line', wrap: each(() => '', '\ttrain')},
  {name: 'a name in brackets behind each line', wrap: each(() => '', '  [train]')},
  {
    name: 'loguru with the message first',
    wrap: (records) =>
      records.map((record, i) => `${whole(record)} | ${iso(i).replace('T', ' ')} WARNING`).join('\n'),
  },
  {
    name: 'structlog with the logger behind',
    wrap: (records) =>
      records
        .map((record, i) => `${iso(i)}Z [warning  ] ${whole(record)} [${logger(record[0] ?? '')}] pid=4711`)
        .join('\n'),
  },
  {
    name: 'CSV',
    wrap: (records) =>
      records
        .map((record, i) => `${iso(i)},WARNING,"${whole(record).replaceAll('"', '""')}",4711`)
        .join('\n'),
  },
  {
    name: 'CSV with escapes',
    wrap: (records) =>
      records.map((record, i) => `${iso(i)},WARNING,${JSON.stringify(whole(record))}`).join('\n'),
  },
  {
    name: 'a Python list of lines',
    wrap: (records) =>
      `[${records
        .flat()
        .map((line) => JSON.stringify(line))
        .join(', ')}]`,
  },
  {
    name: 'a Python bytes literal',
    wrap: (records) =>
      `stderr: b"${plain(records).replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"')}"`,
  },
  {name: 'CRLF', wrap: (records) => plain(records).replaceAll('\n', '\r\n')},
  {
    name: 'CRLF with a prefix',
    wrap: (records) => each((i) => `${iso(i)}Z `)(records).replaceAll('\n', '\r\n'),
  },
  {name: 'blank lines between', wrap: (records) => plain(records).replaceAll('\n', '\n\n')},
  {
    name: 'padded to 200',
    wrap: (records) =>
      records
        .flat()
        .map((line) => line.padEnd(200))
        .join('\n'),
  },
  {
    name: 'a frame',
    wrap: (records) =>
      records
        .flat()
        .map((line) => `│ ${line.padEnd(260)} │`)
        .join('\n'),
  },
  {name: 'UTF-8 with a mark', wrap: (records) => `\ufeff${plain(records)}`},
  {
    name: 'pytest -s',
    foreign: 4,
    wrap: (records) =>
      `============================= test session starts ==============================\ncollected 1 item\n\ntest_train.py ${plain(records)}\n.\n\n============================== 1 passed in 2.13s ===============================`,
  },
  {
    name: 'pytest captured twice',
    foreign: 2,
    wrap: (records) =>
      `----------------------------- Captured stderr call -----------------------------\n${plain(records)}\n------------------------------ Captured log call -------------------------------\n${first((_, line) => `WARNING  ${logger(line)}:${moduleOf(line)}.py:${place(line)} `)(records)}`,
  },
  {
    name: 'pytest captured log before stderr',
    foreign: 2,
    wrap: (records) =>
      `------------------------------ Captured log call -------------------------------\n${first((_, line) => `WARNING  ${logger(line)}:${moduleOf(line)}.py:${place(line)} `)(records)}\n----------------------------- Captured stderr call -----------------------------\n${plain(records)}`,
  },
  {
    name: 'two handlers',
    wrap: (records) =>
      doubled(records, whole, (record) => `WARNING:${logger(record[0] ?? '')}:${whole(record)}`),
  },
  {
    name: 'two handlers with one format',
    wrap: (records) =>
      doubled(
        records,
        (record, i) => `${iso(i)} WARNING ${whole(record)}`,
        (record, i) => `${iso(i)} WARNING ${whole(record)}`,
      ),
  },
  {
    name: 'absl and a rank',
    wrap: (records) =>
      doubled(
        records,
        (record, i) =>
          `[rank0]: W0501 ${clock(i)}.770388 1182679 ${moduleOf(record[0] ?? '')}.py:${place(record[0] ?? '')}] ${record.join('\n[rank0]: ')}`,
        (record) => `[rank0]: WARNING:${logger(record[0] ?? '')}:${record.join('\n[rank0]: ')}`,
      ),
  },
  {name: 'tqdm before', wrap: first((i) => `\r${bar(i)}`)},
  {name: 'tqdm many before', wrap: first((i) => `\r${bar(i)}\r${bar(i + 1)}\r${bar(i + 2)}`)},
  {
    name: 'tqdm on lines between',
    foreign: 45,
    wrap: (records) => records.map((record, i) => `${whole(record)}\n\r${bar(i)}`).join('\n'),
  },
  {
    name: 'tqdm behind',
    wrap: (records) =>
      records.map((record, i) => `${whole(record)}\n\r${bar(i)}\r${bar(i + 1)}`).join('\n\u001b[A'),
    foreign: 90,
  },
  {
    name: 'tqdm inside records',
    foreign: 21,
    wrap: (records) => records.map((record, i) => record.join(`\n\r${bar(i)}\n`)).join('\n'),
  },
  {
    name: 'rich progress inside records',
    foreign: 21,
    wrap: (records) =>
      records
        .map((record, i) =>
          record.join(`\n\u001b[2KEpoch ${i} \u001b[38m━━━━━━━\u001b[0m ${i}/45 0:00:0${i % 9}\n`),
        )
        .join('\n'),
  },
  {
    name: 'epochs between',
    foreign: 45,
    wrap: (records) =>
      records.map((record, i) => `${whole(record)}\nepoch ${i} loss ${(1 / (i + 1)).toFixed(4)}`).join('\n'),
  },
  {name: 'ray, two workers', times: 2, wrap: processes((p) => `(RayTrainWorker pid=${4711 + p}) `)},
  {name: 'srun, two tasks', times: 2, wrap: processes((p) => `${p}: `)},
  {name: 'torchrun, two ranks', times: 2, wrap: processes((p) => `[rank${p}]: `)},
  {name: 'torchrun default, two ranks', times: 2, wrap: processes((p) => `[default${p}]:`)},
  {name: 'mpirun, two ranks', times: 2, wrap: processes((p) => `[1,${p}]<stderr>:`)},
  {name: 'docker compose, two services', times: 2, wrap: processes((p) => `worker-${p + 1}  | `)},
  {
    name: 'kubectl, two pods',
    times: 2,
    wrap: processes((p) => `[pod/train-${p === 0 ? 'xkzqw' : 'bvnml'}/main] `),
  },
  {
    name: 'journal, two hosts',
    times: 2,
    wrap: processes((p, i) => `Nov 26 ${clock(i)} node${p} python3[4711]: `),
  },
  {
    name: 'absl, two pids',
    times: 2,
    wrap: processes(
      (p, i, line) => `W0501 ${clock(i)}.770388 ${4711 + p} ${moduleOf(line)}.py:${place(line)}] `,
      false,
    ),
  },
  {
    name: 'rank in the format, two ranks',
    times: 2,
    wrap: processes((p, i) => `${iso(i)} [rank ${p}] WARNING `, false),
  },
  {
    name: 'pid= in the format, two processes',
    times: 2,
    wrap: processes((p, i) => `${iso(i)} pid=${4711 + p} WARNING: `, false),
  },
  {
    name: 'GCP, two pods',
    times: 2,
    wrap: (records) => {
      const told = (p: number): string[] =>
        records.map((record, i) =>
          JSON.stringify({
            jsonPayload: {message: whole(record)},
            resource: {labels: {pod_name: `train-${p}`}},
            timestamp: `${iso(i)}Z`,
          }),
        )
      return mixed(told(0), told(1))
    },
  },
  {
    name: 'python-json-logger, two processes',
    times: 2,
    wrap: (records) => {
      const told = (p: number): string[] =>
        records.map((record) =>
          JSON.stringify({levelname: 'WARNING', process: 4711 + p, message: whole(record)}),
        )
      return mixed(told(0), told(1))
    },
  },
  {
    name: 'CRI, lines cut at 90 letters',
    wrap: (records) =>
      records
        .flatMap((record, i) =>
          record.flatMap((line) => {
            const parts = folded(line, 90).split('\n')
            return parts.map(
              (part, j) => `${iso(i)}.123456789Z stderr ${j < parts.length - 1 ? 'P' : 'F'} ${part}`,
            )
          }),
        )
        .join('\n'),
  },
  {
    name: 'Fluent Bit',
    wrap: (records) =>
      records
        .flat()
        .map((line, n) => `[${n}] kube.var.log: [[1714560000.${n}, {}], {"log"=>${JSON.stringify(line)}}]`)
        .join('\n'),
  },
  {
    name: 'dask, two workers',
    times: 2,
    wrap: processes(
      (p, i) => `${iso(i).replace('T', ' ')},123 - tcp://10.0.0.${p + 1}:4000 - WARNING - `,
      false,
    ),
  },
  {
    name: 'multiprocessing, two workers',
    times: 2,
    wrap: processes((p, i) => `[${iso(i).replace('T', ' ')},123: WARNING/ForkPoolWorker-${p + 1}] `, false),
  },
  {
    name: 'SageMaker, two algos',
    times: 2,
    wrap: processes((p) => `[1,mpirank:${p},algo-${p + 1}]<stderr>:`),
  },
  {name: 'GNU parallel --tag, two jobs', times: 2, wrap: processes((p) => `seed${p}\t`)},
  ...lineEntriesOf.map(([name, entry]) => ({
    name: `${name}, an entry a line of two pods`,
    times: 2,
    wrap: (records: Records) =>
      mixed(
        records.flatMap((record) => record.map((line, i) => entry('a-1', line, i))),
        records.flatMap((record) => record.map((line, i) => entry('a-10', line, i))),
      ),
  })),
  {name: 'UTF-16 LE', wrap: (records) => utf16(plain(records), true, true)},
  {name: 'UTF-16 BE', wrap: (records) => utf16(plain(records), false, true)},
  {name: 'UTF-16 LE without a mark', wrap: (records) => utf16(plain(records), true, false)},
]
