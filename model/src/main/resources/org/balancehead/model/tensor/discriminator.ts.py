# Stage functions of the discriminators (StyleGAN2, Karras et al., CVPR 2020; dual inputs of EG3D, CVPR 2022). N images,
# I and O channels in and out, H x H pixels. All of them can be differentiated twice (R1).

# The binomial filter of gain 1, so that R1 does not take long: [N, C, H, H] -> [N, C, H', H'].
def smoothed(x: Tensor, stride: int, padding: int) -> Tensor:
  if ops.prim.is_cuda(x):
    y = __torch__.shifted_binomial(x, stride, padding)
  else:
    y = __torch__.binomial(x, 1., stride, padding)
  return y

# A convolution with equalised learning rate: x [N, I, H, H], weight [O, I, k, k] -> [N, O, H, H], or half as large where
# `down` first filters and then takes every second pixel.
def equalised_conv2d(x: Tensor, weight: Tensor, down: bool) -> Tensor:
  k = torch.size(weight, 2)
  w = torch.mul(weight, float(torch.size(weight, 1) * k * k) ** -0.5)
  if down:
    if k == 1:
      y = __torch__.conv(__torch__.smoothed(x, 2, 1), w, 1, 0)
    else:
      y = __torch__.conv(__torch__.smoothed(x, 1, 2), w, 2, 0)
  else:
    y = __torch__.conv(x, w, 1, torch.floordiv(k, 2))
  return y

# The same, then bias, leaky ReLU, gain, and a bound of +-clamp times the gain (0: none).
def discriminator_layer(x: Tensor, weight: Tensor, bias: Tensor, down: bool, gain: float, clamp: float) -> Tensor:
  y = __torch__.lrelu(__torch__.add_bias(__torch__.equalised_conv2d(x, weight, down), bias))
  return __torch__.bound(torch.mul(y, gain), clamp * gain)

# A residual block that halves the picture; both ways have gain sqrt 1/2, the linear one has no bound.
def residual_block(x: Tensor, skip: Tensor, weight0: Tensor, bias0: Tensor, weight1: Tensor, bias1: Tensor, clamp: float) -> Tensor:
  straight = torch.mul(__torch__.equalised_conv2d(x, skip, True), 0.7071067811865476)
  h = __torch__.discriminator_layer(x, weight0, bias0, False, 1., clamp)
  return torch.add(straight, __torch__.discriminator_layer(h, weight1, bias1, True, 0.7071067811865476, clamp))

# Appends a channel that says how much the images of a group differ (Karras et al., ICLR 2018, section 3); image n belongs
# to group n mod (N / group): [N, C, H, H] -> [N, C + 1, H, H].
def minibatch_deviation(x: Tensor, group: int) -> Tensor:
  n = torch.size(x, 0)
  groups = torch.floordiv(n, group)
  side = torch.size(x, 3)
  y = torch.reshape(x, [group, groups, -1])
  off = torch.sub(y, torch.mean(y, [0], True))
  deviation = torch.sqrt(torch.add(torch.mean(torch.square(off), [0]), 1.e-8))
  mean = torch.mean(deviation, [1])
  channel = torch.repeat(torch.reshape(mean, [groups, 1, 1, 1]), [group, 1, side, side])
  return torch.cat([x, channel], 1)

# From 4 x 4 features to one number per label entry: a 3x3 layer, then two fully connected ones.
def judge_features(x: Tensor, weight: Tensor, bias: Tensor, fc_weight: Tensor, fc_bias: Tensor, out_weight: Tensor, out_bias: Tensor, clamp: float) -> Tensor:
  y = __torch__.discriminator_layer(x, weight, bias, False, 1., clamp)
  h = __torch__.lrelu(__torch__.fully_connected(torch.flatten(torch.contiguous(y), 1), fc_weight, fc_bias, 1.))
  return __torch__.fully_connected(h, out_weight, out_bias, 1.)

# The projection of judgements [N, K] on mapped labels [N, K] -> logits [N, 1].
def project_label(judgement: Tensor, label: Tensor) -> Tensor:
  gain = float(torch.size(label, 1)) ** -0.5
  return torch.mul(torch.sum(torch.mul(judgement, label), [1], True), gain)
