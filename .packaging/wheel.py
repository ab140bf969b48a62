#!/usr/bin/env python3
"""wheel.py STAGE VERSION FOLDER: what `make install` installs, and the libraries it needs, as a wheel in FOLDER.

The wheel holds no Python: its scripts are the commands, its data their libraries, pages and completions, so that an
environment's bin, lib and share look like those of `make install` (PEP 427, "data" directory). Every library beyond the C
library's own is put beside ours, but for an MPI, which is that of the system, where there is one; the licences of Debian's packages that they come from go along. The platform tag names the
oldest C library whose symbols suffice (PEP 600). Files bear the time of SOURCE_DATE_EPOCH.

Needs patchelf, and ldd, objdump and dpkg-query of a Debian system.
"""

import base64
import hashlib
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile

HOME = pathlib.Path(__file__).resolve().parent
LIBRARY = pathlib.PurePath("lib/vaeutils")
# What speaks to an MPI, and is loaded where that has started a command.
MPI = re.compile(r"libvaeutils-(openmpi|mpich)\.so$")
# Parts of the C library: every system has its own (PEP 600).
SYSTEM = re.compile(r"(ld-linux.*|lib(c|m|dl|rt|pthread|resolv|util))\.so(\.\d+)?$")


def output(*command):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout


def elf_files(tree):
    def is_one(path):
        with open(path, "rb") as file:
            return file.read(4) == b"\x7fELF"

    return [path for path in tree.rglob("*") if path.is_file() and is_one(path)]


def needed(path):
    """The libraries that a file is loaded with: path by name, ours and the C library's left out."""
    pairs = re.findall(r"^\s*(\S+) => (/\S+)", output("ldd", str(path)), re.M)
    return {name: path for name, path in pairs if not SYSTEM.match(name) and not name.startswith("libvaeutils-")}


def add_libraries(tree):
    """Puts every library beside ours and has each file look there. Returns the paths that they came from."""
    ours = [path for path in elf_files(tree) if not MPI.match(path.name)]
    found = {name: path for file in ours for name, path in needed(file).items()}
    for name, path in found.items():
        shutil.copyfile(path, tree / LIBRARY / name)
    for file in ours + [tree / LIBRARY / name for name in found]:
        to = os.path.relpath(tree / LIBRARY, file.parent)
        subprocess.run(["patchelf", "--set-rpath", "$ORIGIN" if to == "." else f"$ORIGIN/{to}", str(file)], check=True)
    return sorted(set(found.values()))


def oldest_c_library(tree):
    """The minor version of the newest GLIBC_2.N that a file asks for."""
    symbols = (output("objdump", "-T", str(path)) for path in elf_files(tree))
    return max(int(minor) for text in symbols for minor in re.findall(r"GLIBC_2\.(\d+)", text))


def add_fonts(tree):
    """A face for text where the system has none (`Lettering/OwnFonts.swift` looks for the file)."""
    folder = tree / LIBRARY / "fonts"
    folder.mkdir()
    for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"):
        shutil.copyfile(f"/usr/share/fonts/truetype/dejavu/{name}", folder / name)
    shutil.copyfile(HOME / "fonts.conf", folder / "fonts.conf")
    return ["/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"]


def licences(sources):
    """What Debian says of each package that a file comes from: text by name."""
    # Where /lib is /usr/lib, a package may list a file under either.
    names = set()
    for source in map(os.path.realpath, sources):
        for path in (source, source.removeprefix("/usr")):
            found = subprocess.run(["dpkg-query", "-S", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
            names.update(line.split(":")[0] for line in found.stdout.splitlines())
    return {name: pathlib.Path(f"/usr/share/doc/{name}/copyright").read_bytes() for name in sorted(names)}


def metadata(version):
    head = f"""Metadata-Version: 2.1
Name: vaeutils
Version: {version}
Summary: Small Unix commands that train, run and look at autoencoders
License: MIT
Classifier: Environment :: Console
Classifier: Operating System :: POSIX :: Linux
Classifier: Programming Language :: Other
Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence
Requires-Python: >=3.8
Description-Content-Type: text/markdown

"""
    return head.encode() + (HOME.parent / "README.md").read_bytes()


def entries(tree, version, tag, sources):
    """The wheel's files, bytes by name; executable ones are those of its scripts."""
    data, info = f"vaeutils-{version}.data", f"vaeutils-{version}.dist-info"
    for path in sorted(path for path in tree.rglob("*") if path.is_file()):
        place = path.relative_to(tree)
        name = f"scripts/{place.name}" if place.parts[0] == "bin" else f"data/{place}"
        yield f"{data}/{name}", path.read_bytes()
    yield f"{info}/METADATA", metadata(version)
    yield f"{info}/WHEEL", f"Wheel-Version: 1.0\nGenerator: wheel.py\nRoot-Is-Purelib: false\nTag: {tag}\n".encode()
    yield f"{info}/licenses/LICENSE", (HOME.parent / "LICENSE").read_bytes()
    for name, text in licences(sources).items():
        yield f"{info}/licenses/{name}", text


def write(wheel, files, record):
    when = time.gmtime(int(os.environ["SOURCE_DATE_EPOCH"]))[:6]
    rows = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:

        def add(name, content):
            entry = zipfile.ZipInfo(name, when)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if "/scripts/" in name else 0o100644) << 16
            archive.writestr(entry, content)

        for name, content in files:
            add(name, content)
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).rstrip(b"=").decode()
            rows.append(f"{name},sha256={digest},{len(content)}\n")
        add(record, "".join(rows) + f"{record},,\n")


def main(stage, version, folder):
    with tempfile.TemporaryDirectory() as scratch:
        tree = pathlib.Path(scratch) / "tree"
        shutil.copytree(stage, tree)
        sources = add_libraries(tree) + add_fonts(tree)
        tag = f"py3-none-manylinux_2_{oldest_c_library(tree)}_{platform.machine()}"
        wheel = pathlib.Path(folder) / f"vaeutils-{version}-{tag}.whl"
        wheel.parent.mkdir(parents=True, exist_ok=True)
        write(wheel, entries(tree, version, tag, sources), f"vaeutils-{version}.dist-info/RECORD")
        print(f"wheel: {wheel} ({wheel.stat().st_size / 1e6:.0f} MB)")


if __name__ == "__main__":
    main(*sys.argv[1:])
