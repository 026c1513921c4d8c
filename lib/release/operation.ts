/**
 * Whether JAX itself compiles a function of this name for an eager operation: the jitted functions and primitives of
 * jax 0.4.30 to 0.12.0.1, read from its modules. Asked only of names that no explanation tells of; the few that users give to their
 * own functions as well (`inner`, `outer`, `trace`, `call`) are left out, so that those are shown rather than hidden.
 */
export const isOperation = (name: string): boolean => typed.has(name) || keyed.has(name)

/**
 * Whether JAX traces its operation of this name once for arguments of equal types: one function of jax 0.4.30 to 0.12.0.1, or one primitive,
 * has the name, and takes nothing but arrays. What is traced again for equal types is then hardly the operation.
 */
export const isOfTypesAlone = (name: string): boolean => typed.has(name)

const between = /\s+/

const listed = (text: string): ReadonlySet<string> => new Set(text.trim().split(between))

const typed = listed(`
_algorithm_11_1_1 _arccosh _binom _broadcast_arrays _calc_P_Q _complex_loggamma_scipy _copysign _csr_to_coo _erfcinv_impl _expn _expn_jvp _horner
_hyp1f1_a_derivative _hyp1f1_b_derivative _hyp1f1_x_derivative _hyp2f1_a_derivative _hyp2f1_b_derivative _hyp2f1_c_derivative _hyp2f1_x_derivative
_lgamma_neg_reflection _lgamma_neg_root _lgamma_pos_large _lgamma_pos_small _log_f32 _philox2x32_fold_in _philox2x32_seed _philox4x32_fold_in
_philox4x32_seed _power _roots_no_zeros _roots_with_zeros _rsf2csf_2d _sqrtm _sqrtm_triu _threefry4x32_fold_in _threefry4x32_seed _threefry_fold_in
_threefry_seed _unstack _where absolute add_any all_gather_reduced and arccos arccosh arcsin arcsinh arctan arctan2 arctanh atleast_1d atleast_2d
atleast_3d bcsr_extract bessel_i0e bessel_i1e bitwise_and bitwise_count bitwise_invert bitwise_left_shift bitwise_not bitwise_or bitwise_right_shift
bitwise_xor block_diag cdf celu cholesky_update clamp clz complex conjugate copysign deg2rad det digamma div divmod eigvals elu eq eq_to equal erf
erf_inv erfc expi expi_jvp expn expn_jvp fabs float_power floor_divide fmax fmin fmod frexp gammasgn gcd ge geqrf greater greater_equal gt
hard_sigmoid hard_silu hard_tanh heaviside householder_product hyp1f1 hyp2f1 hypot i0 identity igamma igamma_grad_a igammac integrate_box_1d inv
invert is_finite iscomplex isfinite isinf isnan isreal kron lcm ldexp le le_to leaky_relu left_shift less less_equal lgamma lgamma_impl log10
log1mexp log_sigmoid logaddexp logaddexp2 logcdf logical_and logical_not logical_or logical_xor logistic logpdf logpmf logsf lt lt_to matvec max
maximum min minimum mish modf mulhi multiply ne neg negative not not_equal or philox2x32 philox4x32 poly polyadd polygamma polysub population_count
positive pow rad2deg random_clone random_fold_in random_unwrap regularized_incomplete_beta relu relu6 rem remainder right_shift rint rsqrt selu sf
shard_alike shift_left shift_right_arithmetic shift_right_logical sici sici_jvp sigmoid signbit silu sinc sincospisquaredhalf soft_sign softplus
solve sort_complex spacing sparse_plus sparse_sigmoid squareplus stop_gradient sub subtract threefry2x32 threefry4x32 threefry_2x32 true_divide
trunc vecmat xor zeros_like zeta
`)

/** Those with parameters that are no arrays, and names that several functions have. */
const keyed = listed(`
_argmax _argmin _average _ball _bernoulli _beta _binomial _binomial_inversion _btrs _call_vectorized _cauchy _chisquare _cho_solve _cholesky _conv
_cumsum_with_promotion _cumulative_reduction _device_put_reshard _diag _dirichlet _double_sided_maxwell _eigh _eigh_work _einsum _exponential _flip
_gamma _gamma_approx _gaussian_kernel_eval _gen_associated_legendre _gen_derivatives _generalized_normal _geometric _geomspace _gumbel _identity_fn
_in1d _interp _intersect1d_size _intersect1d_sorted_mask _laplace _linspace _lobpcg_standard_callable _lobpcg_standard_matrix _logistic _lognormal
_logspace _lstsq _lu _lu_solve _map_coordinates _maxwell _mean _moveaxis _multi_slice _multivariate_normal _nanargmax _nanargmin _normal
_normal_real _odeint_wrapper _one_hot _orthogonal _pad _pareto _philox2x32_random_bits _philox2x32_split _philox4x32_random_bits _philox4x32_split
_piecewise _pinv _poisson _poisson_approx _poisson_knuth _poisson_rejection _polar_2d _ptp _qr _rademacher _randint _rayleigh _reduce_all
_reduce_any _reduce_bitwise_and _reduce_bitwise_or _reduce_bitwise_xor _reduce_logical_and _reduce_logical_or _reduce_logical_xor _reduce_max
_reduce_min _reduce_minmax _reduce_prod _reduce_sum _rel_entr _rel_entr_jvp _resize _rfft_transpose _roll_dynamic _roll_static _scaled_matmul _schur
_searchsorted_compare_all_impl _searchsorted_scan_impl _searchsorted_sort_impl _setxor1d_size _shuffle _solve _solve_sylvester_2d _solve_triangular
_sph_harm _squaring _squeeze _std _svd _svd_tall_and_square_input _take _threefry4x32_random_bits _threefry4x32_split _threefry_random_bits_original
_threefry_split _threefry_split_foldlike _threefry_split_original _triangular _truncated_normal _uniform _unique_sorted_mask _var _wald _weibull_min
abs accum_grad_in_ref acos acosh add addupdate after_all all_gather all_gather_done all_gather_invariant all_gather_reduced_start all_gather_start
all_to_all all_to_all_done all_to_all_start allclose angle append approx_top_k argmax argmin argpartition argsort around asin asinh atan atan2 atanh
axis_index bcoo_dot_general bcoo_dot_general_sampled bcoo_extract bcoo_fromdense bcoo_sort_indices bcoo_spdot_general bcoo_sum_duplicates
bcoo_todense bcoo_transpose bcsr_dot_general bcsr_fromdense bcsr_todense bessel_jn bitcast_convert_type block box_get box_set broadcast_in_dim
broadcast_to broadcasted_iota call_exported call_hi_primitive call_hi_primitive_linearized cbrt ceil cholesky clip closed_call composite concatenate
cond conj conv_general_dilated convert_element_type convolution_matrix convolve coo_fromdense coo_matmat coo_matvec coo_todense copy corrcoef
correlate cos cosh count_nonzero cov create_linear create_token cross csr_fromdense csr_matmat csr_matvec csr_todense cudnn_fusion cumlogsumexp
cummax cummin cumprod cumsum custom_dce_call custom_jvp_call custom_jvp_call_jaxpr custom_lin custom_linear_solve custom_partitioning
custom_transpose_call custom_vjp_call custom_vjp_call_jaxpr custom_vmap_call dce_sink debug_callback debug_print device_put dft diagonal diff
digitize dim_as_value dimension_size dot dot_general dot_product_attention_bwd dot_product_attention_bwd_wrapper dot_product_attention_fp8_bwd
dot_product_attention_fp8_bwd_wrapper dot_product_attention_fp8_fwd dot_product_attention_fp8_fwd_wrapper dot_product_attention_fwd
dot_product_attention_fwd_wrapper dynamic_index_in_dim dynamic_slice dynamic_update_index_in_dim dynamic_update_slice ediff1d eig eigh eigh_jacobi
eigh_tridiagonal eigvalsh einsum empty empty2 empty_ref exp exp2 expm expm1 expm_frechet ffi_call fft floor free_ref from_edtype gather geqp3 glu
gradient hadamard helmert hessenberg hilbert imag infeed inspect_sharding integer_pow invhilbert invpascal io_callback iota iota_2x32_shape isclose
jit_einsum layout_constraint lexsort linear_call log log1p log2 log_extend log_read log_softmax logmeanexp lu lu_factor lu_pivots_to_permutation
lu_solve matmul matrix_power matrix_rank median mesh_cast mul mutable_array nan_to_num nancumprod nancumsum nanmax nanmean nanmedian nanmin
nanpercentile nanprod nanquantile nanstd nansum nanvar new_box new_log new_ref nextafter norm optimization_barrier ormqr outfeed packbits pad
partition pascal pbroadcast pbroadcast_done pbroadcast_dynamic pbroadcast_start pdot percentile pgather pin platform_index pmax pmin polar polyder
polyfit polyint polyval ppermute ppermute_done ppermute_start precv preduced psend psum psum2 psum_done psum_invariant psum_invariant_start
psum_start pure_callback put_along_axis pvary qdwh qr quantile ragged_all_to_all ragged_dot_general random_bits random_gamma random_seed
random_split random_wrap rankdata ravel real reciprocal reduce reduce_and reduce_max reduce_min reduce_or reduce_precision reduce_prod
reduce_scatter reduce_scatter_done reduce_scatter_start reduce_sum reduce_window reduce_window_max reduce_window_min reduce_window_sum reduce_xor
reduceat reduced_vary_cast_p remat2 remat_opt reshape reshard resize rev rng_bit_generator rng_uniform rollaxis rot90 round rsf2csf scaled_dot
scaled_matmul scaled_matmul_wrapper scan scatter scatter-add scatter-max scatter-min scatter-mul scatter-sub schur searchsorted
select_and_gather_add select_and_scatter select_and_scatter_add select_n sem shape_assertion shard_map sharding_constraint sign sin sinh slice
slogdet solve_sylvester sort split sqrt square squeeze stack stage standardize svd swap swapaxes symmetric_product take_along_axis tan tanh tie tile
to_edtype top_k transpose trapezoid triangular_solve tridiagonal tridiagonal_solve tril triu unpackbits unpin unreachable unreduced_pmax
unreduced_pmin unreduced_psum unreduced_psum_start unreduced_reduce_scatter unreduced_reduce_scatter_start unstack vander vary_unreduced_cast_p vdot
while with_memory_space_constraint
`)
