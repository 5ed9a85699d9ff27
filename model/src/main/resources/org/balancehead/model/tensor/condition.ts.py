# Stage functions of the semantic encoders. N images, C channels, H x H pixels.

# Cuts a square out of each image, bilinear, the edge repeated outside. theta [N, 2, 3] maps the square's -1..1 to the
# image's: [N, C, H, H] -> [N, C, side, side].
def cut_square(x: Tensor, theta: Tensor, side: int) -> Tensor:
  grid = torch.affine_grid_generator(theta, [torch.size(x, 0), torch.size(x, 1), side, side], False)
  return torch.grid_sampler(x, grid, 0, 1, False)

# Convolution with TensorFlow's SAME padding, then ReLU6. At stride 2 on even sides a 3x3 kernel is padded after the last
# pixel alone, not on both sides.
def same_conv_relu6(x: Tensor, weight: Tensor, bias: Tensor, stride: int, groups: int) -> Tensor:
  after = torch.floordiv(torch.size(weight, 2), 2)
  if stride == 2:
    before = after - 1
  else:
    before = after
  padded = torch.constant_pad_nd(x, [before, after, before, after], 0)
  if groups == 1:
    y = __torch__.add_bias(__torch__.conv(padded, weight, stride, 0), bias)
  else:
    last = torch.contiguous(padded, memory_format=2)
    y = torch.conv2d(last, torch.contiguous(weight, memory_format=2), bias, [stride, stride], [0, 0], [1, 1], groups)
  return torch.clamp(y, 0., 6.)

# 1x1 convolution and ReLU6, as a matrix product over the channels, which stay last in memory: for 1024 channels of 7x7
# pixels the blocking of libtorch 2.7.1's own 1x1 convolution divides by zero there with two threads. weight [O, C].
def pointwise_relu6(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  y = torch.linear(torch.permute(x, [0, 2, 3, 1]), weight, bias)
  return torch.permute(torch.clamp(y, 0., 6.), [0, 3, 1, 2])

# MobileNet v1 (Howard et al., 2017) without its head: a convolution of stride 2, then for each of `strides` a depthwise
# 3x3 and a pointwise 1x1 one, then the mean over the pixels. w holds weight and bias of each in that order.
# x [N, 3, H, H] -> [N, C].
def mobilenet(x: Tensor, w: List[Tensor], strides: List[int]) -> Tensor:
  y = __torch__.same_conv_relu6(x, w[0], w[1], 2, 1)
  for i in range(torch.len(strides)):
    at = 4 * i + 2
    y = __torch__.same_conv_relu6(y, w[at], w[at + 1], strides[i], torch.size(y, 1))
    y = __torch__.pointwise_relu6(y, w[at + 2], w[at + 3])
  return torch.mean(y, [2, 3], False)

# The face descriptor of RGB pictures of 0..255: blue first and less the training set's mean colour, as the network was
# trained.
def face_descriptor(rgb: Tensor, mean: Tensor, w: List[Tensor], strides: List[int]) -> Tensor:
  bgr = torch.flip(rgb, [1])
  return __torch__.mobilenet(torch.sub(bgr, torch.view(mean, [1, 3, 1, 1])), w, strides)

# Each row over its length: [N, D] -> [N, D].
def unit_rows(x: Tensor) -> Tensor:
  squares = torch.sum(torch.mul(x, x), [1], True)
  return torch.div(x, torch.sqrt(torch.add(squares, 1e-12)))

# Pictures of 0..255 as CLIP's image towers take them: bicubic with antialiasing, whose overshoot is cut off, then
# standardised. rgb [N, 3, H, H] -> [N, 3, side, side]
def clip_pictures(rgb: Tensor, side: int, mean: Tensor, deviation: Tensor) -> Tensor:
  resized = torch.clamp(torch._upsample_bicubic2d_aa(rgb, [side, side], False, None), 0., 255.)
  standard = torch.sub(torch.div(resized, 255.), torch.view(mean, [1, 3, 1, 1]))
  return torch.div(standard, torch.view(deviation, [1, 3, 1, 1]))

# Attention of every token to every one, in heads of 64 numbers. y [N, T, W]; w: weight and bias of the queries, keys,
# values and of the output, from index `at` on. -> [N, T, W]
def clip_attention(y: Tensor, w: List[Tensor], at: int) -> Tensor:
  split = [torch.size(y, 0), torch.size(y, 1), -1, 64]
  q = torch.permute(torch.reshape(torch.linear(y, w[at], w[at + 1]), split), [0, 2, 1, 3])
  k = torch.permute(torch.reshape(torch.linear(y, w[at + 2], w[at + 3]), split), [0, 2, 3, 1])
  v = torch.permute(torch.reshape(torch.linear(y, w[at + 4], w[at + 5]), split), [0, 2, 1, 3])
  share = torch.softmax(torch.mul(torch.matmul(q, k), 0.125), -1)
  joined = torch.flatten(torch.permute(torch.matmul(share, v), [0, 2, 1, 3]), 2)
  return torch.linear(joined, w[at + 6], w[at + 7])

# The image tower of CLIP (Radford et al., ICML 2021), a ViT that is normalised before each layer's halves. w: class
# token, patch embedding, position embedding, norm before; 16 a layer: norm, attention (8), norm, two linear maps with
# the quick GELU between; norm after. x [N, 3, S, S] -> the class token [N, W].
def clip_tower(x: Tensor, w: List[Tensor]) -> Tensor:
  n = torch.size(x, 0)
  p = torch.size(w[1], 2)
  g = torch.floordiv(torch.size(x, 2), p)
  width = [torch.size(w[0], 0)]
  cut = torch.permute(torch.reshape(x, [n, 3, g, p, g, p]), [0, 2, 4, 1, 3, 5])
  patches = torch.linear(torch.reshape(cut, [n, g * g, 3 * p * p]), torch.flatten(w[1], 1))
  first = torch.expand(torch.view(w[0], [1, 1, -1]), [n, 1, torch.size(w[0], 0)])
  y = torch.layer_norm(torch.add(torch.cat([first, patches], 1), w[2]), width, w[3], w[4], 1e-5, False)
  for i in range(torch.floordiv(torch.len(w) - 7, 16)):
    at = 5 + 16 * i
    seen = torch.layer_norm(y, width, w[at], w[at + 1], 1e-5, False)
    y = torch.add(y, __torch__.clip_attention(seen, w, at + 2))
    hidden = torch.linear(torch.layer_norm(y, width, w[at + 10], w[at + 11], 1e-5, False), w[at + 12], w[at + 13])
    gelu = torch.mul(hidden, torch.sigmoid(torch.mul(hidden, 1.702)))
    y = torch.add(y, torch.linear(gelu, w[at + 14], w[at + 15]))
  last = torch.len(w) - 2
  return torch.layer_norm(torch.select(y, 1, 0), width, w[last], w[last + 1], 1e-5, False)

# Half a residual block: a 3x3 convolution with equalised learning rate beside the identity.
def residual_conv(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
  fan = float(torch.size(weight, 1) * 9)
  y = __torch__.lrelu(__torch__.add_bias(__torch__.conv(x, torch.mul(weight, fan ** -0.5), 1, 1), bias))
  return torch.mul(torch.add(x, y), 0.7071067811865476)

# The head descriptor: 3x3 convolutions, of stride 2 where the channels grow, and a linear map of all that they leave.
# w holds weight and bias of each. rgb [N, 3, 128, 128], 0..1 on white -> [N, D], each row of length sqrt D
def head_descriptor(rgb: Tensor, w: List[Tensor]) -> Tensor:
  y = torch.sub(torch.mul(rgb, 2.), 1.)
  last = torch.floordiv(torch.len(w), 2) - 1
  for i in range(last):
    if torch.size(w[2 * i], 0) == torch.size(w[2 * i], 1):
      y = __torch__.residual_conv(y, w[2 * i], w[2 * i + 1])
    else:
      y = __torch__.strided_conv(y, w[2 * i], w[2 * i + 1], False)
  feature = __torch__.fully_connected(torch.flatten(y, 1), w[2 * last], w[2 * last + 1], 1.)
  return torch.mul(__torch__.unit_rows(feature), float(torch.size(feature, 1)) ** 0.5)

# How far told traits are off. told [2N, A + K]: of two pictures of each of N heads; amounts, weights [N, A]; places
# [N, K]: a 1 in each kind's places, which end at `ends`. -> weighted mean square of the amounts, mean cross-entropy of
# the kinds
def trait_losses(told: Tensor, amounts: Tensor, weights: Tensor, places: Tensor, ends: List[int]) -> List[Tensor]:
  a = torch.size(amounts, 1)
  off = torch.sub(torch.slice(told, 1, 0, a), torch.repeat(amounts, [2, 1]))
  square = torch.mul(torch.mul(off, off), torch.repeat(weights, [2, 1]))
  missed = torch.div(torch.sum(square), float(torch.size(told, 0)))
  own = torch.repeat(places, [2, 1])
  begin = 0
  entropy = torch.zeros_like(missed)
  for i in range(torch.len(ends)):
    chances = torch.log_softmax(torch.slice(told, 1, a + begin, a + ends[i]), 1)
    entropy = torch.sub(entropy, torch.sum(torch.mul(chances, torch.slice(own, 1, begin, ends[i]))))
    begin = ends[i]
  return [missed, torch.div(entropy, float(torch.size(told, 0) * torch.len(ends)))]

# Two pictures of one head against those of others: the cross-entropy of finding a head's other picture among all, both
# ways (InfoNCE, van den Oord et al., 2018). a, b [N, D], row i of both of one head.
def agreement_loss(a: Tensor, b: Tensor, temperature: float) -> Tensor:
  cosines = torch.matmul(__torch__.unit_rows(a), torch.t(__torch__.unit_rows(b)))
  scores = torch.div(cosines, temperature)
  rows = torch.mean(torch.diagonal(torch.log_softmax(scores, 1)))
  columns = torch.mean(torch.diagonal(torch.log_softmax(scores, 0)))
  return torch.neg(torch.div(torch.add(rows, columns), 2.))
