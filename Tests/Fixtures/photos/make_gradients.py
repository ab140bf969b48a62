"""Makes gradient-*.png: python3 make_gradients.py (no packages; these were made with Python 3.11.7 and zlib 1.2.13).

Each is 16×16 pixels of sixteen bits a sample, levels 0, 257, 514 … 65535 from the upper left, the same in every colour,
opaque where there is alpha; as grey, grey with alpha, RGB and RGBA, interlaced (Adam7) and not.
"""
import struct
import zlib

SIZE = 16
KINDS = {"grey": (0, 1, 0), "grey-alpha": (4, 1, 1), "rgb": (2, 3, 0), "rgba": (6, 3, 1)}
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def picture(kind, interlaced):
    colour_type, colours, alphas = KINDS[kind]
    rows = b""
    for left, top, across, down in PASSES if interlaced else [(0, 0, 1, 1)]:
        for y in range(top, SIZE, down):
            levels = [(y * SIZE + x) * 257 for x in range(left, SIZE, across)]
            samples = [sample for level in levels for sample in [level] * colours + [65535] * alphas]
            rows += b"\0" + struct.pack(f">{len(samples)}H", *samples)
    header = struct.pack(">IIBBBBB", SIZE, SIZE, 16, colour_type, 0, 0, interlaced)
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 9)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


for kind in KINDS:
    for interlaced in [False, True]:
        name = f"gradient-{kind}{'-interlaced' if interlaced else ''}.png"
        with open(name, "wb") as file:
            file.write(picture(kind, interlaced))
