import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Lesson} from '../../examples/course/engine/index.ts'
import {real} from '../../examples/course/lessons/14-real.ts'

const root = join(__dirname, '../..')
let known: Lesson | null = null

/** The lesson on real logs, of the files that its page holds. */
export const onLogs = (): Lesson => (known ??= real((path) => readFileSync(join(root, path), 'utf8')))
