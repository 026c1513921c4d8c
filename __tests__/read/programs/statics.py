import jax, jax.numpy as jnp, numpy as np, functools, dataclasses, enum
class Mode(enum.Enum):
    TRAIN = 1; EVAL = 2
@dataclasses.dataclass(frozen=True)
class Config:
    depth: int = 2; rate: float = 0.1
@functools.partial(jax.jit, static_argnames=('mode', 'cfg'))
def forward(params, tokens, *, mode, cfg):
    for _ in range(cfg.depth): params = jnp.tanh(params)
    return params[tokens].sum() * (2 if mode is Mode.TRAIN else 1) * cfg.rate
p = jnp.ones((32,))
for n in range(3, 9): forward(p, np.arange(n), mode=Mode.TRAIN, cfg=Config())
forward(p, np.arange(8), mode=Mode.EVAL, cfg=Config())
forward(p, np.arange(8), mode=Mode.EVAL, cfg=Config(rate=0.2))
forward(p, np.arange(8), mode=Mode.EVAL, cfg=Config(depth=3, rate=0.3))
forward(p, np.arange(8, dtype=np.int64), mode=Mode.EVAL, cfg=Config())
forward(np.ones((32,), np.float64), np.arange(8), mode=Mode.EVAL, cfg=Config())
forward(p, list(range(8)) and jnp.arange(8).reshape(2, 4), mode=Mode.EVAL, cfg=Config())
