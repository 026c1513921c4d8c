"""Makes programs over JAX's and flax's transforms, one for each seed: `python transformed.py FIRST LAST > PROGRAMS.txt`."""
import random, sys

UNARY = ["jnp.sin({})", "jnp.tanh({})", "{} * 2", "{} + 1", "{} * {}", "jnp.exp(-{})", "{} - 0.5", "nnx.relu({})", "jnp.square({})", "{} / 3", "jnp.maximum({}, 0.1)", "-{}"]
SCALARS = ["1.0", "2.5", "jnp.float32(1)", "jnp.float32(2.5)", "1", "jnp.int32(2)", "0.0"]
FLOATS = ["1.0", "2.5", "jnp.float32(1)", "jnp.float32(2.5)", "0.5"]
SEQUENCES = ["jnp.arange(3.)", "jnp.arange(4.)", "jnp.ones(3)", "jnp.arange(3)", "jnp.arange(5.) * 0.25", "jnp.ones(3, dtype=jnp.int32)"]
STACKS = ["jnp.ones((3, 2))", "jnp.ones((4, 2))", "jnp.arange(6.).reshape(3, 2)", "jnp.ones((3, 3))", "jnp.zeros((2, 2))"]


class Maker:
    """One program in the making."""

    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines = []

    def say(self, line):
        self.lines.append(line)

    def one(self, items):
        return self.r.choice(items)

    def unary(self, name, depth=1):
        text = name
        for _ in range(self.r.randint(1, depth)):
            text = self.one(UNARY).replace("{}", text if text.isidentifier() else f"({text})")
        return text

    def numeric(self, name, params, body):
        """A function by name, or a lambda where it may be new at each use."""
        self.say(f"def {name}({params}):")
        self.say(f"    return {body}")

    def calls(self, name, choices, count):
        """Calls that hit, and calls that miss."""
        said = [self.one(choices) for _ in range(2)]
        for _ in range(count):
            self.say(f"{name}({self.one(said) if self.r.random() < 0.6 else self.one(choices)})")

    # ------------------------------------------------------------ jax

    def grad(self):
        self.numeric("f", "x, y", f"jnp.sum({self.unary('x', 2)} * y)")
        how = self.one(["jax.grad(f)", "jax.value_and_grad(f)", "jax.grad(f, argnums=1)", "jax.grad(f, argnums=(0, 1))", "jax.value_and_grad(f, argnums=(0, 1))"])
        args = [f"{a}, {b}" for a in FLOATS + ["jnp.ones(3)", "jnp.arange(3.)", "jnp.ones((2, 3))"] for b in FLOATS + ["jnp.ones(3)"]] + ["jnp.ones(2), 1", "1, 2.0", "jnp.ones(2), jnp.ones(3)"]
        form = self.r.randrange(3)
        if form == 0:
            self.say(f"g = {how}")
        elif form == 1:
            self.say("@jax.jit")
            self.numeric("g", "x, y", f"{how}(x, y)")
        else:
            self.say(f"g = jax.jit({how})")
        self.calls("g", args, self.r.randint(3, 6))

    def vmap(self):
        self.numeric("f", "x, y", self.one([f"{self.unary('x', 2)} + y", "jnp.dot(x, y)", "jnp.sum(x) * y", "x - jnp.mean(y)"]))
        axes = self.one(["", ", in_axes=(0, None)", ", in_axes=(None, 0)", ", in_axes=(0, 0), out_axes=0", ", in_axes=(1, 0)", ", in_axes=(0, None), out_axes=-1"])
        inner = self.one(["f", "f", "jax.grad(lambda x, y: jnp.sum(f(x, y)))", "jax.jit(f)"])
        self.say(f"g = {self.one(['', 'jax.jit'])}(jax.vmap({inner}{axes}))")
        self.calls("g", [f"{a}, {b}" for a in STACKS + ["jnp.arange(3.)", "jnp.ones(2)"] for b in STACKS[:2] + ["jnp.arange(3.)", "jnp.ones(2)", "1.0"]], self.r.randint(3, 6))

    def scan(self):
        new = self.r.random() < 0.3
        carry = self.one(["c + x", "c * x", "jnp.sin(c) + x", "c + 1", "c", "c * 2 - x", "jnp.maximum(c, x)", "x"])
        row = self.one(["c", "x", "None", "c * x", "(c, x)", "{'a': c, 'b': x * 2}", "1.0", "c + 1"])
        if new:
            step = f"lambda c, x: ({carry}, {row})"
        else:
            self.numeric("step", "c, x", f"{carry}, {row}")
            step = "step"
        options = self.one(["", "", ", reverse=True", ", unroll=2"])
        if self.r.random() < 0.6:
            self.say("@jax.jit")
        self.numeric("f", "c, xs", f"lax.scan({step}, c, xs{options})")
        args = [f"{a}, {b}" for a in SCALARS + ["jnp.zeros(2)"] for b in SEQUENCES + ["jnp.ones((3, 2))"]]
        self.calls("f", args, self.r.randint(4, 7))
        if self.r.random() < 0.4:
            self.say(f"g = jax.grad(lambda c, xs: jnp.sum(f(c, xs)[0]))")
            self.calls("g", [f"{a}, {b}" for a in FLOATS[2:4] for b in SEQUENCES], 2)

    def nested(self):
        self.numeric("inner", "c, x", f"{self.one(['c + x', 'c * x', 'jnp.sin(c + x)'])}, {self.one(['c', 'None'])}")
        self.say("def outer(c, row):")
        self.say("    c, ys = lax.scan(inner, c, row)")
        self.say(f"    return c, {self.one(['c', 'ys', 'None'])}")
        if self.r.random() < 0.7:
            self.say("@jax.jit")
        self.numeric("f", "c, m", "lax.scan(outer, c, m)")
        self.calls("f", [f"{a}, {b}" for a in FLOATS + ["0"] for b in STACKS + ["jnp.ones((2, 2), dtype=jnp.int32)"]], self.r.randint(4, 6))

    def cond(self):
        new = self.r.random() < 0.4
        yes, no = self.unary("x"), self.one([self.unary("x"), self.unary("x"), self.unary("x"), "(x, x)", "1", "x"])
        if not new:
            self.numeric("yes", "x", yes)
            self.numeric("no", "x", no)
            yes, no = "yes", "no"
        else:
            yes, no = f"lambda x: {yes}", f"lambda x: {no}"
        if self.r.random() < 0.6:
            self.say("@jax.jit")
        self.numeric("f", "p, x", f"lax.cond({self.one(['p', 'p', 'p > 0'])}, {yes}, {no}, x)")
        self.calls("f", [f"{p}, {x}" for p in ["True", "False", "1", "0", "jnp.bool_(True)", "2.0"] for x in SCALARS + ["jnp.ones(2)", "jnp.arange(3)"]], self.r.randint(4, 7))
        if self.r.random() < 0.4:
            self.say("jax.vmap(f)(jnp.array([1, 0, 1]), jnp.arange(3.))")
            self.say("jax.grad(lambda x: f(1, x))(2.0)")

    def switch(self):
        names = ["a", "b", "c"][: self.r.randint(2, 3)]
        for name in names:
            self.numeric(name, "x", self.unary("x"))
        if self.r.random() < 0.6:
            self.say("@jax.jit")
        self.numeric("f", "i, x", f"lax.switch(i, [{', '.join(names)}], x)")
        self.calls("f", [f"{i}, {x}" for i in ["0", "1", "2", "-1", "jnp.int32(1)", "jnp.uint32(1)", "True", "1.5"] for x in SCALARS + ["jnp.ones(2)"]], self.r.randint(4, 7))

    def loop(self):
        kind = self.one(["while", "while", "fori", "fori", "fori"])
        if kind == "while":
            self.numeric("test", "c", self.one(["c < 10", "jnp.sum(c) < 10", "c < jnp.float32(7)"]))
            self.numeric("body", "c", self.one(["c * 2 + 1", "c + 1", "c * 1.5 + 1", "jnp.maximum(c, 1) * 2"]))
            inner = "lax.while_loop(test, body, x)"
            args = SCALARS + ["jnp.ones(2)", "3", "jnp.int32(1)"]
            params = "x"
        else:
            body = self.one(["x + i", "x * 2", "x + 0.5", "jnp.sin(x)", "x * i"])
            if self.r.random() < 0.4:
                fun = f"lambda i, x: {body}"
            else:
                self.numeric("body", "i, x", body)
                fun = "body"
            inner = f"lax.fori_loop({self.one(['0', '0', '1', 'jnp.int32(0)'])}, n, {fun}, x)"
            args = [f"{n}, {x}" for n in ["3", "5", "jnp.int32(3)", "0"] for x in SCALARS + ["jnp.ones(2)"]]
            params = "n, x"
        how = self.one(["jit", "plain", "static"]) if kind == "fori" else self.one(["jit", "plain"])
        if how == "jit":
            self.say("@jax.jit")
        self.numeric("g" if how == "static" else "f", params, inner)
        if how == "static":
            self.say("f = jax.jit(g, static_argnums=0)")
        self.calls("f", args, self.r.randint(4, 7))

    def map(self):
        self.numeric("f", "x", self.unary("x", 2))
        self.say(self.one(["@jax.jit", "def _(): return 0"]))
        self.numeric("g", "xs", f"lax.{self.one(['map(f, xs)', 'map(f, xs)', 'map(f, xs, batch_size=2)', 'associative_scan(jnp.add, xs)', 'associative_scan(lambda a, b: a * b, xs, reverse=True)'])}")
        self.calls("g", SEQUENCES + STACKS, self.r.randint(3, 6))

    def checkpoint(self):
        self.numeric("f", "x", self.unary("x", 3))
        self.say(f"g = {self.one(['jax.checkpoint', 'jax.remat'])}(f)")
        self.say(f"h = {self.one(['', 'jax.jit'])}({self.one(['jax.grad', 'jax.value_and_grad'])}(lambda x: jnp.sum(g(x))))")
        for _ in range(self.r.randint(3, 6)):
            self.say(f"{self.one(['g', 'h', 'h'])}({self.one(FLOATS + ['jnp.ones(3)', 'jnp.arange(2.)', '1'])})")

    def shapes(self):
        self.numeric("f", "x, y", self.one(["x @ y", "x + y", "jnp.sum(x) * y", "{'a': x, 'b': (y, 1.0)}", "lax.scan(lambda c, r: (c + r, c), x, y)"]))
        self.calls("jax.eval_shape", [f"f, {a}, {b}" for a in ["jnp.ones((2, 2))", "1.0", "jax.ShapeDtypeStruct((2,), jnp.float32)", "jnp.float32(1)"] for b in ["jnp.ones((2, 2))", "2", "jax.ShapeDtypeStruct((2,), jnp.float32)"]], self.r.randint(3, 5))

    def closure(self):
        self.say(f"k = {self.one(['jnp.float32(2)', 'jnp.ones(2)', '3.0', '3'])}")
        form = self.one(["lax.scan(step, c, xs)[0]", "lax.scan(lambda c, x: step(c, x), c, xs)[0]"])
        self.numeric("step", "c, x", "c + k * x, None")
        if self.r.random() < 0.6:
            self.say("@jax.jit")
        self.numeric("f", "c, xs", form)
        args = [f"{a}, {b}" for a in ["jnp.float32(0)", "jnp.zeros(2)"] for b in ["jnp.arange(3.)", "jnp.arange(4.)"]]
        self.calls("f", args, 3)
        self.say(f"k = {self.one(['jnp.float32(20)', 'jnp.ones(2) * 5', '30.0', '30'])}")
        self.calls("f", args, 3)
        if self.r.random() < 0.5:
            self.say("jax.clear_caches()")
            self.calls("f", args, 2)

    # ------------------------------------------------------------ nnx

    def model(self):
        self.say(self.one(["m = Scale(2)", "m = Scale(3.5)", "m = Scale(jnp.ones(2))"]))

    def edit(self):
        """Something that changes the key, or does not."""
        self.say(self.one(["m.w[...] = m.w[...] * 3", "m.w[...] = m.w[...] + 1", "m.extra = nnx.Param(jnp.ones(2))", "m = Scale(5)", "m.flag = True", "m.n[...] = jnp.zeros(())",
                           "m.w = nnx.Param(jnp.float32(7))", "m.w = nnx.Param(jnp.ones(2))", "m.train()", "m.eval()", "m = nnx.clone(m)", "m.note = 'a'"]))

    def watched(self, call, choices, count=4):
        said = [self.one(choices) for _ in range(2)]
        for _ in range(count):
            self.say(call.replace("ARGS", self.one(said) if self.r.random() < 0.7 else self.one(choices)))
            if self.r.random() < 0.3:
                self.edit()
            elif self.r.random() < 0.3:
                self.say("m.n[...]")

    def nnx_grad(self):
        self.model()
        self.numeric("loss", "m, x", f"jnp.sum({self.unary('m(x)', 2)})".replace("m(x)", "m(x)"))
        how = self.one(["nnx.grad(loss)", "nnx.value_and_grad(loss)", "nnx.grad(loss, argnums=nnx.DiffState(0, nnx.BatchStat))", "nnx.grad(loss, argnums=1)", "nnx.value_and_grad(loss, argnums=(0, 1))"])
        form = self.r.randrange(3)
        if form == 0:
            self.say(f"g = {how}")
        elif form == 1:
            self.say("@nnx.jit")
            self.numeric("g", "m, x", f"{how}(m, x)")
        else:
            self.say(f"g = nnx.jit({how})")
        self.watched("g(m, ARGS)", FLOATS + ["jnp.ones(2)", "jnp.arange(2.)"], self.r.randint(3, 5))

    def stack(self):
        self.say("@nnx.vmap")
        self.say("def make(k):")
        self.say("    return Scale(k)")
        self.say(f"m = make(jnp.arange(1, {self.one(['3', '4'])}))")

    def nnx_vmap(self):
        self.stack()
        self.numeric("f", "m, x", f"{self.unary('m(x)')}")
        axes = self.one(["", "", ", in_axes=(0, None)", ", in_axes=(0, 0), out_axes=0"])
        form = self.r.randrange(3)
        if form == 0:
            self.say(f"g = nnx.vmap(f{axes})")
        elif form == 1:
            self.say("@nnx.jit")
            self.numeric("g", "m, x", f"nnx.vmap(f{axes})(m, x)")
        else:
            self.say(f"g = nnx.jit(nnx.vmap(f{axes}))")
        self.watched("g(m, ARGS)", ["jnp.ones(2)", "jnp.ones(3)", "jnp.arange(2.)", "jnp.arange(3.)", "1.0", "jnp.float32(2)"], self.r.randint(3, 5))

    def nnx_scan(self):
        self.stack()
        self.numeric("layer", "x, m", self.one(["m(x)", "jnp.tanh(m(x))", "m(x) + 1"]))
        run = "nnx.scan(layer, in_axes=(nnx.Carry, 0), out_axes=nnx.Carry" + self.one([")", ")", ", reverse=True)"])
        form = self.r.randrange(4)
        if form == 0:
            self.say(f"run = {run}")
            self.numeric("g", "m, x", "run(x, m)")
        elif form == 1:
            self.say("@nnx.jit")
            self.numeric("g", "m, x", f"{run}(x, m)")
        elif form == 2:
            self.say(f"run = {run}")
            self.say("@nnx.jit")
            self.numeric("g", "m, x", "run(x, m)")
        else:
            self.say(f"run = {run}")
            self.say("@nnx.jit")
            self.numeric("g", "m, x", "nnx.value_and_grad(lambda m: jnp.sum(run(x, m)))(m)")
        self.watched("g(m, ARGS)", ["jnp.float32(1)", "1.0", "jnp.ones(2)", "2.0", "jnp.float32(3)", "1"], self.r.randint(3, 5))

    def nnx_carry(self):
        self.model()
        self.numeric("step", "m, x", f"m, {self.unary('m(x)')}")
        self.say(self.one(["@nnx.jit", "def _(): return 0"]))
        self.numeric("g", "m, xs", f"nnx.scan(step{self.one(['', '', ', length=3', ', reverse=True'])})(m, xs)[1]")
        self.watched("g(m, ARGS)", ["jnp.ones(3)", "jnp.arange(3.)", "jnp.arange(4.)", "jnp.arange(3)"], self.r.randint(3, 5))

    def nnx_branch(self):
        self.model()
        self.numeric("a", "m, x", self.one(["m(x)", "x", "m(m(x))"]))
        self.numeric("b", "m, x", self.one(["m(x)", "x * 2", "m(m(x))", "m(x) + 1"]))
        self.say(self.one(["@nnx.jit", "@nnx.jit", "def _(): return 0"]))
        self.numeric("g", "p, m, x", self.one(["nnx.cond(p, a, b, m, x)", "nnx.switch(p, [a, b], m, x)"]))
        self.watched("g(ARGS)".replace("ARGS", "ARGS"), [f"{p}, m, {x}" for p in ["1", "0", "jnp.int32(1)", "True"] for x in ["1.0", "jnp.float32(2)", "jnp.ones(2)"]], self.r.randint(3, 6))

    def nnx_loop(self):
        self.model()
        kind = self.one(["while", "fori"])
        if kind == "while":
            self.numeric("test", "c", "jnp.sum(c[1]) < 20")
            self.numeric("body", "c", self.one(["(c[0], c[0](c[1]) + 1)", "(c[0], c[0](c[1]) + 2)"]))
            call = "nnx.while_loop(test, body, (m, x))[1]"
        else:
            self.numeric("body", "i, c", self.one(["(c[0], c[0](c[1]))", "(c[0], c[0](c[1]) + i)"]))
            call = f"nnx.fori_loop(0, {self.one(['2', '3'])}, body, (m, x))[1]"
        self.say(self.one(["@nnx.jit", "def _(): return 0"]))
        self.numeric("g", "m, x", call)
        self.watched("g(m, ARGS)", ["jnp.float32(1)", "1.0", "jnp.float32(3)", "2.0", "jnp.ones(2)"], self.r.randint(3, 5))

    def nnx_remat(self):
        self.model()
        self.numeric("f", "m, x", f"jnp.sum({self.unary('m(x)', 2)})")
        self.say("r = nnx.remat(f)")
        self.say(self.one(["@nnx.jit", "def _(): return 0"]))
        self.numeric("g", "m, x", self.one(["r(m, x)", "nnx.grad(lambda m: r(m, x))(m)"]))
        self.watched("g(m, ARGS)", ["jnp.float32(1)", "1.0", "jnp.ones(2)", "2.0"], self.r.randint(3, 5))

    def rngs(self):
        self.say(f"r = nnx.Rngs({self.one(['0', '0, dropout=1', 'params=3', '7'])})")
        self.say(self.one([f"b = nnx.split_rngs(r, splits={self.one(['2', '3', '(2, 2)'])})", "b = nnx.split_rngs(r, splits=2, only='dropout')", "b = nnx.fork_rngs(r)", "b = nnx.split_rngs(r, splits=1, squeeze=True)"]))
        self.say("r")
        self.say("nnx.restore_rngs(b)")
        self.say("r")
        self.say("r.params()")
        self.say("@nnx.split_rngs(splits=2)")
        self.say("@nnx.vmap")
        self.say("def make(r):")
        self.say("    return jax.random.normal(r.params(), (2,))")
        self.say("make(r)")
        self.say("make(r)")
        self.say("r")

    def train(self):
        self.say(f"m = MLP(2, {self.one(['3', '4'])}, 1, rngs=nnx.Rngs(0))")
        self.say(f"opt = nnx.Optimizer(m, optax.{self.one(['sgd(0.1)', 'adam(1e-2)', 'sgd(0.1, momentum=0.9)'])}, wrt=nnx.Param)")
        self.say("@nnx.jit")
        self.say("def step(m, opt, x, y):")
        self.say("    def loss(m):")
        self.say(f"        return jnp.mean(({self.one(['m(x)', 'nnx.vmap(lambda m, r: m(r), in_axes=(None, 0))(m, x)', 'nnx.remat(lambda m, x: m(x))(m, x)'])} - y) ** 2)")
        self.say("    value, grads = nnx.value_and_grad(loss)(m)")
        self.say("    opt.update(m, grads)")
        self.say("    return value")
        self.calls("step", [f"m, opt, {a}" for a in ["jnp.ones((3, 2)), jnp.ones((3, 1))", "jnp.ones((4, 2)), jnp.ones((4, 1))", "jnp.ones((3, 2)), 1.0", "jnp.ones((3, 2)), 0", "jnp.ones((3, 2), dtype=jnp.int32), jnp.ones((3, 1))"]], self.r.randint(3, 5))
        self.say("m.second.bias[...]")


KINDS = ["grad", "vmap", "scan", "scan", "nested", "cond", "switch", "loop", "loop", "map", "checkpoint", "shapes", "closure",
         "nnx_grad", "nnx_vmap", "nnx_scan", "nnx_carry", "nnx_branch", "nnx_loop", "nnx_remat", "rngs", "train"]


def program(seed):
    maker = Maker(seed)
    kind = KINDS[seed % len(KINDS)]
    getattr(maker, kind)()
    return f"### {kind.replace('_', '-')}-{seed}\n" + "\n".join(maker.lines)


if __name__ == "__main__":
    first, last = map(int, sys.argv[1:])
    for seed in range(first, last):
        print(program(seed))
