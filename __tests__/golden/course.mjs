/** Prints every text of the course as JSON: steps, counterexamples, the quizzes of 20 seeds, the solutions that tests give. `course.py` reads it. */
import {bundle} from '../../scripts/rolled.mjs'

const code = await bundle('../../__tests__/course/texts.ts', {format: 'es'})
const {texts} = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`)
process.stdout.write(JSON.stringify(texts()))
