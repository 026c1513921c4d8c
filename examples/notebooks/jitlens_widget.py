"""Show a JAX log, a jitlens trace or a scenario in a notebook.

    from jitlens_widget import show
    show("../logs/p06_nnx_eval_toggle.log")

Where anywidget is installed the views are interactive; the timeline as SVG and the explanation as text stand beside them, for
places that run no script (nbconvert, GitHub, a notebook that is not trusted). Node is needed, and a built jitlens.
"""

import json
import pathlib
import subprocess

try:
    import anywidget
    import traitlets
except ImportError:
    anywidget = None

_here = pathlib.Path(__file__).resolve().parent
_widget = _here.parent.parent / "dist" / "bundle" / "widget.js"


def read(path):
    """The trace of a file as JSON lines, its timeline as SVG and its explanation as text."""
    done = subprocess.run(["node", str(_here / "picture.mjs"), str(path)], capture_output=True, text=True)
    if done.returncode != 0:
        raise ValueError(done.stderr.strip().splitlines()[-1] if done.stderr.strip() else f"{path}: jitlens could not read this file")
    return json.loads(done.stdout)


class Picture:
    """A trace that shows itself as SVG, and as text."""

    def __init__(self, read):
        self.svg, self.plain = read["svg"], read["plain"]

    def _repr_mimebundle_(self, **_):
        return {"image/svg+xml": self.svg, "text/plain": self.plain}


if anywidget is not None:

    class JitLens(anywidget.AnyWidget):
        """The interactive views; `position` follows the reader, and moves the views when it is set."""

        _esm = _widget
        text = traitlets.Unicode().tag(sync=True)
        name = traitlets.Unicode().tag(sync=True)
        view = traitlets.Unicode().tag(sync=True)
        scheme = traitlets.Unicode("auto").tag(sync=True)
        lock = traitlets.Unicode().tag(sync=True)
        position = traitlets.Int(-1).tag(sync=True)

        def __init__(self, read, **traits):
            super().__init__(text=read["text"], **traits)
            self.still = Picture(read)

        def _repr_mimebundle_(self, **kwargs):
            made = super()._repr_mimebundle_(**kwargs)
            data, metadata = made if isinstance(made, tuple) else (made, {})
            return {**(data or {}), **self.still._repr_mimebundle_()}, metadata


def show(path, **traits):
    """The views of a file: interactive where anywidget is installed, else the picture and the words.

    `view` is the hash of a link (`call=7&open=model`), `scheme` is `light` or `dark`, `lock` names controls that readers may not touch.
    """
    made = read(path)
    if anywidget is None:
        return Picture(made)
    return JitLens(made, name=str(path), **traits)
