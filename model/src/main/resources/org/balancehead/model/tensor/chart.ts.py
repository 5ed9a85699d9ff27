# Stage functions of the chart representation (planes.CapsuleChart). N images, M points, S samples a ray, K codes.
# g: chart geometry [y0, r0, front, length, neck, spread, slope], as CapsuleChart.geometry() gives it.

# Arc length below the dome of points so far below it (>= 0) and so far from the axis: the lines of equal arc are level down
# to the neck, and rise outwards below it, so that shoulders, which lie nearly level, get many of them.
def fanned_arc(depth: Tensor, h: Tensor, g: List[float]) -> Tensor:
  room = torch.clamp_min(torch.rsub(h, 1.0 / g[5]), 0.05 / g[5])
  rise = torch.clamp(torch.div(torch.sub(depth, g[4]), room), 0.0, g[6])
  return torch.addcmul(depth, h, rise)

# Points [N, M, 3] in the world -> [N, M, 3]: u and v in -1..1, distance r from the chart's axis.
def chart_coordinates(p: Tensor, g: List[float]) -> Tensor:
  x = torch.select(p, -1, 0)
  y = torch.select(p, -1, 1)
  z = torch.select(p, -1, 2)
  up = torch.clamp_min(torch.sub(y, g[0]), 0.0)
  h = torch.sqrt(torch.add(torch.add(torch.mul(x, x), torch.mul(z, z)), 1.e-12))
  r = torch.sqrt(torch.add(torch.mul(h, h), torch.mul(up, up)))
  below = torch.clamp_min(torch.add(torch.neg(y), g[0]), 0.0)
  arc = torch.add(torch.mul(torch.atan2(h, up), g[1]), __torch__.fanned_arc(below, h, g))
  v = torch.sub(torch.mul(torch.clamp(arc, 0.0, g[3]), 2.0 / g[3]), 1.0)
  azimuth = torch.atan2(x, z)
  u = torch.mul(torch.add(azimuth, torch.mul(torch.sin(azimuth), g[2])), 0.3183098861837907)
  return torch.stack([u, v, r], -1)

# The maps of w [N, K] by the left halves of their mean [4, H, W / 2] and of their components [K, 4, H, W / 2], of which the
# first `even` are the same when mirrored and the others turn into their negatives. -> [N, 4, H, W]
def linear_maps(w: Tensor, mean: Tensor, basis: Tensor, even: int) -> Tensor:
  k = torch.size(w, 1)
  rows = torch.flatten(basis, 1)
  shape = [torch.size(w, 0), 4, torch.size(mean, 1), torch.size(mean, 2)]
  same = torch.matmul(torch.slice(w, 1, 0, even), torch.slice(rows, 0, 0, even))
  a = torch.reshape(torch.add(same, torch.reshape(mean, [1, -1])), shape)
  b = torch.reshape(torch.matmul(torch.slice(w, 1, even, k), torch.slice(rows, 0, even, k)), shape)
  return torch.cat([torch.add(a, b), torch.flip(torch.sub(a, b), [3])], 3)

# Bilinear look-up of a chart map [N, C, H, W] at coordinates [N, M, 3]; u wraps. -> [N, C, M]
def chart_lookup(m: Tensor, c: Tensor) -> Tensor:
  width = torch.size(m, 3)
  wrapped = torch.cat([torch.slice(m, 3, width - 1, width), m, torch.slice(m, 3, 0, 1)], 3)
  u = torch.mul(torch.select(c, 2, 0), float(width) / float(width + 2))
  grid = torch.unsqueeze(torch.stack([u, torch.select(c, 2, 1)], -1), 1)
  return torch.squeeze(torch.grid_sampler(wrapped, grid, 0, 1, False), 2)

# A chart map with its first and last column repeated on the other side, so that look-ups wrap.
def wrapped(m: Tensor) -> Tensor:
  width = torch.size(m, 3)
  return torch.contiguous(torch.cat([torch.slice(m, 3, width - 1, width), m, torch.slice(m, 3, 0, 1)], 3))

# Coordinates in wrapped chart maps (`wrap` is their true width over their width) and distance from the chart's axis of
# the points o + d t: origin o [3, 1], directions d [3, M], t [S, M]. -> u, v, r, each [S, M]. The sine of the azimuth is
# x over its distance from the axis. (Here and below, square roots, sines and powers of e are written by what the engine
# does itself: it has MKL do the others, which wakes threads for some thousand numbers and waits for them.)
def line_coordinates(o: Tensor, d: Tensor, t: Tensor, g: List[float], wrap: float) -> List[Tensor]:
  x = torch.addcmul(torch.select(o, 0, 0), t, torch.select(d, 0, 0))
  y = torch.addcmul(torch.sub(torch.select(o, 0, 1), g[0]), t, torch.select(d, 0, 1))
  z = torch.addcmul(torch.select(o, 0, 2), t, torch.select(d, 0, 2))
  up = torch.clamp_min(y, 0.0)
  level = torch.addcmul(torch.addcmul(torch.full_like(torch.select(o, 0, 0), 1.e-12), x, x), z, z)
  all = torch.addcmul(level, up, up)
  inverse = torch.rsqrt(level)
  h = torch.mul(level, inverse)
  below = __torch__.fanned_arc(torch.neg(torch.clamp_max(y, 0.0)), h, g)
  v = torch.sub(torch.mul(torch.add(below, torch.atan2(h, up), alpha=g[1]), 2.0 / g[3]), 1.0)
  azimuth = torch.add(torch.atan2(x, z), torch.mul(x, inverse), alpha=g[2])
  return [torch.mul(azimuth, 0.3183098861837907 * wrap), v, torch.mul(all, torch.rsqrt(all))]

# Bilinear look-up of the wrapped maps [N, C, H, W + 2] of N heads at u, v [S, L], a head's rays side by side. -> [C, S, L]
def wrapped_lookup(m: Tensor, u: Tensor, v: Tensor) -> Tensor:
  both = torch.reshape(torch.stack([u, v], 0), [2, torch.size(u, 0), torch.size(m, 0), -1])
  found = torch.grid_sampler(m, torch.permute(both, [2, 1, 3, 0]), 0, 1, False)
  return torch.reshape(torch.permute(found, [1, 2, 0, 3]), [torch.size(m, 1), torch.size(u, 0), torch.size(u, 1)])

# Features of three axis planes [N, 3, C, R, R] at points [N, M, 3] of the box +-0.5, summed over planes. -> [N, C, M]
def axis_plane_features(planes: Tensor, p: Tensor) -> Tensor:
  q = torch.mul(p, 2.0)
  x = torch.select(q, 2, 0)
  y = torch.select(q, 2, 1)
  z = torch.select(q, 2, 2)
  grid = torch.stack([torch.stack([x, y], -1), torch.stack([x, z], -1), torch.stack([y, z], -1)], 1)
  n = torch.size(p, 0)
  c = torch.size(planes, 2)
  flat = torch.reshape(planes, [n * 3, c, torch.size(planes, 3), torch.size(planes, 4)])
  f = torch.grid_sampler(flat, torch.reshape(grid, [n * 3, 1, torch.size(p, 1), 2]), 0, 1, False)
  return torch.mul(torch.sum(torch.reshape(f, [n, 3, c, torch.size(p, 1)]), [1]), 0.5773502691896258)

# What the residual planes add at points [N, M, 3]: to radius, red, green and blue, and features. -> [N, 1 + C, M]
def plane_residual(planes: Tensor, p: Tensor, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
  q = __torch__.axis_plane_features(planes, p)
  h1 = torch.matmul(torch.mul(hw, float(torch.size(hw, 1)) ** -0.5), q)
  h = __torch__.lrelu(torch.add(h1, torch.unsqueeze(hb, 1)))
  o1 = torch.matmul(torch.mul(ow, float(torch.size(ow, 1)) ** -0.5), h)
  o = torch.add(o1, torch.unsqueeze(ob, 1))
  radius = torch.mul(torch.slice(o, 1, 0, 1), 0.016)
  return torch.cat([radius, torch.mul(torch.slice(o, 1, 1, 4), 0.3), torch.slice(o, 1, 4, 9223372036854775807)], 1)

# The chart field: raw density and colour at points. The map m [N, 4, H, W] (radius, red, green, blue) is the start,
# the planes are a residual that begins at zero. -> [N, 1 + C, M], C colours and features. k: shell softness.
def chart_field(m: Tensor, planes: Tensor, p: Tensor, g: List[float], k: float, hw: Tensor, hb: Tensor, ow: Tensor, ob: Tensor) -> Tensor:
  c = __torch__.chart_coordinates(p, g)
  o = __torch__.plane_residual(planes, p, hw, hb, ow, ob)
  f = torch.add(__torch__.chart_lookup(m, c), torch.slice(o, 1, 0, 4))
  raw = torch.div(torch.sub(torch.slice(f, 1, 0, 1), torch.unsqueeze(torch.select(c, 2, 2), 1)), k)
  return torch.cat([raw, torch.slice(f, 1, 1, 4), torch.slice(o, 1, 4, 9223372036854775807)], 1)

# Optical depth of each interval between samples when the density is peak * sigmoid(raw) and raw is linear between
# samples: the exact integral, so that a shell thinner than the spacing is never stepped over. raw, t [N, M, S].
def sigmoid_depth(raw: Tensor, t: Tensor, peak: float) -> Tensor:
  s = torch.size(raw, 2)
  a = torch.slice(raw, 2, 0, s - 1)
  b = torch.slice(raw, 2, 1, s)
  d = torch.sub(b, a)
  flat = torch.lt(torch.abs(d), 0.001)
  slope = torch.where(flat, torch.ones_like(d), d)
  rise = torch.div(torch.sub(torch.softplus(b), torch.softplus(a)), slope)
  mean = torch.where(flat, torch.sigmoid(torch.mul(torch.add(a, b), 0.5)), rise)
  spacing = torch.sub(torch.slice(t, 2, 1, s), torch.slice(t, 2, 0, s - 1))
  return torch.mul(torch.mul(mean, spacing), peak)

# How much light passes each of evenly spaced samples of raw densities [S, M], sigmoid(raw) of them, when a step at full
# density has the optical depth `step` [M]: the exact integral of sigmoid_depth. -> [S, M], the first row 1
def passed_light(raw: Tensor, density: Tensor, step: Tensor) -> Tensor:
  s = torch.size(raw, 0)
  rise = torch.diff(raw, 1, 0)
  even = torch.mul(torch.add(torch.slice(density, 0, 0, s - 1), torch.slice(density, 0, 1, s)), 0.5)
  slanted = torch.div(torch.diff(torch.softplus(raw), 1, 0), rise)
  mean = torch.where(torch.lt(torch.abs(rise), 0.01), even, slanted)
  passed = torch.exp2(torch.mul(torch.cumsum(torch.mul(mean, step), 0), -1.4426950408889634))
  return torch.cat([torch.ones_like(torch.slice(raw, 0, 0, 1)), passed], 0)

# Weights of the intervals from their optical depths (NeRF, eq. 3). [N, M, S-1] -> [N, M, S-1]
def interval_weights(depth: Tensor) -> Tensor:
  behind = torch.exp(torch.neg(torch.cumsum(depth, 2)))
  first = torch.ones_like(torch.slice(depth, 2, 0, 1))
  before = torch.cat([first, torch.slice(behind, 2, 0, torch.size(depth, 2) - 1)], 2)
  return torch.sub(before, behind)

# The value of each interval from those at its ends x [..., S], each counting as dense as the field is there: an interval
# that enters the head takes what is inside. raw [..., S]. -> [..., S-1]
def dense_end(x: Tensor, raw: Tensor) -> Tensor:
  s = torch.size(raw, -1)
  density = torch.add(torch.detach(torch.sigmoid(raw)), 1.e-06)
  sums = torch.mul(x, density)
  above = torch.add(torch.slice(sums, -1, 0, s - 1), torch.slice(sums, -1, 1, s))
  return torch.div(above, torch.add(torch.slice(density, -1, 0, s - 1), torch.slice(density, -1, 1, s)))

# Composites a field [N, 1 + C, M * S] along its rays: t [N, M, S], inside [N, M, S] is 1 within the box.
# -> colour [N, C, M] (premultiplied), weights [N, M, S-1], distances of the intervals [N, M, S-1]
def composite_chart(field: Tensor, t: Tensor, inside: Tensor, peak: float) -> List[Tensor]:
  n = torch.size(t, 0)
  m = torch.size(t, 1)
  s = torch.size(t, 2)
  f = torch.reshape(field, [n, torch.size(field, 1), m, s])
  both = torch.mul(torch.slice(inside, 2, 0, s - 1), torch.slice(inside, 2, 1, s))
  raw = torch.select(f, 1, 0)
  depth = torch.mul(__torch__.sigmoid_depth(raw, t, peak), both)
  w = __torch__.interval_weights(depth)
  c = __torch__.dense_end(torch.slice(f, 1, 1, 9223372036854775807), torch.unsqueeze(raw, 1))
  return [torch.sum(torch.mul(c, torch.unsqueeze(w, 1)), [3]), w, __torch__.dense_end(t, raw)]

# 1 where a point [N, M * S, 3] lies in the box +-0.5, else 0, in the shape of t [N, M, S].
def in_box(p: Tensor, t: Tensor) -> Tensor:
  far = torch.amax(torch.abs(p), [2])
  return torch.reshape(torch.to(torch.lt(far, 0.5), 6), torch.size(t))

# Leaky ReLU's gain is drawn into the weights before it, which it commutes with. Weights [O, I, k, k] of a modulated
# convolution for each w [N, K], demodulated and with that gain or neither, times `gain` -> [N, O, I, k, k]
def styled_kernels(weight: Tensor, w: Tensor, affine_weight: Tensor, affine_bias: Tensor, demodulate: bool, gain: float) -> Tensor:
  style = torch.mul(__torch__.fully_connected(w, affine_weight, affine_bias, 1.), gain)
  styled = torch.mul(torch.unsqueeze(weight, 0), torch.view(style, [-1, 1, torch.size(style, 1), 1, 1]))
  if demodulate:
    energy = torch.add(torch.sum(torch.square(styled), [2, 3, 4], True), 1.e-8)
    kernels = torch.mul(styled, torch.mul(torch.rsqrt(energy), 1.4142135623730951))
  else:
    kernels = styled
  return kernels

# The residual planes of heads, one after the other, so that what is between two layers stays near the processor: two
# convolutions at half and at full side and a projection with each head's own weights, in bfloat16 where `half` says so,
# and mean planes scaled by its own factors. x [N, I, R/2, R/2], scale [N, 3 C], mean [3, C, R, R]
# -> [N, 3, C, R, R], channels last in memory
def residual_planes(x: Tensor, low: Tensor, low_bias: Tensor, high: Tensor, high_bias: Tensor, out: Tensor, out_bias: Tensor, scale: Tensor, mean: Tensor, half: bool) -> Tensor:
  still = torch.contiguous(torch.permute(torch.flatten(mean, 0, 1), [1, 2, 0]))
  heads = annotate(List[Tensor], [])
  xs = torch.unbind(x, 0)
  lows = torch.unbind(low, 0)
  highs = torch.unbind(high, 0)
  outs = torch.unbind(torch.flatten(out, 2), 0)
  scales = torch.unbind(scale, 0)
  gain = 1.4142135623730951
  for i in range(torch.len(xs)):
    a = __torch__.conv_lrelu(torch.unsqueeze(xs[i], 0), lows[i], torch.mul(low_bias, gain), 1, half)
    b = __torch__.conv_lrelu(__torch__.upsample2(a), highs[i], torch.mul(high_bias, gain), 1, half)
    rows = torch.flatten(torch.permute(torch.squeeze(b, 0), [1, 2, 0]), 0, 1)
    spoken = torch.to(torch.mm(rows, torch.t(torch.to(outs[i], ops.prim.dtype(rows)))), 6)
    base = torch.addcmul(out_bias, still, scales[i])
    side = torch.size(base, 0)
    _0 = torch.append(heads, torch.reshape(torch.add(base, torch.view(spoken, torch.size(base))), [side, side, 3, -1]))
  return torch.permute(torch.stack(heads, 0), [0, 3, 4, 1, 2])

# 3x3 convolution of stride 2 with equalised learning rate and leaky ReLU: [N, I, h, w] -> [N, O, h/2, w/2]
def strided_conv(x: Tensor, weight: Tensor, bias: Tensor, half: bool) -> Tensor:
  gain = 1.4142135623730951 * float(torch.size(weight, 1) * 9) ** -0.5
  return __torch__.conv_lrelu(x, torch.mul(weight, gain), torch.mul(bias, 1.4142135623730951), 2, half)

def upsample2(x: Tensor) -> Tensor:
  return torch.upsample_bilinear2d(x, [2 * torch.size(x, 2), 2 * torch.size(x, 3)], False, None)

def average_pool(x: Tensor, factor: int) -> Tensor:
  return torch.avg_pool2d(x, [factor, factor], [factor, factor], [0, 0], False, True, None)

# Linear algebra of the closed-form start.
def orthonormal(x: Tensor) -> Tensor:
  q, r = torch.linalg_qr(x, "reduced")
  return q

def eigen(x: Tensor) -> List[Tensor]:
  l, q = torch.linalg_eigh(x, "L")
  return [l, q]

def solve(a: Tensor, b: Tensor) -> Tensor:
  return torch.linalg_solve(a, b, left=True)

# Where rays [M, 3] enter and leave the box +-0.5: [2, M]; a ray that misses leaves before it enters.
def box_range(o: Tensor, d: Tensor) -> Tensor:
  a = torch.div(torch.rsub(o, -0.5), d)
  b = torch.div(torch.rsub(o, 0.5), d)
  return torch.stack([torch.amax(torch.minimum(a, b), [1]), torch.amin(torch.maximum(a, b), [1])], 0)

# Sample distances by inverse transform of interval weights w [S-1, M] over their edges t [S, M]: the mid-points of
# `fine` equal shares. -> [M, fine], sorted
def inverse_transform(w: Tensor, t: Tensor, fine: int) -> Tensor:
  s = torch.size(w, 0)
  sums = torch.cumsum(w, 0)
  cdf = torch.contiguous(torch.t(torch.div(sums, torch.slice(sums, 0, s - 1, s))))
  u0 = torch.mul(torch.add(torch.arange(fine, dtype=ops.prim.dtype(w), device=ops.prim.device(w)), 0.5), 1.0 / float(fine))
  u = torch.contiguous(torch.expand(torch.unsqueeze(u0, 0), [torch.size(w, 1), fine]))
  k = torch.clamp_max(torch.searchsorted(cdf, u), s - 1)
  high = torch.gather(cdf, 1, k)
  low = torch.mul(torch.gather(cdf, 1, torch.clamp_min(torch.sub(k, 1), 0)), torch.to(torch.gt(k, 0), 6))
  share = torch.clamp(torch.div(torch.sub(u, low), torch.clamp_min(torch.sub(high, low), 1.e-06)), 0.0, 1.0)
  edges = torch.contiguous(torch.t(t))
  left = torch.gather(edges, 1, k)
  right = torch.gather(edges, 1, torch.add(k, 1))
  return torch.add(left, torch.mul(share, torch.sub(right, left)))

# The larger of each row [S, M] and its neighbours.
def spread_rows(x: Tensor) -> Tensor:
  s = torch.size(x, 0)
  above = torch.cat([torch.slice(x, 0, 1, s), torch.slice(x, 0, s - 1, s)], 0)
  below = torch.cat([torch.slice(x, 0, 0, 1), torch.slice(x, 0, 0, s - 1)], 0)
  return torch.maximum(x, torch.maximum(above, below))

# Sample distances around the surfaces of radii m [N, 1, H, W] for rays [L, 3], a head's side by side, that run through the
# box from near to far [L]: a coarse pass over the radius alone, then inverse transform. -> [L, fine]
def surface_depths(m: Tensor, o: Tensor, d: Tensor, near: Tensor, far: Tensor, g: List[float], coarse: int, fine: int) -> Tensor:
  share = torch.mul(torch.arange(coarse, dtype=ops.prim.dtype(o), device=ops.prim.device(o)), 1.0 / float(coarse - 1))
  span = torch.sub(far, near)
  t = torch.addcmul(near, torch.unsqueeze(share, 1), span)
  wrap = float(torch.size(m, 3)) / float(torch.size(m, 3) + 2)
  c = __torch__.line_coordinates(torch.contiguous(torch.t(o)), torch.contiguous(torch.t(d)), t, g, wrap)
  radius = torch.select(__torch__.wrapped_lookup(__torch__.wrapped(m), c[0], c[1]), 0, 0)
  raw = torch.div(torch.sub(radius, c[2]), 0.008)
  passed = __torch__.passed_light(raw, torch.sigmoid(raw), torch.mul(span, 250.0 / float(coarse - 1)))
  w = __torch__.spread_rows(torch.neg(torch.diff(passed, 1, 0)))
  return __torch__.inverse_transform(torch.add(w, 0.001), t, fine)

# Enlarges a chart map [N, C, H, W] by 2, bilinearly; u wraps. -> [N, C, 2H, 2W]
def chart_enlarge(m: Tensor) -> Tensor:
  width = torch.size(m, 3)
  wrapped = torch.cat([torch.slice(m, 3, width - 1, width), m, torch.slice(m, 3, 0, 1)], 3)
  return torch.slice(__torch__.upsample2(wrapped), 3, 2, 2 * width + 2)

# Mean squared step between neighbouring texels of a residual map [N, 4, H, W]. -> [2]: of the radius, of the colours
def chart_roughness(m: Tensor) -> Tensor:
  across = torch.square(torch.sub(m, torch.roll(m, [1], [3])))
  down = torch.square(torch.sub(torch.slice(m, 2, 1, 9223372036854775807), torch.slice(m, 2, 0, torch.size(m, 2) - 1)))
  steps = torch.add(torch.mean(across, [0, 2, 3]), torch.mean(down, [0, 2, 3]))
  return torch.stack([torch.select(steps, 0, 0), torch.mean(torch.slice(steps, 0, 1, 4))], 0)

# Sample distances about the surfaces of maps [N, 4, H, W] for any rays [L, 3], a head's side by side, those that miss the
# box included; a constant to gradients. -> [N, M, fine]
def inversion_depths(m: Tensor, o: Tensor, d: Tensor, g: List[float], coarse: int, fine: int) -> Tensor:
  range = __torch__.box_range(o, d)
  enter = torch.select(range, 0, 0)
  leave = torch.select(range, 0, 1)
  meets = torch.gt(leave, torch.add(enter, 0.001))
  near = torch.where(meets, enter, torch.full_like(enter, 2.2))
  far = torch.where(meets, leave, torch.full_like(leave, 3.2))
  radius = torch.detach(torch.slice(m, 1, 0, 1))
  found = torch.detach(__torch__.surface_depths(radius, o, d, near, far, g, coarse, fine))
  return torch.reshape(found, [torch.size(m, 0), -1, fine])

# Supervised terms of an inversion: colour [1, C, M] premultiplied, interval weights w, targets on white [1, 3, M] and
# alpha [1, M], each pixel counting `known` [1, M], its colour `coloured` [1, M]. -> [2]: colour L1, opacity L1
def inversion_terms(colour: Tensor, w: Tensor, target: Tensor, alpha: Tensor, known: Tensor, coloured: Tensor) -> Tensor:
  opacity = torch.sum(w, [2])
  white = torch.add(torch.slice(colour, 1, 0, 3), torch.unsqueeze(torch.rsub(opacity, 1.0), 1))
  count = torch.clamp_min(torch.sum(known), 1.0)
  off = torch.mean(torch.abs(torch.sub(white, target)), [1])
  l1 = torch.div(torch.sum(torch.mul(off, coloured)), count)
  mask = torch.div(torch.sum(torch.mul(torch.abs(torch.sub(opacity, alpha)), known)), count)
  return torch.stack([l1, mask], 0)

# Where rays [L, 3] through the box pass the surfaces of maps [N, 4, H, W] most closely, or lie deepest below them, and 0
# for those that miss the box; constants to gradients. -> distances along the rays [N, M, 1]
def closest_depths(m: Tensor, o: Tensor, d: Tensor, g: List[float], coarse: int) -> Tensor:
  range = __torch__.box_range(o, d)
  near = torch.select(range, 0, 0)
  span = torch.sub(torch.select(range, 0, 1), near)
  share = torch.mul(torch.arange(coarse, dtype=ops.prim.dtype(o), device=ops.prim.device(o)), 1.0 / float(coarse - 1))
  t = torch.addcmul(near, torch.unsqueeze(share, 1), span)
  wrap = float(torch.size(m, 3)) / float(torch.size(m, 3) + 2)
  c = __torch__.line_coordinates(torch.contiguous(torch.t(o)), torch.contiguous(torch.t(d)), t, g, wrap)
  radius = torch.select(__torch__.wrapped_lookup(__torch__.wrapped(torch.slice(m, 1, 0, 1)), c[0], c[1]), 0, 0)
  at = torch.argmax(torch.sub(radius, c[2]), 0, True)
  found = torch.mul(torch.squeeze(torch.gather(t, 0, at), 0), torch.to(torch.gt(span, 0.001), 6))
  return torch.detach(torch.reshape(found, [torch.size(m, 0), -1, 1]))

# How far rays are on the wrong side of a silhouette: those that are to see the head (alpha [1, M] above 0.9) and pass
# it, those that are not (below 0.1) and enter it, by their greatest depth below its surface [1, M], over those with
# `known` [1, M] and t > 0 [1, M, 1]; in world units. -> scalar
def silhouette_term(depth: Tensor, t: Tensor, alpha: Tensor, known: Tensor) -> Tensor:
  inside = torch.to(torch.gt(alpha, 0.9), 6)
  outside = torch.to(torch.lt(alpha, 0.1), 6)
  off = torch.add(torch.mul(torch.relu(torch.neg(depth)), inside), torch.mul(torch.relu(depth), outside))
  counted = torch.mul(known, torch.to(torch.gt(torch.squeeze(t, 2), 0.0), 6))
  return torch.div(torch.sum(torch.mul(off, counted)), torch.clamp_min(torch.sum(known), 1.0))

# The weights of bicubic doubling (a = -0.75, as the engine's): for each of the four pixels that one becomes, row by row,
# the shares of the 5 x 5 about it. -> [4, 1, 5, 5]
def bicubic_shares(like: Tensor) -> Tensor:
  taps = torch.arange(5, dtype=ops.prim.dtype(like), device=ops.prim.device(like))
  x = torch.abs(torch.stack([torch.sub(taps, 1.75), torch.sub(taps, 2.25)], 0))
  close = torch.add(torch.mul(torch.mul(x, x), torch.sub(torch.mul(x, 1.25), 2.25)), 1.0)
  far = torch.mul(torch.sub(torch.mul(torch.add(torch.mul(torch.sub(x, 5.0), x), 8.0), x), 4.0), -0.75)
  beyond = torch.where(torch.lt(x, 2.0), far, torch.zeros_like(x))
  w = torch.where(torch.lt(x, 1.0), close, beyond)
  return torch.reshape(torch.mul(torch.reshape(w, [2, 1, 5, 1]), torch.reshape(w, [1, 2, 1, 5])), [4, 1, 5, 5])

# 3x3 convolution with equalised learning rate times a gain, plus bias; in bfloat16 where `half` says so.
def gained_conv(x: Tensor, weight: Tensor, bias: Tensor, gain: float, half: bool) -> Tensor:
  fan = float(torch.size(weight, 1) * 9)
  kernels = torch.mul(weight, gain * fan ** -0.5)
  if half:
    y = __torch__.conv_half(x, kernels, bias, 1, 1)
  else:
    y = torch.add_(__torch__.conv(x, kernels, 1, 1), torch.view(bias, [1, -1, 1, 1]))
  return y

# Super-resolution of a rendering [N, C, h, w] whose first three channels are premultiplied colour and whose channel
# `opacity` is the opacity: colour on white, enlarged bicubically, plus 0.3 times what three convolutions add, the gain
# of leaky ReLU drawn into the next one's weights. The last is zero at first. -> [N, 3, 2h, 2w]
def enlarge_picture(x: Tensor, opacity: int, aw: Tensor, ab: Tensor, bw: Tensor, bb: Tensor, cw: Tensor, cb: Tensor, half: bool) -> Tensor:
  ground = torch.rsub(torch.slice(x, 1, opacity, opacity + 1), 1.0)
  white = torch.add(torch.slice(x, 1, 0, 3), ground)
  seen = torch.cat([torch.sub(torch.mul(white, 2.0), 1.0), torch.slice(x, 1, 3, opacity + 1)], 1)
  gain = 1.4142135623730951
  h1 = torch.leaky_relu_(__torch__.gained_conv(seen, aw, ab, 1.0, half), 0.2)
  h2 = torch.leaky_relu_(__torch__.gained_conv(h1, bw, bb, gain, half), 0.2)
  h3 = __torch__.gained_conv(h2, torch.mul(cw, 0.3), torch.mul(cb, 0.3), gain, half)
  plain = __torch__.conv_kernels(torch.replication_pad2d(white, [2, 2, 2, 2]), __torch__.bicubic_shares(x))
  return torch.pixel_shuffle(torch.add(plain, h3), 2)
