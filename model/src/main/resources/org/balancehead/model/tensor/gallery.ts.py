# Stage functions of looking for a known head like the one of a picture, and of giving it that picture's colours. N heads,
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

# The sums over P pixels, which count `weight` [P], of the squares of fronts [N, 4, P]. -> [N, 4]
def gallery_sums(fronts: Tensor, weight: Tensor) -> Tensor:
  return torch.sum(torch.mul(torch.square(fronts), weight), [2])

# How a picture [1, 4 P] differs from the fronts of w [N, K], whose sums are `own` [N, 4], when each is lit as suits it best,
# pixels counting `weight` [P]; and that light, factors of red, green and blue, which stay near 1 and near each other. Fronts
# are linear in w, and so are their products with the picture: none is made, and differences below rounding are one.
# -> [N, 4]: squared difference, factors
def gallery_differences(w: Tensor, fronts: Tensor, own: Tensor, picture: Tensor, weight: Tensor) -> Tensor:
  k = torch.size(w, 1)
  seen = torch.reshape(picture, [4, -1])
  counted = torch.mul(seen, weight)
  linear = torch.sum(torch.mul(torch.reshape(fronts, [k + 1, 4, -1]), counted), [2])
  alike = torch.add(torch.matmul(w, torch.slice(linear, 0, 0, k)), torch.slice(linear, 0, k, k + 1))
  squares = torch.sum(torch.mul(seen, counted), [1])
  gain = torch.div(torch.add(torch.slice(alike, 1, 0, 3), 3.0), torch.add(torch.slice(own, 1, 0, 3), 3.0))
  exposure = torch.clamp(torch.mean(gain, [1], True), 0.6, 1.7)
  light = torch.mul(exposure, torch.clamp(torch.div(gain, exposure), 0.85, 1.18))
  factors = torch.cat([light, torch.ones_like(exposure)], 1)
  off = torch.add(torch.mul(torch.sub(torch.mul(factors, own), torch.mul(alike, 2.0)), factors), squares)
  difference = torch.maximum(torch.sum(off, [1], True), torch.mul(torch.sum(squares), 1.e-05))
  return torch.cat([difference, light], 1)

# Cosines of a person's feature [1, C] with known people [N, Q] in the directions `axes` [Q + 1, C], whose last row is what
# all people have in common. -> [N]
def gallery_cosines(people: Tensor, axes: Tensor, feature: Tensor) -> Tensor:
  q = torch.size(people, 1)
  own = torch.matmul(torch.sub(feature, torch.slice(axes, 0, q, q + 1)), torch.t(torch.slice(axes, 0, 0, q)))
  length = torch.clamp_min(torch.mul(torch.norm(people, 2, [1]), torch.norm(own)), 1.e-09)
  return torch.div(torch.squeeze(torch.matmul(people, torch.t(own)), 1), length)

# What a chart's components are to each other and to its mean, channel by channel, by the left halves of their maps: mean
# [4, H, W / 2], basis [K, 4, H, W / 2]. Even maps, the mean and the first `even` components, and odd ones have nothing in
# common: what one half says, the other denies. -> [4, K, K + 1]
def channel_products(mean: Tensor, basis: Tensor, even: int) -> Tensor:
  k = torch.size(basis, 0)
  rows = torch.transpose(torch.flatten(basis, 2), 0, 1)
  halves = torch.matmul(rows, torch.cat([torch.transpose(rows, 1, 2), torch.reshape(mean, [4, -1, 1])], 2))
  index = torch.arange(k + 1, device=ops.prim.device(mean))
  odd = torch.logical_and(torch.ge(index, even), torch.lt(index, k))
  alike = torch.eq(torch.unsqueeze(torch.slice(odd, 0, 0, k), 1), odd)
  return torch.mul(torch.mul(halves, 2.0), torch.to(alike, 6))

# The w [1, K] whose chart map comes nearest to that of another w when its colours are multiplied by `light` [3]; channels
# count `share` [4]. `products` as above. Directions that hardly change the map stay as they are.
def relit_w(w: Tensor, light: Tensor, products: Tensor, share: Tensor) -> Tensor:
  k = torch.size(w, 1)
  counted = torch.mul(products, torch.reshape(torch.square(share), [4, 1, 1]))
  changes = torch.cat([torch.zeros_like(torch.slice(light, 0, 0, 1)), torch.sub(light, 1.0)], 0)
  changed = torch.sum(torch.mul(counted, torch.reshape(changes, [4, 1, 1])), [0])
  wanted = torch.matmul(changed, torch.t(torch.cat([w, torch.ones_like(torch.slice(w, 1, 0, 1))], 1)))
  gram = torch.sum(torch.slice(counted, 2, 0, k), [0])
  ones = torch.eye(k, dtype=ops.prim.dtype(w), device=ops.prim.device(w))
  held = torch.add(gram, torch.mul(ones, torch.add(torch.mul(torch.mean(torch.diag(gram)), 1.e-05), 1.e-12)))
  return torch.add(w, torch.t(__torch__.solve(held, wanted)))

# What rays see of a head beside what they should see, where it is opaque: the chart coordinates and the map's colour of
# the points seen, what colour is off there, and how much that is to be believed. m [1, 4, H, W], origins o and directions
# d [M, 3], colour [1, C, M] premultiplied, weights w and distances t of intervals [1, M, S], targets [1, 3, M], alphas and
# known [1, M]. -> [M, 10]: u, v, radius, own r, g, b, off r, g, b, belief
def colours_off(m: Tensor, o: Tensor, d: Tensor, colour: Tensor, w: Tensor, t: Tensor, target: Tensor, alpha: Tensor, known: Tensor, g: List[float]) -> Tensor:
  opacity = torch.sum(w, [2])
  distance = torch.div(torch.sum(torch.mul(w, t), [2]), torch.clamp_min(opacity, 1.e-06))
  p = torch.add(o, torch.mul(torch.reshape(distance, [-1, 1]), d))
  c = __torch__.chart_coordinates(torch.unsqueeze(p, 0), g)
  own = torch.slice(torch.squeeze(__torch__.chart_lookup(m, c), 0), 0, 1, 4)
  white = torch.add(torch.slice(colour, 1, 0, 3), torch.unsqueeze(torch.rsub(opacity, 1.0), 1))
  off = torch.squeeze(torch.sub(target, white), 0)
  solid = torch.mul(torch.to(torch.gt(opacity, 0.95), 6), torch.to(torch.gt(alpha, 0.95), 6))
  belief = torch.mul(solid, known)
  return torch.cat([torch.squeeze(c, 0), torch.t(own), torch.t(off), torch.t(belief)], 1)

# Spreads what is off to all texels of a map [1, 4, H, W] that have a like colour at a like height: hair's to hair, skin's
# to skin. -> [1, 3, H, W]
def spread_colours(m: Tensor, seen: Tensor, colour_width: float, height_width: float, doubt: float) -> Tensor:
  h = torch.size(m, 2)
  width = torch.size(m, 3)
  rows = torch.div(torch.add(torch.mul(torch.arange(h, dtype=ops.prim.dtype(m), device=ops.prim.device(m)), 2.0), 1.0 - float(h)), float(h))
  heights = torch.reshape(torch.expand(torch.unsqueeze(rows, 1), [h, width]), [-1, 1])
  colours = torch.t(torch.reshape(torch.slice(m, 1, 1, 4), [3, -1]))
  here = torch.cat([torch.div(colours, colour_width), torch.div(heights, height_width)], 1)
  there = torch.cat([torch.div(torch.slice(seen, 1, 3, 6), colour_width), torch.div(torch.slice(seen, 1, 1, 2), height_width)], 1)
  far = torch.cdist(here, there)
  k = torch.mul(torch.exp(torch.mul(torch.square(far), -0.5)), torch.t(torch.slice(seen, 1, 9, 10)))
  sums = torch.matmul(k, torch.slice(seen, 1, 6, 9))
  spread = torch.div(sums, torch.add(torch.sum(k, [1], True), doubt))
  return torch.reshape(torch.t(spread), [1, 3, h, width])
