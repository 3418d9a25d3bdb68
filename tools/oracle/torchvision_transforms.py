#!/usr/bin/env python3
"""Writes tests/Hillock.Tests/Data/torch/transforms.json: what torchvision and Pillow make of small pictures.

In float64 by torchvision's functions on tensors; in uint8 by Pillow where it has the function. Usage: /usr/bin/python3 tools/oracle/torchvision_transforms.py,
after apt install python3-torchvision.
"""

import json
from pathlib import Path

import numpy
import PIL
import torch
import torchvision
from PIL import Image, ImageEnhance, ImageOps
from torchvision.transforms import InterpolationMode as Mode
from torchvision.transforms import RandAugment
from torchvision.transforms import functional as TF
from torchvision.transforms.autoaugment import _apply_op

DATA = Path(__file__).resolve().parents[2] / "tests" / "Hillock.Tests" / "Data" / "torch"
CASES = []


def add(op, x, y, **args):
    kind = "uint8" if x.dtype == torch.uint8 else "float64"
    CASES.append({"op": op, "args": args, "type": kind, "shape": list(x.shape), "x": numbers(x), "resultShape": list(y.shape), "y": numbers(y)})


def numbers(x):
    return x.flatten().tolist() if x.dtype == torch.uint8 else [float(f"{v:.15g}") for v in x.flatten().tolist()]


def picture(*shape, seed=0):
    generator = torch.Generator().manual_seed(seed)
    return (torch.rand(*shape, generator=generator, dtype=torch.float64) * 1000).round() / 1000


def pil(x):
    return Image.fromarray(x.permute(1, 2, 0).squeeze(-1).numpy())


def tensor(image):
    array = torch.from_numpy(numpy.array(image))
    return array.unsqueeze(0) if array.dim() == 2 else array.permute(2, 0, 1).contiguous()


def area(x, height, width):
    """The integral over the area of each pixel, by a plain loop."""

    def weights(n, m):
        w = numpy.zeros((m, n))
        for i in range(m):
            low, high = i * n / m, (i + 1) * n / m
            for j in range(n):
                w[i, j] = max(0.0, min(high, j + 1) - max(low, j)) * m / n
        return w

    return torch.from_numpy(weights(x.shape[1], height) @ x.numpy() @ weights(x.shape[2], width).T)


def resizes():
    for shape, size in [((3, 9, 7), [4, 5]), ((1, 9, 7), [13, 11]), ((2, 9, 7), [5, 9]), ((1, 1, 1), [3, 2]), ((1, 1, 9), [1, 4]), ((3, 9, 7), [1, 1]),
                        ((1, 31, 5), [3, 5])]:
        x = picture(*shape)
        for name, mode in [("bilinear", Mode.BILINEAR), ("bicubic", Mode.BICUBIC)]:
            for antialias in [True, False]:
                y = TF.resize(x, size, mode, antialias=antialias)
                add("resize", x, y, size=size, mode=name, maxSize=0, antialias=antialias)
        add("resize", x, area(x, *size), size=size, mode="area", maxSize=0, antialias=True)
        add("resize", x, torch.nn.functional.interpolate(x[None], size, mode="nearest-exact")[0], size=size, mode="nearest", maxSize=0, antialias=True)
    for shape, size, most in [((1, 9, 7), 5, 0), ((1, 7, 9), 5, 0), ((1, 4, 13), 5, 11), ((1, 13, 4), 5, 11), ((1, 6, 6), 4, 0)]:
        x = picture(*shape)
        add("resize", x, TF.resize(x, [size], Mode.BILINEAR, max_size=most or None, antialias=True), size=[size], mode="bilinear", maxSize=most, antialias=True)
    for size in [[4, 5], [13, 11], [3, 3]]:
        x = (picture(3, 9, 7) * 255).round().to(torch.uint8)
        add("resize", x, tensor(pil(x).resize(size[::-1], Image.BILINEAR)), size=size, mode="bilinear", maxSize=0, antialias=True)

        # Pillow cuts off after the rows too what leaves 0 to 255; torchvision's tensors only at the end.
        add("resize", x, TF.resize(x, size, Mode.BICUBIC, antialias=True), size=size, mode="bicubic", maxSize=0, antialias=True)


def crops():
    for shape, size in [((3, 9, 7), [4, 5]), ((1, 9, 7), [4, 4]), ((1, 8, 7), [11, 4]), ((1, 7, 8), [11, 13]), ((1, 1, 1), [1, 4])]:
        x = picture(*shape)
        add("center_crop", x, TF.center_crop(x, size), size=size)


def filled(function, x, mode, fill):
    """A bilinear map with a fill, put together of what it gives of the picture and of ones: torchvision itself weighs pixels at the border twice."""
    if mode == Mode.NEAREST:
        return function(x, [fill] * x.shape[0])
    return function(x, None) + fill * (1 - function(torch.ones_like(x), None))


def warps():
    modes = [("nearest", Mode.NEAREST), ("bilinear", Mode.BILINEAR)]
    for name, mode in modes:
        for angle in [17.3, 90.0, -200.1, 360.0]:
            for shape in [(3, 9, 7), (1, 8, 8)]:
                x = picture(*shape)
                add("rotate", x, filled(lambda v, f: TF.rotate(v, angle, mode, fill=f), x, mode, 0.25), angle=angle, mode=name, fill=0.25, center=None,
                    expand=False)
        for angle in [17.3, 90.0, -130.0]:
            x = picture(1, 9, 7)
            add("rotate", x, filled(lambda v, f: TF.rotate(v, angle, mode, expand=True, fill=f), x, mode, 0.25), angle=angle, mode=name, fill=0.25,
                center=None, expand=True)
        x = picture(1, 9, 7)
        add("rotate", x, filled(lambda v, f: TF.rotate(v, 33.0, mode, center=[2, 6], fill=f), x, mode, 0.0), angle=33.0, mode=name, fill=0.0,
            center=[2, 6], expand=False)
        for angle, translate, scale, shear in [(17.3, [0, 0], 1.0, [0.0, 0.0]), (0.0, [2, -3], 1.0, [0.0, 0.0]), (0.0, [0, 0], 1.37, [0.0, 0.0]),
                                               (0.0, [0, 0], 1.0, [21.0, 0.0]), (0.0, [0, 0], 1.0, [0.0, -16.0]), (-31.0, [1, 2], 0.8, [11.0, 7.0])]:
            x = picture(2, 9, 7)
            add("affine", x, filled(lambda v, f: TF.affine(v, angle, translate, scale, shear, mode, fill=f), x, mode, 0.5), angle=angle, translate=translate,
                scale=scale, shear=shear, mode=name, fill=0.5)


def colours():
    enhancers = {"brightness": ImageEnhance.Brightness, "contrast": ImageEnhance.Contrast, "saturation": ImageEnhance.Color}
    for shape in [(3, 5, 7), (1, 5, 7)]:
        x = picture(*shape)
        whole = (x * 255).round().to(torch.uint8)
        for name, function in [("brightness", TF.adjust_brightness), ("contrast", TF.adjust_contrast), ("saturation", TF.adjust_saturation)]:
            for factor in [0.0, 0.4, 1.0, 1.9]:
                add(name, x, function(x, factor), factor=factor)
                if shape[0] == 3:
                    add(name, whole, tensor(enhancers[name](pil(whole)).enhance(factor)), factor=factor)
        for factor in [-0.5, -0.21, 0.0, 0.13, 0.5]:
            add("hue", x, TF.adjust_hue(x, factor), factor=factor)
        for factor in [0.0, 0.6, 1.9]:
            add("sharpness", x, TF.adjust_sharpness(x, factor), factor=factor)
        add("autocontrast", x, TF.autocontrast(x))
        add("solarize", x, TF.solarize(x, 0.6), threshold=0.6)
        for bits in [1, 4, 8]:
            add("posterize", whole, TF.posterize(whole, bits), bits=bits)
        add("solarize", whole, tensor(ImageOps.solarize(pil(whole), 100)), threshold=100)
        add("autocontrast", whole, TF.autocontrast(whole))
    for shape in [(3, 24, 40), (1, 17, 16), (1, 40, 40)]:
        whole = (picture(*shape, seed=1) ** 2 * 190).round().to(torch.uint8)
        add("equalize", whole, tensor(ImageOps.equalize(pil(whole))))
    x = picture(3, 5, 7)
    for channels in [1, 3]:
        add("grayscale", x, TF.rgb_to_grayscale(x, channels), channels=channels)
    whole = (x * 255).round().to(torch.uint8)
    add("grayscale", whole, tensor(pil(whole).convert("L")), channels=1)


def changes():
    """Each change of RandAugment's list, with the magnitude 9 of 31 and both signs."""
    space = RandAugment()._augmentation_space(31, (9, 7))
    small = (picture(3, 9, 7) * 255).round().to(torch.uint8)
    large = (picture(3, 20, 30) * 100).round().to(torch.uint8)
    for kind, name in enumerate(["Identity", "ShearX", "ShearY", "TranslateX", "TranslateY", "Rotate", "Brightness", "Color", "Contrast", "Sharpness",
                                 "Posterize", "Solarize", "AutoContrast", "Equalize"]):
        magnitudes, signed = space[name]
        for sign in [1, -1] if signed else [1]:
            whole = large if name == "Equalize" else small
            magnitude = sign * float(magnitudes[9].item()) if magnitudes.ndim > 0 else 0.0
            add("change", whole, _apply_op(whole, name, magnitude, Mode.NEAREST, [7.0]), kind=kind, sign=sign, fill=7)


if __name__ == "__main__":
    resizes()
    crops()
    warps()
    colours()
    changes()
    content = {"torch": torch.__version__, "torchvision": torchvision.__version__, "pillow": PIL.__version__, "cases": CASES}
    (DATA / "transforms.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
    print(len(CASES), "cases")
