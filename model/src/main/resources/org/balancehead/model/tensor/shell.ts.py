# The renderer of the chart's shell (baking.ts.py), without gradients. M points or rays, S samples a ray, H x W texels,
# C colours and features. g: chart geometry as in chart.ts.py, camera: a label [1, 25].

# Where and how far points of the cover [7, M] appear to a camera: the tile that each falls into, of side + 2 a side, the
# border's first; its distance, -inf for points beside the picture or turned away. -> [M], [M]
def thrown_points(cover: Tensor, camera: Tensor, side: int) -> List[Tensor]:
  pose = torch.slice(torch.reshape(torch.slice(camera, 1, 0, 16), [4, 4]), 0, 0, 3)
  turn = torch.t(torch.slice(pose, 1, 0, 3))
  eye = torch.slice(pose, 1, 3, 4)
  seen = torch.addmm(torch.neg(torch.matmul(turn, eye)), turn, torch.slice(cover, 0, 0, 3))
  right = torch.select(seen, 0, 0)
  down = torch.select(seen, 0, 1)
  ahead = torch.select(seen, 0, 2)
  square = torch.addcmul(torch.addcmul(torch.mul(right, right), down, down), ahead, ahead)
  distance = torch.mul(square, torch.rsqrt(square))
  towards = torch.sub(torch.squeeze(torch.matmul(torch.t(eye), torch.slice(cover, 0, 3, 6)), 0), torch.select(cover, 0, 6))
  lens = torch.mul(torch.slice(camera, 1, 16, 22), float(side))
  y1 = torch.div(down, ahead)
  x1 = torch.addcmul(torch.div(torch.mul(right, torch.select(lens, 1, 0)), ahead), y1, torch.select(lens, 1, 1))
  x = torch.add(x1, torch.add(torch.select(lens, 1, 2), 1.0))
  y = torch.add(torch.mul(y1, torch.select(lens, 1, 4)), torch.add(torch.select(lens, 1, 5), 1.0))
  half = 0.5 * float(side + 2)
  off = torch.maximum(torch.abs(torch.sub(x, half)), torch.abs(torch.sub(y, half)))
  facing = torch.gt(towards, torch.mul(distance, -0.15))
  counts = torch.logical_and(torch.logical_and(torch.lt(off, half - 0.001), torch.gt(ahead, 0.0)), facing)
  tile = torch.add(torch.mul(torch.to(y, 4), side + 2), torch.to(x, 4))
  none = torch.full_like(distance, -inf)
  return [torch.where(counts, tile, torch.zeros_like(tile)), torch.where(counts, distance, none)]

# Nearest and farthest distance from the camera of the cover in each tile of a picture: the cover's points that face
# the camera, or nearly, thrown into tiles with a border of one. -> [2, side + 2, side + 2], nearest negated; -inf where
# there is none. Of up to `most` points at a time.
def tile_distances(cover: Tensor, camera: Tensor, side: int, most: int) -> Tensor:
  count = (side + 2) * (side + 2)
  near = torch.full([count], -inf, dtype=ops.prim.dtype(cover), device=ops.prim.device(cover))
  far = torch.full_like(near, -inf)
  for i in range((torch.size(cover, 1) + most - 1) // most):
    thrown = __torch__.thrown_points(torch.slice(cover, 1, i * most, i * most + most), camera, side)
    _0 = torch.scatter_reduce_(far, 0, thrown[0], thrown[1], "amax")
    _1 = torch.scatter_reduce_(near, 0, thrown[0], torch.neg(torch.abs(thrown[1])), "amax")
  return torch.reshape(torch.stack([near, far], 0), [2, side + 2, side + 2])

# The rays of a square picture's pixels, columns fastest: one origin, unit directions. -> [3, 1], [3, side^2]
def picture_rays(camera: Tensor, side: int) -> List[Tensor]:
  pose = torch.slice(torch.reshape(torch.slice(camera, 1, 0, 16), [4, 4]), 0, 0, 3)
  steps = torch.add(torch.arange(side, dtype=ops.prim.dtype(camera), device=ops.prim.device(camera)), 0.5)
  lens = torch.mul(torch.slice(camera, 1, 16, 22), float(side))
  down = torch.div(torch.sub(steps, torch.select(lens, 1, 5)), torch.select(lens, 1, 4))
  across = torch.div(torch.sub(steps, torch.select(lens, 1, 2)), torch.select(lens, 1, 0))
  y = torch.repeat_interleave(down, side)
  x = torch.sub(torch.repeat(across, [side]), torch.mul(y, torch.div(torch.select(lens, 1, 1), torch.select(lens, 1, 0))))
  unit = torch.rsqrt(torch.add(torch.addcmul(torch.mul(x, x), y, y), 1.0))
  seen = torch.stack([torch.mul(x, unit), torch.mul(y, unit), unit], 0)
  return [torch.slice(pose, 1, 3, 4), torch.matmul(torch.slice(pose, 1, 0, 3), seen)]

# The largest of each 3 x 3 tiles: [h + 2, w + 2] -> [h, w]
def largest_about(x: Tensor) -> Tensor:
  h = torch.size(x, 0)
  w = torch.size(x, 1)
  beside = torch.maximum(torch.slice(x, 1, 0, w - 2), torch.slice(x, 1, 2, w))
  row = torch.maximum(beside, torch.slice(x, 1, 1, w - 1))
  above = torch.maximum(torch.slice(row, 0, 0, h - 2), torch.slice(row, 0, 2, h))
  return torch.maximum(above, torch.slice(row, 0, 1, h - 1))

# Between which distances the rays of each tile must be sampled: from the nearest of the tiles about it to the farthest,
# enlarged by `before` and `behind`. What is hidden does not count: the surface goes on behind the last of their nearest
# for as much as lies between these, and at most for `edge`; for so much, too, where one of them is empty. -> [2, h, w]
def tile_ranges(tiles: Tensor, before: float, behind: float, edge: float) -> Tensor:
  nearest = torch.neg(torch.select(tiles, 0, 0))
  empty = torch.isinf(nearest)
  first = torch.neg(__torch__.largest_about(torch.select(tiles, 0, 0)))
  last = __torch__.largest_about(torch.masked_fill(nearest, empty, -inf))
  gaps = __torch__.largest_about(torch.to(empty, 6))
  on = torch.maximum(torch.clamp_max(torch.sub(last, first), edge), torch.mul(gaps, edge))
  end = torch.minimum(__torch__.largest_about(torch.select(tiles, 0, 1)), torch.add(last, on))
  return torch.stack([torch.sub(first, before), torch.add(end, behind)], 0)

# Between which distances each ray of a picture must be sampled: the range of its tile, within the box +-0.5.
# -> [2, side^2]; rays that see nothing end before they begin
def ray_ranges(tiles: Tensor, o: Tensor, d: Tensor, side: int) -> Tensor:
  reach = torch.reshape(torch._upsample_nearest_exact2d(torch.unsqueeze(tiles, 0), [side, side], None, None), [2, -1])
  near = torch.select(reach, 0, 0)
  far = torch.select(reach, 0, 1)
  for i in range(3):
    a = torch.div(torch.rsub(torch.select(o, 0, i), -0.5), torch.select(d, 0, i))
    b = torch.div(torch.rsub(torch.select(o, 0, i), 0.5), torch.select(d, 0, i))
    near = torch.maximum(near, torch.minimum(a, b))
    far = torch.minimum(far, torch.maximum(a, b))
  return torch.stack([near, far], 0)

# The share of light that each sample of evenly spaced ones stops: raw densities [S, M], optical depth of a step at
# full density [M]. An interval's weight is divided between its ends as they are dense. Heads are solid: what is left at
# the last sample it stops, if it lies inside. -> [S, M]
def sample_weights(raw: Tensor, step: Tensor) -> Tensor:
  s = torch.size(raw, 0)
  density = torch.sigmoid(raw)
  passed = __torch__.passed_light(raw, density, step)
  both = torch.add(torch.slice(density, 0, 0, s - 1), torch.slice(density, 0, 1, s))
  share = torch.div(torch.neg(torch.diff(passed, 1, 0)), torch.add(both, 1.e-06))
  after = torch.cat([share, torch.slice(passed, 0, s - 1, s)], 0)
  return torch.mul(density, torch.add(after, torch.constant_pad_nd(share, [0, 0, 1, 0], 0)))

# Two distances and their weights whose moments up to the third are those of samples t of weights w [S, M] (Gauss
# quadrature): one place where a ray ends in one surface, both where it passes through the edge of one to another.
# -> [4, M] distances, weights
def two_places(t: Tensor, w: Tensor) -> Tensor:
  sum = torch.clamp_min(torch.sum(w, [0]), 1.e-06)
  mean = torch.div(torch.sum(torch.mul(w, t), [0]), sum)
  off = torch.sub(t, mean)
  second = torch.mul(torch.mul(w, off), off)
  variance = torch.clamp_min(torch.div(torch.sum(second, [0]), sum), 1.e-10)
  third = torch.div(torch.sum(torch.mul(second, off), [0]), sum)
  skew = torch.mul(torch.div(third, variance), 0.5)
  square = torch.addcmul(variance, skew, skew)
  root = torch.mul(square, torch.rsqrt(square))
  middle = torch.add(mean, skew)
  first = torch.mul(torch.add(torch.div(skew, root), 1.0), torch.mul(sum, 0.5))
  return torch.stack([torch.sub(middle, root), torch.add(middle, root), first, torch.sub(sum, first)], 0)

# Evenly spaced samples of the relief along rays of one origin o [3, 1] and directions, near and far [5, M]. -> [S, M]
# distances, raw densities; [M] optical depth of a step at full density
def relief_samples(relief: Tensor, o: Tensor, lines: Tensor, count: int, g: List[float], peak: float, wrap: float) -> List[Tensor]:
  share = torch.mul(torch.arange(count, dtype=ops.prim.dtype(o), device=ops.prim.device(o)), 1.0 / float(count - 1))
  near = torch.select(lines, 0, 3)
  span = torch.sub(torch.select(lines, 0, 4), near)
  t = torch.addcmul(near, torch.unsqueeze(share, 1), span)
  c = __torch__.line_coordinates(o, lines, t, g, wrap)
  f = __torch__.wrapped_lookup(relief, c[0], c[1])
  raw = torch.mul(torch.sub(torch.select(f, 0, 0), c[2]), torch.select(f, 0, 1))
  return [t, raw, torch.mul(span, peak / float(count - 1))]

# Where the light of rays [5, M] is stopped, by samples of the relief: from the last two samples before the first that
# stops some to the first that next to none passes. -> near, far [2, M]
def narrowed_ranges(relief: Tensor, o: Tensor, lines: Tensor, count: int, g: List[float], peak: float, wrap: float) -> Tensor:
  s = __torch__.relief_samples(relief, o, lines, count, g, peak, wrap)
  passed = __torch__.passed_light(s[1], torch.sigmoid(s[1]), s[2])
  step = torch.mul(s[2], 1.0 / peak)
  before = torch.clamp_min(torch.sub(torch.sum(torch.to(torch.gt(passed, 0.99), 6), [0]), 2.0), 0.0)
  after = torch.clamp_max(torch.sum(torch.to(torch.gt(passed, 0.01), 6), [0]), float(count - 1))
  near = torch.select(lines, 0, 3)
  return torch.stack([torch.addcmul(near, before, step), torch.addcmul(near, after, step)], 0)

# How many steps of `spacing` ranges [2, M] are long. -> [M]
def needed_steps(ranges: Tensor, spacing: float) -> Tensor:
  return torch.div(torch.sub(torch.select(ranges, 0, 1), torch.select(ranges, 0, 0)), spacing)

# The rays of which `need` [M] is more than `low` and at most `high`, in pieces of up to `samples` at `count` each.
def ray_pieces(need: Tensor, low: float, high: float, count: int, samples: int) -> List[Tensor]:
  rays = torch.squeeze(torch.nonzero(torch.logical_and(torch.gt(need, low), torch.le(need, high))), 1)
  most = samples // count
  pieces = annotate(List[Tensor], [])
  for i in range((torch.size(rays, 0) + most - 1) // most):
    _0 = torch.append(pieces, torch.slice(rays, 0, i * most, i * most + most))
  return pieces

# The places that rays [5, M] see, grouped by how many samples of `spacing` their ranges need: each group takes the next
# of `counts`. Ranges that need more than the last are narrowed first, in place. -> [4, M]
def seen_places(relief: Tensor, o: Tensor, lines: Tensor, spacing: float, counts: List[int], samples: int, g: List[float], peak: float, wrap: float) -> Tensor:
  last = counts[torch.len(counts) - 1]
  ranges = torch.slice(lines, 0, 3, 5)
  for wide in __torch__.ray_pieces(__torch__.needed_steps(ranges, spacing), float(last - 1), inf, last, samples):
    narrow = __torch__.narrowed_ranges(relief, o, torch.index_select(lines, 1, wide), last, g, peak, wrap)
    _0 = torch.index_copy_(ranges, 1, wide, narrow)
  need = __torch__.needed_steps(ranges, spacing)
  seen = torch.zeros([4, torch.size(lines, 1)], dtype=ops.prim.dtype(o), device=ops.prim.device(o))
  low = 0.0
  for i in range(torch.len(counts)):
    high = inf
    if counts[i] < last:
      high = float(counts[i] - 1)
    for rays in __torch__.ray_pieces(need, low, high, counts[i], samples):
      s = __torch__.relief_samples(relief, o, torch.index_select(lines, 1, rays), counts[i], g, peak, wrap)
      _1 = torch.index_copy_(seen, 1, rays, __torch__.two_places(s[0], __torch__.sample_weights(s[1], s[2])))
    low = high
  return seen

# Renders a shell: the relief says where each ray's light comes from, the appearance is looked up there. -> [1, C + 2,
# side, side]: premultiplied colours and features, opacity, distance. `piece`: samples, or points of the cover, at a time.
def render_shell(relief: Tensor, appearance: Tensor, cover: Tensor, camera: Tensor, tiles: int, side: int, spacing: float, before: float, behind: float, edge: float, counts: List[int], piece: int, g: List[float], peak: float) -> Tensor:
  rays = __torch__.picture_rays(camera, side)
  o = rays[0]
  reach = __torch__.tile_ranges(__torch__.tile_distances(cover, camera, tiles, piece), before, behind, edge)
  ranges = __torch__.ray_ranges(reach, o, rays[1], side)
  hit = torch.squeeze(torch.nonzero(torch.gt(torch.select(ranges, 0, 1), torch.select(ranges, 0, 0))), 1)
  lines = torch.cat([torch.index_select(rays[1], 1, hit), torch.index_select(ranges, 1, hit)], 0)
  wrap = float(torch.size(relief, 3) - 2) / float(torch.size(relief, 3))
  seen = __torch__.seen_places(relief, o, lines, spacing, counts, piece, g, peak, wrap)
  places = torch.slice(seen, 0, 0, 2)
  weights = torch.slice(seen, 0, 2, 4)
  at = __torch__.line_coordinates(o, lines, places, g, wrap)
  f = __torch__.wrapped_lookup(appearance, at[0], at[1])
  first = torch.mul(torch.select(f, 1, 0), torch.select(weights, 0, 0))
  looks = torch.addcmul(first, torch.select(f, 1, 1), torch.select(weights, 0, 1))
  opacity = torch.sum(weights, [0], True)
  rows = torch.cat([looks, opacity, torch.sum(torch.mul(places, weights), [0], True)], 0)
  size = [torch.size(appearance, 1) + 2, side * side]
  picture = torch.zeros(size, dtype=ops.prim.dtype(o), device=ops.prim.device(o))
  return torch.reshape(torch.index_copy_(picture, 1, hit, rows), [1, size[0], side, side])

# The mean of the 5 x 5 pixels about each of x [1, 1, h, w], weighted by 1 2 3 2 1 each way.
def softened(x: Tensor) -> Tensor:
  once = torch.avg_pool2d(x, [3, 3], [1, 1], [1, 1], False, False)
  return torch.avg_pool2d(once, [3, 3], [1, 1], [1, 1], False, False)

# The 5 x 5 pixels about some of a picture [h, w], those beyond its border the nearest within. [E] -> [25 E]
def pixels_about(pixel: Tensor, h: int, w: int) -> Tensor:
  place = torch.unsqueeze(torch.arange(25, dtype=4, device=ops.prim.device(pixel)), 1)
  down = torch.floor_divide(place, 5)
  across = torch.sub(place, torch.mul(down, 5))
  row = torch.clamp(torch.add(torch.floor_divide(pixel, w), torch.sub(down, 2)), 0, h - 1)
  column = torch.clamp(torch.add(torch.remainder(pixel, w), torch.sub(across, 2)), 0, w - 1)
  return torch.flatten(torch.add(torch.mul(row, w), column))

# Draws the outline of a picture [1, C + 2, h, w] anew, in place, as smooth as its opacity tells over five pixels: there a
# surface covers pixels in part, and looks, where a ray has passed it, as it does about. `steep`: how fast coverage follows.
def smooth_outline(picture: Tensor, steep: float) -> Tensor:
  c = torch.size(picture, 1) - 2
  h = torch.size(picture, 2)
  w = torch.size(picture, 3)
  x = torch.reshape(picture, [c + 2, -1])
  opacity = torch.select(x, 0, c)
  soft = torch.flatten(__torch__.softened(torch.reshape(opacity, [1, 1, h, w])))
  share = torch.clamp(torch.add(torch.mul(torch.sub(soft, 0.5), steep), 0.5), 0.0, 1.0)
  edge = torch.squeeze(torch.nonzero(torch.gt(torch.abs(torch.sub(share, opacity)), 0.004)), 1)
  met = torch.index_select(opacity, 0, edge)
  within = torch.index_select(edge, 0, torch.squeeze(torch.nonzero(torch.gt(met, 0.5)), 1))
  beside = torch.index_select(edge, 0, torch.squeeze(torch.nonzero(torch.le(met, 0.5)), 1))
  about = torch.index_select(x, 1, __torch__.pixels_about(beside, h, w))
  near = torch.sum(torch.reshape(about, [c + 2, 25, -1]), [1])
  seen = torch.cat([near, torch.index_select(x, 1, within)], 1)
  pixels = torch.cat([beside, within], 0)
  factor = torch.div(torch.index_select(share, 0, pixels), torch.clamp_min(torch.select(seen, 0, c), 1.e-03))
  _0 = torch.index_copy_(x, 1, pixels, torch.mul(seen, factor))
  return picture
