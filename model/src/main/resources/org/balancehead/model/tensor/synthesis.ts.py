# Stage functions of the synthesis networks (StyleGAN2, Karras et al., CVPR 2020). N images, W entries of w,
# I and O channels in and out, H x H pixels.

# Divides by the root of the mean square over the features: [N, F] -> [N, F].
def normalise_second_moment(x: Tensor) -> Tensor:
  return torch.mul(x, torch.rsqrt(torch.add(torch.mean(torch.square(x), [1], True), 1.e-8)))

# The w of one layer: [N, L, W] -> [N, W]; -1 is the last layer.
def style_of(ws: Tensor, layer: int) -> Tensor:
  return torch.select(ws, 1, layer)

# One w for each of `count` layers, the first `cutoff` drawn towards the average: [N, W] -> [N, count, W].
def repeat_style(w: Tensor, average: Tensor, psi: float, cutoff: int, count: int) -> Tensor:
  drawn = torch.lerp(torch.expand_as(average, w), w, psi)
  first = torch.repeat(torch.unsqueeze(drawn, 1), [1, cutoff, 1])
  return torch.cat([first, torch.repeat(torch.unsqueeze(w, 1), [1, count - cutoff, 1])], 1)

# The learned constant that synthesis begins with, once per image: [C, H, H] -> [N, C, H, H].
def begin_synthesis(constant: Tensor, w: Tensor) -> Tensor:
  return torch.repeat(torch.unsqueeze(constant, 0), [torch.size(w, 0), 1, 1, 1])

# The binomial filter [1, 3, 3, 1] of both directions: [N, C, H, H] -> [N, C, H', H'].
def binomial(x: Tensor, gain: float, stride: int, padding: int) -> Tensor:
  taps = torch.tensor([1., 3., 3., 1.], dtype=ops.prim.dtype(x), device=ops.prim.device(x))
  return __torch__.conv_each(x, torch.mul(torch.outer(taps, taps), gain / 64.), stride, padding)

# The same filter of gain 1 by sums of shifted copies. A convolution with a kernel for every channel is faster, but its
# second derivative takes the channels one by one: thousands of launches on a GPU.
def shifted_binomial(x: Tensor, stride: int, padding: int) -> Tensor:
  padded = torch.constant_pad_nd(x, [padding, padding, padding, padding], 0)
  return __torch__.shifted_taps(__torch__.shifted_taps(padded, 2, stride), 3, stride)

# The taps [1, 3, 3, 1] / 8 along one dimension.
def shifted_taps(x: Tensor, dimension: int, stride: int) -> Tensor:
  end = torch.size(x, dimension) - 3
  outer = torch.add(torch.slice(x, dimension, 0, end, stride), torch.slice(x, dimension, 3, end + 3, stride))
  inner = torch.add(torch.slice(x, dimension, 1, end + 1, stride), torch.slice(x, dimension, 2, end + 2, stride))
  return torch.mul(torch.add(outer, inner, alpha=3), 0.125)

# Enlarges an image by 2 with the same filter. Between samples that is bilinear interpolation; beyond the border
# stand zeros: [N, C, h, w] -> [N, C, 2h, 2w].
def upsample(x: Tensor) -> Tensor:
  height = 2 * torch.size(x, 2)
  width = 2 * torch.size(x, 3)
  wide = torch.upsample_bilinear2d(torch.constant_pad_nd(x, [1, 1, 1, 1], 0), [height + 4, width + 4], False)
  return torch.slice(torch.slice(wide, 2, 2, height + 2), 3, 2, width + 2)

# Convolution whose weight is scaled per image and input channel by a style, then (demodulate) to unit norm per output
# channel. The scales are applied to the activations, so that one shared weight serves the batch. `up` enlarges by 2.
# x [N, I, H, H], weight [O, I, k, k], style [N, I] -> [N, O, H, H] or [N, O, 2H, 2H].
def modulated_conv(x: Tensor, weight: Tensor, style: Tensor, up: bool, demodulate: bool) -> Tensor:
  scaled = torch.mul(x, torch.unsqueeze(torch.unsqueeze(style, -1), -1))
  if up:
    y = __torch__.binomial(__torch__.conv_up(scaled, weight), 4., 1, 1)
  else:
    y = __torch__.conv(scaled, weight, 1, torch.floordiv(torch.size(weight, 2), 2))
  if demodulate:
    energy = torch.matmul(torch.square(style), torch.t(torch.sum(torch.square(weight), [2, 3])))
    y = torch.mul(y, torch.unsqueeze(torch.unsqueeze(torch.rsqrt(torch.add(energy, 1.e-8)), -1), -1))
  return y

def add_bias(x: Tensor, bias: Tensor) -> Tensor:
  return torch.add(x, torch.view(bias, [1, -1, 1, 1]))

# Holds values within +-clamp; 0 stands for no bound.
def bound(x: Tensor, clamp: float) -> Tensor:
  if clamp > 0.:
    y = torch.clamp(x, -clamp, clamp)
  else:
    y = x
  return y

# A styled 3x3 layer: modulated convolution, noise, bias, leaky ReLU. w [N, W], noise [H, H], strength [].
def synthesis_layer(x: Tensor, w: Tensor, affine_weight: Tensor, affine_bias: Tensor, weight: Tensor, bias: Tensor, noise: Tensor, strength: Tensor, noisy: bool, up: bool, clamp: float) -> Tensor:
  style = __torch__.fully_connected(w, affine_weight, affine_bias, 1.)
  y = __torch__.modulated_conv(x, weight, style, up, True)
  if noisy:
    y = torch.add(y, torch.mul(noise, strength))
  return __torch__.bound(__torch__.lrelu(__torch__.add_bias(y, bias)), clamp)

# A styled 1x1 projection to image channels, without demodulation.
def to_rgb(x: Tensor, w: Tensor, affine_weight: Tensor, affine_bias: Tensor, weight: Tensor, bias: Tensor, clamp: float) -> Tensor:
  gain = float(torch.size(weight, 1)) ** -0.5
  style = torch.mul(__torch__.fully_connected(w, affine_weight, affine_bias, 1.), gain)
  return __torch__.bound(__torch__.add_bias(__torch__.modulated_conv(x, weight, style, False, False), bias), clamp)

# Bilinear resize, with a wider filter where it shrinks if antialias: [N, C, h, w] -> [N, C, side, side].
def resize(x: Tensor, side: int, antialias: bool) -> Tensor:
  if antialias:
    y = torch._upsample_bilinear2d_aa(x, [side, side], False)
  else:
    y = torch.upsample_bilinear2d(x, [side, side], False)
  return y
