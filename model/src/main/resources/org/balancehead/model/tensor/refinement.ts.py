# Stage functions of the refinement of chart generators by patches. N patches of p x p rays, M = p * p, S samples a ray.

# Sample distances about each head's own surface. m [N, 4, H, W], o and d [N, M, 3] -> [N, M, fine]
def own_depths(m: Tensor, o: Tensor, d: Tensor, g: List[float], coarse: int, fine: int) -> Tensor:
  return __torch__.inversion_depths(m, torch.flatten(o, 0, 1), torch.flatten(d, 0, 1), g, coarse, fine)

# What rays see as patches for super-resolution: colour and features [N, C, M], interval weights [N, M, S - 1]
# -> [N, C + 1, p, p], opacity last.
def patch_rendering(colour: Tensor, weights: Tensor, side: int) -> Tensor:
  opacity = torch.unsqueeze(torch.sum(weights, [2]), 1)
  return torch.reshape(torch.cat([colour, opacity], 1), [torch.size(colour, 0), -1, side, side])

# The colour of a rendering on white, its opacity at channel `opacity`: -> [N, 3, p, p].
def rendering_on_white(x: Tensor, opacity: int) -> Tensor:
  return torch.add(torch.slice(x, 1, 0, 3), torch.rsub(torch.slice(x, 1, opacity, opacity + 1), 1.0))

# MobileNet's feature maps after its first `count` blocks (see mobilenet): x [N, 3, h, h] -> `count` maps.
def mobilenet_maps(x: Tensor, w: List[Tensor], strides: List[int], count: int) -> List[Tensor]:
  maps = annotate(List[Tensor], [])
  y = __torch__.same_conv_relu6(x, w[0], w[1], 2, 1)
  for i in range(count):
    at = 4 * i + 2
    y = __torch__.same_conv_relu6(y, w[at], w[at + 1], strides[i], torch.size(y, 1))
    y = __torch__.pointwise_relu6(y, w[at + 2], w[at + 3])
    _0 = torch.append(maps, y)
  return maps

# The face descriptor's maps of pictures of 0..1.
def face_maps(rgb: Tensor, mean: Tensor, w: List[Tensor], strides: List[int], count: int) -> List[Tensor]:
  bgr = torch.mul(torch.flip(rgb, [1]), 255.)
  return __torch__.mobilenet_maps(torch.sub(bgr, torch.view(mean, [1, 3, 1, 1])), w, strides, count)

# The mean over maps of their mean absolute difference, over the mean of what is wanted: a scalar.
def relative_difference(made: List[Tensor], wanted: List[Tensor]) -> Tensor:
  parts = annotate(List[Tensor], [])
  for i in range(torch.len(made)):
    size = torch.add(torch.mean(wanted[i]), 0.001)
    _0 = torch.append(parts, torch.div(torch.mean(torch.abs(torch.sub(made[i], wanted[i]))), size))
  return torch.mean(torch.stack(parts, 0))
