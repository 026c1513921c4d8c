"""Graphs of other sizes, padded to powers of two in training and not at all in evaluation (jraph, haiku)."""
import haiku as hk, jax, jax.numpy as jnp, jraph, numpy as np, optax

rng = np.random.default_rng(0)

def graph(n, e):
    return jraph.GraphsTuple(
        nodes=rng.normal(size=(n, 4)).astype('f4'), edges=rng.normal(size=(e, 2)).astype('f4'),
        senders=rng.integers(0, n, e), receivers=rng.integers(0, n, e),
        n_node=np.array([n]), n_edge=np.array([e]), globals=np.zeros((1, 3), 'f4'))

def padded(g):
    up = lambda x: 1 << int(x - 1).bit_length()
    return jraph.pad_with_graphs(g, up(g.n_node.sum() + 1), up(g.n_edge.sum()), 2)

def net(g):
    mlp = lambda *parts: hk.nets.MLP([8, 8])(jnp.concatenate(parts, -1))
    return jraph.GraphNetwork(update_edge_fn=mlp, update_node_fn=mlp, update_global_fn=mlp)(g)

net = hk.without_apply_rng(hk.transform(net))
tx = optax.adam(1e-2)
first = padded(graph(6, 10))
params = jax.jit(net.init)(jax.random.key(0), first)
opt_state = tx.init(params)

@jax.jit
def train_step(params, opt_state, g):
    def loss(p):
        out = net.apply(p, g)
        return jnp.mean(jnp.where(jraph.get_graph_padding_mask(g)[:, None], out.globals, 0.) ** 2)
    l, grads = jax.value_and_grad(loss)(params)
    updates, opt_state = tx.update(grads, opt_state)
    return optax.apply_updates(params, updates), opt_state, l

for n, e in ((6, 10), (5, 9), (9, 20), (7, 12), (20, 60)):
    params, opt_state, l = train_step(params, opt_state, padded(graph(n, e)))

@jax.jit
def evaluate(params, g):
    return net.apply(params, g).globals

for n, e in ((6, 10), (7, 10), (7, 13), (8, 15), (6, 10)):
    evaluate(params, graph(n, e))

evaluate(params, jraph.batch([graph(3, 5), graph(3, 5)]))
