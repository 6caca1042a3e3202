"""Saves torchvision's network argv[1] in the forms it is published in, into the folder argv[2]. Debian: python3-torch, python3-torchvision."""
import json
import re
import struct
import sys

import torch
import torchvision

torch.manual_seed(1)
network = getattr(torchvision.models, sys.argv[1])(num_classes=3)
for name, buffer in network.named_buffers():
    if name.endswith("running_mean") or name.endswith("running_var"):
        buffer.uniform_(0.5, 1.5)
state = network.state_dict()
folder = sys.argv[2]

header, data, offset = {}, [], 0
for name, tensor in state.items():
    if name.endswith("num_batches_tracked"):
        continue
    raw = tensor.contiguous().numpy().astype("<f4").tobytes()
    header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(raw)]}
    offset += len(raw)
    data.append(raw)
text = json.dumps(header).encode()
with open(folder + "/plain.safetensors", "wb") as out:
    out.write(struct.pack("<Q", len(text)) + text + b"".join(data))

torch.save(state, folder + "/plain.pth")
torch.save({k: v.half() if v.is_floating_point() else v for k, v in state.items()}, folder + "/half.pth")
torch.save(state, folder + "/legacy.pth", _use_new_zipfile_serialization=False)
torch.save(network, folder + "/program.pth")

head = sys.argv[1] == "resnet18" and "fc" or "classifier"
moco = {}
for encoder in ("encoder_q", "encoder_k"):
    for name, tensor in state.items():
        if not name.startswith(head + "."):
            moco["module.%s.%s" % (encoder, name)] = tensor if encoder == "encoder_q" else tensor + 1
    for layer in (0, 2):
        moco["module.%s.%s.%d.weight" % (encoder, head, layer)] = torch.randn(8, 8)
        moco["module.%s.%s.%d.bias" % (encoder, head, layer)] = torch.randn(8)
moco["module.queue"] = torch.randn(8, 32)
moco["module.queue_ptr"] = torch.zeros(1, dtype=torch.long)
trained = torch.nn.Linear(3, 2)
optimizer = torch.optim.SGD(trained.parameters(), lr=0.03, momentum=0.9)
trained(torch.randn(2, 3)).sum().backward()
optimizer.step()
torch.save(
    {"epoch": 20, "arch": sys.argv[1], "state_dict": moco, "optimizer": optimizer.state_dict()}, folder + "/moco.pth.tar"
)

# The names under which torchvision published its DenseNets.
old = {re.sub(r"(denselayer\d+\.(?:norm|conv))([12])\.", r"\1.\2.", name): tensor for name, tensor in state.items()}
torch.save(old, folder + "/old-names.pth")
