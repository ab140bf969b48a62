"""Makes the seeds from which the readers are fuzzed: tiny sound files of every kind.

    python make_seeds.py FOLDER_OF_COMMANDS

Made with Python 3.11, numpy 2.4, Pillow 13.0, pictures of photos/make_formats.py, graphs of onnx_graphs.py and vaeutils' own commands. What was found by fuzzing lies beside the seeds
under names that begin with "crash"; this script leaves it alone.
"""

import gzip
import io
import os
import struct
import subprocess
import sys
import zlib

import numpy as np
from PIL import Image

here = os.path.dirname(os.path.abspath(__file__))
commands = os.path.abspath(sys.argv[1])


def save(target, name, data):
    os.makedirs(f"{here}/{target}", exist_ok=True)
    with open(f"{here}/{target}/{name}", "wb") as file:
        file.write(data.encode() if isinstance(data, str) else data)


def idx(kind, sizes, data):
    return bytes([0, 0, kind, len(sizes)]) + b"".join(struct.pack(">I", size) for size in sizes) + data


def run(command, *words, input=b""):
    return subprocess.run([f"{commands}/{command}", *words], input=input, stdout=subprocess.PIPE, check=True).stdout


def picture(kind, **options):
    out = io.BytesIO()
    pixels = np.arange(9 * 12 * 3, dtype=np.uint8).reshape(9, 12, 3) * 7
    mode = options.pop("mode", "RGB")
    image = Image.fromarray(pixels)
    if mode == "I;16":
        image = image.convert("L")
    image.convert(mode).save(out, kind, **options)
    return out.getvalue()


images = idx(8, [3, 2, 2], bytes(range(0, 240, 20)))
labels = idx(8, [4], bytes([3, 1, 4, 1]))
save("idx", "images", images)
save("idx", "labels", labels)
save("idx", "two", images + idx(8, [1, 2, 2], b"abcd"))
save("idx", "colour", idx(8, [1, 2, 2, 3], b"abcdefghijkl"))
save("idx", "floats", idx(13, [2, 2], struct.pack(">4f", 0, 0.5, 1, 0.25)))
save("idx", "doubles", idx(14, [1, 2], struct.pack(">2d", 0.5, 1)))
save("idx", "shorts", idx(11, [2], struct.pack(">2h", -1, 300)))
save("idx", "integers", idx(12, [2], struct.pack(">2i", -1, 70000)))
save("idx", "bytes", idx(9, [2], b"\xff\x01"))
save("idx", "packed", gzip.compress(images, mtime=0))

save("gzip", "text", gzip.compress(b"hello, hello, hello", mtime=0))
save("gzip", "members", gzip.compress(b"one ", mtime=0) + gzip.compress(b"two", mtime=0))
save("gzip", "padded", gzip.compress(b"from a tape", mtime=0) + bytes(20))
save("gzip", "stored", gzip.compress(b"as it is", 0, mtime=0))
body = zlib.compressobj(9, zlib.DEFLATED, -15)
deflated = body.compress(b"named") + body.flush()
end = struct.pack("<II", zlib.crc32(b"named"), 5)
save("gzip", "named", b"\x1f\x8b\x08\x1c\0\0\0\0\2\3" + b"\x04\0abcd" + b"name\0" + b"note\0" + deflated + end)
save("gzip", "zeros", gzip.compress(bytes(100000), mtime=0))
save("gzip", "plain", b"not packed at all")

save("table", "latents", "id\tlabel\tz1\tz2\n0\t3\t-0.5\t1e-3\n1\t7\t2\t0.25\n")
save("table", "numbers", "1\t2\n3\t4.5\n-1e9\t.5\n")
save("table", "windows", "\ufeffid\tz1\r\n1\t0\r\n")
save("table", "gaps", "a\t\tb\n\t\t\n1\t\t2")
save("table", "words", "name\tvalue\nMüller\tnan\nπ\t0x10\n\t1_000\n")
save("table", "precise", "x\n0.1\n3.4028235e38\n1e-45\n1.7976931348623157e308\n4.9e-324\n9007199254740993\n")

save("csv", "commas", 'a,"b, c",\r\n1,"say ""hi""",\r\n-2.5e3,"two\nlines",NA\r\n')
save("csv", "semicolons", "\ufeffa;b\n1,5;2\n;3\n\n4;5\n;")
save("csv", "spaces", '"z1" "z2"\n"1" 0.1 0.2\n"2"  0.3\t0.4\n ')
save("csv", "numbers", ",0,1\n0,1,2\n1,nan,3\n")
save("csv", "row", "1,2\n1e999,0x10\n1_000,\n")
save("csv", "tabs", "id\tlabel\tz1\n0\tcat\t-0.5\n1\tdog's 5\" disk\t1\n")
save("levels", "words", "label\tname\n0\tcat\n1\tdog\n")
save("levels", "gaps", "name\tlabel\nfour\t4\n minus\t-1\nfour \t5\n")

for name, array in {
    "bytes": np.arange(6, dtype=np.uint8).reshape(3, 2),
    "floats": np.arange(4, dtype=np.float32),
    "half": np.arange(4, dtype=np.float16),
    "big": np.arange(4, dtype=">f8"),
    "bool": np.array([True, False]),
    "long": np.arange(4, dtype=np.int64),
    "fortran": np.asfortranarray(np.arange(6, dtype=np.int16).reshape(2, 3)),
    "scalar": np.array(3, dtype=np.int32),
    "none": np.zeros((0, 2), dtype=np.uint8),
}.items():
    out = io.BytesIO()
    np.save(out, array)
    save("npy", name, out.getvalue())
out = io.BytesIO()
np.lib.format.write_array(out, np.arange(3, dtype=np.uint16), version=(2, 0))
save("npy", "second", out.getvalue() * 2)
arrays = {"kinds": np.array([{"x": 1}], dtype=object), "a": np.arange(12, dtype=np.float32).reshape(3, 4)}
for name, write in ("stored", np.savez), ("packed", np.savez_compressed):
    out = io.BytesIO()
    write(out, **arrays)
    save("npz", name, out.getvalue())

squares = idx(8, [4, 4, 4], bytes(range(64)))
for name, words in {
    "dense": ["--hidden", "2", "--latent", "1"],
    "weights": ["--hidden", "2", "--latent", "1", "--weights-only"],
    "norm": ["--channels", "2", "--norm", "batch", "--latent", "1", "--optimizer", "sgd", "--lr", "1e-4"],
    "plain": ["--model", "ae", "--hidden", "2", "--latent", "1", "--recon", "mse", "--validation", f"{here}/images.tmp"],
    "stream": ["--stream", "--hidden", "2", "--heads", "tanh", "--noise", "shared", "--latent", "1"],
    "codes": ["--latent-kind", "codes 3 width 2 residual 2", "--channels", "2"],
}.items():
    save(".", "images.tmp", squares)
    data = run("vae-fit", "-q", "--batch", "2", *words, "-o", "-", input=squares)
    save("checkpoint", name, data)
    if name in ("weights", "norm"):
        save("safetensors", name, data)
os.remove(f"{here}/images.tmp")
model = f"{here}/checkpoint/codes"
maps = run("vae-encode", "--codes", model, input=squares)
prior = ["--prior", "pixelcnn channels 8 blocks 0 kernel 1"]
save("checkpoint", "prior", run("vae-fit", "-q", "--batch", "2", "--codes-of", model, *prior, "-o", "-", input=maps))
latents, labelled = b"0\t1\n2\t3\n1\t7\n4\t4\n", b"label\tz1\na\t1\na\t2\nb\t5\nb\t7\n"
save("density", "mixture", run("z-fit", "-q", "--components", "2", input=latents))
save("density", "labels", run("z-fit", "-q", "--per-label", "--components", "1", input=labelled))
header = b'{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"U8","shape":[],"data_offsets":[8,9]}}'
header += b" " * (-len(header) % 8)
save("safetensors", "small", struct.pack("<Q", len(header)) + header + bytes(9))

save("json", "object", '{"a": [1, -2.5e3, true, false, null], "b": {"c": "d\\u00e9\\ud83d\\ude00\\n\\"\\\\"}, "": 0}')
save("json", "numbers", "[0, -0, 1e308, 5e-324, 9223372036854775807, -9223372036854775808, 0.1, 1E+2]")
save("json", "deep", "[" * 60 + "]" * 60)
save("json", "text", ' "é\\/\\b\\f\\t\\r" ')

save("layers", "dense", "dense 512, relu, batchnorm, dense 3")
save("layers", "convolutions", "conv 4 kernel 5 stride 2 padding 1, leaky 0.2\nconv 8, elu, flatten, silu")
save("layers", "transposed", "dense 64, unflatten 4 4 4, convt 1 kernel 3 stride 2 output-padding 1, tanh, sigmoid")
save("layers", "empty", ", ,\n")

save("options", "all", b"--take\x005\0-r0.5\0--fruit=pear\0--hidden\x0012,3\0--columns=a,b\0-qo\0out\0m\0x\0y")
save("options", "rest", b"-q\0m\0--\0--take\0-x\0")
save("options", "wrong", b"--takes\x007\0-z\0--fruit\0peach")
save("options", "bytes", b"M\xfcller.idx\0\xf4\x8f\xba\xa0\0-o\xff\xfe")
save("options", "hidden", b"--completions\0bash")

save("png", "colour", picture("PNG"))
save("png", "grey", picture("PNG", mode="L"))
save("png", "alpha", picture("PNG", mode="RGBA"))
save("png", "palette", picture("PNG", mode="P"))
save("png", "bits", picture("PNG", mode="1"))
save("png", "sixteen", picture("PNG", mode="I;16"))

save("jpeg", "colour", picture("JPEG"))
save("jpeg", "grey", picture("JPEG", mode="L"))
save("jpeg", "ink", picture("JPEG", mode="CMYK"))
save("jpeg", "progressive", picture("JPEG", progressive=True, subsampling=0))
exif = Image.Exif()
exif[0x0112] = 6
save("jpeg", "turned", picture("JPEG", exif=exif))
save("jpeg", "restarts", picture("JPEG", quality=20, restart_marker_blocks=1))

for name in sorted(os.listdir(f"{here}/../onnx-graphs")):
    if name.endswith("-script.onnx"):
        save("onnx", name.removesuffix("-script.onnx"), open(f"{here}/../onnx-graphs/{name}", "rb").read())
model = run("vae-fit", "-q", "--batch", "2", "--hidden", "2", "--heads", "tanh", "-o", "-", input=squares)
for part in "encoder", "decoder":
    save("onnx", f"own-{part}", run("vae-onnx", "--part", part, "-", input=model))

# Those kinds that Pillow does not write lie beside the photographs.
for target, ending in ("tiff", "tif"), ("webp", "webp"), ("bmp", "bmp"), ("pnm", "m"):
    for name in sorted(os.listdir(f"{here}/../photos/formats")):
        if name.endswith(ending) and not name.startswith(("few8", "tones")):
            save(target, name.split(".")[0], open(f"{here}/../photos/formats/{name}", "rb").read())
save("tiff", "jpeg", picture("TIFF", compression="jpeg"))
save("tiff", "fax", picture("TIFF", mode="1", compression="group3"))
save("tiff", "lzma", picture("TIFF", compression="lzma"))
save("tiff", "zstd", picture("TIFF", compression="zstd"))
save("webp", "lossy", picture("WEBP", mode="RGBA", quality=50))
