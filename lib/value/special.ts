/** Functions of one real number that JavaScript's `Math` does not have, to the precision of a double. */

const sqrtPi = Math.sqrt(Math.PI)

/** Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!, which converges fast for small arguments; source: Abramowitz and Stegun 7.1.6. */
function erfSeries(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; n < 200 && Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return (2 / sqrtPi) * Math.exp(-x * x) * sum
}

/** The continued fraction for large positive arguments; source: Abramowitz and Stegun 7.1.14. */
function erfcFraction(x: number): number {
  let tail = 0
  for (let n = 60; n > 0; n--) tail = n / 2 / (x + tail)
  return Math.exp(-x * x) / (sqrtPi * (x + tail))
}

export function errorFunction(x: number): number {
  if (Number.isNaN(x)) return x
  if (Math.abs(x) < 2.5) return erfSeries(x)
  return Math.sign(x) * (1 - erfcFraction(Math.abs(x)))
}

export function errorRest(x: number): number {
  if (Number.isNaN(x)) return x
  if (x > 2.5) return x > 27.3 ? 0 : erfcFraction(x)
  return 1 - errorFunction(x)
}

/** A first guess by Winitzki's formula, then Newton's method on erf, or on erfc where erf is near one. */
export function errorInverse(y: number): number {
  if (Math.abs(y) >= 1) return Math.abs(y) === 1 ? y * Infinity : Number.NaN
  const log = Math.log1p(-y * y)
  const a = 0.147
  const half = 2 / (Math.PI * a) + log / 2
  let x = Math.sign(y) * Math.sqrt(Math.sqrt(half * half - log / a) - half)
  for (let i = 0; i < 3; i++) {
    const error =
      Math.abs(x) > 2 ? Math.sign(x) * (1 - Math.abs(y) - errorRest(Math.abs(x))) : errorFunction(x) - y
    x -= (error * sqrtPi * Math.exp(x * x)) / 2
  }
  return x
}

/** Coefficients of Lanczos's approximation with g = 7; source: Numerical Recipes, third edition, 6.1. */
const lanczos = [
  676.5203681218851, -1259.1392167224028, 771.3234287776531, -176.6150291621406, 12.507343278686905,
  -0.13857109526572012, 9.984369578019572e-6, 1.5056327351493116e-7,
]

/** The logarithm of the absolute value of the gamma function. */
export function logGamma(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Infinity
  if (x < 0.5) return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - logGamma(1 - x)
  if (x === Infinity) return x
  const t = x + 6.5
  const sum = lanczos.reduce((total, c, i) => total + c / (x + i), 0.9999999999998099)
  return Math.log(Math.sqrt(2 * Math.PI) * sum) + (x - 0.5) * Math.log(t) - t
}

/** The derivative of `logGamma`: up by recurrence, then the asymptotic series; source: Abramowitz and Stegun 6.3.5, 6.3.18. */
export function logGammaSlope(x: number): number {
  if (x <= 0 && Number.isInteger(x)) return Number.NaN
  if (x < 0.5) return logGammaSlope(1 - x) - Math.PI / Math.tan(Math.PI * x)
  let [at, sum] = [x, 0]
  for (; at < 10; at++) sum -= 1 / at
  const z = 1 / (at * at)
  const series = z * (1 / 12 - z * (1 / 120 - z * (1 / 252 - z * (1 / 240 - (z * 5) / 660))))
  return sum + Math.log(at) - 0.5 / at - series
}

/** exp(−|x|) times a modified Bessel function of the first kind: the mean of exp(x cos θ − |x|) cos nθ, by equal steps. */
export function besselScaled(x: number, order: 0 | 1): number {
  const steps = 40 + Math.ceil(8 * Math.sqrt(Math.abs(x)))
  let sum = 0
  for (let i = 0; i < steps; i++) {
    const cosine = Math.cos((Math.PI * (i + 0.5)) / steps)
    sum += Math.exp(x * cosine - Math.abs(x)) * (order === 0 ? 1 : cosine)
  }
  return sum / steps
}
