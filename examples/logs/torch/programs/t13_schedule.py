"""A schedule on a module: the rate of dropout and a weight of the loss change each epoch, an int counts them; evaluation between."""
import torch
from torch import nn

torch.manual_seed(0)


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.drop = nn.Dropout(0.5)
        self.linear = nn.Linear(8, 8)
        self.weight = 1.0
        self.epoch = 0

    def forward(self, x):
        y = self.drop(self.linear(x))
        if self.epoch > 2:
            y = y + 1
        return y * self.weight


net = Net()
run = torch.compile(net, backend="aot_eager")
x = torch.randn(4, 8)
for epoch in range(3):
    net.drop.p = 0.5 - 0.1 * epoch
    net.weight = 1.0 / (epoch + 1)
    net.train()
    run(x)
net.eval()
run(x)
net.epoch = 3
run(x)
