"""Why did it compile again? A marimo notebook: `marimo run recompiles.marimo.py`, with jitlens and marimo installed."""

import marimo

app = marimo.App()


@app.cell
def _():
    import jitlens
    import marimo as mo

    return jitlens, mo


@app.cell
def _(jitlens):
    jitlens.show("../logs/p06_nnx_eval_toggle.log")
    return


@app.cell
def _(jitlens, mo):
    # Needs anywidget: the position of the reader is a value of Python.
    lens = mo.ui.anywidget(jitlens.show("train.jsonl").widget())
    lens
    return (lens,)


@app.cell
def _(lens, mo):
    mo.md(f"The reader stands at call {lens.position + 1}.")
    return


if __name__ == "__main__":
    app.run()
