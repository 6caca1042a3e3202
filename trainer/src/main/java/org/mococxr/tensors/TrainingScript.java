package org.mococxr.tensors;

import org.mococxr.network.Network;

/**
 * The whole TorchScript text of a run: the backbone's two methods and the arithmetic around them. Scalars come as 0-dimensional
 * tensors on the CPU, so that reading them never waits for a GPU; types are libtorch's numbers (4 int64, 6 float32, 15 bfloat16).
 */
final class TrainingScript {
    private static final String AROUND_THE_NETWORK = """
  def prepare_grey8(self: __torch__.Script, x: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    return (self).prepare_grey(torch.div(torch.to(x, 6), 255.), mean, std)
  def prepare_grey(self: __torch__.Script, x: Tensor, mean: Tensor, std: Tensor) -> Tensor:
    return torch.div(torch.sub(x, torch.item(mean)), torch.item(std))
  def bfloat16(self: __torch__.Script, x: Tensor) -> Tensor:
    return torch.contiguous(torch.to(x, 15), memory_format=2)
  def float32(self: __torch__.Script, x: Tensor) -> Tensor:
    return torch.to(x, 6)
  def pool(self: __torch__.Script, f: Tensor) -> Tensor:
    return torch.contiguous(torch.mean(f, [2, 3]))
  def linear(self: __torch__.Script, e: Tensor, P: List[Tensor]) -> Tensor:
    return torch.linear(e, P[0], P[1])
  def activation_map(self: __torch__.Script, f: Tensor, P: List[Tensor]) -> Tensor:
    return torch.contiguous(torch.conv2d(f, torch.unsqueeze(torch.unsqueeze(P[0], 2), 3), None, [1, 1], [0, 0], [1, 1], 1))
  def project(self: __torch__.Script, e: Tensor, P: List[Tensor]) -> Tensor:
    y = torch.linear(torch.relu(torch.linear(e, P[0], P[1])), P[2], P[3])
    return torch.div(y, torch.clamp_min(torch.norm(y, 2, [1], True), 1e-12))
  def rows(self: __torch__.Script, x: Tensor, order: Tensor) -> Tensor:
    return torch.index_select(x, 0, order)
  def part(self: __torch__.Script, x: Tensor, begin: Tensor, end: Tensor) -> Tensor:
    return torch.slice(x, 0, int(torch.item(begin)), int(torch.item(end)), 1)
  def join(self: __torch__.Script, parts: List[Tensor]) -> Tensor:
    return torch.cat(parts, 0)
  def info_nce(self: __torch__.Script, q: Tensor, k: Tensor, queue: Tensor, q_patients: Tensor, queue_patients: Tensor, temperature: Tensor) -> List[Tensor]:
    positive = torch.sum(torch.mul(q, k), [1], True)
    negative = torch.matmul(q, torch.t(queue))
    same = torch.eq(torch.unsqueeze(q_patients, 1), torch.unsqueeze(queue_patients, 0))
    negative = torch.masked_fill(negative, same, -1000000000.)
    logits = torch.div(torch.cat([positive, negative], 1), torch.item(temperature))
    loss = torch.cross_entropy_loss(logits, torch.zeros([torch.size(q, 0)], dtype=4, device=ops.prim.device(q)))
    hardest = torch.amax(negative, [1], True)
    found = torch.mean(torch.to(torch.gt(positive, hardest), 6))
    return [loss, torch.detach(torch.stack([loss, torch.mean(positive), torch.mean(hardest), found]))]
  def average(self: __torch__.Script, parts: List[Tensor]) -> Tensor:
    return torch.mean(torch.stack(parts))
  def enqueue(self: __torch__.Script, queue: Tensor, queue_patients: Tensor, keys: Tensor, patients: Tensor, at: Tensor) -> Tensor:
    begin = int(torch.item(at))
    end = torch.add(begin, torch.size(keys, 0))
    kept = torch.copy_(torch.slice(queue, 0, begin, end, 1), keys)
    return torch.copy_(torch.slice(queue_patients, 0, begin, end, 1), patients)
  def overwrite(self: __torch__.Script, x: Tensor, values: Tensor) -> Tensor:
    return torch.copy_(x, values)
  def follow(self: __torch__.Script, k: List[Tensor], q: List[Tensor], share: Tensor) -> Tensor:
    torch._foreach_lerp_(k, q, torch.item(share))
    return share
  def masked_bce(self: __torch__.Script, logits: Tensor, targets: Tensor, weights: Tensor, positive_weights: Tensor) -> Tensor:
    each = torch.binary_cross_entropy_with_logits(logits, targets, None, positive_weights, 0)
    return torch.div(torch.sum(torch.mul(each, weights)), torch.clamp_min(torch.sum(weights), 1e-12))
  def sigmoid(self: __torch__.Script, logits: Tensor) -> Tensor:
    return torch.sigmoid(logits)
  def sgd(self: __torch__.Script, p: List[Tensor], momenta: List[Tensor], g: List[Tensor], lr: Tensor, momentum: Tensor, decay: Tensor) -> Tensor:
    torch._fused_sgd_(p, g, momenta, weight_decay=float(torch.item(decay)), momentum=float(torch.item(momentum)), lr=float(torch.item(lr)), dampening=0., nesterov=False, maximize=False, is_first_step=False)
    torch._foreach_zero_(g)
    return lr
  def adam(self: __torch__.Script, p: List[Tensor], means: List[Tensor], squares: List[Tensor], steps: List[Tensor], g: List[Tensor], lr: Tensor, decay: Tensor) -> Tensor:
    unused = annotate(List[Tensor], [])
    torch._foreach_add_(steps, 1)
    torch._fused_adam_(p, g, means, squares, unused, steps, lr=float(torch.item(lr)), beta1=0.9, beta2=0.999, weight_decay=float(torch.item(decay)), eps=1e-08, amsgrad=False, maximize=False)
    torch._foreach_zero_(g)
    return lr
""";

    private TrainingScript() {}

    static String of(Network network) {
        return """
                class %s(Module):
                  __parameters__ = []
                  __buffers__ = []
                  training : bool
                """.formatted(ScriptArchive.CLASS) + NetworkScript.of(network) + AROUND_THE_NETWORK;
    }
}
