import {type Axis, isInteger, type JaxArray, mapped} from '../array/index.ts'
import {type Input, normalAxis} from '../lax/index.ts'
import {jax, jnp} from '../numpy/index.ts'
import {float, PythonError, takingAll} from '../python/index.ts'
import {type Rate} from './transformation.ts'

const {add, subtract, multiply, divide, where, square, maximum, negative, exp, sum} = jnp
const {logSoftmax, softmax, softplus, logsumexp, oneHot} = jax.nn

const logSigmoid = (x: Input): JaxArray => negative(softplus(negative(x)))
/** The product of minus one label and its logarithm. */
const missed = (labels: Input, logs: Input): JaxArray => negative(multiply(labels, logs))

/** Along which axis a loss adds up: one where it is not given, the last. */
export interface LossAxis {
  /** The axis; the last where it is not given. */
  readonly axis?: number
}

const errorsOf = (predictions: JaxArray, targets: JaxArray | null): JaxArray =>
  targets === null ? predictions : subtract(predictions, targets)

/** `optax.squared_error(predictions, targets)`. */
const squaredError = (predictions: JaxArray, targets: JaxArray | null = null): JaxArray =>
  jnp.power(errorsOf(predictions, targets), 2)

/** `optax.l2_loss(predictions, targets)`: half of the squared error. */
const l2Loss = (predictions: JaxArray, targets: JaxArray | null = null): JaxArray =>
  multiply(0.5, squaredError(predictions, targets))

/** `optax.huber_loss(predictions, targets)`: squared near zero, linear beyond `delta`. */
const huberLoss = (
  predictions: JaxArray,
  targets: JaxArray | null = null,
  {delta = float(1)}: {readonly delta?: Rate} = {},
): JaxArray => {
  const size = jnp.abs(errorsOf(predictions, targets))
  const near = jnp.minimum(size, delta)
  const far = subtract(size, near)
  return add(multiply(0.5, jnp.power(near, 2)), multiply(delta, far))
}

/** `optax.log_cosh(predictions, targets)`. */
const logCosh = (predictions: JaxArray, targets: JaxArray | null = null): JaxArray => {
  const errors = errorsOf(predictions, targets)
  return subtract(jnp.logaddexp(errors, negative(errors)), jnp.astype(jnp.log(float(2)), errors.dtype))
}

/** What the cosine losses take. */
export interface CosineLossOptions {
  /** What the squared norms are at least; 0 where it is not given. */
  readonly epsilon?: Rate
  /** The axis of the vectors; the last where it is not given. */
  readonly axis?: Axis
}

/** `optax.cosine_similarity(predictions, targets)`. */
const cosineSimilarity = (
  predictions: JaxArray,
  targets: JaxArray,
  {epsilon = float(0), axis = -1}: CosineLossOptions = {},
): JaxArray => {
  const pair = [predictions, targets] as const
  const squares = mapped(pair, (x) => sum(square(x), {axis, keepdims: true}))
  const [size, other] = mapped(squares, (one) => jnp.sqrt(jnp.clip(one, epsilon)))
  const unit = divide(predictions, size)
  return sum(multiply(unit, divide(targets, other)), {axis})
}

/** `optax.sigmoid_binary_cross_entropy(logits, labels)`. */
const sigmoidBinaryCrossEntropy = (logits: JaxArray, labels: JaxArray): JaxArray => {
  const own = jnp.astype(labels, logits.dtype)
  const rest = multiply(subtract(float(1), own), logSigmoid(negative(logits)))
  return subtract(missed(own, logSigmoid(logits)), rest)
}

/** What `optax.sigmoid_focal_loss` takes beside its arrays. */
export interface FocalOptions {
  /** The weight of positive labels; all weigh the same where it is null. */
  readonly alpha?: number | null
  /** How far sure predictions are left out; 2 where it is not given. */
  readonly gamma?: Rate
}

/** `optax.sigmoid_focal_loss(logits, labels)`. */
const sigmoidFocalLoss = (
  logits: JaxArray,
  labels: JaxArray,
  {alpha = null, gamma = float(2)}: FocalOptions = {},
): JaxArray => {
  const own = jnp.astype(labels, logits.dtype)
  const rest = subtract(1, own)
  const within = (weight: JaxArray, log: JaxArray) => where(jnp.equal(weight, 0), -Infinity, log)
  const [yes, no] = [within(rest, logSigmoid(logits)), within(own, logSigmoid(negative(logits)))]
  const top = maximum(yes, no)
  const total = add(multiply(rest, exp(subtract(yes, top))), multiply(own, exp(subtract(no, top))))
  const unsure = add(jnp.log(total), top)
  const loss = multiply(sigmoidBinaryCrossEntropy(logits, labels), exp(multiply(gamma, unsure)))
  return alpha === null
    ? loss
    : multiply(add(multiply(alpha, own), multiply(1 - alpha, subtract(float(1), own))), loss)
}

/** `optax.softmax_cross_entropy(logits, labels)`: labels are shares of the classes. */
const softmaxCrossEntropy = (logits: JaxArray, labels: JaxArray, {axis = -1}: LossAxis = {}): JaxArray =>
  negative(sum(multiply(labels, logSoftmax(logits, {axis})), {axis}))

/** `optax.safe_softmax_cross_entropy(logits, labels)`: a class without a share counts nothing, even where it is impossible. */
const safeSoftmaxCrossEntropy = (logits: JaxArray, labels: JaxArray): JaxArray => {
  const logs = logSoftmax(logits)
  const impossible = jnp.logicalAnd(jnp.equal(labels, float(0)), jnp.logicalNot(jnp.isfinite(logs)))
  return negative(sum(multiply(labels, where(impossible, jnp.zerosLike(logs), logs)), {axis: -1}))
}

/** Refuses an array of another kind of numbers; source: optax `_src/utils.py`, `check_subdtype`. */
function checkKind({dtype}: JaxArray, name: 'floating' | 'integer'): void {
  if (name === 'integer' ? isInteger(dtype) : dtype.kind === 'f') return
  throw new PythonError(
    'TypeError',
    `Expected the input to have a dtype that is a subdtype of <class 'numpy.${name}'>, got ${dtype.name} instead`,
  )
}

/**
 * `optax.softmax_cross_entropy_with_integer_labels(logits, labels)`: labels are numbers of classes; the loss of one that no
 * class has is NaN.
 *
 * @throws {PythonError} TypeError where logits are no floats or labels no integers.
 */
const softmaxCrossEntropyWithIntegerLabels = (
  logits: JaxArray,
  labels: JaxArray,
  {axis = -1}: LossAxis = {},
): JaxArray => {
  checkKind(logits, 'floating')
  checkKind(labels, 'integer')
  const along = normalAxis(axis, logits.ndim)
  const column = jnp.takeAlongAxis(logits, jnp.expandDims(labels, along), {axis: along})
  return subtract(logsumexp(logits, {axis: along}), jnp.take(column, 0, {axis: along}))
}

/** `optax.kl_divergence(log_predictions, targets)`. */
const klDivergence = (log_predictions: JaxArray, targets: JaxArray, {axis = -1}: LossAxis = {}): JaxArray => {
  const logs = where(jnp.equal(targets, 0), 0, jnp.log(targets))
  return sum(multiply(targets, subtract(logs, log_predictions)), {axis})
}

/** `optax.generalized_kl_divergence(log_predictions, targets)`: of what need not add up to one. */
const generalizedKlDivergence = (
  log_predictions: JaxArray,
  targets: JaxArray,
  {axis = -1}: LossAxis = {},
): JaxArray =>
  add(klDivergence(log_predictions, targets, {axis}), sum(subtract(exp(log_predictions), targets), {axis}))

/** `optax.losses.poly_loss_cross_entropy(logits, labels)`. */
const polyLossCrossEntropy = (
  logits: JaxArray,
  labels: JaxArray,
  {epsilon = float(2), axis = -1}: LossAxis & {readonly epsilon?: Rate} = {},
): JaxArray => {
  const rest = sum(multiply(labels, subtract(1, softmax(logits, {axis}))), {axis})
  return add(softmaxCrossEntropy(logits, labels, {axis}), multiply(epsilon, rest))
}

/** `optax.hinge_loss(predictor_outputs, targets)`: targets are −1 or 1. */
const hingeLoss = (predictor_outputs: JaxArray, targets: JaxArray): JaxArray =>
  maximum(0, subtract(1, multiply(predictor_outputs, targets)))

/** `optax.losses.perceptron_loss(predictor_outputs, targets)`: targets are −1 or 1. */
const perceptronLoss = (predictor_outputs: JaxArray, targets: JaxArray): JaxArray =>
  maximum(0, multiply(negative(predictor_outputs), targets))

const scoreOf = (scores: JaxArray, hot: JaxArray): JaxArray => sum(multiply(scores, hot), {axis: -1})
const hotLabels = (scores: JaxArray, labels: JaxArray): JaxArray => oneHot(labels, scores.shape.at(-1) ?? 0)

/** `optax.losses.multiclass_hinge_loss(scores, labels)`: labels are numbers of classes. */
const multiclassHingeLoss = (scores: JaxArray, labels: JaxArray): JaxArray => {
  const hot = hotLabels(scores, labels)
  return subtract(jnp.max(subtract(add(scores, float(1)), hot), {axis: -1}), scoreOf(scores, hot))
}

/** `optax.losses.multiclass_perceptron_loss(scores, labels)`: labels are numbers of classes. */
const multiclassPerceptronLoss = (scores: JaxArray, labels: JaxArray): JaxArray =>
  subtract(jnp.max(scores, {axis: -1}), scoreOf(scores, hotLabels(scores, labels)))

/** What `optax.losses.triplet_margin_loss` takes beside its arrays. */
export interface TripletOptions {
  /** The axis of the vectors; the last where it is not given. */
  readonly axis?: number
  /** The power of the distance; 2 where it is not given. */
  readonly norm_degree?: number
  /** How much nearer the positive must be; 1 where it is not given. */
  readonly margin?: Rate
  /** What is added below the root; 1e-6 where it is not given. */
  readonly eps?: Rate
}

/** `optax.losses.triplet_margin_loss(anchors, positives, negatives)`. */
const tripletMarginLoss = (
  anchors: JaxArray,
  positives: JaxArray,
  negatives: JaxArray,
  {axis = -1, norm_degree = 2, margin = float(1), eps = 1e-6}: TripletOptions = {},
): JaxArray => {
  const distance = (others: JaxArray) =>
    jnp.power(
      add(sum(jnp.power(subtract(anchors, others), norm_degree), {axis}), eps),
      float(1 / norm_degree),
    )
  return maximum(add(subtract(distance(positives), distance(negatives)), margin), 0)
}

const targeted = 'predictions, targets=, /'
const labelled = 'logits, labels, /'
const divergence = 'log_predictions, targets, /, axis='
const predicted = 'predictor_outputs, targets, /'
const scored = 'scores, labels, /'

/** Losses that stand in `optax` itself. */
export const losses = takingAll(
  'optax',
  {
    squaredError,
    l2Loss,
    huberLoss,
    logCosh,
    cosineSimilarity,
    /** `optax.cosine_distance(predictions, targets)`. */
    cosineDistance: (predictions: JaxArray, targets: JaxArray, options: CosineLossOptions = {}): JaxArray =>
      subtract(float(1), cosineSimilarity(predictions, targets, options)),
    sigmoidBinaryCrossEntropy,
    sigmoidFocalLoss,
    softmaxCrossEntropy,
    safeSoftmaxCrossEntropy,
    softmaxCrossEntropyWithIntegerLabels,
    klDivergence,
    generalizedKlDivergence,
    convexKlDivergence: generalizedKlDivergence,
    hingeLoss,
    /** `optax.smooth_labels(labels, alpha)`: a share of each label goes to all classes. */
    smoothLabels: (labels: JaxArray, alpha: number): JaxArray =>
      add(multiply(1 - alpha, labels), alpha / (labels.shape.at(-1) ?? 1)),
  } as const,
  {
    huberLoss: 'predictions, targets=, /, *, delta=',
    cosineSimilarity: 'predictions, targets, /, *, epsilon=, axis=',
    cosineDistance: 'predictions, targets, /, *, epsilon=, axis=',
    sigmoidFocalLoss: 'logits, labels, /, *, alpha=, gamma=',
    squaredError: targeted,
    l2Loss: targeted,
    logCosh: targeted,
    sigmoidBinaryCrossEntropy: labelled,
    softmaxCrossEntropy: `${labelled}, axis=`,
    safeSoftmaxCrossEntropy: labelled,
    softmaxCrossEntropyWithIntegerLabels: `${labelled}, axis=`,
    klDivergence: divergence,
    generalizedKlDivergence: divergence,
    convexKlDivergence: divergence,
    hingeLoss: predicted,
    smoothLabels: 'labels, alpha, /',
  },
)

/** `optax.losses`: all of them. */
export const allLosses = takingAll(
  'optax.losses',
  {
    ...losses,
    polyLossCrossEntropy,
    perceptronLoss,
    multiclassHingeLoss,
    multiclassPerceptronLoss,
    tripletMarginLoss,
  } as const,
  {
    polyLossCrossEntropy: `${labelled}, epsilon=, axis=`,
    perceptronLoss: predicted,
    multiclassHingeLoss: scored,
    multiclassPerceptronLoss: scored,
    tripletMarginLoss: 'anchors, positives, negatives, /, axis=, norm_degree=, margin=, eps=',
  },
)
