import type {Jaxpr} from '../array/index.ts'
import type {Seconds} from '../log/index.ts'

export const estimate = (jaxpr: Jaxpr): Seconds => ({trace: 0.0025 + 0.000135 * jaxpr.eqns.length, lower: 0.0056, compile: 0.012})
export const hitSeconds = (variables: number): number => 0.000366 + 0.0000911 * variables
