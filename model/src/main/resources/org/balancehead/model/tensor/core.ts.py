# Functions that every network shares. TorchScript in its serialised dialect: types are spelled out,
# torch.len, annotate and unchecked_cast as below, `_0 = torch.foo_(...)` for calls in place.

# Gradients of the sum of scalars; zeros where an input does not matter.
def grad(outs: List[Tensor], ins: List[Tensor], create: bool) -> List[Tensor]:
  res = annotate(List[Tensor], [])
  gs = torch.grad(outs, ins, None, create, create, True)
  for i in range(torch.len(gs)):
    g = gs[i]
    if torch.__isnot__(g, None):
      _0 = torch.append(res, unchecked_cast(Tensor, g))
    else:
      _1 = torch.append(res, torch.zeros_like(ins[i]))
  return res

def detach_copy(x: Tensor) -> Tensor:
  return torch.clone(torch.detach(x))

# One Adam step in place on every parameter; run without autograd.
def adam(p: List[Tensor], g: List[Tensor], m: List[Tensor], v: List[Tensor], lr: List[float], b1: float, b2: float, eps: float, t: int) -> bool:
  c1 = 1.0 - b1 ** float(t)
  c2 = (1.0 - b2 ** float(t)) ** 0.5
  for i in range(torch.len(p)):
    _0 = torch.lerp_(m[i], g[i], 1.0 - b1)
    _1 = torch.addcmul_(torch.mul_(v[i], b2), g[i], g[i], value=1.0 - b2)
    d = torch.add(torch.div(torch.sqrt(v[i]), c2), eps)
    _2 = torch.addcdiv_(p[i], m[i], d, value=-(lr[i] / c1))
  return True

# Moving average in place: average += (1 - decay) (parameter - average); run without autograd.
def moving_average(average: List[Tensor], p: List[Tensor], decay: float) -> bool:
  for i in range(torch.len(p)):
    _0 = torch.lerp_(average[i], torch.detach(p[i]), 1.0 - decay)
  return True

# Leaky ReLU of slope 0.2 and gain sqrt 2 (StyleGAN2).
def lrelu(x: Tensor) -> Tensor:
  return torch.mul(torch.leaky_relu(x, 0.2), 1.4142135623730951)

# Fully connected layer with equalised learning rate (StyleGAN): x [N, I], weight [O, I], bias [O] -> [N, O].
def fully_connected(x: Tensor, weight: Tensor, bias: Tensor, rate: float) -> Tensor:
  gain = rate * float(torch.size(weight, 1)) ** -0.5
  return torch.addmm(torch.mul(bias, rate), x, torch.t(weight), alpha=gain)
