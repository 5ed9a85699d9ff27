# Stage functions of look-ups without gradients: each point's features are one weighted sum of rows of a table, which the
# engine makes in one fused kernel. N heads, P maps, M points a head, T taps a point (the texels about it in all maps),
# C features. Tables have a border of zeros about each map, so that look-ups beyond it need no mask.

# A table of maps [N, P, C, h, w]: rows map by map, features side by side -> [N P (h+2) (w+2), C].
def map_table(maps: Tensor) -> Tensor:
  bordered = torch.constant_pad_nd(maps, [1, 1, 1, 1], 0)
  return torch.contiguous(torch.flatten(torch.permute(bordered, [0, 1, 3, 4, 2]), 0, 3))

# The same of grids [N, P, C, D, h, w] -> [N P (D+2) (h+2) (w+2), C].
def grid_table(grids: Tensor) -> Tensor:
  bordered = torch.constant_pad_nd(grids, [1, 1, 1, 1, 1, 1], 0)
  return torch.contiguous(torch.flatten(torch.permute(bordered, [0, 1, 3, 4, 5, 2]), 0, 4))

# Where coordinates -1..1 lie among `size` texels and their border: the texel below and the share of the one above.
def tap(c: Tensor, size: int) -> List[Tensor]:
  t = torch.clamp(torch.add(torch.mul(c, 0.5 * float(size)), 0.5 * float(size) + 0.5), 0., float(size) + 1.)
  below = torch.clamp_max(torch.floor(t), float(size))
  return [below, torch.sub(t, below)]

# Two taps [.., 2] along one axis whose texels are `stride` rows apart: rows relative to the map's first, and weights.
def axis_taps(c: Tensor, size: int, stride: int) -> List[Tensor]:
  found = __torch__.tap(c, size)
  row = torch.mul(torch.to(found[0], 3), stride)
  return [torch.stack([row, torch.add(row, stride)], -1), torch.stack([torch.rsub(found[1], 1.), found[1]], -1)]

# All combinations of two axes' taps: rows [.., A], [.., B] -> [.., A B]; weights likewise.
def combine_rows(a: Tensor, b: Tensor) -> Tensor:
  return torch.flatten(torch.add(torch.unsqueeze(a, -1), torch.unsqueeze(b, -2)), -2)

def combine_weights(a: Tensor, b: Tensor) -> Tensor:
  return torch.flatten(torch.mul(torch.unsqueeze(a, -1), torch.unsqueeze(b, -2)), -2)

# The sum over taps: rows [N, P, M, T] of a head's table of `size` rows a map, weights [N, P, M, T] -> [N, M, C].
def gather(table: Tensor, rows: Tensor, weights: Tensor, size: int) -> Tensor:
  n = torch.size(rows, 0)
  maps = torch.size(rows, 1)
  m = torch.size(rows, 2)
  first = torch.mul(torch.arange(n * maps, dtype=3, device=ops.prim.device(rows)), size)
  all = torch.add(rows, torch.view(first, [n, maps, 1, 1]))
  index = torch.flatten(torch.transpose(all, 1, 2))
  share = torch.flatten(torch.transpose(weights, 1, 2))
  taps = maps * torch.size(rows, 3)
  offsets = torch.arange(0, n * m * taps, taps, dtype=3, device=ops.prim.device(rows))
  sums, bags, sizes, most = torch.embedding_bag(table, index, offsets, False, 0, False, share, False)
  return torch.view(sums, [n, m, -1])

# Features of maps at coordinates [N, P, M, 2], map p counting `shares` [N or 1, P or 1, M or 1] -> [N, M, C].
def gather_maps(table: Tensor, coordinates: Tensor, shares: Tensor, side: int) -> Tensor:
  x = __torch__.axis_taps(torch.select(coordinates, 3, 0), side, 1)
  y = __torch__.axis_taps(torch.select(coordinates, 3, 1), side, side + 2)
  weights = torch.mul(__torch__.combine_weights(y[1], x[1]), torch.unsqueeze(shares, -1))
  return __torch__.gather(table, __torch__.combine_rows(y[0], x[0]), weights, (side + 2) * (side + 2))

# Mean features of a tri-plane at points [N, M, 3], times `scale`; kind as in triplane_features.
def gather_triplane(table: Tensor, points: Tensor, scale: float, kind: int, side: int) -> Tensor:
  where = __torch__.axis_coordinates(torch.mul(points, scale), kind)
  return __torch__.gather_maps(table, where, __torch__.equal_shares(points, 3), side)

# The mean's share of each of P maps: [1, 1, 1].
def equal_shares(points: Tensor, maps: int) -> Tensor:
  return torch.full([1, 1, 1], 1. / float(maps), dtype=ops.prim.dtype(points), device=ops.prim.device(points))

# Mean features of a tri-grid of `slices` slices.
def gather_trigrid(table: Tensor, points: Tensor, scale: float, side: int, slices: int) -> Tensor:
  p = torch.mul(points, scale)
  where = __torch__.axis_coordinates(p, 0)
  normals = torch.transpose(torch.flip(p, [2]), 1, 2)
  row = side + 2
  x = __torch__.axis_taps(torch.select(where, 3, 0), side, 1)
  y = __torch__.axis_taps(torch.select(where, 3, 1), side, row)
  z = __torch__.axis_taps(normals, slices, row * row)
  rows = __torch__.combine_rows(z[0], __torch__.combine_rows(y[0], x[0]))
  weights = __torch__.combine_weights(z[1], __torch__.combine_weights(y[1], x[1]))
  return __torch__.gather(table, rows, torch.mul(weights, 1. / 3.), row * row * (slices + 2))

# Mean features of a hy-plane; kind as in sphere_coordinates.
def gather_hyplane(table: Tensor, points: Tensor, scale: float, kind: int, side: int) -> Tensor:
  p = torch.mul(points, scale)
  sphere = torch.unsqueeze(__torch__.sphere_coordinates(p, kind), 1)
  where = torch.cat([__torch__.axis_coordinates(p, 0), sphere], 1)
  return __torch__.gather_maps(table, where, __torch__.equal_shares(points, 4), side)

# Mean features of two balls of three maps each, blended.
def gather_balls(table: Tensor, points: Tensor, scale: float, side: int) -> Tensor:
  balls = __torch__.ball_pair(torch.mul(points, scale))
  wa = __torch__.ball_weight(balls[0])
  wb = __torch__.ball_weight(balls[1])
  sum = torch.mul(torch.add(torch.add(wa, wb), 1.e-8), 3.)
  shares = torch.stack([torch.div(wa, sum), torch.div(wb, sum)], 1)
  where = torch.cat([__torch__.axis_coordinates(balls[0], 0), __torch__.axis_coordinates(balls[1], 0)], 1)
  return __torch__.gather_maps(table, where, torch.repeat_interleave(shares, 3, 1), side)
