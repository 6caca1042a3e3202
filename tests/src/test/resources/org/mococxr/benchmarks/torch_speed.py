"""The steps of TrainingSpeedBenchmark in Python PyTorch: network task side batch threads steps -> milliseconds of CPU and wall per step."""
import copy
import sys
import time

import torch
import torch.nn.functional as F
import torchvision

network, task, side, batch, threads, steps = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:7])
torch.set_num_threads(threads)
torch.manual_seed(1)
backbone = getattr(torchvision.models, network)(weights=None)
if network == "densenet121":
    width, backbone.classifier = 1024, torch.nn.Identity()
else:
    width, backbone.fc = 512, torch.nn.Identity()
moco = task == "moco"
head = (
    torch.nn.Sequential(torch.nn.Linear(width, width), torch.nn.ReLU(), torch.nn.Linear(width, 128))
    if moco
    else torch.nn.Linear(width, 2)
)
query = torch.nn.Sequential(backbone, head)
key = copy.deepcopy(query)
for parameter in key.parameters():
    parameter.requires_grad = False
optimizer = torch.optim.SGD(query.parameters(), lr=0.001, momentum=0.9, weight_decay=1e-4)
films = torch.randint(0, 256, (2, batch, 1, side, side), dtype=torch.uint8)
queue = F.normalize(torch.randn(4096, 128), dim=1)
targets = (torch.arange(batch * 2).reshape(batch, 2) % 2).float()
first = torch.zeros(batch, dtype=torch.long)


def views(which):
    return ((films[which].float() / 255 - 0.5) / 0.25).expand(-1, 3, -1, -1)


cpu, wall = [], []
for step in range(steps):
    cpu_start, wall_start = time.process_time(), time.perf_counter()
    if moco:
        with torch.no_grad():
            for k, q in zip(key.parameters(), query.parameters()):
                k.mul_(0.99).add_(q, alpha=0.01)
            keys = F.normalize(key(views(1)), dim=1)
        queries = F.normalize(query(views(0)), dim=1)
        logits = torch.cat([(queries * keys).sum(1, keepdim=True), queries @ queue.clone().t()], 1) / 0.2
        loss = F.cross_entropy(logits, first)
    else:
        loss = F.binary_cross_entropy_with_logits(query(views(0)), targets)
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
    if moco:
        at = step * batch % 4096
        queue[at : at + batch] = keys
    cpu.append(time.process_time() - cpu_start)
    wall.append(time.perf_counter() - wall_start)


def middle(values):
    kept = sorted(values[2:])
    return 1000 * kept[len(kept) // 2]


print("%.2f %.2f" % (middle(cpu), middle(wall)))
