# How the tests start ranks: on one machine, more of them than it has processors, as whoever runs the tests.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

# openmpi N COMMAND...: as N ranks; what mpirun itself has to say of an end is left out.
openmpi() { ranks=$1; shift; mpirun.openmpi --oversubscribe --quiet -n "$ranks" "$@"; }

# mpich N COMMAND...: the same.
mpich() { ranks=$1; shift; mpirun.mpich -n "$ranks" "$@"; }

# alike COMMAND...: says so where N ranks of LAUNCH, on standard output or in their exit status, differ from one process; what
# both are given on standard input is in the file INPUT. A pipe for both: a file that can be sought would have one tensor.
alike() {
    { "$@"; echo $?; } <"${INPUT:-/dev/null}" 2>one.err | cat >one
    { $LAUNCH "$N" "$@"; echo $?; } <"${INPUT:-/dev/null}" >many 2>many.err
    cmp -s one many || { echo "differs: $*"; head -n 3 many.err; }
}
