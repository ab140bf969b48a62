"""Makes the small photographs of this folder: python3 make_photos.py (Pillow and NumPy).

All show one scene of 96×64 pixels: a slope of colour, darker downwards, a white disc in the upper left, a black bar at
the right. `expected-*.npy` are what Pillow makes of some of them: the centre, turned upright, resized with LANCZOS.
"""
import numpy as np
from PIL import Image, ImageDraw, ImageOps

WIDTH, HEIGHT = 96, 64


def scene():
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    rgb = np.stack([x * 255 // (WIDTH - 1), 255 - y * 255 // (HEIGHT - 1), 128 + 0 * x], -1).astype(np.uint8)
    image = Image.fromarray(rgb)
    draw = ImageDraw.Draw(image)
    draw.ellipse([20, 6, 40, 26], fill="white")
    draw.rectangle([70, 10, 76, 60], fill="black")
    return image


def expected(name, size, crop=None, mode="RGB"):
    image = ImageOps.exif_transpose(Image.open(name)).convert(mode)
    side = min(image.size + ((crop,) if crop else ()))
    left, top = (image.width - side) // 2, (image.height - side) // 2
    small = image.crop((left, top, left + side, top + side)).resize((size, size), Image.LANCZOS)
    np.save(f"expected-{name.split('.')[0]}.npy", np.asarray(small))


def main():
    image = scene()
    image.save("color.jpg", quality=92)
    image.save("progressive.jpg", quality=92, progressive=True, subsampling=2)
    image.convert("L").save("grey.jpg", quality=92)
    image.convert("CMYK").save("cmyk.jpg", quality=92)
    turns = {2: Image.FLIP_LEFT_RIGHT, 3: Image.ROTATE_180, 4: Image.FLIP_TOP_BOTTOM, 5: Image.TRANSPOSE,
             6: Image.ROTATE_90, 7: Image.TRANSVERSE, 8: Image.ROTATE_270}
    for number in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = number
        stored = image.transpose(turns[number]) if number in turns else image
        stored.save(f"turned-{number}.jpg", quality=98, subsampling=0, exif=exif)
    whole = open("color.jpg", "rb").read()
    open("truncated.jpg", "wb").write(whole[: len(whole) * 2 // 3])
    place = whole.index(b"\xff\xc0")
    huge = bytearray(whole)
    huge[place + 5:place + 9] = (60000).to_bytes(2, "big") * 2
    open("huge.jpg", "wb").write(huge)
    open("broken.jpg", "wb").write(whole[:300] + bytes(300) + whole[600:])
    open("text.jpg", "w").write("no photograph\n")
    image.convert("P", palette=Image.ADAPTIVE).save("palette.png")
    wide = np.asarray(image.convert("L")).astype(np.uint16) * 257
    Image.fromarray(wide).save("sixteen.png")
    alpha = image.convert("RGBA")
    alpha.putalpha(Image.linear_gradient("L").resize((WIDTH, HEIGHT)))
    alpha.save("alpha.png")
    for name in ["color.jpg", "progressive.jpg", "cmyk.jpg", "palette.png"]:
        expected(name, 32)
    expected("grey.jpg", 80)


main()
