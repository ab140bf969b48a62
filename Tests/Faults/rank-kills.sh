#!/bin/bash
# Kills one rank of several at random instants, and goes on with --resume on another number of them, by another MPI.
#
#     rank-kills.sh [COUNT] [SEED]
#
# At least COUNT kills (100) of ranks of Open MPI and MPICH, 1, 2 or 4 of them, over runs that save every few steps. After each the
# checkpoint can be read, once there has been one; a run that is done leaves that of a run on one rank that was never killed.
# BIN is the folder of the commands. Exit 1 when something was lost, 0 with a note where an MPI is missing.

set -u
root=$(cd "$(dirname "$0")/../.." && pwd)
export PATH=${BIN:-$root/.build/release}:$PATH LC_ALL=C
count=${1:-100}
RANDOM=${2:-0}
. "$root/Tests/Fixtures/ranks.sh"
for tool in mpirun.openmpi mpirun.mpich mpicc.openmpi mpicc.mpich; do
    command -v $tool >/dev/null || { echo "rank-kills: skipped: $tool is absent"; exit 0; }
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1

idx-synth digits -n 400 -o digits.idx
fit="vae-fit -q --threads 1 --hidden 64,32 --batch 40 --blocks 4 --epochs 400 --save-every 7"
$fit -o whole.ckpt digits.idx
kills=0 lost=0 runs=0

# The ranks of this test, and of no other.
ranks() {
    for process in $(pgrep -x vae-fit); do
        [ "$(readlink "/proc/$process/cwd")" = "$work" ] && echo "$process"
    done
}

while [ $kills -lt "$count" ]; do
    rm -f m.ckpt
    status=1
    while [ $status != 0 ]; do
        launcher=$([ $((RANDOM % 2)) = 0 ] && echo openmpi || echo mpich)
        run=$fit\ -o\ m.ckpt
        [ -e m.ckpt ] && run="vae-fit -q --threads 1 --resume m.ckpt"
        $launcher $((1 << RANDOM % 3)) $run digits.idx >log 2>&1 &
        job=$!
        sleep 0.$((RANDOM % 9))$((RANDOM % 10))
        mapfile -t victims < <(ranks)
        [ ${#victims[@]} = 0 ] || { kill -KILL "${victims[RANDOM % ${#victims[@]}]}" 2>/dev/null && kills=$((kills + 1)); }
        wait $job
        status=$?
        [ ! -e m.ckpt ] || vae-info m.ckpt >/dev/null || { lost=$((lost + 1)); echo "rank-kills: a checkpoint is damaged"; }
    done
    runs=$((runs + 1))
    cmp -s m.ckpt whole.ckpt || { lost=$((lost + 1)); echo "rank-kills: another checkpoint than that of a whole run"; }
done
echo "rank-kills: $kills kills in $runs runs, $lost lost"
[ $lost = 0 ]
