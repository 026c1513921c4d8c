import functools, jax, jax.numpy as jnp
D,V,L=16,32,32
k=jax.random.key(0)
P={'e':jax.random.normal(k,(V,D)),'q':jnp.eye(D),'o':jnp.ones((D,V))}
@functools.partial(jax.jit, donate_argnums=1)
def decode(p,cache,tok,pos):
    h=p['e'][tok]; cache=jax.lax.dynamic_update_slice(cache,h[None]@p['q'],(pos,0))
    a=jax.nn.softmax(cache@h*(jnp.arange(L)<=pos)); return cache,jnp.argmax((a@cache)@p['o'])
@jax.jit
def prefill(p,toks): return p['e'][toks]@p['q']
cache=jnp.zeros((L,D))
for n in (3,5,9):
    pre=prefill(P,jnp.arange(n)); cache=jax.lax.dynamic_update_slice(jnp.zeros((L,D)),pre,(0,0))
    tok=jnp.int32(1)
    for pos in range(n,n+4):
        cache,tok=decode(P,cache,tok,pos)
    cache,tok=decode(P,cache,int(tok),pos+1)
seq=jnp.array([1])
for i in range(7): seq=jnp.concatenate([seq,jnp.array([int(jnp.sum(seq))%V])])
