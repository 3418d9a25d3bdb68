"""Writes small PNG and JPEG files, and what PIL reads in them, to tests/Hillock.Tests/Data/images.

Run with Python 3, NumPy and PIL 9 or later: python3 pictures.py. The pixels of sixteen bits are rounded to eight here, for PIL cuts them off.
"""
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

FOLDER = pathlib.Path(__file__).parents[2] / "tests" / "Hillock.Tests" / "Data" / "images"
H, W = 23, 29


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def rows(samples, bits):
    """The scanlines of [height, width, channels], unfiltered."""
    out = b""
    for row in samples:
        flat = row.reshape(-1)
        if bits == 16:
            packed = flat.astype(">u2").tobytes()
        elif bits == 8:
            packed = flat.astype(np.uint8).tobytes()
        else:
            packed = np.packbits(((flat[:, None] >> np.arange(bits - 1, -1, -1)) & 1).reshape(-1).astype(np.uint8)).tobytes()
        out += b"\0" + packed
    return out


def png(samples, bits, color, interlaced=False, more=b""):
    """A PNG file of whole numbers [height, width, channels]."""
    height, width = samples.shape[:2]
    if interlaced:
        passes = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
        parts = [samples[y::dy, x::dx] for x, y, dx, dy in passes]
        data = b"".join(rows(part, bits) for part in parts if part.size)
    else:
        data = rows(samples, bits)
    header = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, int(interlaced))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + more + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def keep(name, pixels):
    pixels = np.asarray(pixels)
    pixels = pixels[None] if pixels.ndim == 2 else pixels.transpose(2, 0, 1)
    np.save(FOLDER / f"{name}.npy", np.ascontiguousarray(pixels.astype(np.uint8)))


def written(name, data, mode=None):
    """A file, and PIL's pixels."""
    (FOLDER / name).write_bytes(data)
    image = ImageOps.exif_transpose(Image.open(FOLDER / name))
    keep(name, image.convert(mode) if mode else image)


def rounded(name, data, samples):
    """A file of sixteen bits, and its numbers in 257ths."""
    (FOLDER / name).write_bytes(data)
    keep(name, np.floor(samples / 257 + 0.5))


def main():
    FOLDER.mkdir(exist_ok=True)
    random = np.random.RandomState(14)
    yy, xx = np.mgrid[0:H, 0:W]
    smooth = np.stack([xx * 8, yy * 11, (xx + yy) * 4], -1).astype(np.uint8)
    noise = random.randint(0, 256, (H, W, 4))
    wide = random.randint(0, 65536, (H, W, 4))
    palette = random.randint(0, 256, (256, 3)).astype(np.uint8)

    for bits in 1, 2, 4, 8:
        few = noise[..., :1] & ((1 << bits) - 1)
        written(f"gray{bits}.png", png(few, bits, 0), "L")
        written(f"gray{bits}-interlaced.png", png(few, bits, 0, True), "L")
        colors = chunk(b"PLTE", palette[: 1 << bits].tobytes())
        written(f"palette{bits}.png", png(few, bits, 3, False, colors), "RGB")
        written(f"palette{bits}-interlaced.png", png(few, bits, 3, True, colors), "RGB")
    written("palette-transparent.png", png(noise[..., :1] & 15, 4, 3, False, chunk(b"PLTE", palette[:16].tobytes()) + chunk(b"tRNS", bytes([0, 77, 200]))), "RGBA")
    four = noise[..., :1] & 15  # PIL compares the transparent grey with what it made of four bits
    (FOLDER / "gray-transparent.png").write_bytes(png(four, 4, 0, False, chunk(b"tRNS", bytes([0, 5]))))
    keep("gray-transparent.png", np.concatenate([four * 17, np.where(four == 5, 0, 255)], -1))
    few = (noise[..., :3] & 1) * 255
    written("rgb-transparent.png", png(few, 8, 2, False, chunk(b"tRNS", bytes([0, 255, 0, 0, 0, 255]))), "RGBA")
    for name, color, channels in ("rgb", 2, 3), ("gray-alpha", 4, 2), ("rgba", 6, 4):
        for interlaced in False, True:
            end = "-interlaced.png" if interlaced else ".png"
            written(f"{name}8{end}", png(noise[..., :channels], 8, color, interlaced))
            rounded(f"{name}16{end}", png(wide[..., :channels], 16, color, interlaced), wide[..., :channels])
    rounded("gray16.png", png(wide[..., :1], 16, 0), wide[..., :1])
    tiny = noise[:5, :5, :3]
    written("small-interlaced.png", png(tiny, 8, 2, True))
    Image.fromarray(smooth).save(FOLDER / "filtered.png")  # the filters that libpng chooses
    keep("filtered.png", smooth)

    exif = Image.Exif()
    for orientation in range(1, 9):
        exif[0x0112] = orientation
        name = f"turned{orientation}.jpg"
        Image.fromarray(smooth).convert("L").save(FOLDER / name, quality=95, exif=exif)
        keep(name, ImageOps.exif_transpose(Image.open(FOLDER / name)))
    little = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0"
    written("turned6.png", png(noise[..., :3], 8, 2, False, chunk(b"eXIf", little)))

    image = Image.fromarray(smooth)
    for name, options in (
        ("gray", {}), ("444", {"subsampling": 0}), ("422", {"subsampling": 1}), ("420", {"subsampling": 2}),
        ("progressive-gray", {"progressive": True}), ("progressive", {"progressive": True, "subsampling": 0}),
        ("restarts", {"subsampling": 0, "restart_marker_blocks": 2}),
    ):
        picture = image.convert("L") if "gray" in name else image
        picture.save(FOLDER / f"{name}.jpg", quality=92, **options)
        keep(f"{name}.jpg", Image.open(FOLDER / f"{name}.jpg"))
    image.convert("CMYK").save(FOLDER / "cmyk.jpg", quality=95)
    keep("cmyk.jpg", Image.open(FOLDER / "cmyk.jpg").convert("RGB"))
    keep("luma", Image.fromarray(noise[..., :3].astype(np.uint8)).convert("L"))  # of rgb8.png


main()
