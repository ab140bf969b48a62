#!/bin/bash
# Kills vae-fit at random instants, and at the worst ones, while it saves at every step, and goes on with --resume.
#
#     kills.sh [COUNT] [SEED]
#
# COUNT kills (500) at random instants, over the presets, --epochs and --stream, one thread and two. After each of them
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
    echo "kills: $*: vae-fit $options"
}

# Digits, or for conv-face the same bytes as colour images.
idx-synth digits -n 48 -o grey.idx
{ printf '\0\0\10\4\0\0\0\2\0\0\0\100\0\0\0\100\0\0\0\3'; tail -c +17 grey.idx | head -c 24576; } >colour.idx
presets=(mlp-adamw conv-beta mlp-binary conv-keras conv-face)
sizes=("--batch 4" "--batch 4" "--batch 4" "--batch 8" "--batch 1")

# Options and images of the run with that number.
choose() {
    local preset=$(($1 % 5))
    images=grey.idx
    # The largest model comes up a tenth as often: a save of it takes a tenth of a second.
    [ $preset = 4 ] && [ $(($1 / 5 % 10)) != 0 ] && preset=0
    [ $preset = 4 ] && images=colour.idx
    model="--preset ${presets[preset]} ${sizes[preset]}"
    if [ $(($1 / 10 % 2)) = 0 ]; then model="$model --epochs 2"; else model="$model --stream"; fi
    journal="--save-every 1 --log-every 1 --threads $(($1 / 5 % 2 + 1))"
    options="$model $journal"
}

# The columns of the log that do not tell the time.
steady() { cut -f 1-7 "$1"; }

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
    "$@" vae-fit -q $begin $journal --log run/l -o run/m "$images"
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
    vae-fit -q $options --log run/l -o run/m "$images" || lose "it does not train"
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
    for run in 0 11; do
        prepare $run
        strace -f -qq -o trace -e "trace=write,fsync,linkat,rename" vae-fit -q $options --log l -o m "$images"
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
