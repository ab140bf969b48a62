# Shell functions that try the examples on few drawn digits, outside the sources.

# A copy of an example at x/FOLDER, with digits beside it: example NAME [FOLDER]
example() {
    if [ ! -d x/data ]; then
        mkdir -p x/data
        idx-synth digits -n 3000 --labels x/data/train-labels-idx1-ubyte -o x/data/train-images-idx3-ubyte
        idx-synth digits -n 600 --seed 1 --labels x/data/t10k-labels-idx1-ubyte -o x/data/t10k-images-idx3-ubyte
        cp "$ROOT/examples/common.mk" x
    fi
    mkdir "x/${2:-$1}"
    cp "$ROOT/examples/$1/Makefile" "x/${2:-$1}"
}

# make with the commands under test
quick() { make -s quick BIN="$(dirname "$(command -v vae-fit)")" "$@"; }
