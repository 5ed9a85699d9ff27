# The chart's shell: a chart head baked for rendering. One head, M points, H x W texels. g: chart geometry as in
# chart.ts.py, k: shell softness.

# Where the chart's radius starts and where it points, at arc lengths [rows] from the crown and at the azimuths of a
# map's columns: [rows, W, 6], foot on the axis and outward direction by which the chart's radius grows by 1.
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
  rise = torch.clamp(torch.mul(torch.sub(below, g[4]), g[5]), 0.0, g[6])
  return torch.stack([zero, foot, zero, x, torch.add(zero, torch.add(torch.cos(polar), rise)), z], 2)

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
# is cut into as many parts as its edges need. Beyond the map its last row goes on, for 0.3; directions between texels have
# unit length but for what they rise below the neck. -> [2, M, 3] points and outward normals
def surface_points(r: Tensor, g: List[float], gap: float) -> Tensor:
  arcs = __torch__.row_arcs(r, g)
  end = torch.full_like(torch.slice(arcs, 0, 0, 1), g[3])
  arc = torch.cat([torch.zeros_like(end), arcs, end, torch.add(end, 0.3)], 0)
  map = torch.select(torch.select(r, 0, 0), 0, 0)
  h = torch.size(map, 0)
  last = torch.slice(map, 0, h - 1, h)
  radius = torch.unsqueeze(torch.cat([torch.slice(map, 0, 0, 1), map, last, last], 0), 2)
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
  one = torch.ones_like(torch.select(at, 1, 1))
  domed = torch.mul(d, torch.stack([one, torch.to(torch.gt(torch.select(at, 1, 1), g[0] - g[4]), 6), one], 1))
  direction = torch.div(d, torch.clamp_min(torch.linalg_vector_norm(domed, 2, [1], True), 1.e-06))
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
