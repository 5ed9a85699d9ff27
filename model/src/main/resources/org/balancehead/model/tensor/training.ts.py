# Stage functions of adversarial training. N images, C channels, H x H pixels.

# The mean of softplus(gain * x), a scalar: what logits cost.
def mean_softplus(x: Tensor, gain: float) -> Tensor:
  return torch.mean(torch.softplus(torch.mul(x, gain)))

# Half the mean over images of the sum of squares, a scalar: [N, ...] each.
def half_square_norm(parts: List[Tensor]) -> Tensor:
  sums = annotate(List[Tensor], [])
  for i in range(torch.len(parts)):
    _0 = torch.append(sums, torch.sum(torch.square(parts[i])))
  return torch.div(torch.sum(torch.stack(sums)), 2. * float(torch.size(parts[0], 0)))

# Blurs with a Gaussian of `sigma` pixels, cut at `radius`, the border repeated; taps are powers of 2, not of e:
# [N, C, H, H] -> the same.
def blur(x: Tensor, sigma: float, radius: int) -> Tensor:
  at = torch.arange(-radius, radius + 1, dtype=ops.prim.dtype(x), device=ops.prim.device(x))
  taps = torch.exp2(torch.neg(torch.square(torch.div(at, sigma))))
  kernel = torch.div(taps, torch.sum(taps))
  channels = torch.size(x, 1)
  padded = torch.replication_pad2d(x, [radius, radius, radius, radius])
  down = torch.expand(torch.reshape(kernel, [1, 1, -1, 1]), [channels, 1, 2 * radius + 1, 1])
  across = torch.expand(torch.reshape(kernel, [1, 1, 1, -1]), [channels, 1, 1, 2 * radius + 1])
  y = torch.conv2d(torch.contiguous(padded, memory_format=2), down, None, [1, 1], [0, 0], [1, 1], channels)
  return torch.conv2d(torch.contiguous(y, memory_format=2), across, None, [1, 1], [0, 0], [1, 1], channels)
