# Shell functions that make safetensors files, sound and damaged.

# A header from standard input, padded to 8 bytes and led by its size.
packed() {
    cat >text.tmp
    while [ $(($(wc -c <text.tmp) % 8)) != 0 ]; do printf ' ' >>text.tmp; done
    size=$(wc -c <text.tmp)
    printf "$(printf '\\%03o\\%03o\\%03o\\0\\0\\0\\0\\0' $((size % 256)) $((size / 256 % 256)) $((size / 65536)))"
    cat text.tmp
    rm text.tmp
}

# The header of a file.
header() { tail -c +9 "$1" | head -c "$(od -An -tu8 -N8 "$1" | tr -d ' ')"; }

# A file with its header changed by a sed script, its values as they were: edited FILE SCRIPT
edited() {
    header "$1" | sed "$2" | packed
    tail -c +$(($(header "$1" | wc -c) + 9)) "$1"
}
