# Stage functions of super-resolution without gradients, for one head whose style is known: modulated weights are made
# once a head. I and O channels, H x W pixels.

# The weight [O, I, k, k] of a modulated convolution for one w [1, W], its style times `gain`. Demodulated, it also has the
# gain of leaky ReLU, which scales with its input. `half` makes it bfloat16.
def styled_weight(weight: Tensor, w: Tensor, affine_weight: Tensor, affine_bias: Tensor, demodulate: bool, gain: float, half: bool) -> Tensor:
  style = torch.mul(__torch__.fully_connected(w, affine_weight, affine_bias, 1.), gain)
  styled = torch.mul(weight, torch.view(style, [1, -1, 1, 1]))
  if demodulate:
    energy = torch.add(torch.sum(torch.square(styled), [1, 2, 3], True), 1.e-8)
    styled = torch.mul(styled, torch.mul(torch.rsqrt(energy), 1.4142135623730951))
  return __torch__.as_precise(styled, half)

# A bias, times the gain of leaky ReLU where one follows.
def styled_bias(bias: Tensor, gain: float, half: bool) -> Tensor:
  return __torch__.as_precise(torch.mul(bias, gain), half)

def as_precise(x: Tensor, half: bool) -> Tensor:
  if half:
    y = torch.to(x, 15)
  else:
    y = x
  return y

# Bias, leaky ReLU and bound of a layer, in place: x [1, O, H, W].
def settle(x: Tensor, bias: Tensor, clamp: float) -> Tensor:
  y = torch.leaky_relu_(torch.add_(x, torch.view(bias, [1, -1, 1, 1])), 0.2)
  if clamp > 0.:
    y = torch.clamp_(y, -clamp, clamp)
  return y

# A block of two layers and a projection: features [1, I, H, W], image [1, 3, H, W]; layers are weights and biases in turn
# -> features in the weights' precision and image in its own, enlarged by 2 or not.
def enlarging_block(x: Tensor, image: Tensor, layers: List[Tensor], up: bool, clamp: float) -> List[Tensor]:
  given = torch.to(x, ops.prim.dtype(layers[0]))
  if up:
    first = __torch__.binomial(__torch__.conv_up(given, layers[0]), 4., 1, 1)
    under = __torch__.upsample(image)
  else:
    first = __torch__.conv(given, layers[0], 1, 1)
    under = image
  h = __torch__.settle(first, layers[1], clamp)
  y = __torch__.settle(__torch__.conv(h, layers[2], 1, 1), layers[3], clamp)
  rgb = __torch__.bound(__torch__.add_bias(__torch__.conv(y, layers[4], 1, 0), layers[5]), clamp)
  return [y, torch.add(under, torch.to(rgb, ops.prim.dtype(image)))]

# Rows and columns that a mask [1, 1, h, h] covers, with `margin` about them: first row, last row + 1, first column, last
# column + 1; none is [0, 0, 0, 0].
def covered(mask: Tensor, least: float, margin: int) -> Tensor:
  seen = torch.gt(torch.squeeze(torch.squeeze(mask, 0), 0), least)
  side = torch.size(mask, 3)
  rows = torch.squeeze(torch.nonzero(torch.any(seen, 1)), 1)
  columns = torch.squeeze(torch.nonzero(torch.any(seen, 0)), 1)
  if torch.gt(torch.size(rows, 0), 0):
    first = torch.stack([torch.min(rows), torch.min(columns)])
    last = torch.add(torch.stack([torch.max(rows), torch.max(columns)]), 1)
    box = torch.stack([torch.clamp_min(torch.sub(first, margin), 0), torch.clamp_max(torch.add(last, margin), side)])
    found = torch.flatten(torch.t(box))
  else:
    found = torch.zeros([4], dtype=4, device=ops.prim.device(mask))
  return found

# A window of pictures [1, C, h, h].
def window(x: Tensor, top: int, bottom: int, left: int, right: int) -> Tensor:
  return torch.slice(torch.slice(x, 2, top, bottom), 3, left, right)

# A picture [1, 3, H, H] of white, with a window's picture in its place, whose first pixel is (top, left).
def in_place(window: Tensor, side: int, top: int, left: int) -> Tensor:
  picture = torch.ones([1, 3, side, side], dtype=ops.prim.dtype(window), device=ops.prim.device(window))
  rows = torch.slice(picture, 2, top, top + torch.size(window, 2))
  _0 = torch.copy_(torch.slice(rows, 3, left, left + torch.size(window, 3)), window)
  return picture
