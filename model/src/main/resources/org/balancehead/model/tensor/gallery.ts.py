# Stage functions of looking for a known head like the one of a picture, and of giving it that picture's light. N heads,
# K numbers of w, P pixels of the small pictures in which heads are compared.

# Pictures [N, 4, S, S], colour on white and opacity, in small, S over `factor` pixels a side, without their white ground.
# -> [N, 4 P]
def gallery_pictures(x: Tensor, factor: int) -> Tensor:
  small = __torch__.average_pool(x, factor)
  alpha = torch.slice(small, 1, 3, 4)
  colour = torch.add(torch.slice(small, 1, 0, 3), torch.sub(alpha, 1.0))
  return torch.flatten(torch.cat([colour, alpha], 1), 1)

# What known heads look like in small by their w [N, K]: the linear map `fronts` [K + 1, 4 P], its last row a constant.
# -> [N, 4, P]
def gallery_fronts(w: Tensor, fronts: Tensor) -> Tensor:
  k = torch.size(w, 1)
  made = torch.add(torch.matmul(w, torch.slice(fronts, 0, 0, k)), torch.slice(fronts, 0, k, k + 1))
  return torch.reshape(made, [torch.size(w, 0), 4, -1])

# How a picture [1, 4 P] differs from fronts [N, 4, P] when each is lit as suits it best, pixels counting `weight` [P]; and
# that light, factors of red, green and blue, which stay near 1 and near each other. -> [N, 4]: squared difference, factors
def gallery_differences(fronts: Tensor, picture: Tensor, weight: Tensor) -> Tensor:
  seen = torch.reshape(picture, [1, 4, -1])
  colours = torch.slice(fronts, 1, 0, 3)
  wanted = torch.slice(seen, 1, 0, 3)
  alike = torch.add(torch.sum(torch.mul(torch.mul(colours, wanted), weight), [2]), 3.0)
  own = torch.add(torch.sum(torch.mul(torch.square(colours), weight), [2]), 3.0)
  gain = torch.div(alike, own)
  exposure = torch.clamp(torch.mean(gain, [1], True), 0.6, 1.7)
  light = torch.mul(exposure, torch.clamp(torch.div(gain, exposure), 0.85, 1.18))
  off = torch.square(torch.sub(torch.mul(colours, torch.unsqueeze(light, 2)), wanted))
  outline = torch.square(torch.sub(torch.slice(fronts, 1, 3, 4), torch.slice(seen, 1, 3, 4)))
  difference = torch.add(torch.sum(torch.mul(off, weight), [1, 2]), torch.sum(torch.mul(outline, weight), [1, 2]))
  return torch.cat([torch.unsqueeze(difference, 1), light], 1)

# Cosines of a person's feature [1, C] with known people [N, Q] in the directions `axes` [Q + 1, C], whose last row is what
# all people have in common. -> [N]
def gallery_cosines(people: Tensor, axes: Tensor, feature: Tensor) -> Tensor:
  q = torch.size(people, 1)
  own = torch.matmul(torch.sub(feature, torch.slice(axes, 0, q, q + 1)), torch.t(torch.slice(axes, 0, 0, q)))
  length = torch.clamp_min(torch.mul(torch.norm(people, 2, [1]), torch.norm(own)), 1.e-09)
  return torch.div(torch.squeeze(torch.matmul(people, torch.t(own)), 1), length)

# The w [1, K] whose chart map comes nearest to that of another w when its colours are multiplied by `light` [3]; channels
# count `share` [4]. mean [4, H, W], basis [K, 4, H, W].
def relit_w(w: Tensor, light: Tensor, mean: Tensor, basis: Tensor, share: Tensor) -> Tensor:
  k = torch.size(basis, 0)
  flat = torch.reshape(basis, [k, -1])
  map = torch.add(torch.reshape(torch.matmul(w, flat), torch.size(mean)), mean)
  factors = torch.reshape(torch.cat([torch.ones_like(torch.slice(light, 0, 0, 1)), light], 0), [4, 1, 1])
  counted = torch.reshape(share, [4, 1, 1])
  wanted = torch.reshape(torch.mul(torch.sub(torch.mul(map, factors), mean), counted), [-1, 1])
  rows = torch.reshape(torch.mul(basis, counted), [k, -1])
  return torch.t(__torch__.solve(torch.matmul(rows, torch.t(rows)), torch.matmul(rows, wanted)))
