import {takingAll, withoutOptions} from '../python/index.ts'
import {comparison} from './comparison.ts'
import {constants} from './constants.ts'
import {differences} from './differences.ts'
import {basics} from './jnp.ts'
import {numberLimits} from './limits.ts'
import {linalg} from './linalg.ts'
import {matrices} from './matrices.ts'
import {nanReductions} from './nan.ts'
import {picking} from './picking.ts'
import {polynomials} from './polynomial.ts'
import {products} from './products.ts'
import {reducers} from './reductions.ts'
import {runningTotals} from './running.ts'
import {series} from './series.ts'
import {sets} from './sets.ts'
import {shapes} from './shapes.ts'
import {sorting} from './sorting.ts'
import {spreads} from './statistics.ts'
import {ufuncs} from './ufuncs.ts'

const reduced = 'a, /, axis=, dtype=, *, keepdims=, initial=, where='
const extreme = 'a, /, axis=, *, keepdims=, initial=, where='
const mean = 'a, /, axis=, dtype=, *, keepdims=, where='
const truth = 'a, /, axis=, *, keepdims=, where='
const held = 'a, /, axis=, *, keepdims='
const spread = 'a, /, axis=, dtype=, *, ddof=, keepdims=, where='
const running = 'a, /, axis=, dtype='
const sorted = 'a, /, axis=, *, descending='
const parted = 'ary, indices_or_sections: numbers, /, axis='
const sized = 'a, /, *, size=, fill_value='
const contracted = 'a, b, /, *, preferred_element_type='
const between = 'a, q, /, axis=, *, method: linear|lower|higher|midpoint|nearest=, keepdims='
const sliding = 'a, v, /, mode: full|same|valid='
const spaced = 'start, stop, num: int=, /, endpoint=, *, dtype=, axis='
const close = 'a, b, /, rtol=, atol=, equal_nan='

const joining = 'arrays: items, /, axis='
const made = 'shape, dtype=, /'
const like = 'a, dtype=, /'
const crossing = 'a, offset=, axis1=, axis2=, /'

/** Names of functions that have another name too. */
const aliases = {
  absolute: basics.abs,
  acos: ufuncs.arccos,
  acosh: ufuncs.arccosh,
  asin: ufuncs.arcsin,
  asinh: ufuncs.arcsinh,
  atan: ufuncs.arctan,
  atan2: ufuncs.arctan2,
  atanh: ufuncs.arctanh,
  bitwiseInvert: ufuncs.bitwiseNot,
  degrees: ufuncs.rad2deg,
  radians: ufuncs.deg2rad,
  pow: basics.power,
  amax: reducers.max,
  amin: reducers.min,
  concat: shapes.concatenate,
  emptyLike: basics.zerosLike,
} as const

const table = {
  ...aliases,
  ...constants,
  ...basics,
  ...ufuncs,
  ...shapes,
  ...reducers,
  ...nanReductions,
  ...runningTotals,
  ...sorting,
  ...picking,
  ...sets,
  ...matrices,
  ...series,
  ...differences,
  ...spreads,
  ...products,
  ...polynomials,
  ...comparison,
  ...numberLimits,
  linalg,
} as const

/** JAX's NumPy: functions by NumPy's names (in camelCase where they are several words), options as one object. */
export const jnp = takingAll(
  'jnp',
  table,
  {
    sum: reduced,
    mean,
    prod: reduced,
    var: spread,
    std: spread,
    max: extreme,
    min: extreme,
    amax: extreme,
    amin: extreme,
    any: truth,
    all: truth,
    ptp: held,
    countNonzero: held,
    argmax: held,
    argmin: held,
    nansum: reduced,
    nanprod: reduced,
    nanmax: extreme,
    nanmin: extreme,
    nanmean: mean,
    nanvar: spread,
    nanstd: spread,
    nanargmax: held,
    nanargmin: held,
    cumsum: running,
    cumprod: running,
    nancumsum: running,
    nancumprod: running,
    cumulativeSum: 'x, /, *, axis=, dtype=',
    sort: sorted,
    argsort: sorted,
    average: 'a, /, axis=, weights=, *, keepdims=',
    quantile: between,
    percentile: between,
    median: held,
    cov: 'm, /, *, rowvar=, ddof=',
    corrcoef: 'x, /, *, rowvar=',
    round: 'a, /, decimals: whole=',
    concatenate: joining,
    concat: joining,
    stack: joining,
    append: 'arr, values, /, axis=',
    split: parted,
    arraySplit: parted,
    unstack: 'x, /, *, axis=',
    reshape: 'a, shape, /, order=',
    ravel: 'a, /, order=',
    squeeze: 'a, axis=, /',
    expandDims: 'a, axis, /',
    repeat: 'a, repeats: numbers, /, axis=, *, total_repeat_length=',
    roll: 'a, shift: numbers, /, axis=',
    tile: 'A, reps: numbers, /',
    rot90: 'm, /, k: whole=, axes=',
    pad: 'array, pad_width, /, mode: constant|wrap|reflect|symmetric|edge|maximum|minimum|mean|empty=, *, constant_values=',
    take: 'a, indices, /, axis=, *, mode: fill|clip|wrap=, fill_value=',
    takeAlongAxis: 'arr, indices, /, axis=',
    putAlongAxis: 'arr, indices, values, axis, /, inplace=, *, mode: drop|fill|clip|promise_in_bounds=',
    compress: 'condition, a, /, axis=, *, size=, fill_value=',
    extract: 'condition, arr, /, *, size=, fill_value=',
    delete: 'arr, obj, /, axis=',
    insert: 'arr, obj, values, /, axis=',
    where: 'condition, x=, y=, /, *, size: int=, fill_value=',
    nonzero: sized,
    flatnonzero: sized,
    argwhere: sized,
    unique: 'ar, /, *, size=, fill_value=',
    union1d: 'ar1, ar2, /, *, size=, fill_value=',
    isin: 'element, test_elements, /, *, invert=',
    bincount: 'x, /, weights=, *, length=',
    histogram: 'a, /, bins=',
    searchsorted: 'a, v, /, side: left|right=',
    digitize: 'x, bins, /, right=',
    interp: 'x, xp, fp, /, left=, right=',
    linspace: spaced,
    logspace: 'start, stop, num: int=, /, endpoint=, base=, *, dtype=, axis=',
    geomspace: spaced,
    eye: 'N: int, M: int=, /, k: whole=, dtype=',
    vander: 'x, /, N=, increasing=',
    diff: 'a, /, n: int=, axis=',
    ediff1d: 'ary, /, to_end=, to_begin=',
    gradient: 'f, /, *, axis=',
    trapezoid: 'y, x=, /, dx=, axis=',
    matmul: contracted,
    dot: contracted,
    vdot: contracted,
    inner: contracted,
    tensordot: 'a, b, /, axes=, *, preferred_element_type=',
    vecdot: 'x1, x2, /, *, axis=',
    cross: 'a, b, /, *, axis=',
    convolve: sliding,
    correlate: sliding,
    isclose: close,
    allclose: close,
    arrayEqual: 'a1, a2, /, equal_nan=',
    nanToNum: 'x, /, *, nan=, posinf=, neginf=',
    zeros: made,
    ones: made,
    empty: made,
    full: 'shape, fill_value, dtype=, /',
    zerosLike: like,
    emptyLike: like,
    onesLike: like,
    fullLike: 'a, fill_value, dtype=, /',
    asarray: like,
    array: 'object, dtype=, /, copy: bool=, *, ndmin: int=',
    arange: 'start, stop=, step=, dtype=, /',
    clip: 'arr, min=, max=, /',
    transpose: 'a, axes=, /',
    permuteDims: 'a, axes, /',
    rollaxis: 'a, axis, start=, /',
    flip: 'm, axis=, /',
    select: 'condlist, choicelist, default=, /',
    tril: 'm, k: whole=, /',
    triu: 'm, k: whole=, /',
    identity: 'n: int, dtype=, /',
    tri: 'N: int, M: int=, k: whole=, dtype=, /',
    diag: 'v, k=, /',
    diagonal: crossing,
    trace: crossing,
    trilIndices: 'n, k=, m=, /',
    triuIndices: 'n, k=, m=, /',
    diagIndices: 'n, ndim=, /',
    meshgrid: '*xi, indexing: xy|ij=',
    getitem: '*',
    broadcastArrays: '*',
    ix_: '*',
    einsum: 'subscripts: text, /, *operands',
    s_: 'start=, stop=, step=, /',
  },
  withoutOptions,
)
