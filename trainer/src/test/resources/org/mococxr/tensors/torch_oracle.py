"""What PyTorch and torchvision's network argv[1] compute for the tensors in argv[2]; written to argv[3].

Debian: python3-torch, python3-torchvision.
"""
import json
import struct
import sys

import numpy
import torch
import torchvision


def read(path):
    raw = open(path, "rb").read()
    size = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8 : 8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        values = numpy.frombuffer(raw[8 + size + begin : 8 + size + end], dtype="<f4").reshape(entry["shape"])
        tensors[name] = torch.tensor(values.copy())
    return tensors


def write(path, tensors):
    header, data, offset = {}, [], 0
    for name, tensor in tensors.items():
        raw = tensor.detach().contiguous().float().numpy().astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(tensor.shape), "data_offsets": [offset, offset + len(raw)]}
        offset += len(raw)
        data.append(raw)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    with open(path, "wb") as out:
        out.write(struct.pack("<Q", len(text)) + text + b"".join(data))


def build(name, outputs):
    if name == "mobilenet_v2":
        return torchvision.models.mobilenet_v2(num_classes=outputs, dropout=0)
    if name != "mobilenet_v2_relu":
        return getattr(torchvision.models, name)(num_classes=outputs)
    # The ONNX model zoo's layout: an expansion in the first block too, and activations without an upper bound.
    network = torchvision.models.mobilenet_v2(num_classes=outputs, dropout=0)
    expanding = torchvision.models.mobilenetv2.InvertedResidual(32, 16, 1, 2).conv
    expanding[0][0] = torch.nn.Conv2d(32, 32, 1, bias=False)
    expanding[0][1] = torch.nn.BatchNorm2d(32)
    expanding[1][0] = torch.nn.Conv2d(32, 32, 3, padding=1, groups=32, bias=False)
    expanding[1][1] = torch.nn.BatchNorm2d(32)
    expanding[2] = torch.nn.Conv2d(32, 16, 1, bias=False)
    network.features[1].conv = expanding
    for module in list(network.modules()):
        for key, child in module.named_children():
            if isinstance(child, torch.nn.ReLU6):
                setattr(module, key, torch.nn.ReLU(inplace=True))
    return network


torch.set_num_threads(1)
given = read(sys.argv[2])
films = given.pop("films").expand(-1, 3, -1, -1)
targets = given.pop("targets")
network = build(sys.argv[1], targets.shape[1])
missing, unexpected = network.load_state_dict(given, strict=False)
assert not unexpected and all(name.endswith("num_batches_tracked") for name in missing), (missing, unexpected)

results = {}
for mode in ("eval", "train"):
    network.train(mode == "train")
    network.zero_grad()
    logits = network(films)
    torch.nn.functional.binary_cross_entropy_with_logits(logits, targets).backward()
    results[mode + ".logits"] = logits
    for name, parameter in network.named_parameters():
        results[mode + ".gradient." + name] = parameter.grad.clone()
for name, buffer in network.named_buffers():
    if not name.endswith("num_batches_tracked"):
        results["after." + name] = buffer
write(sys.argv[3], results)
