"""Optimal transport (ott): problems and solvers are trees, and what is no array in them is static."""
import functools
import jax, jax.numpy as jnp
from ott.geometry import costs, pointcloud
from ott.problems.linear import linear_problem
from ott.solvers.linear import sinkhorn

key = jax.random.key(0)
x, y = jax.random.normal(key, (20, 3)), jax.random.normal(key, (30, 3)) + 1

def problem(x, **how):
    return linear_problem.LinearProblem(pointcloud.PointCloud(x, y, **{'epsilon': .1, **how}))

solve = jax.jit(lambda problem, solver: solver(problem).reg_ot_cost)
one = sinkhorn.Sinkhorn(max_iterations=50)
solve(problem(x), one)
solve(problem(x), sinkhorn.Sinkhorn(max_iterations=50))
solve(problem(x[:19]), one)
solve(problem(x, epsilon=jnp.float32(.1)), one)
solve(problem(x, cost_fn=costs.PNormP(1.5)), one)
solve(problem(x, cost_fn=costs.PNormP(1.5)), one)
solve(problem(x), sinkhorn.Sinkhorn(max_iterations=30))

solver = jax.jit(one)
for n in (20, 18, 20):
    solver(problem(x[:n]))

@functools.partial(jax.jit, static_argnames=('cost',))
def fit(x, cost):
    return jax.grad(lambda x: cost.all_pairs(x, y).sum())(x)

fit(x, costs.Euclidean())
fit(x, costs.Euclidean())
fit(x, costs.SqEuclidean())
