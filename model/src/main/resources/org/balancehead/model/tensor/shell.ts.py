# The chart's shell: a chart head baked for rendering without gradients, and its renderer. One head, M points or rays,
# S samples a ray, H x W texels. g: chart geometry as in chart.ts.py, k: shell softness, camera: a label [1, 25].

# Where the chart's radius starts and where it points, at arc lengths [rows] from the crown and at the azimuths of a
# map's columns: [rows, W, 6], foot on the axis and outward unit direction.
def chart_radii(arc: Tensor, width: int, g: List[float]) -> Tensor:
  columns = torch.add(torch.arange(width, dtype=ops.prim.dtype(arc), device=ops.prim.device(arc)), 0.5)
  wanted = torch.mul(torch.sub(torch.mul(columns, 2.0 / float(width)), 1.0), 3.141592653589793)
  azimuth = wanted
  for i in range(8):
    excess = torch.sub(torch.add(azimuth, torch.sin(azimuth), alpha=g[2]), wanted)
    azimuth = torch.sub(azimuth, torch.div(excess, torch.add(torch.mul(torch.cos(azimuth), g[2]), 1.0)))
  polar = torch.unsqueeze(torch.clamp_max(torch.div(arc, g[1]), 1.5707963267948966), 1)
  below = torch.unsqueeze(torch.clamp_min(torch.sub(arc, g[1] * 1.5707963267948966), 0.0), 1)
  zero = torch.zeros([torch.size(arc, 0), width], dtype=ops.prim.dtype(arc), device=ops.prim.device(arc))
  foot = torch.add(zero, torch.rsub(below, g[0]))
  x = torch.mul(torch.sin(polar), torch.sin(azimuth))
  z = torch.mul(torch.sin(polar), torch.cos(azimuth))
  return torch.stack([zero, foot, zero, x, torch.add(zero, torch.cos(polar)), z], 2)

# Arc lengths from the crown of a map's rows.
def row_arcs(m: Tensor, g: List[float]) -> Tensor:
  height = torch.size(m, 2)
  rows = torch.arange(height, dtype=ops.prim.dtype(m), device=ops.prim.device(m))
  return torch.mul(torch.add(rows, 0.5), g[3] / float(height))

# What the residual planes add on radii [M, 6] at distances r [M] from their feet: [1 + C, M], as plane_residual.
def residual_on_radii(planes: Tensor, radii: Tensor, r: Tensor, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
  p = torch.addcmul(torch.slice(radii, 1, 0, 3), torch.slice(radii, 1, 3, 6), torch.unsqueeze(r, 1))
  return torch.squeeze(__torch__.plane_residual(planes, torch.unsqueeze(p, 0), hw, hb, ow, ob), 0)

# A measured slope of the distance to the surface, which falls outwards: -1 without planes, held to what heads show.
def held_slope(rise: Tensor, run: Tensor) -> Tensor:
  still = torch.lt(torch.abs(run), 1.e-05)
  slope = torch.div(rise, torch.where(still, torch.ones_like(run), run))
  return torch.clamp(torch.where(still, torch.full_like(slope, -1.0), slope), -2.0, -0.25)

# The surface of the whole field as a chart map: where raw density is 0, found by a fixed-point, a secant and a Newton
# step along each texel's radius, the slope of the distance to the surface from `depth` below it, and what is seen there.
# -> [1, 2 + C, H, W]: radius, slope, colours, features
def bake_surface(m: Tensor, planes: Tensor, g: List[float], depth: float, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
  width = torch.size(m, 3)
  radii = torch.reshape(__torch__.chart_radii(__torch__.row_arcs(m, g), width, g), [-1, 6])
  texels = torch.reshape(m, [4, -1])
  parts = annotate(List[Tensor], [])
  for i in range((torch.size(texels, 1) + 4095) // 4096):
    some = torch.slice(radii, 0, i * 4096, i * 4096 + 4096)
    start = torch.slice(texels, 1, i * 4096, i * 4096 + 4096)
    r0 = torch.select(start, 0, 0)
    off0 = torch.select(__torch__.residual_on_radii(planes, some, r0, hw, hb, ow, ob), 0, 0)
    r1 = torch.add(r0, off0)
    off1 = torch.sub(torch.select(__torch__.residual_on_radii(planes, some, r1, hw, hb, ow, ob), 0, 0), off0)
    r2 = torch.sub(r1, torch.div(off1, __torch__.held_slope(torch.sub(off1, off0), off0)))
    f = __torch__.residual_on_radii(planes, some, r2, hw, hb, ow, ob)
    shift = torch.select(f, 0, 0)
    below = torch.select(__torch__.residual_on_radii(planes, some, torch.sub(r2, depth), hw, hb, ow, ob), 0, 0)
    slope = __torch__.held_slope(torch.sub(torch.sub(shift, below), depth), torch.full_like(below, depth))
    radius = torch.sub(r2, torch.div(torch.sub(torch.add(r0, shift), r2), slope))
    colours = torch.add(torch.slice(start, 0, 1, 4), torch.slice(f, 0, 1, 4))
    _0 = torch.append(parts, torch.cat([torch.stack([radius, slope], 0), colours, torch.slice(f, 0, 4, 9223372036854775807)], 0))
  return torch.reshape(torch.cat(parts, 1), [1, -1, torch.size(m, 2), width])

# The four corners [H + 1, W, C] of the cells between a map's samples [H + 2, W, C], of which the last column's right
# neighbour is the first.
def cell_corners(x: Tensor) -> List[Tensor]:
  upper = torch.slice(x, 0, 0, torch.size(x, 0) - 1)
  lower = torch.slice(x, 0, 1, torch.size(x, 0))
  return [upper, torch.roll(upper, [-1], [1]), lower, torch.roll(lower, [-1], [1])]

# Into how many parts no longer than `gap` the longer of the edges a to b and c to d [H + 1, W, 3] is cut; 1 where they
# are no numbers. -> [cells]
def edge_parts(a: Tensor, b: Tensor, c: Tensor, d: Tensor, gap: float) -> Tensor:
  length = torch.maximum(torch.linalg_vector_norm(torch.sub(b, a), 2, [2]), torch.linalg_vector_norm(torch.sub(d, c), 2, [2]))
  parts = torch.ceil(torch.div(torch.nan_to_num(length, 0.0), gap))
  return torch.reshape(torch.clamp(parts, 1.0, 128.0), [-1])

# Points of the surface of radii r [1, 1, H, W] within the box, no farther than `gap` apart: each cell between texels
# is cut into as many parts as its edges need. -> [2, M, 3] points and outward normals
def surface_points(r: Tensor, g: List[float], gap: float) -> Tensor:
  arcs = __torch__.row_arcs(r, g)
  arc = torch.cat([torch.zeros_like(torch.slice(arcs, 0, 0, 1)), arcs, torch.full_like(torch.slice(arcs, 0, 0, 1), g[3])], 0)
  map = torch.select(torch.select(r, 0, 0), 0, 0)
  h = torch.size(map, 0)
  radius = torch.unsqueeze(torch.cat([torch.slice(map, 0, 0, 1), map, torch.slice(map, 0, h - 1, h)], 0), 2)
  lines = torch.cat([__torch__.chart_radii(arc, torch.size(map, 1), g), radius], 2)
  p = __torch__.cell_corners(torch.addcmul(torch.slice(lines, 2, 0, 3), torch.slice(lines, 2, 3, 6), radius))
  across = __torch__.edge_parts(p[0], p[1], p[2], p[3], gap)
  down = __torch__.edge_parts(p[0], p[2], p[1], p[3], gap)
  count = torch.to(torch.mul(across, down), 4)
  cell = torch.repeat_interleave(count)
  first = torch.index_select(torch.sub(torch.cumsum(count, 0), count), 0, cell)
  index = torch.to(torch.sub(torch.arange(torch.size(cell, 0), dtype=4, device=ops.prim.device(r)), first), 6)
  columns = torch.index_select(across, 0, cell)
  row = torch.floor(torch.div(torch.add(index, 0.5), columns))
  t = torch.unsqueeze(torch.div(torch.add(row, 0.5), torch.index_select(down, 0, cell)), 1)
  s = torch.unsqueeze(torch.div(torch.add(torch.addcmul(index, row, columns, value=-1), 0.5), columns), 1)
  corners = __torch__.cell_corners(lines)
  held = annotate(List[Tensor], [])
  for i in range(4):
    _0 = torch.append(held, torch.index_select(torch.reshape(corners[i], [-1, 7]), 0, cell))
  upper = torch.lerp(held[0], held[1], s)
  at = torch.lerp(upper, torch.lerp(held[2], held[3], s), t)
  d = torch.slice(at, 1, 3, 6)
  direction = torch.div(d, torch.clamp_min(torch.linalg_vector_norm(d, 2, [1], True), 1.e-06))
  points = torch.addcmul(torch.slice(at, 1, 0, 3), direction, torch.slice(at, 1, 6, 7))
  n = torch.linalg_cross(torch.sub(p[3], p[0]), torch.sub(p[1], p[2]), dim=2)
  unit = torch.div(n, torch.clamp_min(torch.linalg_vector_norm(n, 2, [2], True), 1.e-12))
  normals = torch.index_select(torch.reshape(unit, [-1, 3]), 0, cell)
  inside = torch.squeeze(torch.nonzero(torch.lt(torch.amax(torch.abs(points), [1]), 0.5)), 1)
  return torch.index_select(torch.stack([points, normals], 0), 1, inside)

# Points no farther than `gap` apart where the box +-0.5 cuts the head of radii r [1, 1, H, W] open.
# -> [2, M, 3] points and outward normals
def wall_points(r: Tensor, g: List[float], gap: float) -> Tensor:
  n = int(1.0 / gap) + 1
  line = torch.sub(torch.div(torch.add(torch.arange(n, dtype=ops.prim.dtype(r), device=ops.prim.device(r)), 0.5), float(n)), 0.5)
  s = torch.repeat_interleave(line, n)
  t = torch.repeat(line, [n])
  one = torch.ones_like(s)
  zero = torch.zeros_like(s)
  half = torch.mul(one, 0.5)
  walls = torch.cat([torch.stack([half, s, t], 1), torch.stack([s, half, t], 1), torch.stack([s, t, half], 1)], 0)
  normals = torch.cat([torch.stack([one, zero, zero], 1), torch.stack([zero, one, zero], 1), torch.stack([zero, zero, one], 1)], 0)
  both = torch.stack([torch.cat([walls, torch.neg(walls)], 0), torch.cat([normals, torch.neg(normals)], 0)], 0)
  lines = torch.contiguous(torch.t(torch.select(both, 0, 0)))
  wrap = float(torch.size(r, 3)) / float(torch.size(r, 3) + 2)
  c = __torch__.line_coordinates(torch.zeros_like(torch.slice(lines, 1, 0, 1)), lines, torch.ones_like(torch.slice(lines, 0, 0, 1)), g, wrap)
  radius = torch.select(__torch__.wrapped_lookup(__torch__.wrapped(r), c[0], c[1]), 0, 0)
  inside = torch.gt(torch.sub(radius, c[2]), -gap)
  return torch.index_select(both, 1, torch.squeeze(torch.nonzero(torch.squeeze(inside, 0)), 1))

# What covers the head of radii r [1, 1, H, W]: points, outward normals, and their products. -> [7, M]
def cover_points(r: Tensor, g: List[float], gap: float) -> Tensor:
  both = torch.cat([__torch__.surface_points(r, g, gap), __torch__.wall_points(r, g, gap)], 1)
  points = torch.select(both, 0, 0)
  normals = torch.select(both, 0, 1)
  product = torch.sum(torch.mul(points, normals), [1], True)
  return torch.contiguous(torch.t(torch.cat([points, normals, product], 1)))

# The shell of a head: [relief [1, 2, H, W + 2]: radius and raw density's fall per unit of distance, appearance
# [1, C, H, W + 2]: colours and features, cover [7, M]].
def bake_shell(m: Tensor, planes: Tensor, g: List[float], k: float, depth: float, gap: float, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> List[Tensor]:
  surface = __torch__.bake_surface(m, planes, g, depth, hw, hb, ow, ob)
  radius = torch.slice(surface, 1, 0, 1)
  fall = torch.div(torch.slice(surface, 1, 1, 2), -k)
  relief = __torch__.wrapped(torch.cat([radius, fall], 1))
  appearance = __torch__.wrapped(torch.slice(surface, 1, 2, 9223372036854775807))
  return [relief, appearance, __torch__.cover_points(radius, g, gap)]

# Nearest and farthest distance from the camera of the cover in each tile of a picture: the cover's points that face
# the camera, or nearly, thrown into tiles with a border of one. -> [2, side + 2, side + 2], nearest negated; -inf where
# there is none
def tile_distances(cover: Tensor, camera: Tensor, side: int) -> Tensor:
  pose = torch.slice(torch.reshape(torch.slice(camera, 1, 0, 16), [4, 4]), 0, 0, 3)
  turn = torch.t(torch.slice(pose, 1, 0, 3))
  eye = torch.slice(pose, 1, 3, 4)
  seen = torch.addmm(torch.neg(torch.matmul(turn, eye)), turn, torch.slice(cover, 0, 0, 3))
  right = torch.select(seen, 0, 0)
  down = torch.select(seen, 0, 1)
  ahead = torch.select(seen, 0, 2)
  distance = torch.sqrt(torch.addcmul(torch.addcmul(torch.mul(right, right), down, down), ahead, ahead))
  towards = torch.sub(torch.squeeze(torch.matmul(torch.t(eye), torch.slice(cover, 0, 3, 6)), 0), torch.select(cover, 0, 6))
  lens = torch.mul(torch.slice(camera, 1, 16, 22), float(side))
  y1 = torch.div(down, ahead)
  x1 = torch.addcmul(torch.div(torch.mul(right, torch.select(lens, 1, 0)), ahead), y1, torch.select(lens, 1, 1))
  x = torch.floor(torch.add(x1, torch.select(lens, 1, 2)))
  y = torch.floor(torch.add(torch.mul(y1, torch.select(lens, 1, 4)), torch.select(lens, 1, 5)))
  middle = 0.5 * float(side - 1)
  off = torch.maximum(torch.abs(torch.sub(x, middle)), torch.abs(torch.sub(y, middle)))
  facing = torch.gt(towards, torch.mul(distance, -0.15))
  counts = torch.logical_and(torch.logical_and(torch.lt(off, middle + 1.25), torch.gt(ahead, 0.0)), facing)
  index = torch.where(counts, torch.add(torch.mul(y, float(side + 2)), x), torch.full_like(x, -float(side + 3)))
  tile = torch.to(torch.add(index, float(side + 3)), 4)
  none = torch.full_like(distance, -inf)
  empty = torch.full([(side + 2) * (side + 2)], -inf, dtype=ops.prim.dtype(cover), device=ops.prim.device(cover))
  near = torch.scatter_reduce(empty, 0, tile, torch.where(counts, torch.neg(distance), none), "amax")
  far = torch.scatter_reduce(empty, 0, tile, torch.where(counts, distance, none), "amax")
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
  forward = torch.addmm(torch.slice(pose, 1, 2, 3), torch.slice(pose, 1, 0, 2), torch.stack([x, y], 0))
  length = torch.sqrt(torch.add(torch.addcmul(torch.mul(x, x), y, y), 1.0))
  return [torch.slice(pose, 1, 3, 4), torch.div(forward, length)]

# The largest of each 3 x 3 tiles: [C, h + 2, w + 2] -> [C, h, w]
def largest_about(x: Tensor) -> Tensor:
  h = torch.size(x, 1)
  w = torch.size(x, 2)
  beside = torch.maximum(torch.slice(x, 2, 0, w - 2), torch.slice(x, 2, 2, w))
  row = torch.maximum(beside, torch.slice(x, 2, 1, w - 1))
  above = torch.maximum(torch.slice(row, 1, 0, h - 2), torch.slice(row, 1, 2, h))
  return torch.maximum(above, torch.slice(row, 1, 1, h - 1))

# Between which distances each ray of a picture must be sampled: from the nearest of the tiles about its own to the
# farthest, enlarged by `before` and `behind`, within the box +-0.5. What is hidden does not count: the surface goes on
# behind the last of their nearest for as much as lies between these, or for `edge` at most, and where a tile is empty.
# -> [2, side^2]; rays that see nothing end before they begin
def ray_ranges(tiles: Tensor, o: Tensor, d: Tensor, side: int, before: float, behind: float, edge: float) -> Tensor:
  nearest = torch.neg(torch.slice(tiles, 0, 0, 1))
  empty = torch.isinf(nearest)
  about = __torch__.largest_about(torch.cat([tiles, torch.masked_fill(nearest, empty, -inf), torch.to(empty, 6)], 0))
  last = torch.select(about, 0, 2)
  on = torch.clamp_max(torch.add(last, torch.select(about, 0, 0)), edge)
  seen = torch.add(last, torch.maximum(on, torch.mul(torch.select(about, 0, 3), edge)))
  begin = torch.neg(torch.add(torch.select(about, 0, 0), before))
  end = torch.add(torch.minimum(torch.select(about, 0, 1), seen), behind)
  size = [side, side]
  reach = torch.reshape(torch._upsample_nearest_exact2d(torch.unsqueeze(torch.stack([begin, end], 0), 0), size, None, None), [2, -1])
  a = torch.div(torch.rsub(o, -0.5), d)
  b = torch.div(torch.rsub(o, 0.5), d)
  enter = torch.minimum(a, b)
  leave = torch.maximum(a, b)
  near = torch.select(reach, 0, 0)
  far = torch.select(reach, 0, 1)
  for i in range(3):
    near = torch.maximum(near, torch.select(enter, 0, i))
    far = torch.minimum(far, torch.select(leave, 0, i))
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
  square = torch.mul(torch.mul(w, off), off)
  variance = torch.clamp_min(torch.div(torch.sum(square, [0]), sum), 1.e-10)
  third = torch.div(torch.sum(torch.mul(square, off), [0]), sum)
  skew = torch.mul(torch.div(third, variance), 0.5)
  root = torch.sqrt(torch.addcmul(variance, skew, skew))
  middle = torch.add(mean, skew)
  first = torch.mul(torch.add(torch.div(skew, root), 1.0), torch.mul(sum, 0.5))
  return torch.stack([torch.sub(middle, root), torch.add(middle, root), first, torch.sub(sum, first)], 0)

# Marches rays of one origin o [3, 1] and directions, near and far [5, M] in `count` samples of the relief. -> the two
# places that each sees [4, M]
def march_relief(relief: Tensor, o: Tensor, lines: Tensor, count: int, g: List[float], peak: float, wrap: float) -> Tensor:
  share = torch.mul(torch.arange(count, dtype=ops.prim.dtype(o), device=ops.prim.device(o)), 1.0 / float(count - 1))
  near = torch.select(lines, 0, 3)
  span = torch.sub(torch.select(lines, 0, 4), near)
  t = torch.addcmul(near, torch.unsqueeze(share, 1), span)
  c = __torch__.line_coordinates(o, lines, t, g, wrap)
  f = __torch__.wrapped_lookup(relief, c[0], c[1])
  raw = torch.mul(torch.sub(torch.select(f, 0, 0), c[2]), torch.select(f, 0, 1))
  return __torch__.two_places(t, __torch__.sample_weights(raw, torch.mul(span, peak / float(count - 1))))

# Renders a shell: rays are grouped by how many samples of `spacing` their ranges need, each group takes the next of
# `counts`, and the appearance is looked up where they end. -> [1, C + 2, side, side]: premultiplied colours and
# features, opacity, distance
def render_shell(relief: Tensor, appearance: Tensor, cover: Tensor, camera: Tensor, tiles: int, side: int, spacing: float, before: float, behind: float, edge: float, counts: List[int], g: List[float], peak: float) -> Tensor:
  rays = __torch__.picture_rays(camera, side)
  o = rays[0]
  ranges = __torch__.ray_ranges(__torch__.tile_distances(cover, camera, tiles), o, rays[1], side, before, behind, edge)
  span = torch.sub(torch.select(ranges, 0, 1), torch.select(ranges, 0, 0))
  hit = torch.squeeze(torch.nonzero(torch.gt(span, 0.0)), 1)
  lines = torch.index_select(torch.cat([rays[1], ranges], 0), 1, hit)
  need = torch.div(torch.index_select(span, 0, hit), spacing)
  wrap = float(torch.size(relief, 3) - 2) / float(torch.size(relief, 3))
  seen = torch.zeros([4, torch.size(hit, 0)], dtype=ops.prim.dtype(o), device=ops.prim.device(o))
  low = 0.0
  for i in range(torch.len(counts)):
    high = inf
    if i < torch.len(counts) - 1:
      high = float(counts[i] - 1)
    some = torch.squeeze(torch.nonzero(torch.logical_and(torch.gt(need, low), torch.le(need, high))), 1)
    low = high
    if torch.gt(torch.size(some, 0), 0):
      places = __torch__.march_relief(relief, o, torch.index_select(lines, 1, some), counts[i], g, peak, wrap)
      _0 = torch.index_copy_(seen, 1, some, places)
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
