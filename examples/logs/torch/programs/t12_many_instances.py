"""One compiled function over many small objects: heads of one class, each with its own activation, name and number of classes."""
import torch
from torch import nn


class Head(nn.Module):
    def __init__(self, name, classes, act):
        super().__init__()
        self.name = name
        self.linear = nn.Linear(8, classes)
        self.act = act

    def forward(self, x):
        y = self.act(self.linear(x))
        return y * 2 if self.name == "main" else y


@torch.compile(backend="aot_eager")
def apply(head, x):
    return head(x).sum()


x = torch.randn(4, 8)
heads = [
    Head("main", 3, torch.relu),
    Head("aux", 3, torch.relu),
    Head("aux", 3, torch.tanh),
    Head("aux", 5, nn.GELU()),
    Head("aux", 3, torch.relu),
]
for head in heads:
    apply(head, x)
