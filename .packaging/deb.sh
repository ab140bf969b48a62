#!/bin/sh
# deb.sh STAGE VERSION FOLDER: what `make install` puts under /usr, as FOLDER/vaeutils_VERSION_ARCHITECTURE.deb
#
# Which packages of Debian it depends on, dpkg-shlibdeps finds in the files themselves, but for what speaks to an MPI, which is
# loaded where that MPI has started a command. The files bear the time of
# SOURCE_DATE_EPOCH, so that the same files are the same package. DEBFULLNAME and DEBEMAIL name who packs (debchange(1)).
set -e
stage=$1 version=$2 folder=$3
here=$(dirname "$0")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
tree=$work/debian/vaeutils
packer="${DEBFULLNAME:-vaeutils authors} <${DEBEMAIL:-vaeutils@packages.invalid}>"
architecture=$(dpkg --print-architecture)
day=$(date -R -u -d "@${SOURCE_DATE_EPOCH:?}")

umask 022
mkdir -p "$tree/DEBIAN" "$tree/usr/share/doc/vaeutils"
cp -r "$stage/." "$tree/usr"
find "$tree/usr/lib" -name '*.so' -exec chmod 644 {} +
find "$tree/usr/share/man" -type f -exec gzip -9 -n {} +
cp "$here/../README.md" "$tree/usr/share/doc/vaeutils"
{
	echo "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/"
	echo; echo "Files: *"; sed -n 's/^Copyright (c)/Copyright:/p' "$here/../LICENSE"; echo "License: Expat"
	sed '1,/^Copyright/d; 1,/^$/{/^$/d}' "$here/../LICENSE" | sed 's/^$/./; s/^/ /'
	printf '\nFiles: usr/lib/vaeutils/libvaeutils-swift.so\nCopyright: Apple Inc. and the Swift project authors\nLicense: Apache-2.0 with %s\n' \
		"the Runtime Library Exception of Swift"
	printf ' %s\n' "On Debian systems the licence is in /usr/share/common-licenses/Apache-2.0; the exception," \
		"https://swift.org/LICENSE.txt, asks for no attribution in programs that the compiler made."
} >"$tree/usr/share/doc/vaeutils/copyright"
printf 'vaeutils (%s) unstable; urgency=medium\n\n  * Made from the sources by their Makefile.\n\n -- %s  %s\n' \
	"$version" "$packer" "$day" | gzip -9 -n >"$tree/usr/share/doc/vaeutils/changelog.gz"

# dpkg-shlibdeps wants the control file of a source.
printf 'Source: vaeutils\nMaintainer: %s\n\nPackage: vaeutils\nArchitecture: any\n' "$packer" >"$work/debian/control"
(cd "$work" && find debian/vaeutils/usr/bin debian/vaeutils/usr/lib -type f \
	! -name libvaeutils-openmpi.so ! -name libvaeutils-mpich.so -exec dpkg-shlibdeps --warnings=0 -O -ldebian/vaeutils/usr/lib/vaeutils {} + >"$work/depends" 2>"$work/said") || { cat "$work/said" >&2; exit 1; }
cat >"$tree/DEBIAN/control" <<CONTROL
Package: vaeutils
Version: $version
Architecture: $architecture
Maintainer: $packer
Installed-Size: $(du -sk --exclude=DEBIAN "$tree" | cut -f 1)
$(sed -n 's/^shlibs:Depends=/Depends: /p' "$work/depends")
Recommends: ca-certificates, fonts-dejavu-core
Suggests: dataset-fashion-mnist, man-db, openmpi-bin | mpich
Section: science
Priority: optional
Description: train, run and look at autoencoders from the shell
 Small commands that each do one thing, read standard input and write
 standard output: images of MNIST's format in, models that PyTorch loads,
 latents as tab-separated text, pictures and films of them.
 .
 Autoencoders and variational ones, dense, convolutional and conditional;
 several levels of latents, codebooks, learnt priors; likelihoods by
 importance weights, measures of disentanglement, densities, neighbours,
 t-SNE and UMAP. The kernels are there for each level of the processor's
 instructions, and the best of them is taken when a command starts. Several
 machines train one model as ranks of an MPI.
CONTROL
(cd "$tree" && find usr -type f -print0 | LC_ALL=C sort -z | xargs -0 md5sum) >"$tree/DEBIAN/md5sums"
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
mkdir -p "$folder"
dpkg-deb --root-owner-group -Zxz --build "$tree" "$folder/vaeutils_${version}_$architecture.deb"
