/** Prints every text of the course as JSON: steps, counterexamples, the quizzes of 20 seeds, the solutions that tests give. `course.py` reads it. */
import {imported} from '../../scripts/rolled.mjs'

const {texts} = await imported('../../__tests__/course/texts.ts')
process.stdout.write(JSON.stringify(texts()))
