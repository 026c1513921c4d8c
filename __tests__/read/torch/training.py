"""A training loop: a last batch that is smaller, evaluation between epochs, a scheduler, a loss and a step that are compiled."""
import torch, torch.nn as nn
from torch.utils.data import DataLoader, TensorDataset
class Net(nn.Module):
    def __init__(s): super().__init__(); s.enc=nn.Sequential(nn.Linear(8,16),nn.Dropout(.1),nn.ReLU()); s.head=nn.Linear(16,3)
    def forward(s,x): return s.head(s.enc(x))
net=Net(); net.enc=torch.compile(net.enc,backend='eager'); opt=torch.optim.AdamW(net.parameters(),lr=1e-2)
sched=torch.optim.lr_scheduler.CosineAnnealingLR(opt,6)
@torch.compile(backend='eager')
def loss_fn(out,y,smoothing,class_weight=None): return nn.functional.cross_entropy(out,y,class_weight,label_smoothing=smoothing)
@torch.compile(backend='eager')
def update(): opt.step()
def loader(n,b): return DataLoader(TensorDataset(torch.randn(n,8),torch.randint(0,3,(n,))),batch_size=b)
for epoch in range(3):
    net.train()
    for i,(x,y) in enumerate(loader(70,32)):
        l=loss_fn(net(x),y,.1 if epoch<2 else .05); l.backward(); update(); opt.zero_grad(set_to_none=True)
    sched.step(); net.eval()
    with torch.no_grad():
        for x,y in loader(33,16): loss_fn(net(x),y,0.)
    loss_fn(net(torch.randn(4,8)),torch.zeros(4,dtype=torch.long),.1,torch.ones(3))
