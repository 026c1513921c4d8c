"""Generation without padding: the sequence grows by a token, the cache by a row, and the last word is alone in its batch."""
import torch
from torch import nn

torch.manual_seed(0)


class Decoder(nn.Module):
    def __init__(self, width=16, words=32):
        super().__init__()
        self.embed = nn.Embedding(words, width)
        self.attend = nn.MultiheadAttention(width, 2, batch_first=True)
        self.head = nn.Linear(width, words)

    def forward(self, tokens, past):
        x = self.embed(tokens)
        if past is not None:
            x = torch.cat([past, x], dim=1)
        y, _ = self.attend(x, x, x, need_weights=False)
        return self.head(y[:, -1]), x


model = Decoder()
step = torch.compile(model, backend="aot_eager")
tokens = torch.randint(0, 32, (2, 4))
past = None
for _ in range(4):
    logits, past = step(tokens, past)
    tokens = logits.argmax(-1, keepdim=True)
with torch.no_grad():
    step(tokens[:1], past[:1].detach())
