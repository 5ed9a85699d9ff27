# Stage functions of the volume renderer. N heads, R rays a head, S samples a ray (F of them fine), M points a head,
# P planes, C features. Points stand in world units.

# Rays of the pixels of square pictures, columns fastest, from labels [N, 25] (camera-to-world, then intrinsics, both
# row-major) -> origins [N, 1, 3], unit directions [N, side^2, 3].
def camera_rays(labels: Tensor, side: int) -> List[Tensor]:
  steps = torch.arange(side, dtype=ops.prim.dtype(labels), device=ops.prim.device(labels))
  centres = torch.div(torch.add(steps, 0.5), float(side))
  x = torch.unsqueeze(torch.repeat(centres, [side]), 0)
  y = torch.unsqueeze(torch.repeat_interleave(centres, side), 0)
  fx = torch.slice(labels, 1, 16, 17)
  skew = torch.slice(labels, 1, 17, 18)
  cx = torch.slice(labels, 1, 18, 19)
  fy = torch.slice(labels, 1, 20, 21)
  cy = torch.slice(labels, 1, 21, 22)
  down = torch.div(torch.sub(y, cy), fy)
  right = torch.div(torch.sub(torch.sub(x, cx), torch.mul(skew, down)), fx)
  seen = torch.stack([right, down, torch.ones_like(down)], -1)
  pose = torch.reshape(torch.slice(labels, 1, 0, 16), [-1, 4, 4])
  turn = torch.slice(torch.slice(pose, 1, 0, 3), 2, 0, 3)
  world = torch.matmul(seen, torch.transpose(turn, 1, 2))
  directions = torch.div(world, torch.linalg_vector_norm(world, 2, [-1], True))
  origins = torch.unsqueeze(torch.select(torch.slice(pose, 1, 0, 3), 2, 3), 1)
  return [origins, directions]

# Camera labels [N, 25] with positions moved by offsets [N, 3], in world units.
def move_cameras(labels: Tensor, offsets: Tensor) -> Tensor:
  columns = torch.constant_pad_nd(torch.unsqueeze(offsets, 2), [3, 0], 0)
  return torch.add(labels, torch.constant_pad_nd(torch.flatten(columns, 1), [0, 13], 0))

# Depths in equal strata, both ends included, each moved within its stratum: to the middle, or at random.
def stratified_depths(directions: Tensor, near: float, far: float, samples: int, random: bool) -> Tensor:
  step = (far - near) / float(samples - 1)
  strata = torch.arange(samples, dtype=ops.prim.dtype(directions), device=ops.prim.device(directions))
  size = [torch.size(directions, 0), torch.size(directions, 1), samples]
  grid = torch.expand(torch.add(torch.mul(strata, step), near), size)
  if random:
    depths = torch.add(grid, torch.mul(torch.rand_like(grid), step))
  else:
    depths = torch.add(grid, 0.5 * step)
  return depths

# Points at depths [N, R, S] along rays: origins [N, 1 or R, 3], directions [N, R, 3] -> [N, R*S, 3].
def points_along(origins: Tensor, directions: Tensor, depths: Tensor) -> Tensor:
  moved = torch.mul(torch.unsqueeze(depths, -1), torch.unsqueeze(directions, 2))
  return torch.flatten(torch.add(moved, torch.unsqueeze(origins, 2)), 1, 2)

# Samples the piecewise constant density of `weights` [B, K] over K of the intervals of `bins` [B, >K] at quantiles
# u [B, F] (inverse transform). Intervals of next to no weight are not resolved.
def sample_pdf(bins: Tensor, weights: Tensor, u: Tensor) -> Tensor:
  count = torch.size(weights, 1)
  safe = torch.add(weights, 1.e-5)
  pdf = torch.div(safe, torch.sum(safe, [-1], True))
  cdf = torch.constant_pad_nd(torch.cumsum(pdf, -1), [1, 0], 0)
  index = torch.searchsorted(cdf, u, right=True)
  below = torch.clamp(torch.sub(index, 1), 0)
  above = torch.clamp(index, None, count)
  cdf0 = torch.gather(cdf, 1, below)
  bins0 = torch.gather(bins, 1, below)
  step = torch.sub(torch.gather(cdf, 1, above), cdf0)
  step1 = torch.where(torch.lt(step, 1.e-5), torch.ones_like(step), step)
  width = torch.sub(torch.gather(bins, 1, above), bins0)
  return torch.add(bins0, torch.mul(torch.div(torch.sub(u, cdf0), step1), width))

# Depths [N, R, F] where the intervals' weights [N, R, S-1] are large: neighbours' maximum, then mean, plus a floor.
# Quantiles are mid-points, or random. The last interval is never sampled, as in EG3D. No gradient.
def importance_depths(depths: Tensor, weights: Tensor, samples: int, random: bool) -> Tensor:
  t = torch.flatten(torch.detach(depths), 0, 1)
  peaks = torch.max_pool1d(torch.detach(weights), [2], [1], [1])
  eased = torch.flatten(torch.add(torch.avg_pool1d(peaks, [2], [1]), 0.01), 0, 1)
  middles = torch.mul(torch.add(torch.slice(t, 1, 1), torch.slice(t, 1, 0, -1)), 0.5)
  steps = torch.arange(samples, dtype=ops.prim.dtype(t), device=ops.prim.device(t))
  quantiles = torch.repeat(torch.unsqueeze(torch.div(torch.add(steps, 0.5), float(samples)), 0), [torch.size(t, 0), 1])
  if random:
    u = torch.rand_like(quantiles)
  else:
    u = quantiles
  fine = __torch__.sample_pdf(middles, torch.slice(eased, 1, 1, -1), u)
  return torch.view(fine, [torch.size(depths, 0), torch.size(depths, 1), samples])

# Density per unit of length from the raw value: softplus(raw - 1), or (kind 1) limit * sigmoid(raw within +-12).
def activate_density(raw: Tensor, kind: int, limit: float) -> Tensor:
  if kind == 0:
    density = torch.softplus(torch.sub(raw, 1.))
  else:
    density = torch.mul(torch.sigmoid(torch.clamp(raw, -12., 12.)), limit)
  return density

# The share of light that each interval between samples stops (midpoint rule): depths, raw densities [N, R, S],
# ordered away from the camera -> [N, R, S-1].
def ray_weights(depths: Tensor, raw: Tensor, kind: int, limit: float) -> Tensor:
  length = torch.sub(torch.slice(depths, 2, 1), torch.slice(depths, 2, 0, -1))
  middle = torch.mul(torch.add(torch.slice(raw, 2, 1), torch.slice(raw, 2, 0, -1)), 0.5)
  thickness = torch.mul(__torch__.activate_density(middle, kind, limit), length)
  before = torch.sub(torch.cumsum(thickness, 2), thickness)
  return torch.neg(torch.mul(torch.expm1(torch.neg(thickness)), torch.exp(torch.neg(before))))

# Composites sets of samples of the same rays: depths, raw densities [N, R, S_i], colours [N, R, S_i, C], in any order.
# A sample's colour counts with the mean weight of the intervals beside it; so the weights are brought back to the
# order of the colours, and no colour is moved.
# -> colour [N, R, C], depth [N, R] (infinite where nothing is), opacity [N, R], and in the order along the ray raw
# densities [N, R, S], weights [N, R, S-1], depths [N, R, S].
def composite(depths: List[Tensor], densities: List[Tensor], colours: List[Tensor], kind: int, limit: float) -> List[Tensor]:
  t, order = torch.sort(torch.cat(depths, 2), 2)
  raw = torch.gather(torch.cat(densities, 2), 2, order)
  weights = __torch__.ray_weights(t, raw, kind, limit)
  sorted = torch.mul(torch.add(torch.constant_pad_nd(weights, [0, 1], 0), torch.constant_pad_nd(weights, [1, 0], 0)), 0.5)
  shares = torch.scatter(torch.zeros_like(sorted), 2, order, sorted)
  begin = torch.size(depths[0], 2)
  colour = torch.matmul(torch.unsqueeze(torch.slice(shares, 2, 0, begin), 2), colours[0])
  for i in range(torch.len(colours) - 1):
    end = begin + torch.size(depths[i + 1], 2)
    colour = torch.add(colour, torch.matmul(torch.unsqueeze(torch.slice(shares, 2, begin, end), 2), colours[i + 1]))
    begin = end
  opacity = torch.sum(weights, [2])
  stopped = torch.gt(opacity, 0.)
  mean = torch.div(torch.sum(torch.mul(sorted, t), [2]), torch.where(stopped, opacity, torch.ones_like(opacity)))
  depth = torch.where(stopped, mean, torch.full_like(mean, inf))
  return [torch.squeeze(colour, 2), depth, opacity, raw, weights, t]

# Removes what lies further than `limit` from the axis x = z = 0, in x or in z: raw density [N, M], points [N, M, 3].
def crop_density(raw: Tensor, points: Tensor, limit: float) -> Tensor:
  x = torch.abs(torch.select(points, 2, 0))
  z = torch.abs(torch.select(points, 2, 2))
  outside = torch.gt(torch.maximum(x, z), limit)
  return torch.masked_fill(raw, outside, -1000.)

# Two layers per point on the mean of the planes' features [N, P, C, M]; kind 0 leaves colours as they are, 1 squeezes
# them into -0.001..1.001, 2 is leaky ReLU -> raw density [N, M], colours [N, M, C'].
def decode_features(features: Tensor, weight0: Tensor, bias0: Tensor, weight1: Tensor, bias1: Tensor, rate: float, kind: int) -> List[Tensor]:
  mean = torch.transpose(torch.mean(features, [1]), 1, 2)
  size = torch.size(mean)
  x = torch.reshape(mean, [-1, size[2]])
  hidden = torch.softplus(__torch__.fully_connected(x, weight0, bias0, rate))
  out = torch.view(__torch__.fully_connected(hidden, weight1, bias1, rate), [size[0], size[1], -1])
  raw = torch.slice(out, 2, 1)
  if kind == 1:
    colours = torch.sub(torch.mul(torch.sigmoid(raw), 1.002), 0.001)
  else:
    if kind == 2:
      colours = __torch__.lrelu(raw)
    else:
      colours = raw
  return [torch.select(out, 2, 0), colours]

# Holds depths within the smallest and the largest sample of the call, as the references do; nothing becomes the largest.
def clamp_depth(depth: Tensor, samples: Tensor) -> Tensor:
  return torch.minimum(torch.maximum(depth, torch.min(samples)), torch.max(samples))

# Looks planes [N, P, C, h, w] up at coordinates [N, P, M, 2] (column, row) in -1..1, bilinear, zero outside
# -> [N, P, C, M].
def sample_planes(planes: Tensor, coordinates: Tensor) -> Tensor:
  maps = torch.flatten(planes, 0, 1)
  found = torch.grid_sampler(maps, torch.unsqueeze(torch.flatten(coordinates, 0, 1), 1), 0, 0, False)
  return torch.view(found, [torch.size(planes, 0), torch.size(planes, 1), torch.size(planes, 2), -1])

# Cuts a square of 2 x 2 maps: top left, top right, bottom left, bottom right. [N, C, 2h, 2h] -> [N, 4, C, h, h].
def cut_quadrants(image: Tensor) -> Tensor:
  half = torch.floordiv(torch.size(image, 3), 2)
  tiles = torch.view(image, [torch.size(image, 0), torch.size(image, 1), 2, half, 2, half])
  return torch.contiguous(torch.flatten(torch.permute(tiles, [0, 2, 4, 1, 3, 5]), 1, 2))

# Cuts an image [N, P C, h, h] into planes, plane-major -> [N, P, C, h, h].
def cut_channels(image: Tensor, planes: int) -> Tensor:
  side = torch.size(image, 3)
  return torch.view(torch.contiguous(image), [torch.size(image, 0), planes, -1, side, side])

# The disc onto the square (elliptical grid mapping); the radicand may fall below 0 by rounding on the rim.
def square_of_disc(u: Tensor, v: Tensor) -> Tensor:
  a = torch.add(torch.sub(torch.square(u), torch.square(v)), 2. + 1.e-8)
  b = torch.add(torch.sub(torch.square(v), torch.square(u)), 2. + 1.e-8)
  u2 = torch.mul(u, 2.8284271247461903)
  v2 = torch.mul(v, 2.8284271247461903)
  x = torch.sub(torch.sqrt(torch.clamp(torch.add(a, u2), 0.)), torch.sqrt(torch.clamp(torch.sub(a, u2), 0.)))
  y = torch.sub(torch.sqrt(torch.clamp(torch.add(b, v2), 0.)), torch.sqrt(torch.clamp(torch.sub(b, v2), 0.)))
  return torch.mul(torch.stack([x, y], -1), 0.5)

# Where directions [N, M, 3] lie on the spherical map -> [N, M, 2]. kind 0: polar and azimuth angle; 1: Lambert's
# azimuthal equal-area disc, its centre straight up, its rim straight down; 2: that disc spread over the square.
def sphere_coordinates(p: Tensor, kind: int) -> Tensor:
  x = torch.select(p, 2, 0)
  y = torch.select(p, 2, 1)
  z = torch.select(p, 2, 2)
  if kind == 0:
    polar = torch.atan2(torch.sqrt(torch.add(torch.square(z), torch.square(y))), torch.neg(x))
    around = torch.div(torch.atan2(y, z), 3.141592653589793)
    found = torch.stack([torch.sub(torch.mul(polar, 0.6366197723675814), 1.), around], -1)
  else:
    polar = torch.atan2(torch.sqrt(torch.add(torch.square(x), torch.square(z))), torch.neg(y))
    around = torch.atan2(z, x)
    radius = torch.cos(torch.mul(polar, 0.5))
    u = torch.mul(radius, torch.cos(around))
    v = torch.neg(torch.mul(radius, torch.sin(around)))
    if kind == 1:
      found = torch.stack([u, v], -1)
    else:
      found = __torch__.square_of_disc(u, v)
  return found

# Coordinates of points [N, M, 3] on the planes (x, y), (x, z), (y, z), or as EG3D was released: (x, y), (x, z), (z, x).
# -> [N, 3, M, 2]
def axis_coordinates(p: Tensor, kind: int) -> Tensor:
  xy = torch.slice(p, 2, 0, 2)
  xz = torch.slice(p, 2, 0, 3, 2)
  if kind == 0:
    last = torch.slice(p, 2, 1, 3)
  else:
    last = torch.flip(xz, [2])
  return torch.stack([xy, xz, last], 1)

# Features of a tri-plane [N, 3, C, h, h] at points [N, M, 3], times `scale` -> [N, 3, C, M].
def triplane_features(planes: Tensor, points: Tensor, scale: float, kind: int) -> Tensor:
  return __torch__.sample_planes(planes, __torch__.axis_coordinates(torch.mul(points, scale), kind))

# Cuts an image [N, 3 C D, h, h] into three grids of D slices, feature-major -> [N, 3, C, D, h, h].
def cut_grids(image: Tensor, slices: int) -> Tensor:
  features = torch.floordiv(torch.size(image, 1), 3 * slices)
  side = torch.size(image, 3)
  return torch.contiguous(torch.view(torch.contiguous(image), [torch.size(image, 0), 3, features, slices, side, side]))

# Features of a tri-grid [N, 3, C, D, h, h] at points [N, M, 3], times `scale`: trilinear in the plane's two coordinates
# and along its normal, zero outside -> [N, 3, C, M].
def trigrid_features(grids: Tensor, points: Tensor, scale: float) -> Tensor:
  p = torch.mul(points, scale)
  normals = torch.unsqueeze(torch.transpose(torch.flip(p, [2]), 1, 2), -1)
  where = torch.flatten(torch.cat([__torch__.axis_coordinates(p, 0), normals], -1), 0, 1)
  found = torch.grid_sampler(torch.flatten(grids, 0, 1), torch.unsqueeze(torch.unsqueeze(where, 1), 1), 0, 0, False)
  return torch.view(found, [torch.size(grids, 0), 3, torch.size(grids, 2), -1])

# A linear 1x1 convolution with equalised learning rate, without bias: [N, I, h, h], weight [O, I, 1, 1].
def mix_channels(image: Tensor, weight: Tensor) -> Tensor:
  return __torch__.conv(image, torch.mul(weight, float(torch.size(weight, 1)) ** -0.5), 1, 0)

# Fuses an image [N, I, h, h] into two balls of maps by two linear 1x1 convolutions each, ball by ball
# -> [N, 2, maps, C, h, h], map-major.
def fuse_balls(image: Tensor, stacks: List[Tensor], maps: int) -> Tensor:
  a = __torch__.mix_channels(__torch__.mix_channels(image, stacks[0]), stacks[1])
  b = __torch__.mix_channels(__torch__.mix_channels(image, stacks[2]), stacks[3])
  both = torch.contiguous(torch.stack([a, b], 1))
  side = torch.size(image, 3)
  return torch.view(both, [torch.size(image, 0), 2, maps, -1, side, side])

# Polar angle, azimuth and radius of points [N, M, 3] of a ball about its z axis, each -1..1 -> [N, M, 3].
def ball_coordinates(p: Tensor) -> Tensor:
  x = torch.select(p, 2, 0)
  y = torch.select(p, 2, 1)
  z = torch.select(p, 2, 2)
  polar = torch.atan2(torch.sqrt(torch.add(torch.square(x), torch.square(y))), z)
  radius = torch.linalg_vector_norm(p, 2, [2])
  angle = torch.sub(torch.mul(polar, 0.6366197723675814), 1.)
  around = torch.div(torch.atan2(y, x), 3.141592653589793)
  return torch.stack([angle, around, torch.sub(torch.mul(radius, 1.1547005383792517), 1.)], 2)

# How much a ball counts at its coordinates [N, M, 3]: most opposite to its seam, nothing at seam and poles -> [N, M].
def ball_weight(c: Tensor) -> Tensor:
  share = torch.mul(torch.add(torch.cos(torch.mul(torch.slice(c, 2, 0, 2), 3.141592653589793)), 1.), 0.5)
  return torch.prod(share, 2)

# Scaled points [N, M, 3] in the coordinates of the two balls, whose axes lie apart.
def ball_pair(p: Tensor) -> List[Tensor]:
  x = torch.slice(p, 2, 0, 1)
  y = torch.slice(p, 2, 1, 2)
  z = torch.slice(p, 2, 2, 3)
  a = __torch__.ball_coordinates(torch.cat([z, y, torch.neg(x)], 2))
  return [a, __torch__.ball_coordinates(torch.cat([torch.neg(z), torch.neg(x), y], 2))]

# Features of two balls [N, 2, 3, C, h, h] at points [N, M, 3], times `scale`; their maps (polar angle, azimuth), (polar
# angle, radius), (azimuth, radius) blend map by map -> [N, 3, C, M].
def ball_features(planes: Tensor, points: Tensor, scale: float) -> Tensor:
  balls = __torch__.ball_pair(torch.mul(points, scale))
  fa = __torch__.sample_planes(torch.select(planes, 1, 0), __torch__.axis_coordinates(balls[0], 0))
  fb = __torch__.sample_planes(torch.select(planes, 1, 1), __torch__.axis_coordinates(balls[1], 0))
  wa = torch.unsqueeze(torch.unsqueeze(__torch__.ball_weight(balls[0]), 1), 1)
  wb = torch.unsqueeze(torch.unsqueeze(__torch__.ball_weight(balls[1]), 1), 1)
  blended = torch.add(torch.mul(fa, wa), torch.mul(fb, wb))
  return torch.div(blended, torch.add(torch.add(wa, wb), 1.e-8))

# Features of a hy-plane [N, 4, C, h, h] at points [N, M, 3], times `scale` -> [N, 4, C, M].
def hyplane_features(planes: Tensor, points: Tensor, scale: float, kind: int) -> Tensor:
  p = torch.mul(points, scale)
  sphere = torch.unsqueeze(__torch__.sphere_coordinates(p, kind), 1)
  return __torch__.sample_planes(planes, torch.cat([__torch__.axis_coordinates(p, 0), sphere], 1))

# Pictures of rays: [N, side^2, C] -> [N, C, side, side].
def picture(rays: Tensor, side: int) -> Tensor:
  return torch.contiguous(torch.view(torch.transpose(rays, 1, 2), [torch.size(rays, 0), -1, side, side]))

# Puts a background [1 or N, C, b, b] behind a picture [N, C, h, h] of opacity [N, 1, h, h].
def put_behind(picture: Tensor, opacity: Tensor, background: Tensor) -> Tensor:
  side = torch.size(picture, 3)
  behind = __torch__.resize(background, side, True)
  return torch.add(picture, torch.mul(torch.rsub(opacity, 1.), behind))

# The mask that discriminators see: opacity, stretched a little beyond 0..1.
def mask_of(opacity: Tensor) -> Tensor:
  return torch.sub(torch.mul(opacity, 1.002), 0.001)

# Entries of one axis, by index [K].
def pick(x: Tensor, axis: int, index: Tensor) -> Tensor:
  return torch.index_select(x, axis, index)

# Entries of one axis, from one number up to another.
def part(x: Tensor, axis: int, begin: int, end: int) -> Tensor:
  return torch.slice(x, axis, begin, end)

# Pixels of pictures [N, C, h, h] by index [R], row by row -> [N, C, 1, R].
def pixels_of(picture: Tensor, index: Tensor) -> Tensor:
  return torch.unsqueeze(torch.index_select(torch.flatten(picture, 2), 2, index), 2)

# Supervised terms of an inversion: colours [1, 3, 1, R] and opacity [1, R] of pixels, what they are to be: [1, 3, R], and
# alphas [1, R] where head is; each pixel counts `known` [1, R]. -> [2]: colour L1 on the head, opacity L1
def pixel_terms(colours: Tensor, opacity: Tensor, target: Tensor, alpha: Tensor, known: Tensor) -> Tensor:
  seen = torch.clamp_min(torch.sum(known), 1.)
  head = torch.mul(known, alpha)
  off = torch.mean(torch.abs(torch.sub(torch.squeeze(colours, 2), target)), [1])
  l1 = torch.div(torch.sum(torch.mul(off, head)), torch.clamp_min(torch.sum(head), 1.))
  mask = torch.div(torch.sum(torch.mul(torch.abs(torch.sub(opacity, alpha)), known)), seen)
  return torch.stack([l1, mask], 0)

# Pictures [N, 3, H, H] of -1..1 cut out by masks [N, 1, h, h], on white -> [N, 3, H, H] of 0..1.
def on_white(picture: Tensor, mask: Tensor) -> Tensor:
  size = [torch.size(picture, 2), torch.size(picture, 3)]
  cut = torch.clamp(torch.upsample_bilinear2d(mask, size, False, None), 0., 1.)
  colours = torch.mul(torch.add(picture, 1.), 0.5)
  return torch.add(torch.mul(colours, cut), torch.rsub(cut, 1.))
