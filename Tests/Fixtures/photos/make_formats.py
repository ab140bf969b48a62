"""Makes formats/: one small picture in many formats, each beside a PNG of what is in it: python3 make_formats.py

Made with Python 3.11, NumPy 2.4, Pillow 13.0, tifffile 2026.3.3 and imagecodecs 2026.3.6. A file NAME-how.ext shows what NAME.png
does, without loss.
"""
import os
import struct

import numpy as np
import tifffile
from PIL import Image

WIDTH, HEIGHT = 19, 13
FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "formats")


def path(name):
    return f"{FOLDER}/{name}"


def bmp(name, header, palette, pixels):
    start = 14 + len(header) + len(palette)
    with open(path(name), "wb") as file:
        file.write(b"BM" + struct.pack("<IHHI", start + len(pixels), 0, 0, start) + header + palette + pixels)


def info(bits, compression=0, colors=0, height=HEIGHT):
    return struct.pack("<IiiHHIIiiII", 40, WIDTH, height, 1, bits, compression, 0, 0, 0, colors, 0)


def rows(pixels):
    return b"".join(row + bytes(-len(row) % 4) for row in pixels)


def runs8(indices):
    """Each row from the lowest: a run, a jump over what is of colour 0, the rest as it is."""
    out = b""
    for row in indices[::-1]:
        run = next((n for n in range(WIDTH) if row[n] != row[0]), WIDTH)
        rest = [int(value) for value in row[run:]]
        out += bytes([run, row[0]])
        if len(rest) > 3 and not any(rest[:2]):
            out += bytes([0, 2, 2, 0])
            rest = rest[2:]
        if len(rest) >= 3:
            out += bytes([0, len(rest), *rest]) + bytes(len(rest) % 2)
        else:
            out += b"".join(bytes([1, value]) for value in rest)
        out += b"\0\0"
    return out + b"\0\1"


def runs4(indices):
    out = b""
    for row in indices[::-1]:
        values = [int(value) for value in row]
        out += bytes([4, values[0] << 4 | values[1]]) if values[:2] == values[2:4] else bytes(
            [0, 4, values[0] << 4 | values[1], values[2] << 4 | values[3]])
        pairs = [a << 4 | b for a, b in zip(values[4::2], values[5::2] + [0])]
        out += bytes([0, len(values) - 4, *pairs]) + bytes(len(pairs) % 2) + b"\0\0"
    return out + b"\0\1"


def scene():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    rgb = np.stack([x * 255 // (WIDTH - 1), 255 - y * 255 // (HEIGHT - 1), (x * 37 + y * 71) % 256], -1)
    rgb[3:7, 4:9] = 255
    return rgb.astype(np.uint8)


def few(bits):
    """Numbers of colours, and the colours: the first row of one, with gaps of colour 0."""
    indices = (np.add.outer(np.arange(HEIGHT) * 3, np.arange(WIDTH) // 3) % (1 << bits)).astype(np.uint8)
    indices[0] = 1
    colors = np.array([[n * 16 % 256, 255 - n * 9 % 256, n * 77 % 256] for n in range(1 << bits)], np.uint8)
    return indices, colors


def save_tiffs(rgb, grey, alpha):
    for name, options in {
        "none": {}, "lzw": {"compression": "lzw", "predictor": True}, "deflate": {"compression": "zlib"},
        "packbits": {"compression": "packbits"}, "tiled": {"tile": (16, 16)}, "strips": {"rowsperstrip": 5},
        "big": {"bigtiff": True, "byteorder": ">"}, "other-order": {"byteorder": ">"},
    }.items():
        tifffile.imwrite(path(f"rgb-{name}.tif"), rgb, photometric="rgb", **options)
    planes = np.moveaxis(rgb, -1, 0).copy()
    separate = {"planarconfig": "separate", "photometric": "rgb"}
    tifffile.imwrite(path("rgb-planes.tif"), planes, rowsperstrip=4, **separate)
    tifffile.imwrite(path("rgb-planes-tiled.tif"), planes, tile=(16, 16), compression="zlib", **separate)
    tifffile.imwrite(path("rgb-sixteen.tif"), rgb.astype(np.uint16) * 257, photometric="rgb", byteorder=">")
    tifffile.imwrite(path("rgb-pages.tif"), np.stack([rgb, 255 - rgb]), photometric="rgb")
    more = np.concatenate([rgb, grey[..., None]], -1)
    tifffile.imwrite(path("rgb-infrared.tif"), more, photometric="rgb", extrasamples=["unspecified"])
    tifffile.imwrite(path("rgb-turned.tif"), np.rot90(rgb).copy(), photometric="rgb", extratags=[(274, "H", 1, 6)])
    tifffile.imwrite(path("grey-white-is-zero.tif"), 255 - grey, photometric="miniswhite")
    tifffile.imwrite(path("grey-sixteen.tif"), grey.astype(np.uint16) * 257, compression="zlib", predictor=True)
    tifffile.imwrite(path("alpha-rgba.tif"), alpha, photometric="rgb", extrasamples=["unassalpha"])
    whole = alpha.copy()
    whole[..., 3] = np.where(alpha[..., 3] > 127, 255, 0)
    Image.fromarray(whole).save(path("mask.png"))
    whole[..., :3] *= whole[..., 3:] // 255
    tifffile.imwrite(path("mask-premultiplied.tif"), whole, photometric="rgb", extrasamples=["assocalpha"])


def save_bmps(image, rgb, alpha):
    image.save(path("rgb-24.bmp"))
    masks = struct.pack("<IIII", 0xFF, 0xFF00, 0xFF0000, 0xFF000000)
    fourth = struct.pack("<I", 108) + info(32, 3)[4:] + masks + bytes(52)
    bmp("alpha-32.bmp", fourth, b"", rows(row.tobytes() for row in alpha[::-1]))
    bgr = rgb[..., ::-1]
    core = struct.pack("<IHHHH", 12, WIDTH, HEIGHT, 1, 24)
    bmp("rgb-core.bmp", core, b"", rows(row.tobytes() for row in bgr[::-1]))
    bmp("rgb-top-down.bmp", info(24, height=-HEIGHT), b"", rows(row.tobytes() for row in bgr))
    for name, shifts, bits in ("555", (10, 5, 0), (5, 5, 5)), ("565", (11, 5, 0), (5, 6, 5)):
        most = [(1 << count) - 1 for count in bits]
        parts = [rgb[..., c].astype(int) * most[c] // 255 for c in range(3)]
        shown = np.stack([(parts[c] * 255 + most[c] // 2) // most[c] for c in range(3)], -1).astype(np.uint8)
        Image.fromarray(shown).save(path(f"rgb{name}.png"))
        pixels = sum(parts[c] << shifts[c] for c in range(3)).astype("<u2")
        masks = b"" if name == "555" else struct.pack("<III", *(most[c] << shifts[c] for c in range(3)))
        bmp(f"rgb{name}-16.bmp", info(16, 3 if masks else 0), masks, rows(row.tobytes() for row in pixels[::-1]))
    for bits, encode in (8, runs8), (4, runs4), (2, None), (1, None):
        indices, colors = few(bits)
        Image.fromarray(colors[indices]).save(path(f"few{bits}.png"))
        palette = b"".join(bytes([*color[::-1], 0]) for color in colors)
        per = 8 // bits
        padded = np.pad(indices[::-1], ((0, 0), (0, -WIDTH % per))).astype(int).reshape(HEIGHT, -1, per)
        packed = sum(padded[..., n] << (8 - bits * (n + 1)) for n in range(per)).astype(np.uint8)
        bmp(f"few{bits}-plain.bmp", info(bits, colors=len(colors)), palette, rows(row.tobytes() for row in packed))
        if encode:
            bmp(f"few{bits}-runs.bmp", info(bits, {8: 1, 4: 2}[bits]), palette, encode(indices))
        if bits in (4, 8):
            Image.fromarray(colors[indices]).quantize(1 << bits, dither=0).save(path(f"few{bits}-palette.tif"))


def save_pnms(image, grey, bits):
    image.save(path("rgb-bytes.ppm"))
    image.convert("L").save(path("grey-bytes.pgm"))
    Image.fromarray(bits).save(path("bits-bytes.pbm"))
    Image.fromarray(bits).save(path("bits-fax.tif"), compression="group4")
    with open(path("grey-sixteen.pgm"), "wb") as file:
        file.write(b"P5\n# a comment\n%d %d\n65535\n" % (WIDTH, HEIGHT) + (grey.astype(">u2") * 257).tobytes())
    with open(path("rgb-two.ppm"), "wb") as file:
        file.write(open(path("rgb-bytes.ppm"), "rb").read() * 2)
    with open(path("rgb-text.ppm"), "w") as file:
        file.write(f"P3 {WIDTH} {HEIGHT} # a comment\n255\n" + "\n".join(map(str, np.asarray(image).ravel())))
    with open(path("bits-text.pbm"), "w") as file:
        file.write(f"P1\n{WIDTH} {HEIGHT}\n" + "\n".join("".join("10"[int(b)] for b in row) for row in bits))
    tones = grey.astype(int) * 5 // 255
    Image.fromarray((tones * 51).astype(np.uint8)).save(path("tones.png"))
    with open(path("tones-text.pgm"), "w") as file:
        file.write(f"P2 {WIDTH} {HEIGHT} 5\n" + " ".join(map(str, tones.ravel())) + "\n")
    with open(path("tones-bytes.pgm"), "wb") as file:
        file.write(b"P5 %d %d 5\n" % (WIDTH, HEIGHT) + tones.astype(np.uint8).tobytes())


def save_webps(image, alpha):
    image.save(path("rgb-lossless.webp"), lossless=True)
    Image.fromarray(alpha).save(path("alpha-lossless.webp"), lossless=True, exact=True)
    other = Image.fromarray(255 - np.asarray(image))
    image.save(path("rgb-film.webp"), lossless=True, save_all=True, append_images=[other])
    exif = Image.Exif()
    exif[0x0112] = 6
    image.transpose(Image.ROTATE_90).save(path("rgb-turned.webp"), lossless=True, exif=exif)


def main():
    os.makedirs(FOLDER, exist_ok=True)
    rgb = scene()
    image = Image.fromarray(rgb)
    image.save(path("rgb.png"))
    grey = np.asarray(image.convert("L"))
    Image.fromarray(grey).save(path("grey.png"))
    bits = grey > 120
    Image.fromarray(bits).save(path("bits.png"))
    alpha = np.concatenate([rgb, np.flip(grey)[..., None]], -1)
    Image.fromarray(alpha).save(path("alpha.png"))
    inks = image.convert("CMYK")
    inks.convert("RGB").save(path("ink.png"))
    inks.save(path("ink-cmyk.tif"))
    save_tiffs(rgb, grey, alpha)
    save_bmps(image, rgb, alpha)
    save_pnms(image, grey, bits)
    save_webps(image, alpha)
    both = Image.fromarray(grey).convert("LA")
    both.putalpha(Image.fromarray(np.flip(grey)))
    both.convert("RGBA").save(path("veil.png"))
    both.save(path("veil-grey.tif"))


main()
