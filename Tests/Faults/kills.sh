#!/bin/bash
# Kills vae-fit and clf-fit at random instants, and at the worst ones, while they save at every step, and goes on with
# --resume.
#
#     kills.sh [COUNT] [SEED]
#
# COUNT kills (500) at random instants, over the presets, a conditional model of drawn pixels and a learnt prior, a
# classifier, averages of the weights of both, a model of codes and a prior of them, --epochs and --stream, one thread and two. After each of them
# the checkpoint can be read, once there has been one, and the folder holds at most one temporary file. A run that was
# killed and resumed until it was done leaves the checkpoint and the log of a run that was never killed. Then the same with
# kills at each system call by which a checkpoint takes its place (where strace(1) is there and may be used, and COUNT is
# 100 or more).
# BIN is the folder of the commands. Exit 1 when something was lost.

set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
export PATH=${BIN:-$root/.build/release}:$PATH LC_ALL=C
count=${1:-500}
RANDOM=${2:-0}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
kills=0 lost=0 runs=0

lose() {
    lost=$((lost + 1))
    echo "kills: $*: $fit $options"
}

# Digits, or for conv-face the same bytes as colour images.
idx-synth digits -n 48 --labels labels.idx -o grey.idx
{ printf '\0\0\10\4\0\0\0\2\0\0\0\100\0\0\0\100\0\0\0\3'; tail -c +17 grey.idx | head -c 24576; } >colour.idx
models=(
    "--preset mlp-adamw --batch 4" "--preset conv-beta --batch 4" "--preset mlp-binary --batch 4"
    "--preset conv-keras --batch 8" "--preset conv-face --batch 1"
    "--hidden 32 --latent 3 --batch 4 --redraw --average 0.9 --lr-warmup 5 --prior flow" "--batch 4 --average 0.5"
    "--latent-kind codes --channels 4,6 --batch 4" "--codes-of codes.ckpt --batch 4"
)
vae-fit -q --latent-kind codes --channels 4,6 -o codes.ckpt grey.idx
vae-encode --codes codes.ckpt grey.idx -o codes.idx

# Command, options and images of the run with that number; `always` is given to a resumed run, too.
choose() {
    local kind=$(($1 % 9)) words
    images=grey.idx fit=vae-fit always="--save-every 1 --log-every 1 --threads $(($1 / 9 % 2 + 1))"
    # The largest model comes up a tenth as often: a save of it takes a tenth of a second.
    [ $kind = 4 ] && [ $(($1 / 9 % 10)) != 0 ] && kind=0
    [ $kind = 4 ] && images=colour.idx
    case $kind in 5 | 6) always="$always --labels labels.idx" ;; esac
    [ $kind = 6 ] && fit=clf-fit
    [ $kind = 8 ] && images=codes.idx
    model=${models[kind]}
    if [ $(($1 / 18 % 2)) = 0 ]; then model="$model --epochs 2"; else model="$model --stream"; fi
    options="$model $always"
}

# The columns of the log that do not tell the time: those before items_per_s.
steady() { awk -F '\t' '{ if (NR == 1) for (n = 0; $(n + 1) != "items_per_s";) n++; NF = n; print }' "$1"; }

# What must hold after every kill.
check() {
    kills=$((kills + 1))
    if [ -e run/m ]; then
        seen=1
        vae-info run/m >info 2>&1 || lose "kill $kills: $(cat info)"
    elif [ $seen = 1 ]; then
        lose "kill $kills: the checkpoint is gone"
    fi
    [ "$(find run -name '.*' -type f | wc -l)" -le 1 ] || lose "kill $kills: $(ls -A run)"
}

# Goes on from the checkpoint, or begins where there is none yet, under the words given.
train() {
    local begin=$model
    [ -e run/m ] && begin="--resume run/m"
    "$@" $fit -q $begin $always --log run/l -o run/m "$images"
}

# compare: the run that was killed and the one that was not.
compare() {
    cmp run/m whole >info 2>&1 || lose "run $runs: another checkpoint: $(cat info)"
    steady run/l >killed
    diff killed steady >info || lose "run $runs: another log: $(head -n 3 info)"
    [ "$(ls -A run)" = "l
m" ] || lose "run $runs: a file is left: $(ls -A run)"
}

prepare() {
    choose "$1"
    runs=$((runs + 1))
    rm -rf run whole l seen
    mkdir run
    seen=0
    local began
    began=$(date +%s%N)
    $fit -q $options --log run/l -o run/m "$images" || lose "it does not train"
    mv run/l l
    mv run/m whole
    span=$((($(date +%s%N) - began) / 2000000 + 1))
    steady l >steady
}

# Any instant within so many milliseconds.
pause() { sleep "$(printf %d.%03d $(($1 * RANDOM / 32768 / 1000)) $(($1 * RANDOM / 32768 % 1000)))"; }

for ((run = 0; kills < count; run++)); do
    prepare $run
    while :; do
        train exec &
        pid=$!
        pause $span
        kill -9 $pid 2>/dev/null
        wait $pid 2>/dev/null
        code=$?
        [ $code = 0 ] && break
        [ $code = 137 ] || { lose "run $runs: exit $code"; break; }
        check
        # However slow the machine is, the run ends one day.
        span=$((span + span / 8 + 1))
    done
    compare
done
echo "kills: $kills at random over $runs runs, $lost lost something"

if [ $count -lt 100 ]; then
    :
elif strace -o /dev/null true 2>/dev/null; then
    before=$kills
    for run in 0 19 6 7; do
        prepare $run
        strace -f -qq -o trace -e "trace=write,fsync,linkat,rename" $fit -q $options --log l -o m "$images"
        for call in write fsync linkat rename; do
            # The loader's own calls come first: those from the end are the ones of the last saves.
            calls=$(grep -c " $call(" trace)
            for back in 1 2 4; do
                [ $calls -gt $back ] || continue
                rm -rf run; mkdir run; seen=0
                (train strace -f -qq -o /dev/null -e "inject=$call:signal=KILL:when=$((calls - back))") 2>/dev/null
                check
                train env
                compare
            done
        done
    done
    echo "kills: $((kills - before)) at system calls, $lost lost something in all"
else
    echo "kills: at system calls: skipped: strace is absent or may not be used"
fi
[ $lost = 0 ]
