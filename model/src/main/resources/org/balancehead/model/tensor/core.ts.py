# Functions that every network shares. TorchScript in its serialised dialect: types are spelled out,
# torch.len, annotate and unchecked_cast as below, `_0 = torch.foo_(...)` for calls in place.

# Gradients of the sum of scalars; zeros where an input does not matter.
def grad(outs: List[Tensor], ins: List[Tensor], create: bool) -> List[Tensor]:
  return __torch__.present(torch.grad(outs, ins, None, create, create, True), ins)

# Gradients of the sum of outputs of any shape, each times its weights; zeros where an input does not matter.
def weighted_grad(outs: List[Tensor], weights: List[Tensor], ins: List[Tensor]) -> List[Tensor]:
  given = annotate(List[Optional[Tensor]], [])
  for i in range(torch.len(weights)):
    _0 = torch.append(given, weights[i])
  return __torch__.present(torch.grad(outs, ins, given, None, False, True), ins)

# What was found, or zeros like the input.
def present(found: List[Optional[Tensor]], ins: List[Tensor]) -> List[Tensor]:
  res = annotate(List[Tensor], [])
  for i in range(torch.len(found)):
    g = found[i]
    if torch.__isnot__(g, None):
      _0 = torch.append(res, unchecked_cast(Tensor, g))
    else:
      _1 = torch.append(res, torch.zeros_like(ins[i]))
  return res

def scaled(x: Tensor, factor: float) -> Tensor:
  return torch.mul(x, factor)

def scaled_shifted(x: Tensor, factor: float, term: float) -> Tensor:
  return torch.add(torch.mul(x, factor), term)

def at_least(x: Tensor, bound: float) -> Tensor:
  return torch.clamp_min(x, bound)

# The pixels of a picture [1, 3, H, W] of 0..1, what lies outside clipped: [H * W * 3] of 0..255, then 1 if all numbers are
# finite, else 0. One that is not makes their sum such a one, too.
def pixel_bytes(x: Tensor) -> Tensor:
  levels = torch.clamp(torch.add(torch.mul(torch.squeeze(x, 0), 255.), 0.5), 0, 255)
  pixels = torch.to(torch.permute(levels, [1, 2, 0]), 0)
  finite = torch.to(torch.isfinite(torch.sum(x, dtype=6)), 0)
  return torch.cat([torch.flatten(pixels), torch.unsqueeze(finite, 0)])

# 1 if all numbers of some arrays are finite, else 0.
def all_finite(xs: List[Tensor]) -> Tensor:
  sums = annotate(List[Tensor], [])
  for i in range(torch.len(xs)):
    _0 = torch.append(sums, torch.sum(xs[i], dtype=6))
  return torch.to(torch.isfinite(torch.sum(torch.stack(sums))), 6)

def detach_copy(x: Tensor) -> Tensor:
  return torch.clone(torch.detach(x), memory_format=0)

# One Adam step in place on parameters of one learning rate, in one pass over their numbers; run without autograd.
def adam(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], lr: float, b1: float, b2: float, eps: float, t: int) -> bool:
  rows = annotate(List[Tensor], [])
  steps = annotate(List[Tensor], [])
  for i in range(torch.len(p)):
    _0 = torch.append(rows, torch.contiguous(g[i]))
    _1 = torch.append(steps, torch.full([], float(t), dtype=6, device=ops.prim.device(p[i])))
  torch._fused_adam_(p, rows, m, v, annotate(List[Tensor], []), steps, lr=lr, beta1=b1, beta2=b2, weight_decay=0., eps=eps, amsgrad=False, maximize=False)
  return True

# Moving average in place: average += (1 - decay) (parameter - average); run without autograd.
def moving_average(average: List[Tensor], p: List[Tensor], decay: float) -> bool:
  for i in range(torch.len(p)):
    _0 = torch.lerp_(average[i], torch.detach(p[i]), 1.0 - decay)
  return True

# Leaky ReLU of slope 0.2 and gain sqrt 2 (StyleGAN2).
def lrelu(x: Tensor) -> Tensor:
  return torch.mul(torch.leaky_relu(x, 0.2), 1.4142135623730951)

# Fully connected layer with equalised learning rate (StyleGAN): x [N, I], weight [O, I], bias [O] -> [N, O].
def fully_connected(x: Tensor, weight: Tensor, bias: Tensor, rate: float) -> Tensor:
  gain = rate * float(torch.size(weight, 1)) ** -0.5
  return torch.addmm(torch.mul(bias, rate), x, torch.t(weight), alpha=gain)

# Convolutions. All of them stand here, and the arrays are laid out channels last: channels first, oneDNN 3.7 copies them
# into blocks of 16 channels and leaves the rest of the last block undefined, so that results are wrong, or not numbers,
# where the channels are no multiple of 16 (seen on an AMD EPYC with AVX-512).

# Square padding and stride: x [N, I, h, w], weight [O, I, k, k] -> [N, O, .., ..].
def conv(x: Tensor, weight: Tensor, stride: int, padding: int) -> Tensor:
  return __torch__.conv_biased(x, weight, None, stride, padding)

# The same with a bias [O]. The engine asks NNPACK first about single small pictures and about single pixels, and NNPACK
# complains on every processor that it does not know; so the former go straight to the kernel that comes next, and the
# latter are one matrix product.
def conv_biased(x: Tensor, weight: Tensor, bias: Optional[Tensor], stride: int, padding: int) -> Tensor:
  step = [stride, stride]
  border = [padding, padding]
  small = torch.size(x, 0) == 1 and torch.numel(x) <= 20480
  if torch.size(weight, 2) == 1 and stride == 1 and padding == 0:
    y = torch.permute(torch.linear(torch.permute(x, [0, 2, 3, 1]), torch.flatten(weight, 1), bias), [0, 3, 1, 2])
  else:
    if small and not ops.prim.is_cuda(x):
      size = [torch.size(weight, 2), torch.size(weight, 3)]
      y = torch.thnn_conv2d(torch.contiguous(x), weight, size, bias, step, border)
    else:
      last = torch.contiguous(x, memory_format=2)
      y = torch.conv2d(last, torch.contiguous(weight, memory_format=2), bias, step, border)
  return y

# Any numbers in half precision.
def bfloat16(x: Tensor) -> Tensor:
  return torch.to(x, 15)

# Numbers in single precision.
def single(x: Tensor) -> Tensor:
  return torch.to(x, 6)

# A convolution with bias in bfloat16. -> bfloat16
def conv_half(x: Tensor, weight: Tensor, bias: Tensor, stride: int, padding: int) -> Tensor:
  last = torch.contiguous(torch.to(x, 15), memory_format=2)
  kernels = torch.contiguous(torch.to(weight, 15), memory_format=2)
  return torch.conv2d(last, kernels, torch.to(bias, 15), [stride, stride], [padding, padding])

# A convolution with bias and leaky ReLU of slope 0.2; in bfloat16, and giving such, where `half` says so.
def conv_lrelu(x: Tensor, weight: Tensor, bias: Tensor, stride: int, half: bool) -> Tensor:
  if half:
    y = __torch__.conv_half(x, weight, bias, stride, 1)
  else:
    y = __torch__.conv_biased(x, weight, bias, stride, 1)
  return torch.leaky_relu_(y, 0.2)

# The transpose of a convolution of stride 2, unpadded: x [N, I, H, H], weight [O, I, 3, 3] -> [N, O, 2H+1, 2H+1].
def conv_up(x: Tensor, weight: Tensor) -> Tensor:
  last = torch.contiguous(x, memory_format=2)
  return torch.conv_transpose2d(last, torch.contiguous(torch.transpose(weight, 0, 1), memory_format=2), None, [2, 2])

# One kernel [k, k] for every channel.
def conv_each(x: Tensor, kernel: Tensor, stride: int, padding: int) -> Tensor:
  channels = torch.size(x, 1)
  each = torch.expand(kernel, [channels, 1, torch.size(kernel, 0), torch.size(kernel, 1)])
  last = torch.contiguous(x, memory_format=2)
  return torch.conv2d(last, each, None, [stride, stride], [padding, padding], [1, 1], channels)

# Several kernels [K, 1, k, k] for every channel, unpadded: x [N, C, h, w] -> [N, C * K, h - k + 1, w - k + 1]. Each channel is
# a picture of its own: with a group for each channel and four kernels, oneDNN 3.7 gives wrong numbers, channels last, too, and
# takes six times as long (seen on an AMD EPYC with AVX-512); a product of matrices asks nothing of oneDNN.
def conv_kernels(x: Tensor, kernels: Tensor) -> Tensor:
  beyond = torch.size(kernels, 2) - 1
  height = torch.size(x, 2)
  width = torch.size(x, 3)
  pictures = torch.reshape(x, [-1, 1, height, width])
  if ops.prim.is_cuda(x):
    y = torch.conv2d(pictures, kernels, None, [1, 1])
  else:
    size = [beyond + 1, beyond + 1]
    y = torch.thnn_conv2d(torch.contiguous(pictures), kernels, size, None, [1, 1], [0, 0])
  return torch.reshape(y, [torch.size(x, 0), -1, height - beyond, width - beyond])

# The first number of an array. -> []
def first_number(x: Tensor) -> Tensor:
  return torch.to(torch.select(torch.flatten(x), 0, 0), 6)
