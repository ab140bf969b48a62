#!/bin/sh
# wheel.sh WHEEL: in an empty virtual environment pip installs it, every command runs with libraries of its own and has its
# page, the README's walk and its lines of Python run, text is drawn where the system has no font, and pip takes all away again
set -e
wheel=$(readlink -f "$1")
root=$(readlink -f "$(dirname "$0")/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
fail() { echo "wheel: $*" >&2; exit 1; }

python3 -m venv "$work/venv"
find "$work/venv" -type f | sort >"$work/before"
"$work/venv/bin/pip" install --quiet --no-index --disable-pip-version-check "$wheel"
for command in $(ls "$root/Sources" | grep '^[a-z]'); do
	env -i "$work/venv/bin/$command" --version >/dev/null || fail "$command does not run"
	[ -s "$work/venv/share/man/man1/$command.1" ] || fail "$command has no page"
	foreign=$(ldd "$work/venv/bin/$command" | sed -n 's|.* => \(/[^ ]*\).*|\1|p' | grep -v "^$work/" |
		grep -v -E '/(ld-linux[^/]*|lib(c|m|dl|rt|pthread|resolv|util))\.so[.0-9]*$' || :)
	[ -z "$foreign" ] || fail "$command loads $foreign"
done

export HOME="$work" PATH="$work/venv/bin:$PATH"
bash "$root/Tests/Packages/walk.sh" "$root/README.md" "$root/Tests/Fixtures/stand-ins"
idx-synth digits -n 4 | vae-fit -q --steps 1 -o "$work/m.ckpt"
python3 -c "
import subprocess
table = subprocess.run(['vae-encode', '$work/m.ckpt'], input=subprocess.run(['idx-synth', 'digits', '-n', '4'],
    stdout=subprocess.PIPE, check=True).stdout, stdout=subprocess.PIPE, check=True).stdout
assert len(table.splitlines()) == 5, table"

# Ranks of the system's MPI, where there is one.
. "$root/Tests/Fixtures/ranks.sh"
idx-synth digits -n 4 -o "$work/d.idx"
vae-encode "$work/m.ckpt" "$work/d.idx" -o "$work/one.tsv"
for mpi in openmpi mpich; do
	command -v mpicc.$mpi >/dev/null || continue
	$mpi 2 vae-encode "$work/m.ckpt" "$work/d.idx" -o "$work/two.tsv"
	cmp "$work/one.tsv" "$work/two.tsv" || fail "ranks of $mpi make another table"
done

# Two pictures that differ in a letter alone, where no font is known to the system.
if command -v unshare >/dev/null && [ "$(id -u)" = 0 ]; then
	idx-synth digits -n 2 -o "$work/d.idx"
	for name in A B; do
		unshare -m sh -c 'for folder in /usr/share/fonts /etc/fonts; do
			[ ! -d $folder ] || mount -t tmpfs none $folder; done; grid2png --names "$1" "$2"' - $name "$work/d.idx" \
			>"$work/$name.png" 2>"$work/said" || fail "without fonts: $(cat "$work/said")"
		[ ! -s "$work/said" ] || fail "without fonts: $(cat "$work/said")"
	done
	! cmp -s "$work/A.png" "$work/B.png" || fail "no letter is drawn where the system has no font"
fi

"$work/venv/bin/pip" uninstall --quiet --yes --disable-pip-version-check vaeutils
find "$work/venv" -type f | sort | cmp - "$work/before" || fail "pip uninstall left files"
echo "wheel: $(basename "$wheel") installs, walks and goes"
