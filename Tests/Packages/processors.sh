#!/bin/sh
# processors.sh BIN: the portable commands in BIN on processors that this machine is not (qemu-user): before AVX2, and with it
#
# Each is to find its own kernels, no instruction to be unknown, and the losses to be the same.
set -e
bin=$(readlink -f "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# It names the processor to OpenBLAS, which finds it by itself.
unset OPENBLAS_CORETYPE
fail() { echo "processors: $*" >&2; exit 1; }

"$bin/idx-synth" digits -n 300 -o x.idx
fit="vae-fit --steps 5 --batch 60 --channels 4,8 --latent 3 --objective tc x.idx"
loss() { sed -n 's/.*step 5, .*loss \([0-9.]*\).*/\1/p' "$1"; }
# shellcheck disable=SC2086
"$bin"/$fit -o here.ckpt 2>here
for pair in Nehalem:x86-64-v2 Haswell:x86-64-v3; do
	processor=${pair%:*} level=${pair#*:}
	run() { qemu-x86_64 -cpu "$processor" "$bin/$@"; }
	[ "$(run vae-info --build 2>/dev/null)" = "$level" ] || fail "$processor is not served by $level"
	for command in "$bin"/*; do run "${command##*/}" --version >/dev/null 2>said || fail "$processor: $(tail -n 1 said)"; done
	# shellcheck disable=SC2086
	run $fit -o m.ckpt 2>said || fail "$processor: $(tail -n 1 said)"
	awk -v a="$(loss here)" -v b="$(loss said)" 'BEGIN { exit !(a > 0 && (a - b) ^ 2 < 1e-8 * a ^ 2) }' ||
		fail "$processor has a loss of $(loss said), this one of $(loss here)"
	for step in "vae-encode m.ckpt x.idx -o z.tsv" "umap -q z.tsv -o u.tsv" "vae-decode m.ckpt z.tsv -o y.idx" \
		"plot u.tsv -o u.png" "grid2png y.idx -o y.png" "vae-eval --nll 20 m.ckpt x.idx -o e.tsv"; do
		# shellcheck disable=SC2086
		run $step 2>said || fail "$processor: $step: $(tail -n 1 said)"
	done
done
echo "processors: before AVX2 and with it, the commands work and the losses are those of this machine"
