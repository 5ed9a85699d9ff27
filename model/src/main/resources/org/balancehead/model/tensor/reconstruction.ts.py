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
  angle = torch.atan2(torch.mul(level, inverse), up)
  v = torch.sub(torch.mul(torch.sub(torch.mul(angle, g[1]), torch.clamp_max(y, 0.0)), 2.0 / g[3]), 1.0)
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

# Raw densities of samples [3, S, L], without gradients. -> [S, L]
def raw_densities(m: Tensor, planes: Tensor, p: Tensor, g: List[float], k: float, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
  n = torch.size(m, 0)
  s = torch.size(p, 1)
  c = __torch__.chart_places(p, g)
  wrap = float(torch.size(m, 3)) / float(torch.size(m, 3) + 2)
  radius = __torch__.heads_lookup(__torch__.wrapped(torch.detach(torch.slice(m, 1, 0, 1))), torch.mul(c[0], wrap), c[1])
  maps = torch.unbind(torch.contiguous(torch.detach(planes)), 0)
  hidden = __torch__.surface_hidden(torch.detach(hw))
  bias = torch.unsqueeze(torch.detach(hb), 1)
  out = __torch__.surface_output(torch.detach(ow), torch.detach(ob))
  points = torch.unbind(torch.reshape(torch.mul(p, 2.0), [3, s, n, -1]), 2)
  found = annotate(List[Tensor], [])
  for i in range(n):
    q = torch.flatten(points[i], 1)
    x = torch.select(q, 0, 0)
    y = torch.select(q, 0, 1)
    z = torch.select(q, 0, 2)
    grid = torch.stack([torch.stack([x, x, y], 0), torch.stack([y, z, z], 0)], 2)
    f = torch.sum(torch.grid_sampler(maps[i], torch.unsqueeze(grid, 1), 0, 1, False), [0])
    h = torch.leaky_relu_(torch.addmm(bias, hidden, torch.flatten(f, 1)), 0.2)
    shift = torch.addmm(torch.slice(out[1], 0, 0, 1), torch.slice(out[0], 0, 0, 1), h)
    _0 = torch.append(found, torch.view(shift, [s, -1]))
  return torch.div(torch.sub(torch.add(radius, torch.cat(found, 1)), c[2]), k)

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
  counts = torch.gt(w, 1.e-06)
  none = torch.zeros_like(torch.slice(counts, 0, 0, 1))
  either = torch.logical_or(torch.cat([counts, none], 0), torch.cat([none, counts], 0))
  return torch.squeeze(torch.nonzero(torch.flatten(either)), 1)

# Sums of `taps` weighted rows of a table: rows and weights [A, taps] -> [A, C]
def weighted_rows(table: Tensor, rows: Tensor, weights: Tensor) -> Tensor:
  taps = torch.size(rows, 1)
  offsets = torch.arange(0, torch.numel(rows), taps, dtype=4, device=ops.prim.device(rows))
  sums, bags, sizes, most = torch.embedding_bag(table, torch.flatten(rows), offsets, False, 0, False, torch.flatten(weights), False)
  return sums

# The four corners of bilinear look-ups: weights [A, 4 P] from the shares [A, P] of the further row and column.
def corner_weights(down: Tensor, right: Tensor) -> Tensor:
  up = torch.rsub(down, 1.0)
  left = torch.rsub(right, 1.0)
  return torch.cat([torch.mul(up, left), torch.mul(up, right), torch.mul(down, left), torch.mul(down, right)], 1)

# Chart maps [N, C, H, W] at u, v [A] of the heads [A]: -> [A, C]
def map_values(m: Tensor, u: Tensor, v: Tensor, head: Tensor) -> Tensor:
  height = torch.size(m, 2)
  width = torch.size(m, 3)
  across = torch.sub(torch.mul(torch.add(u, 1.0), 0.5 * float(width)), 0.5)
  down = torch.clamp(torch.sub(torch.mul(torch.add(v, 1.0), 0.5 * float(height)), 0.5), 0.0, float(height - 1))
  column = torch.floor(across)
  row = torch.clamp_max(torch.floor(down), float(height - 2))
  first = torch.mul(torch.add(torch.to(row, 4), torch.mul(head, height)), width)
  a = torch.add(first, torch.to(torch.remainder(column, float(width)), 4))
  b = torch.add(first, torch.to(torch.remainder(torch.add(column, 1.0), float(width)), 4))
  rows = torch.stack([a, b, torch.add(a, width), torch.add(b, width)], 1)
  weights = __torch__.corner_weights(torch.unsqueeze(torch.sub(down, row), 1), torch.unsqueeze(torch.sub(across, column), 1))
  return __torch__.weighted_rows(torch.reshape(torch.permute(m, [0, 2, 3, 1]), [-1, torch.size(m, 1)]), rows, weights)

# The sum of three axis planes [N, 3, C, R, R] at points [3, A] of the heads [A]: -> [A, C]
def plane_sums(planes: Tensor, p: Tensor, head: Tensor) -> Tensor:
  side = torch.size(planes, 3)
  t = torch.clamp(torch.add(torch.mul(torch.t(p), float(side)), 0.5 * float(side - 1)), 0.0, float(side - 1))
  low = torch.clamp_max(torch.floor(t), float(side - 2))
  share = torch.sub(t, low)
  texel = torch.to(low, 4)
  column = torch.cat([torch.slice(texel, 1, 0, 1), torch.slice(texel, 1, 0, 2)], 1)
  row = torch.cat([torch.slice(texel, 1, 1, 3), torch.slice(texel, 1, 2, 3)], 1)
  first = torch.add(torch.mul(torch.add(row, torch.unsqueeze(torch.mul(head, side), 1)), side), column)
  a = torch.add(torch.mul(first, 3), torch.arange(3, dtype=4, device=ops.prim.device(p)))
  rows = torch.cat([a, torch.add(a, 3), torch.add(a, 3 * side), torch.add(a, 3 * side + 3)], 1)
  right = torch.cat([torch.slice(share, 1, 0, 1), torch.slice(share, 1, 0, 2)], 1)
  down = torch.cat([torch.slice(share, 1, 1, 3), torch.slice(share, 1, 2, 3)], 1)
  table = torch.reshape(torch.permute(planes, [0, 3, 4, 1, 2]), [-1, torch.size(planes, 2)])
  return __torch__.weighted_rows(table, rows, __torch__.corner_weights(down, right))

# The chart field, as chart_field, at points [3, A] of the heads [A]. -> [A, 4]: raw density, red, green, blue
def surface_field(m: Tensor, planes: Tensor, p: Tensor, head: Tensor, g: List[float], k: float, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
  c = __torch__.chart_places(p, g)
  q = __torch__.plane_sums(planes, p, head)
  h = torch.leaky_relu_(torch.addmm(hb, q, torch.t(__torch__.surface_hidden(hw))), 0.2)
  out = __torch__.surface_output(ow, ob)
  f = torch.add(torch.addmm(out[1], h, torch.t(out[0])), __torch__.map_values(m, c[0], c[1], head))
  raw = torch.div(torch.sub(torch.slice(f, 1, 0, 1), torch.unsqueeze(c[2], 1)), k)
  return torch.cat([raw, torch.slice(f, 1, 1, 4)], 1)

# Supervised terms of training rays o, d [L, 3] at distances t [S, L]: targets on white [L, 3], alpha and depth [L] (0: no
# hit), hit points [L, 3]. The field is asked everywhere without gradients, and with them at the samples that matter and at
# the hit points. -> [5]: colour L1, opacity L1, expected distance to the depth, distance of the surface from the hit
# points, colour L1 at them
def reconstruction_terms(m: Tensor, planes: Tensor, o: Tensor, d: Tensor, t: Tensor, target: Tensor, alpha: Tensor, depth: Tensor, hits: Tensor, g: List[float], k: float, peak: float, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
  rays = torch.size(t, 1)
  each = torch.floordiv(rays, torch.size(m, 0))
  p = __torch__.line_points(o, d, t)
  inside = torch.to(torch.lt(torch.amax(torch.abs(p), [0]), 0.5), 6)
  still = __torch__.raw_densities(m, planes, p, g, k, hw, hb, ow, ob)
  at = __torch__.samples_that_matter(__torch__.row_weights(still, t, inside, peak))
  count = torch.size(at, 0)
  hit = torch.squeeze(torch.nonzero(torch.logical_and(torch.gt(depth, 0.0), torch.gt(alpha, 0.98))), 1)
  points = torch.cat([torch.index_select(torch.flatten(p, 1), 1, at), torch.t(torch.index_select(hits, 0, hit))], 1)
  ray = torch.cat([torch.remainder(at, rays), hit], 0)
  head = torch.floor_divide(ray, each)
  f = __torch__.surface_field(m, planes, points, head, g, k, hw, hb, ow, ob)
  seen = torch.slice(f, 0, 0, count)
  raw = torch.view(torch.index_copy(torch.flatten(still), 0, at, torch.select(seen, 1, 0)), [-1, rays])
  w = __torch__.row_weights(raw, t, inside, peak)
  share = torch.index_select(torch.flatten(__torch__.shared_weights(w, raw)), 0, at)
  shown = torch.mul(torch.slice(seen, 1, 1, 4), torch.unsqueeze(share, 1))
  none = torch.zeros([torch.numel(t), 3], dtype=ops.prim.dtype(t), device=ops.prim.device(t))
  colour = torch.sum(torch.view(torch.index_copy(none, 0, at, shown), [-1, rays, 3]), [0])
  opacity = torch.sum(w, [0])
  l1 = torch.mean(torch.abs(torch.sub(torch.add(colour, torch.unsqueeze(torch.rsub(opacity, 1.0), 1)), target)))
  mask = torch.mean(torch.abs(torch.sub(opacity, alpha)))
  off = torch.index_select(torch.sum(torch.mul(w, __torch__.row_misses(t, raw, depth)), [0]), 0, hit)
  on = torch.slice(f, 0, count)
  shell = torch.clamp_max(torch.mul(torch.abs(torch.select(on, 1, 0)), k), 0.03)
  stain = torch.mean(torch.abs(torch.sub(torch.slice(on, 1, 1, 4), torch.index_select(target, 0, hit))), [1])
  sums = torch.stack([torch.sum(torch.clamp_max(off, 0.1)), torch.sum(shell), torch.sum(stain)], 0)
  return torch.cat([torch.stack([l1, mask], 0), torch.div(sums, float(max(1, torch.size(hit, 0))))], 0)

# How far intervals, each counted where the field is dense, are from the depth [L] of their ray. -> [S-1, L]
def row_misses(t: Tensor, raw: Tensor, depth: Tensor) -> Tensor:
  s = torch.size(t, 0)
  density = torch.add(torch.detach(torch.sigmoid(raw)), 1.e-06)
  sums = torch.mul(t, density)
  above = torch.add(torch.slice(sums, 0, 0, s - 1), torch.slice(sums, 0, 1, s))
  below = torch.add(torch.slice(density, 0, 0, s - 1), torch.slice(density, 0, 1, s))
  return torch.abs(torch.sub(torch.div(above, below), depth))
