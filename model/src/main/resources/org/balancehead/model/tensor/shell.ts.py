# The renderer of the chart's shell (baking.ts.py), without gradients. N heads, M points or rays, S samples a ray, L rays of
# all heads side by side, H x W texels, C colours and features. g: chart geometry as in chart.ts.py, camera: labels [N, 25].

# Where and how far points of covers [N, 7, M] appear to their cameras: the tile that each falls into, of side + 2 a side,
# the border's first; its distance, -inf for points beside the picture or turned away. -> [N, M], [N, M]
def thrown_points(cover: Tensor, camera: Tensor, side: int) -> List[Tensor]:
  pose = torch.slice(torch.reshape(torch.slice(camera, 1, 0, 16), [-1, 4, 4]), 1, 0, 3)
  turn = torch.transpose(torch.slice(pose, 2, 0, 3), 1, 2)
  eye = torch.slice(pose, 2, 3, 4)
  seen = torch.baddbmm(torch.neg(torch.matmul(turn, eye)), turn, torch.slice(cover, 1, 0, 3))
  right = torch.select(seen, 1, 0)
  down = torch.select(seen, 1, 1)
  ahead = torch.select(seen, 1, 2)
  square = torch.addcmul(torch.addcmul(torch.mul(right, right), down, down), ahead, ahead)
  distance = torch.mul(square, torch.rsqrt(square))
  facing = torch.squeeze(torch.matmul(torch.transpose(eye, 1, 2), torch.slice(cover, 1, 3, 6)), 1)
  towards = torch.sub(facing, torch.select(cover, 1, 6))
  lens = torch.mul(torch.slice(camera, 1, 16, 22), float(side))
  y1 = torch.div(down, ahead)
  x1 = torch.addcmul(torch.div(torch.mul(right, torch.slice(lens, 1, 0, 1)), ahead), y1, torch.slice(lens, 1, 1, 2))
  x = torch.add(x1, torch.add(torch.slice(lens, 1, 2, 3), 1.0))
  y = torch.add(torch.mul(y1, torch.slice(lens, 1, 4, 5)), torch.add(torch.slice(lens, 1, 5, 6), 1.0))
  half = 0.5 * float(side + 2)
  off = torch.maximum(torch.abs(torch.sub(x, half)), torch.abs(torch.sub(y, half)))
  turned = torch.gt(towards, torch.mul(distance, -0.15))
  counts = torch.logical_and(torch.logical_and(torch.lt(off, half - 0.001), torch.gt(ahead, 0.0)), turned)
  tile = torch.add(torch.mul(torch.to(y, 4), side + 2), torch.to(x, 4))
  none = torch.full_like(distance, -inf)
  return [torch.where(counts, tile, torch.zeros_like(tile)), torch.where(counts, distance, none)]

# Nearest and farthest distance from the camera of each head's cover in each tile of its picture: the cover's points that
# face the camera, or nearly, thrown into tiles with a border of one. -> [2, N, side + 2, side + 2], nearest negated; -inf
# where there is none. Of up to `most` points of a head at a time.
def tile_distances(cover: Tensor, camera: Tensor, side: int, most: int) -> Tensor:
  n = torch.size(cover, 0)
  count = (side + 2) * (side + 2)
  first = torch.unsqueeze(torch.mul(torch.arange(n, dtype=4, device=ops.prim.device(cover)), count), 1)
  near = torch.full([n * count], -inf, dtype=ops.prim.dtype(cover), device=ops.prim.device(cover))
  far = torch.full_like(near, -inf)
  for i in range((torch.size(cover, 2) + most - 1) // most):
    thrown = __torch__.thrown_points(torch.slice(cover, 2, i * most, i * most + most), camera, side)
    tile = torch.flatten(torch.add(thrown[0], first))
    distance = torch.flatten(thrown[1])
    _0 = torch.scatter_reduce_(far, 0, tile, distance, "amax")
    _1 = torch.scatter_reduce_(near, 0, tile, torch.neg(torch.abs(distance)), "amax")
  return torch.reshape(torch.stack([near, far], 0), [2, n, side + 2, side + 2])

# The rays of square pictures' pixels, columns fastest, a picture's side by side: origins, unit directions. -> [3, L] twice
def picture_rays(camera: Tensor, side: int) -> List[Tensor]:
  pose = torch.slice(torch.reshape(torch.slice(camera, 1, 0, 16), [-1, 4, 4]), 1, 0, 3)
  steps = torch.add(torch.arange(side, dtype=ops.prim.dtype(camera), device=ops.prim.device(camera)), 0.5)
  lens = torch.mul(torch.slice(camera, 1, 16, 22), float(side))
  down = torch.div(torch.sub(steps, torch.slice(lens, 1, 5, 6)), torch.slice(lens, 1, 4, 5))
  across = torch.div(torch.sub(steps, torch.slice(lens, 1, 2, 3)), torch.slice(lens, 1, 0, 1))
  slant = torch.div(torch.slice(lens, 1, 1, 2), torch.slice(lens, 1, 0, 1))
  y = torch.repeat_interleave(down, side, 1)
  x = torch.sub(torch.repeat(across, [1, side]), torch.mul(y, slant))
  unit = torch.rsqrt(torch.add(torch.addcmul(torch.mul(x, x), y, y), 1.0))
  seen = torch.stack([torch.mul(x, unit), torch.mul(y, unit), unit], 1)
  d = torch.matmul(torch.slice(pose, 2, 0, 3), seen)
  o = torch.expand_as(torch.slice(pose, 2, 3, 4), d)
  return [torch.reshape(torch.transpose(o, 0, 1), [3, -1]), torch.reshape(torch.transpose(d, 0, 1), [3, -1])]

# The largest of each 3 x 3 tiles: [N, h + 2, w + 2] -> [N, h, w]
def largest_about(x: Tensor) -> Tensor:
  h = torch.size(x, 1)
  w = torch.size(x, 2)
  beside = torch.maximum(torch.slice(x, 2, 0, w - 2), torch.slice(x, 2, 2, w))
  row = torch.maximum(beside, torch.slice(x, 2, 1, w - 1))
  above = torch.maximum(torch.slice(row, 1, 0, h - 2), torch.slice(row, 1, 2, h))
  return torch.maximum(above, torch.slice(row, 1, 1, h - 1))

# Between which distances the rays of each tile must be sampled: from the nearest of the tiles about it to the farthest,
# enlarged by `before` and `behind`. What is hidden does not count: the surface goes on behind the last of their nearest
# for as much as lies between these, and at most for `edge`; for so much, too, where one of them is empty. -> [2, N, h, w]
def tile_ranges(tiles: Tensor, before: float, behind: float, edge: float) -> Tensor:
  nearest = torch.neg(torch.select(tiles, 0, 0))
  empty = torch.isinf(nearest)
  first = torch.neg(__torch__.largest_about(torch.select(tiles, 0, 0)))
  last = __torch__.largest_about(torch.masked_fill(nearest, empty, -inf))
  gaps = __torch__.largest_about(torch.to(empty, 6))
  on = torch.maximum(torch.clamp_max(torch.sub(last, first), edge), torch.mul(gaps, edge))
  end = torch.minimum(__torch__.largest_about(torch.select(tiles, 0, 1)), torch.add(last, on))
  return torch.stack([torch.sub(first, before), torch.add(end, behind)], 0)

# Between which distances each ray of the pictures must be sampled: the range of its tile, within the box +-0.5. -> [2, L];
# rays that see nothing end before they begin
def ray_ranges(tiles: Tensor, o: Tensor, d: Tensor, side: int) -> Tensor:
  reach = torch.reshape(torch._upsample_nearest_exact2d(tiles, [side, side], None, None), [2, -1])
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

# Evenly spaced samples of reliefs along rays of origins o [3, 1 or M] and directions, near and far [5, M]. -> [S, M]
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

# What rays see at two places of given weights [4, M] (two_places): colours and features, opacity, distance. -> [C + 2, M]
def shaded_rays(appearance: Tensor, o: Tensor, lines: Tensor, seen: Tensor, g: List[float], wrap: float) -> Tensor:
  places = torch.slice(seen, 0, 0, 2)
  weights = torch.slice(seen, 0, 2, 4)
  at = __torch__.line_coordinates(o, lines, places, g, wrap)
  f = __torch__.wrapped_lookup(appearance, at[0], at[1])
  first = torch.mul(torch.select(f, 1, 0), torch.select(weights, 0, 0))
  looks = torch.addcmul(first, torch.select(f, 1, 1), torch.select(weights, 0, 1))
  return torch.cat([looks, torch.sum(weights, [0], True), torch.sum(torch.mul(places, weights), [0], True)], 0)

# The share of a wrapped map's width that is the map.
def true_width(m: Tensor) -> float:
  return float(torch.size(m, 3) - 2) / float(torch.size(m, 3))

# Renders a shell: the relief says where each ray's light comes from, the appearance is looked up there. -> [1, C + 2,
# side, side]: premultiplied colours and features, opacity, distance. `piece`: samples, or points of the cover, at a time.
def render_shell(relief: Tensor, appearance: Tensor, cover: Tensor, camera: Tensor, tiles: int, side: int, spacing: float, before: float, behind: float, edge: float, counts: List[int], piece: int, g: List[float], peak: float) -> Tensor:
  rays = __torch__.picture_rays(camera, side)
  o = torch.slice(rays[0], 1, 0, 1)
  reach = __torch__.tile_ranges(__torch__.tile_distances(torch.unsqueeze(cover, 0), camera, tiles, piece), before, behind, edge)
  ranges = __torch__.ray_ranges(reach, o, rays[1], side)
  hit = torch.squeeze(torch.nonzero(torch.gt(torch.select(ranges, 0, 1), torch.select(ranges, 0, 0))), 1)
  lines = torch.cat([torch.index_select(rays[1], 1, hit), torch.index_select(ranges, 1, hit)], 0)
  wrap = __torch__.true_width(relief)
  seen = __torch__.seen_places(relief, o, lines, spacing, counts, piece, g, peak, wrap)
  size = [torch.size(appearance, 1) + 2, side * side]
  picture = torch.zeros(size, dtype=ops.prim.dtype(o), device=ops.prim.device(o))
  rows = __torch__.shaded_rays(appearance, o, lines, seen, g, wrap)
  return torch.reshape(torch.index_copy_(picture, 1, hit, rows), [1, size[0], side, side])

# A cover [7, M] with points repeated until there are `most`. -> [1, 7, most]
def padded_cover(cover: Tensor, most: int) -> Tensor:
  at = torch.arange(most, dtype=4, device=ops.prim.device(cover))
  return torch.unsqueeze(torch.index_select(cover, 1, torch.remainder(at, torch.size(cover, 1))), 0)

# Renders N shells, each to its own camera, as render_shell does, but all rays alike by `count` samples: many operations'
# worth of arithmetic in few of them, and nothing that the host must wait for. -> [N, C + 2, side, side]
def render_shells(relief: Tensor, appearance: Tensor, cover: Tensor, camera: Tensor, tiles: int, side: int, spacing: float, before: float, behind: float, edge: float, count: int, g: List[float], peak: float) -> Tensor:
  rays = __torch__.picture_rays(camera, side)
  o = rays[0]
  reach = __torch__.tile_ranges(__torch__.tile_distances(cover, camera, tiles, torch.size(cover, 2)), before, behind, edge)
  all = __torch__.ray_ranges(reach, o, rays[1], side)
  hit = torch.gt(torch.select(all, 0, 1), torch.select(all, 0, 0))
  ranges = torch.where(hit, all, torch.zeros_like(all))
  wrap = __torch__.true_width(relief)
  narrow = __torch__.narrowed_ranges(relief, o, torch.cat([rays[1], ranges], 0), count, g, peak, wrap)
  wide = torch.gt(__torch__.needed_steps(ranges, spacing), float(count - 1))
  lines = torch.cat([rays[1], torch.where(wide, narrow, ranges)], 0)
  s = __torch__.relief_samples(relief, o, lines, count, g, peak, wrap)
  seen = __torch__.two_places(s[0], __torch__.sample_weights(s[1], s[2]))
  rows = __torch__.shaded_rays(appearance, o, lines, seen, g, wrap)
  shown = torch.where(hit, rows, torch.zeros_like(rows))
  pictures = torch.reshape(shown, [torch.size(rows, 0), torch.size(relief, 0), side, side])
  return torch.contiguous(torch.transpose(pictures, 0, 1))

# The mean of the 5 x 5 pixels about each of x [N, 1, h, w], weighted by 1 2 3 2 1 each way.
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

# How much of each pixel a surface covers, by its opacity over five pixels: x [N, 1, h, w]. `steep`: how fast it follows.
def coverage(x: Tensor, steep: float) -> Tensor:
  return torch.clamp(torch.add(torch.mul(torch.sub(__torch__.softened(x), 0.5), steep), 0.5), 0.0, 1.0)

# Draws the outline of a picture [1, C + 2, h, w] anew, in place, as smooth as its opacity tells over five pixels: there a
# surface covers pixels in part, and looks, where a ray has passed it, as it does about. `steep`: how fast coverage follows.
def smooth_outline(picture: Tensor, steep: float) -> Tensor:
  c = torch.size(picture, 1) - 2
  h = torch.size(picture, 2)
  w = torch.size(picture, 3)
  x = torch.reshape(picture, [c + 2, -1])
  opacity = torch.select(x, 0, c)
  share = torch.flatten(__torch__.coverage(torch.slice(picture, 1, c, c + 1), steep))
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

# The same of N pictures, all pixels alike and not in place: nothing that the host must wait for.
def smooth_outlines(picture: Tensor, steep: float) -> Tensor:
  c = torch.size(picture, 1) - 2
  opacity = torch.slice(picture, 1, c, c + 1)
  share = __torch__.coverage(opacity, steep)
  about = torch.avg_pool2d(torch.replication_pad2d(picture, [2, 2, 2, 2]), [5, 5], [1, 1], [0, 0], False, False)
  seen = torch.where(torch.gt(opacity, 0.5), picture, torch.mul(about, 25.0))
  factor = torch.div(share, torch.clamp_min(torch.slice(seen, 1, c, c + 1), 1.e-03))
  return torch.where(torch.gt(torch.abs(torch.sub(share, opacity)), 0.004), torch.mul(seen, factor), picture)
