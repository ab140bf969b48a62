#!/bin/bash
# walk.sh README STAND-INS: every line of the README's walk as it stands, with the commands that PATH has
#
# The data set is drawn, by the mnist-fetch in STAND-INS. No line may fail, and no file be left empty.
set -e -o pipefail
readme=$1 standins=$2
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
sed -n '/^## A walk/,/^## Examples/s/^    //p' "$readme" >"$folder/lines"
[ -s "$folder/lines" ] || { echo "walk: $readme has no walk" >&2; exit 1; }
mkdir "$folder/at"
cd "$folder/at"
PATH=$standins:$PATH
# A command of a pipe may be ended by a reader that has enough.
check='for code in "${PIPESTATUS[@]}"; do [ $code = 0 ] || [ $code = 141 ] || exit $code; done'
{ echo "set -o pipefail; trap '$check' ERR"; cat "$folder/lines"; echo wait; } >"$folder/script"
bash "$folder/script" >"$folder/printed" || { echo "walk: ended with $?" >&2; exit 1; }
empty=$(find "$folder/at" -type f -empty)
[ -z "$empty" ] || { echo "walk: empty: $empty" >&2; exit 1; }
echo "walk: $(grep -c . "$folder/lines") lines, $(find "$folder/at" -type f | wc -l) files"
