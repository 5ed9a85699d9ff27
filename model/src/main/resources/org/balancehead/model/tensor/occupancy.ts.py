# Stage functions of the renderer that knows where a head is: one head, R rays, S samples a ray, G^3 nodes of a grid over
# the box, C features, H hidden units of the decoder, whose layers are weights and biases in turn.

# Nodes of a cubic grid over a box of side `box` [1, G^3, 3]; x is the fastest, so that volumes are [.., z, y, x].
def grid_nodes(like: Tensor, side: int, box: float) -> Tensor:
  steps = torch.arange(side, dtype=ops.prim.dtype(like), device=ops.prim.device(like))
  c = torch.sub(torch.mul(torch.div(torch.add(steps, 0.5), float(side)), box), 0.5 * box)
  x = torch.reshape(torch.expand(torch.view(c, [1, 1, -1]), [side, side, side]), [-1])
  y = torch.reshape(torch.expand(torch.view(c, [1, -1, 1]), [side, side, side]), [-1])
  z = torch.reshape(torch.expand(torch.view(c, [-1, 1, 1]), [side, side, side]), [-1])
  return torch.unsqueeze(torch.stack([x, y, z], 1), 0)

# Hidden units of the decoder from mean features [M, C] -> [M, H].
def decoder_hidden(features: Tensor, layers: List[Tensor]) -> Tensor:
  return torch.softplus(__torch__.fully_connected(features, layers[0], layers[1], 1.))

# Raw density off hidden units [M, H] -> [M]: the output layer's first row.
def decoder_density(hidden: Tensor, layers: List[Tensor]) -> Tensor:
  row = torch.mul(torch.select(layers[2], 0, 0), float(torch.size(hidden, 1)) ** -0.5)
  return torch.add(torch.mv(hidden, row), torch.select(layers[3], 0, 0))

# Raw densities at points [1, M, 3] of mean features [1, M, C], held within -20..100 -> [M].
def raw_density(features: Tensor, points: Tensor, limit: float, layers: List[Tensor]) -> Tensor:
  hidden = __torch__.decoder_hidden(torch.squeeze(features, 0), layers)
  raw = torch.unsqueeze(__torch__.decoder_density(hidden, layers), 0)
  return torch.squeeze(torch.clamp(__torch__.crop_density(raw, points, limit), -20., 100.), 0)

# The volume of raw densities [G^3] and, beside it, the largest of each node and its neighbours -> [1, 2, G, G, G].
def occupancy_volume(raw: Tensor, side: int) -> Tensor:
  volume = torch.view(raw, [1, 1, side, side, side])
  return torch.cat([volume, torch.max_pool3d(volume, [3, 3, 3], [1, 1, 1], [1, 1, 1])], 1)

# Looks the volume up along rays: points [1, R S, 3], times `scale` -> raw densities, and dilated ones: [2, R, S].
def occupancy_along(volume: Tensor, points: Tensor, scale: float, samples: int) -> Tensor:
  where = torch.view(torch.mul(points, scale), [1, -1, 1, 1, 3])
  found = torch.grid_sampler(volume, where, 0, 1, False)
  inside = torch.to(torch.le(torch.amax(torch.abs(torch.mul(points, scale)), [2]), 1.), 6)
  raw = torch.view(found, [2, -1, samples])
  return torch.sub(raw, torch.mul(torch.rsub(torch.view(inside, [1, -1, samples]), 1.), 1000.))

# Depths of the samples that count, by a coarse pass over the volume: depths [1, R, S] of that pass -> the rays that see
# anything [K], and their depths [1, K, F], ascending.
def seen_depths(volume: Tensor, depths: Tensor, points: Tensor, scale: float, fine: int, least: float) -> List[Tensor]:
  raw = __torch__.occupancy_along(volume, points, scale, torch.size(depths, 2))
  most = torch.sum(__torch__.ray_weights(depths, torch.slice(raw, 0, 1, 2), 0, 0.), [2])
  seen = torch.squeeze(torch.nonzero(torch.gt(torch.squeeze(most, 0), least)), 1)
  t = torch.index_select(depths, 1, seen)
  if torch.gt(torch.size(seen, 0), 0):
    weights = __torch__.ray_weights(t, torch.index_select(torch.slice(raw, 0, 0, 1), 1, seen), 0, 0.)
    found = __torch__.importance_depths(t, weights, fine, False)
  else:
    found = torch.slice(t, 2, 0, fine)
  return [seen, found]

# The same numbers, cut off from gradients.
def still(x: Tensor) -> Tensor:
  return torch.detach(x)

# Depths of the samples that count, by raw densities [R S] at those of a coarse pass [1, R, S] -> [1, R, F].
def fine_depths(depths: Tensor, raw: Tensor, fine: int) -> Tensor:
  weights = __torch__.ray_weights(depths, torch.view(raw, torch.size(depths)), 0, 0.)
  return __torch__.importance_depths(depths, weights, fine, False)

# Composites rays [1, K] whose samples ascend: depths [1, K, S], points [1, K S, 3], mean features [1, K S, C]. Where
# colours end linearly (kind 0), the hidden units are composited and the output layer is applied once a ray.
# -> [K, C' + 2]: colours, depth, opacity
def composite_seen(depths: Tensor, points: Tensor, features: Tensor, limit: float, kind: int, layers: List[Tensor]) -> Tensor:
  k = torch.size(depths, 1)
  s = torch.size(depths, 2)
  hidden = __torch__.decoder_hidden(torch.squeeze(features, 0), layers)
  raw = __torch__.crop_density(torch.unsqueeze(__torch__.decoder_density(hidden, layers), 0), points, limit)
  weights = __torch__.ray_weights(depths, torch.view(raw, [1, k, s]), 0, 0.)
  shares = torch.mul(torch.add(torch.constant_pad_nd(weights, [0, 1], 0), torch.constant_pad_nd(weights, [1, 0], 0)), 0.5)
  each = torch.view(shares, [k, 1, s])
  gain = float(torch.size(hidden, 1)) ** -0.5
  rows = torch.mul(torch.t(torch.slice(layers[2], 0, 1)), gain)
  bias = torch.slice(layers[3], 0, 1)
  opacity = torch.sum(torch.squeeze(weights, 0), [1], True)
  if kind == 0:
    pooled = torch.squeeze(torch.bmm(each, torch.view(hidden, [k, s, -1])), 1)
    colours = torch.addmm(torch.mul(opacity, bias), pooled, rows)
  else:
    ends = torch.addmm(bias, hidden, rows)
    if kind == 1:
      shown = torch.sub(torch.mul(torch.sigmoid(ends), 1.002), 0.001)
    else:
      shown = __torch__.lrelu(ends)
    colours = torch.squeeze(torch.bmm(each, torch.view(shown, [k, s, -1])), 1)
  stopped = torch.gt(opacity, 0.)
  distance = torch.sum(torch.mul(torch.squeeze(shares, 0), torch.squeeze(depths, 0)), [1], True)
  depth = torch.div(distance, torch.where(stopped, opacity, torch.ones_like(opacity)))
  return torch.cat([colours, depth, opacity], 1)

# Puts what the seen rays [K] saw, [K, C + 2], among all R rays; the others see nothing, at depth `far`. -> [R, C + 2]
def among_all(seen: Tensor, rows: Tensor, rays: int, far: float) -> Tensor:
  nothing = torch.zeros([rays, torch.size(rows, 1)], dtype=ops.prim.dtype(rows), device=ops.prim.device(rows))
  _0 = torch.fill_(torch.select(nothing, 1, torch.size(rows, 1) - 2), far)
  return torch.index_copy(nothing, 0, seen, rows)
