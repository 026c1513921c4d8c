/** `npm run fuzz [TIMES] [FROM]`: reads as many damaged logs, 200,000 where no number is given; `npm test` reads 10,000 of them. */
import {spawnSync} from 'node:child_process'

const [times = '200000', from = '0'] = process.argv.slice(2)
const {status} = spawnSync('npx', ['jest', '--testTimeout=7200000', '__tests__/read/fuzz.test.ts'], {
  stdio: 'inherit',
  env: {...process.env, FUZZ: times, FUZZ_FROM: from},
})
process.exitCode = status ?? 1
