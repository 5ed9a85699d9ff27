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
