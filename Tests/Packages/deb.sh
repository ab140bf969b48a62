#!/bin/sh
# deb.sh PACKAGE: lintian is content; in a bare Debian 12 the package installs, the README's walk runs, a purge leaves nothing
#
# The package is one of a machine that has both MPIs. Needs root, lintian, mmdebstrap, and a mirror of Debian.
set -e
package=$(readlink -f "$1")
root=$(readlink -f "$(dirname "$0")/../..")
lintian --allow-root --fail-on warning "$package"
inside=$(mktemp)
trap 'rm -f "$inside"' EXIT
cat >"$inside" <<'INSIDE'
set -e
export DEBIAN_FRONTEND=noninteractive
apt-get install -q -y --no-install-recommends /tested/vaeutils.deb
dpkg --verify vaeutils
for command in $(dpkg -L vaeutils | sed -n 's|^/usr/bin/||p'); do
	"$command" --version >/dev/null
	[ -s "/usr/share/man/man1/$command.1.gz" ] || [ -e /etc/dpkg/dpkg.cfg.d/excludes ]
done
vae-info --build
# What speaks to an MPI is there, and needs none of them until one has started a command.
[ -e /usr/lib/vaeutils/libvaeutils-openmpi.so ] && [ -e /usr/lib/vaeutils/libvaeutils-mpich.so ]
! dpkg -l libopenmpi3 libmpich12 2>/dev/null | grep -q '^ii'
! PMI_RANK=0 PMI_SIZE=2 vae-fit -o m.ckpt 2>/tested/said
grep -q 'rank 0 of 2 of MPICH, but libmpich.so.12: cannot open' /tested/said || { cat /tested/said >&2; exit 1; }
HOME=/tmp bash /tested/walk.sh /tested/README.md /tested/stand-ins
dpkg -L vaeutils >/tested/files
apt-get purge -q -y --auto-remove vaeutils
while read -r file; do
	[ -d "$file" ] || [ ! -e "$file" ] || { echo "deb: purge left $file" >&2; exit 1; }
done </tested/files
[ ! -e /usr/lib/vaeutils ] && [ ! -e /usr/share/doc/vaeutils ]
INSIDE
mmdebstrap --quiet --variant=minbase \
	--customize-hook='mkdir "$1/tested"' \
	--customize-hook="upload '$package' /tested/vaeutils.deb" \
	--customize-hook="upload '$inside' /tested/inside.sh" \
	--customize-hook="upload '$root/README.md' /tested/README.md" \
	--customize-hook="upload '$root/Tests/Packages/walk.sh' /tested/walk.sh" \
	--customize-hook="copy-in '$root/Tests/Fixtures/stand-ins' /tested" \
	--customize-hook='chroot "$1" sh /tested/inside.sh >&2' \
	bookworm /dev/null
echo "deb: $(basename "$package") installs, walks and purges in a bare Debian 12"
