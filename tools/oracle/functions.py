"""The table of functions: one entry each. Everything else in this folder is driven by it.

`f(x, p)` is the formula on `Jet` numbers; a comparison in it decides the branch, and with it the derivative at a kink.
`definition(x, p)` is the textbook formula on plain mpmath numbers, written independently and used only to check `f`
(None where the textbook formula is `f` itself). `p` holds the parameters, already rounded to the element type.
"""

from dataclasses import dataclass, field
from typing import Callable

from mpmath import mp, mpf

from jet import Jet, asinh, atan, cos, erf, erfc, exp, expm1, log, log1p, normal_cdf, sigmoid, sin, softplus, sqrt, tanh

SELU_ALPHA = "1.6732632423543772848170429916717"
SELU_SCALE = "1.0507009873554804934193349852946"


@dataclass
class Function:
    name: str
    formula: str
    f: Callable
    plus: Callable                      # p -> the values (f, f', f'') at +inf
    minus: Callable                     # p -> the values at -inf
    definition: Callable = None
    aliases: list = field(default_factory=list)
    pytorch: str = None
    source: str = ""
    remarks: list = field(default_factory=list)
    parameters: list = field(default_factory=lambda: [{}])
    derived: Callable = lambda p: p     # parameters as the formula uses them, still in double precision
    kinks: Callable = lambda p: []      # where f or f' has a jump (p rounded)
    zones: list = field(default_factory=list)
    zones64: list = field(default_factory=list)
    minus_zero: tuple = None            # values at -0 that differ from those at +0: (f, f', f''), None = the same
    by_parameter: tuple = None          # (name, p-derivative (x, p), its value at +inf, at -inf)
    domain: tuple = None                # (lower bound, values at the bound); NaN below
    primitive: bool = False
    periodic: bool = False              # a third of the sign changes between the points are kept


ZERO3 = lambda p: (0, 0, 0)
LINE = lambda p: ("inf", 1, 0)
ODD = ("-0", None, None)
phi = lambda x: mp.exp(-x * x / 2) / mp.sqrt(2 * mp.pi)
logistic = lambda x: 1 / (1 + mp.exp(-x))
root_2_over_pi = lambda: mp.sqrt(2 / mp.pi)
inner = lambda x: root_2_over_pi() * (x + mpf("0.044715") * x * x * x)

MINUS_INF_LINE = lambda slope: lambda p: ("-inf", slope(p), 0)
ZERO_FROM_BELOW = lambda p: ("-0", 0, 0)
GATE_REMARK = "f(-inf) = -0, the limit, where IEEE arithmetic on x * gate(x) gives NaN."

TAIL32 = [-1e-30, -1e-8, -5, -20, -40, -60, -80, -87, -87.33654, -88, -88.72284, -89, -95, -100, -103, -103.2789,
          -103.97208, -104, -104.5, -110, 1e-30, 1e-8, 16.63, 17, 17.32868, 20, 60, 88, 88.72284, 89, 103, 104, 110]
TAIL64 = [-200, -500, -700, -708, -708.3964185322641, -709, -709.782712893384, -720, -740, -744, -745, -745.1332191019411,
          -745.2, -746, -750, -760, 36.04, 36.7368005696771, 37, 200, 500, 700, 709, 709.782712893384, 710, 745, 746]
GELU32 = [-0.7517915, -1.4142135, 1.4142135, -2, -3, -4, -5, -5.5, -6, -7, -8, -9, -10, -11, -12, -12.5, -13, -13.2, -13.5,
          -14, -14.1, -14.2, -14.3, -14.5, -15, -20, 4, 5, 5.5, 6, 8, 13, 14.2, 20, 1e-8, -1e-8]
ANGLES = [0.7853982, 1.5707964, 3.1415927, 355, 1000, 31415.926, 49151.99, 49152, 49152.004, 1e5, 1e6, 13176796, 1e10, 16367173 * 2 ** 72]
ANGLES64 = [3.141592653589793, 245850922 / 78256779, 805306368.5, 1e10, 824633720831.9999, 824633720832, 824633720832.0001, 1e15, 1e22, 6381956970095103 * 2 ** 797]
GELU64 = [-15, -20, -25, -30, -35, -37, -37.5, -37.8, -38, -38.3, -38.45, -38.5, -38.6, -39, -40, 8.3, 37, 38.6, 40]


def _celu_by_alpha(x, p):
    t = x / p["alpha"]
    return mp.exp(t) * (1 - t) - 1 if x < 0 else mpf(0)


def _swish_by_beta(x, p):
    s = sigmoid(p["beta"] * x).v
    c = sigmoid(-p["beta"] * x).v
    return x * x * s * c


ACTIVATIONS = [
    Function(
        "identity", "x", lambda x, p: x, LINE, MINUS_INF_LINE(lambda p: 1),
        aliases=["linear"], pytorch="torch.nn.Identity()", minus_zero=ODD),
    Function(
        "binary-step", "x > 0 ? 1 : 0", lambda x, p: Jet(1) if x > 0 else Jet(0), lambda p: (1, 0, 0), ZERO3,
        aliases=["heaviside", "step"], pytorch="torch.heaviside(x, torch.tensor(0.))", kinks=lambda p: [0],
        source="McCulloch & Pitts 1943, A logical calculus of the ideas immanent in nervous activity",
        remarks=["The derivative is 0 everywhere, at the jump too.", "f(0) = 0."]),
    Function(
        "relu", "x > 0 ? x : 0", lambda x, p: x if x > 0 else Jet(0), LINE, ZERO3,
        pytorch="torch.nn.ReLU()", kinks=lambda p: [0], minus_zero=ODD,
        source="Nair & Hinton 2010, Rectified linear units improve restricted Boltzmann machines",
        remarks=["f'(0) = 0.", "f(-0) = -0 as in PyTorch."]),
    Function(
        "leaky-relu", "x > 0 ? x : negativeSlope * x", lambda x, p: x if x > 0 else p["negativeSlope"] * x,
        LINE, MINUS_INF_LINE(lambda p: p["negativeSlope"]),
        pytorch="torch.nn.LeakyReLU(negative_slope)", parameters=[{"negativeSlope": 0.01}, {"negativeSlope": 0.2}],
        kinks=lambda p: [0], minus_zero=ODD,
        source="Maas, Hannun & Ng 2013, Rectifier nonlinearities improve neural network acoustic models",
        remarks=["f'(0) = negativeSlope."]),
    Function(
        "prelu", "x > 0 ? x : slope * x", lambda x, p: x if x > 0 else p["slope"] * x,
        LINE, MINUS_INF_LINE(lambda p: p["slope"]),
        aliases=["p-relu"], pytorch="torch.nn.PReLU(num_parameters=1, init)", parameters=[{"slope": 0.25}, {"slope": 0.1}],
        kinks=lambda p: [0], minus_zero=ODD,
        by_parameter=("slope", lambda x, p: mpf(0) if x > 0 else x, 0, "-inf"),
        source="He, Zhang, Ren & Sun 2015, Delving deep into rectifiers, arXiv:1502.01852",
        remarks=["f'(0) = slope.", "The derivative in the slope is 0 at 0 and -inf at -inf."]),
    Function(
        "rrelu", "x > 0 ? x : (lower + upper) / 2 * x", lambda x, p: x if x > 0 else p["slope"] * x,
        LINE, MINUS_INF_LINE(lambda p: p["slope"]),
        aliases=["r-relu"], pytorch="torch.nn.RReLU(lower, upper).eval()",
        parameters=[{"lower": 0.125, "upper": 1 / 3}, {"lower": 0.05, "upper": 0.3}],
        derived=lambda p: {"slope": (p["lower"] + p["upper"]) / 2},
        kinks=lambda p: [0], minus_zero=ODD,
        source="Xu, Wang, Chen & Li 2015, Empirical evaluation of rectified activations, arXiv:1505.00853",
        remarks=["Evaluation mode: the slope (lower + upper) / 2 is computed in double precision from lower and upper "
                 "and then rounded to the element type, as in PyTorch.", "f'(0) = the slope."]),
    Function(
        "relu6", "min(max(x, 0), 6)", lambda x, p: Jet(0) if x <= 0 else Jet(6) if x >= 6 else x,
        lambda p: (6, 0, 0), ZERO3,
        pytorch="torch.nn.ReLU6()", kinks=lambda p: [0, 6], minus_zero=ODD,
        source="Krizhevsky 2010, Convolutional deep belief networks on CIFAR-10",
        remarks=["f'(0) = f'(6) = 0.", "f(-0) = -0 as in PyTorch."]),
    Function(
        "elu", "x > 0 ? x : alpha * (exp(x) - 1)", lambda x, p: x if x > 0 else p["alpha"] * expm1(x),
        LINE, lambda p: (-p["alpha"], 0, 0),
        definition=lambda x, p: x if x > 0 else p["alpha"] * (mp.exp(x) - 1),
        pytorch="torch.nn.ELU(alpha)", parameters=[{"alpha": 1.0}, {"alpha": 2.0}, {"alpha": 0.3}],
        kinks=lambda p: [0], zones=TAIL32, zones64=TAIL64,
        source="Clevert, Unterthiner & Hochreiter 2015, arXiv:1511.07289",
        remarks=["At 0 the left branch: f'(0) = f''(0) = alpha."]),
    Function(
        "celu", "x > 0 ? x : alpha * (exp(x / alpha) - 1)", lambda x, p: x if x > 0 else p["alpha"] * expm1(x / p["alpha"]),
        LINE, lambda p: (-p["alpha"], 0, 0),
        definition=lambda x, p: x if x > 0 else p["alpha"] * (mp.exp(x / p["alpha"]) - 1),
        pytorch="torch.nn.CELU(alpha)", parameters=[{"alpha": 1.0}, {"alpha": 2.0}, {"alpha": 0.5}, {"alpha": 0.3}],
        kinks=lambda p: [0], zones=TAIL32, zones64=TAIL64,
        by_parameter=("alpha", _celu_by_alpha, 0, -1),
        source="Barron 2017, Continuously differentiable exponential linear units, arXiv:1704.07483",
        remarks=["f'(0) = 1; f''(0) = 1 / alpha, the left branch.",
                 "The derivative in alpha is 0 at 0 and -1 at -inf."]),
    Function(
        "selu", "scale * (x > 0 ? x : alpha * (exp(x) - 1))",
        lambda x, p: mpf(SELU_SCALE) * (x if x > 0 else mpf(SELU_ALPHA) * expm1(x)),
        lambda p: ("inf", mpf(SELU_SCALE), 0), lambda p: (-mpf(SELU_SCALE) * mpf(SELU_ALPHA), 0, 0),
        definition=lambda x, p: mpf(SELU_SCALE) * (x if x > 0 else mpf(SELU_ALPHA) * (mp.exp(x) - 1)),
        pytorch="torch.nn.SELU()", kinks=lambda p: [0], zones=TAIL32, zones64=TAIL64,
        source="Klambauer, Unterthiner, Mayr & Hochreiter 2017, Self-normalizing neural networks, arXiv:1706.02515",
        remarks=[f"alpha = {SELU_ALPHA} and scale = {SELU_SCALE} are real numbers, not rounded.",
                 "At 0 the left branch: f'(0) = f''(0) = scale * alpha."]),
    Function(
        "gelu", "x * Phi(x), Phi the standard normal distribution", lambda x, p: x * normal_cdf(x), LINE, ZERO_FROM_BELOW,
        definition=lambda x, p: x * (1 + mp.erf(x / mp.sqrt(2))) / 2,
        pytorch="torch.nn.GELU(approximate='none')", minus_zero=ODD, zones=GELU32, zones64=GELU64,
        source="Hendrycks & Gimpel 2016, Gaussian error linear units, arXiv:1606.08415", remarks=[GATE_REMARK]),
    Function(
        "stochastic-gelu", "x * Phi(x), Phi the standard normal distribution", lambda x, p: x * normal_cdf(x), LINE, ZERO_FROM_BELOW,
        definition=lambda x, p: x * (1 + mp.erf(x / mp.sqrt(2))) / 2,
        minus_zero=ODD, zones=GELU32, zones64=GELU64,
        source="Hendrycks & Gimpel 2016, Gaussian error linear units, arXiv:1606.08415",
        remarks=["Evaluation mode: the mean over the random mask.", GATE_REMARK]),
    Function(
        "gelu-tanh", "0.5 * x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3)))",
        lambda x, p: x * sigmoid(2 * inner(x)), LINE, ZERO_FROM_BELOW,
        definition=lambda x, p: x * (1 + mp.tanh(inner(x))) / 2,
        pytorch="torch.nn.GELU(approximate='tanh')", minus_zero=ODD, zones=GELU32, zones64=GELU64,
        source="Hendrycks & Gimpel 2016, Gaussian error linear units, arXiv:1606.08415",
        remarks=[GATE_REMARK, "0.044715 and sqrt(2 / pi) are real numbers, not rounded."]),
    Function(
        "gelu-sigmoid", "x * sigmoid(1.702 * x)", lambda x, p: x * sigmoid(mpf("1.702") * x), LINE, ZERO_FROM_BELOW,
        definition=lambda x, p: x * logistic(mpf("1.702") * x),
        aliases=["quick-gelu"], minus_zero=ODD, zones=TAIL32 + GELU32 + [-51, -52, -53, -58, -60, -61, -62, -63],
        zones64=TAIL64 + [-410, -415, -416.2, -417, -430, -437, -438, -441, -442],
        source="Hendrycks & Gimpel 2016, Gaussian error linear units, arXiv:1606.08415",
        remarks=[GATE_REMARK, "1.702 is a real number, not rounded."]),
    Function(
        "silu", "x * sigmoid(x)", lambda x, p: x * sigmoid(x), LINE, ZERO_FROM_BELOW,
        definition=lambda x, p: x / (1 + mp.exp(-x)),
        aliases=["swish-1"], pytorch="torch.nn.SiLU()", minus_zero=ODD, zones=TAIL32 + [-1.2784645, -90, -106, -108, -108.7, -109],
        zones64=TAIL64 + [-751, -752],
        source="Elfwing, Uchibe & Doya 2017, arXiv:1702.03118; Hendrycks & Gimpel 2016, arXiv:1606.08415",
        remarks=[GATE_REMARK]),
    Function(
        "swish", "x * sigmoid(beta * x)", lambda x, p: x * sigmoid(p["beta"] * x), LINE, ZERO_FROM_BELOW,
        definition=lambda x, p: x / (1 + mp.exp(-p["beta"] * x)),
        parameters=[{"beta": 1.0}, {"beta": 1.702}, {"beta": 0.5}], minus_zero=ODD, zones=TAIL32, zones64=TAIL64,
        by_parameter=("beta", _swish_by_beta, 0, 0),
        source="Ramachandran, Zoph & Le 2017, Searching for activation functions, arXiv:1710.05941",
        remarks=[GATE_REMARK, "beta is a learnable parameter, rounded to the element type (gelu-sigmoid's 1.702 is not).",
                 "The values at +-inf are the limits for beta > 0."]),
    Function(
        "mish", "x * tanh(log(1 + exp(x)))", lambda x, p: x * _mish_gate(x), LINE, ZERO_FROM_BELOW,
        definition=lambda x, p: x * mp.tanh(mp.log(1 + mp.exp(x))),
        pytorch="torch.nn.Mish()", minus_zero=ODD, zones=TAIL32 + [-1.1924213, -90, -106, -108, -108.7, -109],
        zones64=TAIL64 + [-751, -752],
        source="Misra 2019, Mish: a self regularized non-monotonic activation function, arXiv:1908.08681",
        remarks=[GATE_REMARK]),
    Function(
        "sigmoid", "1 / (1 + exp(-x))", lambda x, p: sigmoid(x), lambda p: (1, 0, 0), ZERO3,
        definition=lambda x, p: logistic(x),
        aliases=["logistic"], pytorch="torch.nn.Sigmoid()", zones=TAIL32, zones64=TAIL64,
        source="Verhulst 1838; Cox 1958, The regression analysis of binary sequences"),
    Function(
        "tanh", "tanh(x)", lambda x, p: tanh(x), lambda p: (1, 0, 0), lambda p: (-1, 0, 0),
        definition=lambda x, p: mp.tanh(x),
        pytorch="torch.nn.Tanh()", minus_zero=ODD,
        zones=[1e-30, -1e-30, 1e-8, 1e-4, 1e-3, 0.1, 0.2, 0.55, 1, 8, 8.66, 9, 9.01, 9.02, 10, 20, 43, 44, 44.4, 45, 51, 52.4, -9.01, -44, -52],
        zones64=[18, 18.7, 19, 19.06, 19.1, 22, 354, 355, 356, 372, 373, -19, -355],
        source="LeCun, Bottou, Orr & Müller 1998, Efficient backprop"),
    Function(
        "softsign", "x / (1 + |x|)", lambda x, p: x / (1 + (-x if x < 0 else x if x > 0 else Jet(0))),
        lambda p: (1, 0, 0), lambda p: (-1, 0, 0),
        pytorch="torch.nn.Softsign()", minus_zero=ODD, kinks=lambda p: [0],
        source="Bergstra, Desjardins, Lamblin & Bengio 2009, Quadratic polynomials learn better image features",
        remarks=["f(+-inf) = +-1 with slope 0, the limits, where IEEE division gives NaN.",
                 "f'' jumps from 2 to -2 at 0; f''(0) = 0, as of |x|' = 0 at 0: the odd function's second derivative is odd. PyTorch gives 0 too."]),
    Function(
        "softplus", "log(1 + exp(beta * x)) / beta", lambda x, p: softplus(p["beta"] * x) / p["beta"], LINE, ZERO3,
        definition=lambda x, p: mp.log(1 + mp.exp(p["beta"] * x)) / p["beta"],
        pytorch="torch.nn.Softplus(beta, threshold=20)", parameters=[{"beta": 1.0}, {"beta": 2.0}, {"beta": 0.5}, {"beta": 0.3}],
        zones=TAIL32, zones64=TAIL64,
        source="Dugas, Bengio, Bélisle, Nadeau & Garcia 2001, Incorporating second-order functional knowledge",
        remarks=["No threshold: the formula holds for every x, where PyTorch switches to x for beta * x > threshold."]),
    Function(
        "log-sigmoid", "log(1 / (1 + exp(-x)))", lambda x, p: -softplus(-x), lambda p: ("-0", 0, 0),
        MINUS_INF_LINE(lambda p: 1),
        definition=lambda x, p: mp.log(logistic(x)),
        pytorch="torch.nn.LogSigmoid()", zones=TAIL32, zones64=TAIL64,
        remarks=["f(+inf) = -0: the values before it are negative and round to -0. PyTorch gives +0."]),
    Function(
        "hard-tanh", "min(max(x, minimum), maximum)",
        lambda x, p: Jet(p["minimum"]) if x <= p["minimum"] else Jet(p["maximum"]) if x >= p["maximum"] else x,
        lambda p: (p["maximum"], 0, 0), lambda p: (p["minimum"], 0, 0),
        pytorch="torch.nn.Hardtanh(min_val, max_val)",
        parameters=[{"minimum": -1.0, "maximum": 1.0}, {"minimum": -2.0, "maximum": 3.0}, {"minimum": -0.1, "maximum": 0.3}],
        kinks=lambda p: [p["minimum"], p["maximum"]], minus_zero=ODD,
        source="Collobert 2004, Large scale machine learning, thesis, Université Paris VI",
        remarks=["f' = 0 at both bounds."]),
    Function(
        "hard-sigmoid", "min(max(x + 3, 0), 6) / 6",
        lambda x, p: Jet(0) if x <= -3 else Jet(1) if x >= 3 else (x + 3) / 6, lambda p: (1, 0, 0), ZERO3,
        pytorch="torch.nn.Hardsigmoid()", kinks=lambda p: [-3, 3],
        source="Howard et al. 2019, Searching for MobileNetV3, arXiv:1905.02244", remarks=["f' = 0 at -3 and at 3."]),
    Function(
        "hard-swish", "x * min(max(x + 3, 0), 6) / 6",
        lambda x, p: Jet(0) if x <= -3 else x if x >= 3 else x * (x + 3) / 6, LINE, ZERO_FROM_BELOW,
        aliases=["hard-silu"], pytorch="torch.nn.Hardswish()", kinks=lambda p: [-3, 3], minus_zero=ODD, zones=[-1.5],
        source="Howard et al. 2019, Searching for MobileNetV3, arXiv:1905.02244",
        remarks=[GATE_REMARK, "f'(-3) = 0 and f'(3) = 1, the outer branches, as in newer PyTorch; f'' = 0 there."]),
    Function(
        "threshold", "x > threshold ? x : value", lambda x, p: x if x > p["threshold"] else Jet(p["value"]),
        LINE, lambda p: (p["value"], 0, 0),
        pytorch="torch.nn.Threshold(threshold, value)",
        parameters=[{"threshold": 0.1, "value": 20.0}, {"threshold": 2.0, "value": 1.0}, {"threshold": -1.0, "value": 0.3}],
        kinks=lambda p: [p["threshold"]],
        remarks=["f'(threshold) = 0.", "With threshold < 0, f(-0) = -0."]),
    Function(
        "tanhshrink", "x - tanh(x)", lambda x, p: x - tanh(x), LINE, MINUS_INF_LINE(lambda p: 1),
        definition=lambda x, p: x - mp.tanh(x),
        aliases=["tanh-shrink"], pytorch="torch.nn.Tanhshrink()", minus_zero=ODD,
        zones=[s * v for s in (1, -1) for v in (1e-30, 1e-20, 1e-15, 1e-13, 1e-10, 1e-8, 1e-6, 1e-4, 1e-3, 0.01, 0.1, 0.3, 0.55, 0.625, 1)]
        + [9, 10, 44, 45, 52],
        zones64=[1e-160, -1e-160, 1e-108, 1e-103, 1e-100, 19, 22, 355, 373],
        remarks=["f(-0) = -0: the function is odd."]),
    Function(
        "softshrink", "x > lambda ? x - lambda : x < -lambda ? x + lambda : 0",
        lambda x, p: x - p["lambda"] if x > p["lambda"] else x + p["lambda"] if x < -p["lambda"] else Jet(0),
        LINE, MINUS_INF_LINE(lambda p: 1),
        aliases=["soft-shrink"], pytorch="torch.nn.Softshrink(lambd)", parameters=[{"lambda": 0.5}, {"lambda": 1.0}, {"lambda": 0.3}],
        kinks=lambda p: [-p["lambda"], p["lambda"]], minus_zero=ODD,
        source="Donoho & Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage",
        remarks=["f' = 0 at +-lambda.",
                 "f(-0) = -0: the function is odd. PyTorch 1.13 gives +0; newer builds keep the sign in scalar code only."]),
    Function(
        "hardshrink", "x > lambda ? x : x < -lambda ? x : 0",
        lambda x, p: x if x > p["lambda"] or x < -p["lambda"] else Jet(0),
        LINE, MINUS_INF_LINE(lambda p: 1),
        aliases=["hard-shrink"], pytorch="torch.nn.Hardshrink(lambd)", parameters=[{"lambda": 0.5}, {"lambda": 2.0}, {"lambda": 0.3}],
        kinks=lambda p: [-p["lambda"], p["lambda"]],
        source="Donoho & Johnstone 1994, Ideal spatial adaptation by wavelet shrinkage",
        remarks=["f' = 0 at +-lambda.", "The sign of f(-0) is open; PyTorch gives +0."]),
    Function(
        "squareplus", "(x + sqrt(x^2 + b)) / 2",
        lambda x, p: (x + sqrt(x * x + p["b"])) / 2 if x > 0 else p["b"] / (2 * (sqrt(x * x + p["b"]) - x)), LINE, ZERO3,
        definition=lambda x, p: (x + mp.sqrt(x * x + p["b"])) / 2,
        parameters=[{"b": 4.0}, {"b": 1.0}, {"b": 0.1}], zones=[-1e4, -1e7, -1e8, 1e8, -1e16, 1.5e19, -1.5e19, 2e19, -1e20],
        zones64=[-1e16, 1e16, -1e100, 1.3e154, -1.3e154, 1.4e154, -1.4e154],
        source="Barron 2021, Squareplus: a softplus-like algebraic rectifier, arXiv:2112.11687"),
    Function(
        "sine", "sin(frequency * x)", lambda x, p: sin(p["frequency"] * x), lambda p: ("nan",) * 3, lambda p: ("nan",) * 3,
        definition=lambda x, p: mp.im(mp.exp(mp.mpc(0, p["frequency"] * x))),
        aliases=["siren"], pytorch="torch.sin(frequency * x)", parameters=[{"frequency": 30.0}, {"frequency": 1e18}, {"frequency": 7192412 / 2 ** 21}, {"frequency": 3556574297293909 / 2 ** 50}],
        minus_zero=ODD, zones=[0.0523598776, 1.5707964, 3.1415927, 1638.4, 1638.4001, 1e5, 1e30, 1.1342745e37, 1.1342746e37, 10565689 / 2 ** 20],
        zones64=ANGLES64 + [6158575117674893 / 2 ** 49], periodic=True,
        source="Sitzmann, Martel, Bergman, Lindell & Wetzstein 2020, Implicit neural representations with periodic activation functions, arXiv:2006.09661",
        remarks=["The product is a real number, not rounded, also where it is larger than the largest number.",
                 "The last two frequencies have an x each with a product that is within 2^-47.5 (2^-101.5) of 11 pi."]),
    Function(
        "snake", "x + sin(alpha * x)^2 / alpha", lambda x, p: x + sin(p["alpha"] * x) * sin(p["alpha"] * x) / p["alpha"],
        lambda p: ("inf", "nan", "nan"), lambda p: ("-inf", "nan", "nan"),
        definition=lambda x, p: x + (1 - mp.re(mp.exp(mp.mpc(0, 2 * p["alpha"] * x)))) / (2 * p["alpha"]),
        parameters=[{"alpha": 1.0}, {"alpha": 0.5}, {"alpha": 5.0}, {"alpha": 0.3}, {"alpha": 1e-15}], minus_zero=ODD,
        zones=[-0.78539819, -0.78539813, 2.3561945, -3.9269907, -1.1655612, 24576, 24576.002, -24576.002, 1e5, -1e6, 1e10], zones64=ANGLES64, periodic=True,
        source="Ziyin, Hartwig & Ueda 2020, Neural networks fail to learn periodic functions and how to fix it, arXiv:2006.08195",
        remarks=["f(+-inf) = +-inf with no slope there."]),
]


def _mish_gate(x):
    """tanh(softplus(x)) as a ratio of polynomials in the smaller of e^x and e^-x."""
    if x > 0:
        e = exp(-x)
        return 1 - 2 * e * e / (1 + 2 * e + 2 * e * e)
    e = exp(x)
    n = e * (e + 2)
    return n / (n + 2)


EXP32 = [1e-8, -1e-8, 88, 88.37626, 88.72283, 88.72284, 89, 128, -87, -87.33654, -88, -100, -103, -103.2789, -103.97207, -103.97208, -104, -110]
EXP64 = [709, 709.78, 709.782712893384, 709.7827128933841, 710, -708, -708.3964185322641, -709, -745, -745.1332191019411, -745.1332191019412, -746, -750]
INF3 = lambda p: ("inf", "inf", "inf")
NAN3 = lambda p: ("nan", "nan", "nan")

PRIMITIVES = [
    Function("exp", "exp(x)", lambda x, p: exp(x), INF3, ZERO3, zones=EXP32, zones64=EXP64, primitive=True,
             definition=lambda x, p: mp.e ** x),
    Function("expm1", "exp(x) - 1", lambda x, p: expm1(x), INF3, lambda p: (-1, 0, 0), minus_zero=ODD, zones=EXP32, zones64=EXP64,
             primitive=True, definition=lambda x, p: mp.e ** x - 1),
    Function("log", "log(x)", lambda x, p: log(x), lambda p: ("inf", 0, 0), NAN3, minus_zero=("-inf", "-inf", "-inf"),
             zones=[0.5, 0.7071067, 1, 0.9999999, 1.0000001, 1.4142135, 2, 2.7182817], domain=(0, ("-inf", "inf", "-inf")), primitive=True,
             definition=lambda x, p: -mp.log(1 / x),
             remarks=["NaN in value and derivatives for x < 0.", "log(-0) = -inf with the slope 1 / -0 = -inf."]),
    Function("log1p", "log(1 + x)", lambda x, p: log1p(x), lambda p: ("inf", 0, 0), NAN3, minus_zero=ODD,
             zones=[-0.9999999, -0.99, -0.5, -0.2928932, 1e-8, -1e-8, 0.4142135, 1, 1e10], domain=(-1, ("-inf", "inf", "-inf")), primitive=True,
             definition=lambda x, p: mp.log(1 + x), remarks=["NaN in value and derivatives for x < -1."]),
    Function("sin", "sin(x)", lambda x, p: sin(x), NAN3, NAN3, minus_zero=ODD, zones=ANGLES, zones64=ANGLES64, primitive=True, periodic=True,
             definition=lambda x, p: mp.im(mp.exp(mp.mpc(0, x)))),
    Function("cos", "cos(x)", lambda x, p: cos(x), NAN3, NAN3, zones=ANGLES, zones64=ANGLES64, primitive=True, periodic=True,
             definition=lambda x, p: mp.re(mp.exp(mp.mpc(0, x)))),
    Function("atan", "atan(x)", lambda x, p: atan(x), lambda p: (mp.pi / 2, 0, 0), lambda p: (-mp.pi / 2, 0, 0), minus_zero=ODD,
             zones=[0.41421357, -0.41421354, 0.4142, 0.4143, 0.5, 1, 2.4142134, 2.414214, -2.4142137, 2 ** 30, 2 ** 30 + 128, -(2 ** 30), 2 ** 60, 2 ** 60 + 2 ** 37],
             zones64=[2 ** 30 + 1, 2 ** 100], primitive=True,
             definition=lambda x, p: mp.im(mp.log(mp.mpc(1, x)))),
    Function("asinh", "log(x + sqrt(x^2 + 1))", lambda x, p: asinh(x), lambda p: ("inf", 0, 0), lambda p: ("-inf", 0, 0), minus_zero=ODD,
             zones=[1e-8, 1e-4, 0.01, 0.1, 0.2, 0.3, 0.34999996, 0.35, 0.35000002, 0.353553, 0.35355341, 0.5, 0.75, 1.0606601, -0.35, 9e18, -1.3e19, 2 ** 30, 2 ** 30 + 128, -(2 ** 30)],
             zones64=[2 ** 30 + 1, 2 ** 60, 3.6491896145641185e153, -6.6e153], primitive=True,
             definition=lambda x, p: mp.log(x + mp.sqrt(x * x + 1))),
    Function("erf", "2 / sqrt(pi) * integral of exp(-t^2) from 0 to x", lambda x, p: erf(x), lambda p: (1, 0, 0), lambda p: (-1, 0, 0),
             minus_zero=ODD, zones=[1e-30, 0.84375, 1.25, 2, 3, 3.8, 3.92, 4, 5, 9, 10, -3.9, -9, -10], zones64=[5.8, 5.9, 6, 26, 27, -6], primitive=True,
             definition=lambda x, p: mp.erf(x)),
    Function("erfc", "1 - erf(x)", lambda x, p: erfc(x), ZERO3, lambda p: (2, 0, 0),
             zones=[1e-30, 0.84375, 1.25, 2, 3, 4, 5, 8, 9, 9.19, 9.2, 9.5, 10, 10.05, 10.06, 10.1, -3, -4, -5],
             zones64=[6, 15, 20, 26, 26.5, 26.54, 27, 27.2, 27.22, 27.23, 27.3, -6], primitive=True,
             definition=lambda x, p: 1 - mp.erf(x)),
    Function("normal-density", "exp(-x^2 / 2) / sqrt(2 * pi)", lambda x, p: exp(x * x * mpf(-0.5)) / mp.sqrt(2 * mp.pi), ZERO3, ZERO3,
             zones=GELU32, zones64=GELU64, primitive=True, definition=lambda x, p: phi(x)),
    Function("normal-cdf", "(1 + erf(x / sqrt(2))) / 2", lambda x, p: normal_cdf(x), lambda p: (1, 0, 0), ZERO3,
             aliases=["Phi"], zones=GELU32, zones64=GELU64, primitive=True,
             definition=lambda x, p: (1 + mp.erf(x / mp.sqrt(2))) / 2),
]

FUNCTIONS = ACTIVATIONS + PRIMITIVES
