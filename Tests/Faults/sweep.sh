#!/bin/bash
# Makes the system calls of every command fail, one after another and in every way, and looks at what is left.
#
#     sweep.sh [--every K] [COMMAND...]
#
# Each fault is a run of a command under strace(1), which makes the N-th read, write, … after the start of the command
# return an error instead of being done. Then
#   - an interrupted call (EINTR) changes nothing: exit 0, the same output;
#   - any other error either changes nothing (the command knew another way), or ends the command with exit 1, one line on
#     standard error, the old output as it was, and no file that was not there before;
#   - a write that the system cuts short (1 byte of what was asked for) is gone on with at the right byte;
#   - input that comes a byte at a time gives the same output.
# --every K tries every K-th fault alone. BIN is the folder of the commands. Exit 1 when a fault did harm.

set -u
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
bin=${BIN:-$root/.build/release}
calls="read write pread64 pwrite64 openat close lseek ftruncate fsync linkat rename mmap"
errors="EINTR EIO ENOSPC EAGAIN ENOMEM"
every=1
if [ "${1:-}" = --every ]; then every=$2; shift 2; fi
wanted=" $* "

command -v strace >/dev/null || { echo "sweep: skipped: strace is absent"; exit 0; }
strace -o /dev/null true 2>/dev/null || { echo "sweep: skipped: processes may not be traced here"; exit 0; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
export LC_ALL=C XDG_CACHE_HOME=$work/cache PATH=$bin:$PATH
faults=0 harmed=0 turn=0

harm() {
    harmed=$((harmed + 1))
    echo "sweep: $1: ${words[*]}"
    sed 's/^/    /' try/err | head -n 5
}

# A fresh folder with the inputs, and an old output where the command writes to a named file.
prepare() {
    rm -rf try run cache
    mkdir try run
    cp -r given/. run
    [ "$output" = - ] || [ -e "run/$output" ] || echo old >"run/$output"
    [ "$output" = - ] || cp "run/$output" old
}

# Runs the command, under the words given before it: exit code in `code`, what it wrote in try/output and try/err.
execute() {
    prepare
    (cd run && exec timeout 30 "$@" "${words[@]}" <"$input" >../try/std 2>../try/err)
    code=$?
    if [ "$output" = - ]; then mv try/std try/output; else cp "run/$output" try/output; fi
}

# Whether there are no files but those given and the output.
isTidy() { [ "$({ ls -A run; echo "$output"; } | sort -u)" = "$({ ls -A given; echo "$output"; } | sort -u)" ]; }

isCheckpoint() { vae-info try/output || clf-eval --per-item try/output given/x.idx; }

isOld() {
    [ "$output" = - ] || cmp -s try/output old || { [ "$kind" = checkpoint ] && isCheckpoint >try/info 2>&1; }
}

isExpected() { [ "$kind" = any ] || cmp -s try/output expected; }

# What could not be synced is not kept, and that is said.
isUncached() { grep -q "not kept in the cache$" try/err; }

# libcurl takes an interrupted call for the end of the file where the mirror is a folder; over a network it goes on.
isOfLibcurl() { [ "${words[0]}" = mnist-fetch ] && grep -q "cannot get" try/err; }

# Judges a run in which the call failed with the error.
judge() {
    local fault="$1 $2 at call $3"
    if [ $code = 0 ]; then
        if ! isExpected; then harm "$fault: exit 0, but another output"
        elif [ "$1" = fsync ] && [ "$2" != EINTR ] && ! isUncached; then harm "$fault: passed over"
        elif ! isTidy; then harm "$fault: exit 0, but a file is left"; fi
    elif [ "$2" = EINTR ] && ! isOfLibcurl; then harm "$fault: exit $code"
    elif [ $code != 1 ]; then harm "$fault: exit $code"
    elif [ "$(wc -l <try/err)" != 1 ] || ! grep -q "^${words[0]}: ." try/err; then harm "$fault: not one line"
    elif ! isOld; then harm "$fault: the old output is gone"
    elif ! isTidy; then harm "$fault: a file is left"; fi
}

# Whether this fault is one that is to be tried.
isDue() {
    turn=$((turn + 1))
    [ $((turn % every)) = 0 ] && faults=$((faults + 1))
}

# Runs the command with a pipe at each end, its input a byte at a time.
executeInPipes() {
    prepare
    (cd run && set -o pipefail && dd bs=1 if="$input" 2>/dev/null | timeout 60 "$@" "${words[@]}" 2>../try/err |
        cat >../try/std)
    code=$?
    if [ "$output" = - ]; then mv try/std try/output; else cp "run/$output" try/output; fi
}

# Without faults; then with each write in turn said to have written one byte, though it wrote none: that byte must be
# missing, and no other.
sweepPipes() {
    local number at
    executeInPipes env
    isDue && [ $code != 0 ] && harm "input a byte at a time: exit $code"
    [ $input != /dev/null ] && [ "$output" != - ] && { isExpected || harm "input a byte at a time: another output"; }
    [ "$output" = - ] && [ "$kind" = exact ] || return
    cp try/output expected
    for ((number = 1; number <= $(stat -c %s expected) / 65536 + 1; number++)); do
        isDue || continue
        executeInPipes strace -f -qq -o /dev/null -e trace=write -e "inject=write:retval=1:when=$number"
        [ $code = 0 ] || { harm "short write $number: exit $code"; continue; }
        at=$(cmp -l try/output expected 2>/dev/null | awk '{ print $1; exit }')
        at=${at:-$(stat -c %s expected)}
        { head -c $((at - 1)) expected; tail -c +$((at + 1)) expected; } | cmp -s - try/output ||
            harm "short write $number: another output"
    done
}

# Which calls of a name, counted from 1, the command's main thread makes itself: not those of the loader, and not those by
# which Fontconfig chooses a font (it prints what it thinks of a broken set-up, and takes another).
numbers() {
    awk -v call="$1" '
        NR == 1 { thread = $1 }
        $1 != thread { next }
        /"\/proc\/self\/cmdline"/ { begun = 1 }
        $0 ~ "^[0-9]+ +" call "\\(" { count++; if (begun && !/\/[^">]*font/) print count }' trace
}

# sweep KIND OUTPUT INPUT COMMAND WORD...: tries all faults of a command line. OUTPUT is the file that it writes, - where
# that is standard output; KIND is exact, checkpoint (one of several that it saves is as good), or any.
sweep() {
    kind=$1 output=$2 input=$3
    shift 3
    words=("$@")
    case "$wanted" in "  " | *" $1 "*) ;; *) return ;; esac
    local before=$faults call error number
    execute env
    if [ $code != 0 ]; then harm "exit $code without a fault"; return; fi
    cp try/output expected
    execute strace -f -y -qq -o ../trace -e "trace=${calls// /,}"
    for call in $calls; do
        for number in $(numbers "$call"); do
            for error in $errors; do
                isDue || continue
                execute strace -f -qq -o /dev/null -e "trace=$call" -e "inject=$call:error=$error:when=$number"
                judge "$call" "$error" "$number"
            done
        done
    done
    sweepPipes
    echo "$((faults - before)) faults: ${words[*]}"
}

. "$here/cases.sh"

echo "sweep: $faults faults tried, $harmed did harm"
[ $harmed = 0 ]
