# How the tests start ranks: on one machine, more of them than it has processors, as whoever runs the tests.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

# openmpi N COMMAND...: as N ranks; what mpirun itself has to say of an end is left out.
openmpi() { ranks=$1; shift; mpirun.openmpi --oversubscribe --quiet -n "$ranks" "$@"; }

# mpich N COMMAND...: the same.
mpich() { ranks=$1; shift; mpirun.mpich -n "$ranks" "$@"; }
