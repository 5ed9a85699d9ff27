# Stage functions of reconstruction training. N heads of M rays each, L = N M rays head by head, S samples a ray in rows
# [S, L], A points; what belongs to a point or a texel stands side by side. g, k: as in chart.ts.py.

# All sample distances [S, L], sorted: the given ones [L, B] and `fine` about each head's own surface. m [N, 4, H, W], o and
# d [L, 3]
def training_depths(m: Tensor, o: Tensor, d: Tensor, given: Tensor, g: List[float], coarse: int, fine: int) -> Tensor:
  own = __torch__.inversion_depths(m, o, d, g, coarse, fine)
  all, order = torch.sort(torch.cat([given, torch.flatten(own, 0, 1)], 1), 1)
  return torch.contiguous(torch.t(all))

# The points [3, S, L] of lines o, d [L, 3].
def line_points(o: Tensor, d: Tensor, t: Tensor) -> Tensor:
  return torch.addcmul(torch.unsqueeze(torch.t(o), 1), torch.unsqueeze(torch.contiguous(torch.t(d)), 1), torch.unsqueeze(t, 0))

# u, v and r, as chart_coordinates, of points [3, ...] -> three of [...]
def chart_places(p: Tensor, g: List[float]) -> List[Tensor]:
  x = torch.select(p, 0, 0)
  y = torch.sub(torch.select(p, 0, 1), g[0])
  z = torch.select(p, 0, 2)
  up = torch.clamp_min(y, 0.0)
  level = torch.add(torch.addcmul(torch.mul(x, x), z, z), 1.e-12)
  all = torch.addcmul(level, up, up)
  inverse = torch.rsqrt(level)
  h = torch.mul(level, inverse)
  below = __torch__.fanned_arc(torch.neg(torch.clamp_max(y, 0.0)), h, g)
  v = torch.sub(torch.mul(torch.add(below, torch.atan2(h, up), alpha=g[1]), 2.0 / g[3]), 1.0)
  u = torch.mul(torch.add(torch.atan2(x, z), torch.mul(x, inverse), alpha=g[2]), 0.3183098861837907)
  return [u, v, torch.mul(all, torch.rsqrt(all))]

# The weight of the radius and colours of a field's decoder [4, J], and their bias: what plane_residual makes of them.
def surface_output(ow: Tensor, ob: Tensor) -> List[Tensor]:
  gain = 1.4142135623730951 * float(torch.size(ow, 1)) ** -0.5
  w = torch.cat([torch.mul(torch.slice(ow, 0, 0, 1), 0.016 * gain), torch.mul(torch.slice(ow, 0, 1, 4), 0.3 * gain)], 0)
  return [w, torch.cat([torch.mul(torch.slice(ob, 0, 0, 1), 0.016), torch.mul(torch.slice(ob, 0, 1, 4), 0.3)], 0)]

# The weight of a field's hidden layer for the sum of three planes' features.
def surface_hidden(hw: Tensor) -> Tensor:
  return torch.mul(hw, 0.5773502691896258 * float(torch.size(hw, 1)) ** -0.5)

# Weights [S-1, L] of the intervals of samples, of which `inside` says whether they lie in the box: sigmoid_depth and
# interval_weights of rows.
def row_weights(raw: Tensor, t: Tensor, inside: Tensor, peak: float) -> Tensor:
  s = torch.size(raw, 0)
  d = torch.diff(raw, 1, 0)
  flat = torch.lt(torch.abs(d), 0.001)
  slope = torch.where(flat, torch.ones_like(d), d)
  rise = torch.div(torch.diff(torch.softplus(raw), 1, 0), slope)
  middle = torch.mul(torch.add(torch.slice(raw, 0, 0, s - 1), torch.slice(raw, 0, 1, s)), 0.5)
  mean = torch.where(flat, torch.sigmoid(middle), rise)
  both = torch.mul(torch.slice(inside, 0, 0, s - 1), torch.slice(inside, 0, 1, s))
  spacing = torch.mul(torch.mul(torch.diff(t, 1, 0), peak), both)
  behind = torch.exp(torch.neg(torch.cumsum(torch.mul(mean, spacing), 0)))
  before = torch.cat([torch.ones_like(torch.slice(t, 0, 0, 1)), torch.slice(behind, 0, 0, s - 2)], 0)
  return torch.sub(before, behind)

# What each sample has of the weights of the intervals beside it, as dense_end shares them. w [S-1, L] -> [S, L]
def shared_weights(w: Tensor, raw: Tensor) -> Tensor:
  density = torch.add(torch.detach(torch.sigmoid(raw)), 1.e-06)
  s = torch.size(raw, 0)
  share = torch.div(w, torch.add(torch.slice(density, 0, 0, s - 1), torch.slice(density, 0, 1, s)))
  none = torch.zeros_like(torch.slice(raw, 0, 0, 1))
  return torch.mul(density, torch.add(torch.cat([share, none], 0), torch.cat([none, share], 0)))

# Which samples [S L] end an interval whose weight [S-1, L] is not next to nothing.
def samples_that_matter(w: Tensor) -> Tensor:
  counts = torch.gt(w, 1.e-05)
  none = torch.zeros_like(torch.slice(counts, 0, 0, 1))
  either = torch.logical_or(torch.cat([counts, none], 0), torch.cat([none, counts], 0))
  return torch.squeeze(torch.nonzero(torch.flatten(either)), 1)

# Sums of weighted rows of a table, as many for each point: rows and weights [A, taps] -> [A, C]
def weighted_rows(table: Tensor, rows: Tensor, weights: Tensor) -> Tensor:
  offsets = torch.arange(0, torch.numel(rows), torch.size(rows, 1), dtype=3, device=ops.prim.device(rows))
  sums, bags, sizes, most = torch.embedding_bag(table, torch.flatten(rows), offsets, False, 0, False, torch.flatten(weights), False)
  return sums

# The gradient of a table of so many rows from that of weighted_rows [A, C]: for each row the weighted sum of the points that
# read it, found by sorting. The engine's own gradient adds one reading at a time, which takes three times as long.
def rows_gradient(gradient: Tensor, rows: Tensor, weights: Tensor, count: int) -> Tensor:
  readings = torch.flatten(rows)
  sorted, order = torch.sort(readings)
  ends = torch.cumsum(torch.bincount(readings, None, count), 0)
  begins = torch.cat([torch.zeros_like(torch.slice(ends, 0, 0, 1)), torch.slice(ends, 0, 0, count - 1)], 0)
  points = torch.floor_divide(order, torch.size(rows, 1))
  shares = torch.index_select(torch.flatten(weights), 0, order)
  sums, bags, sizes, most = torch.embedding_bag(gradient, points, begins, False, 0, False, shares, False)
  return sums

# The four corners of bilinear look-ups: weights [A, 4 P] from the shares [A, P] of the further row and column.
def corner_weights(down: Tensor, right: Tensor) -> Tensor:
  up = torch.rsub(down, 1.0)
  left = torch.rsub(right, 1.0)
  return torch.cat([torch.mul(up, left), torch.mul(up, right), torch.mul(down, left), torch.mul(down, right)], 1)

# Which rows of the table of N chart maps of H x W texels are read at u, v [A] of the heads [A], and their weights: [A, 4]
def map_readings(u: Tensor, v: Tensor, head: Tensor, height: int, width: int) -> List[Tensor]:
  across = torch.sub(torch.mul(torch.add(u, 1.0), 0.5 * float(width)), 0.5)
  down = torch.clamp(torch.sub(torch.mul(torch.add(v, 1.0), 0.5 * float(height)), 0.5), 0.0, float(height - 1))
  column = torch.floor(across)
  row = torch.clamp_max(torch.floor(down), float(height - 2))
  first = torch.mul(torch.add(torch.to(row, 3), torch.mul(head, height)), width)
  a = torch.add(first, torch.to(torch.remainder(column, float(width)), 3))
  b = torch.add(first, torch.to(torch.remainder(torch.add(column, 1.0), float(width)), 3))
  rows = torch.stack([a, b, torch.add(a, width), torch.add(b, width)], 1)
  right = torch.unsqueeze(torch.sub(across, column), 1)
  return [rows, __torch__.corner_weights(torch.unsqueeze(torch.sub(down, row), 1), right)]

# The same of the table of N times three axis planes of R x R texels, whose rows are texel by texel, the three planes'
# side by side, at points [3, A] of the heads [A]: [A, 12]
def plane_readings(p: Tensor, head: Tensor, side: int) -> List[Tensor]:
  t = torch.clamp(torch.add(torch.mul(torch.t(p), float(side)), 0.5 * float(side - 1)), 0.0, float(side - 1))
  low = torch.clamp_max(torch.floor(t), float(side - 2))
  share = torch.sub(t, low)
  texel = torch.to(low, 3)
  column = torch.cat([torch.slice(texel, 1, 0, 1), torch.slice(texel, 1, 0, 2)], 1)
  row = torch.cat([torch.slice(texel, 1, 1, 3), torch.slice(texel, 1, 2, 3)], 1)
  first = torch.add(torch.mul(torch.add(row, torch.unsqueeze(torch.mul(head, side), 1)), side), column)
  a = torch.add(torch.mul(first, 3), torch.arange(3, dtype=3, device=ops.prim.device(p)))
  rows = torch.cat([a, torch.add(a, 3), torch.add(a, 3 * side), torch.add(a, 3 * side + 3)], 1)
  right = torch.cat([torch.slice(share, 1, 0, 1), torch.slice(share, 1, 0, 2)], 1)
  down = torch.cat([torch.slice(share, 1, 1, 3), torch.slice(share, 1, 2, 3)], 1)
  return [rows, __torch__.corner_weights(down, right)]

# What the planes' decoder adds to radius and colours of points, from the sums of the planes' features [A, C]: [A, 4]
def surface_shift(q: Tensor, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
  h = torch.leaky_relu_(torch.addmm(hb, q, torch.t(__torch__.surface_hidden(hw))), 0.2)
  out = __torch__.surface_output(ow, ob)
  return torch.addmm(out[1], h, torch.t(out[0]))

# Planes [N, 3, C, R, R] as plane_readings reads them: no copy where they lie channels last. -> [N R R 3, C]
def plane_table(planes: Tensor) -> Tensor:
  return torch.reshape(torch.permute(planes, [0, 3, 4, 1, 2]), [-1, torch.size(planes, 2)])

# How far intervals, each counted where the field is dense, are from the depth [L] of their ray. -> [S-1, L]
def row_misses(t: Tensor, raw: Tensor, depth: Tensor) -> Tensor:
  s = torch.size(t, 0)
  density = torch.add(torch.detach(torch.sigmoid(raw)), 1.e-06)
  sums = torch.mul(t, density)
  above = torch.add(torch.slice(sums, 0, 0, s - 1), torch.slice(sums, 0, 1, s))
  below = torch.add(torch.slice(density, 0, 0, s - 1), torch.slice(density, 0, 1, s))
  return torch.abs(torch.sub(torch.div(above, below), depth))

# Where the field's maps and planes are read at points [3, A] of the heads [A]: distance from the chart's axis, and rows
# and weights of the table of maps and of the table of planes.
def field_readings(p: Tensor, head: Tensor, m: Tensor, planes: Tensor, g: List[float]) -> List[Tensor]:
  c = __torch__.chart_places(p, g)
  from_map = __torch__.map_readings(c[0], c[1], head, torch.size(m, 2), torch.size(m, 3))
  from_planes = __torch__.plane_readings(p, head, torch.size(planes, 3))
  return [c[2], from_map[0], from_map[1], from_planes[0], from_planes[1]]

# Raw densities at points, whose maps read `start` [A, 4] and planes q [A, C], r from the chart's axis: [A]; some at a time,
# so that the hidden layer stays near the processor.
def still_densities(start: Tensor, q: Tensor, r: Tensor, k: float, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
  shifts = annotate(List[Tensor], [])
  parts = torch.split(q, 4096, 0)
  for i in range(torch.len(parts)):
    _0 = torch.append(shifts, torch.select(__torch__.surface_shift(parts[i], hw, hb, ow, ob), 1, 0))
  return torch.div(torch.sub(torch.add(torch.select(start, 1, 0), torch.cat(shifts, 0)), r), k)

# The terms of reconstruct from field values f [A + H, 4] (radius less distance from the axis, colours) at the samples `at`
# [A] and where the rays `hit` [H] hit; `still` [S, L] are raw densities of all samples.
def reconstruction_terms(f: Tensor, at: Tensor, hit: Tensor, still: Tensor, t: Tensor, inside: Tensor, target: Tensor, alpha: Tensor, depth: Tensor, k: float, peak: float) -> Tensor:
  count = torch.size(at, 0)
  rays = torch.size(t, 1)
  colours = torch.slice(f, 1, 1, 4)
  off = torch.select(f, 1, 0)
  raw = torch.view(torch.index_copy(torch.flatten(still), 0, at, torch.div(torch.slice(off, 0, 0, count), k)), [-1, rays])
  w = __torch__.row_weights(raw, t, inside, peak)
  share = torch.index_select(torch.flatten(__torch__.shared_weights(w, raw)), 0, at)
  shown = torch.mul(torch.slice(colours, 0, 0, count), torch.unsqueeze(share, 1))
  none = torch.zeros([torch.numel(t), 3], dtype=ops.prim.dtype(t), device=ops.prim.device(t))
  colour = torch.sum(torch.view(torch.index_copy(none, 0, at, shown), [-1, rays, 3]), [0])
  opacity = torch.sum(w, [0])
  l1 = torch.mean(torch.abs(torch.sub(torch.add(colour, torch.unsqueeze(torch.rsub(opacity, 1.0), 1)), target)))
  mask = torch.mean(torch.abs(torch.sub(opacity, alpha)))
  miss = torch.index_select(torch.sum(torch.mul(w, __torch__.row_misses(t, raw, depth)), [0]), 0, hit)
  shell = torch.clamp_max(torch.abs(torch.slice(off, 0, count)), 0.03)
  stain = torch.mean(torch.abs(torch.sub(torch.slice(colours, 0, count), torch.index_select(target, 0, hit))), [1])
  sums = torch.stack([torch.sum(torch.clamp_max(miss, 0.1)), torch.sum(shell), torch.sum(stain)], 0)
  return torch.cat([torch.stack([l1, mask], 0), torch.div(sums, float(max(1, torch.size(hit, 0))))], 0)

# Supervised terms of training rays o, d [L, 3] at distances t [S, L]: targets on white [L, 3], alpha and depth [L] (0: no
# hit), hit points [L, 3]. The field is asked at all samples, and with gradients at those that matter and at the hit points.
# A place that is no number is not looked up, for that would read wild memory; the terms are no numbers then.
# -> [5]: colour L1, opacity L1, expected distance to the depth, distance of the surface from the hit points, colour L1 at
# them; and the gradients of the terms times `shares` [5] by maps, by the table of planes [N R R 3, C] and by the decoder
def reconstruct(m: Tensor, planes: Tensor, o: Tensor, d: Tensor, t: Tensor, target: Tensor, alpha: Tensor, depth: Tensor, hits: Tensor, shares: Tensor, g: List[float], k: float, peak: float, decoder: List[Tensor]) -> List[Tensor]:
  n = torch.numel(t)
  rays = torch.size(t, 1)
  p = __torch__.line_points(o, d, t)
  inside = torch.to(torch.lt(torch.amax(torch.abs(p), [0]), 0.5), 6)
  hit = torch.squeeze(torch.nonzero(torch.logical_and(torch.gt(depth, 0.0), torch.gt(alpha, 0.98))), 1)
  ray = torch.cat([torch.repeat(torch.arange(rays, dtype=3, device=ops.prim.device(t)), [torch.size(t, 0)]), torch.to(hit, 3)], 0)
  head = torch.floor_divide(ray, torch.floordiv(rays, torch.size(m, 0)))
  places = torch.cat([torch.flatten(p, 1), torch.t(torch.index_select(hits, 0, hit))], 1)
  points = torch.nan_to_num(places, 0.0, 0.0, 0.0)
  at = __torch__.field_readings(points, head, m, planes, g)
  map_table = torch.reshape(torch.permute(torch.detach(m), [0, 2, 3, 1]), [-1, 4])
  plane_table = __torch__.plane_table(torch.detach(planes))
  start = __torch__.weighted_rows(map_table, at[1], at[2])
  q = __torch__.weighted_rows(plane_table, at[3], at[4])
  w = annotate(List[Tensor], [])
  for i in range(torch.len(decoder)):
    _0 = torch.append(w, torch.detach(decoder[i]))
  raw = __torch__.still_densities(torch.slice(start, 0, 0, n), torch.slice(q, 0, 0, n), torch.slice(at[0], 0, 0, n), k, w[0], w[1], w[2], w[3])
  still = torch.view(raw, [-1, rays])
  seen = __torch__.samples_that_matter(__torch__.row_weights(still, t, inside, peak))
  kept = torch.cat([seen, torch.arange(n, torch.size(q, 0), dtype=4, device=ops.prim.device(t))], 0)
  leaves = [torch.index_select(start, 0, kept), torch.index_select(q, 0, kept), w[0], w[1], w[2], w[3]]
  for i in range(torch.len(leaves)):
    _1 = torch.requires_grad_(leaves[i], True)
  f = torch.add(__torch__.surface_shift(leaves[1], w[0], w[1], w[2], w[3]), leaves[0])
  radial = torch.unsqueeze(torch.index_select(at[0], 0, kept), 1)
  relative = torch.cat([torch.sub(torch.slice(f, 1, 0, 1), radial), torch.slice(f, 1, 1, 4)], 1)
  terms = __torch__.reconstruction_terms(relative, seen, hit, still, t, inside, target, alpha, depth, k, peak)
  by = __torch__.grad([torch.sum(torch.mul(terms, shares))], leaves, False)
  by_map = __torch__.rows_gradient(by[0], torch.index_select(at[1], 0, kept), torch.index_select(at[2], 0, kept), torch.size(map_table, 0))
  by_planes = __torch__.rows_gradient(by[1], torch.index_select(at[3], 0, kept), torch.index_select(at[4], 0, kept), torch.size(plane_table, 0))
  size = [torch.size(m, 0), torch.size(m, 2), torch.size(m, 3), 4]
  return [torch.detach(terms), torch.permute(torch.view(by_map, size), [0, 3, 1, 2]), by_planes, by[2], by[3], by[4], by[5]]
