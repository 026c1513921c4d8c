/**
 * `npm run fuzz [TIMES] [FROM] [WHAT]`: reads as many damaged inputs, 200,000 of each where no number is given; `npm test` reads
 * 10,000 of them. WHAT is `read` (logs), `log` (traces), `scenario` or `hosts` (links); all where it is not given.
 */
import {spawnSync} from 'node:child_process'

const [times = '200000', from = '0', what = '[^/]+'] = process.argv.slice(2)
const {status} = spawnSync('npx', ['jest', '--testTimeout=7200000', `__tests__/${what}/fuzz.test.ts`], {
  stdio: 'inherit',
  env: {...process.env, FUZZ: times, FUZZ_FROM: from},
})
process.exitCode = status ?? 1
