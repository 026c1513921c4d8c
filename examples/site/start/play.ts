import {runOf} from '../run.ts'
import {living} from '../show/living.ts'
import {find} from '../find.ts'
import {opening, program} from './program.ts'

living(find(document, '.show'), runOf(program), {at: opening, plays: true})
