#!/bin/bash
# steps.sh IMAGES: milliseconds of a step of vae-fit as a table: of one rank of one thread on the part of a batch that is one of so
# many machines' (of), and of two ranks on the whole, by what joins them
#
# Needs root, a C compiler, iproute2 and Open MPI. Two network namespaces are machines of their own, joined at a rate, without a
# delay by the kernel (veth, tc tbf) and with one by `link`; none is a run of two ranks that share memory.
set -e
shopt -s inherit_errexit
images=$(readlink -f "$1")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
link=
end() { [ -z "$link" ] || kill "$link"; ip netns del vae-a; ip netns del vae-b; rm -rf "$work"; }
ip netns add vae-a
ip netns add vae-b
trap end EXIT
cc -O2 -o "$work/link" "$here/link.c"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
# How mpirun starts what it needs on the other machine: AGENT HOST COMMAND...
printf '#!/bin/sh\nshift\nexec ip netns exec vae-b sh -c "$*"\n' >"$work/agent"
chmod +x "$work/agent"

# join RATE DELAY: joins the namespaces at so many Gbit/s, and a delay in microseconds, until `part`.
join() {
	if [ "$2" = 0 ]; then
		ip link add link0 netns vae-a type veth peer name link0 netns vae-b
		for end in a:1 b:2; do
			on="-n vae-${end%:*}"
			ip $on address add "10.9.0.${end#*:}/24" dev link0
			ip $on link set lo up
			ip $on link set link0 mtu 9000 up
			tc $on qdisc add dev link0 root tbf rate "$1"gbit burst 256k limit 10m
		done
	else
		# Jumbo frames; larger ones yet at the higher rate, which takes less of the processors that compute.
		"$work/link" vae-a vae-b "$1"e9 "$2"e-6 $([ "$1" = 1 ] && echo 9000 || echo 65000) &
		link=$!
		sleep 1
	fi
}
part() {
	[ -n "$link" ] || ip -n vae-a link del link0
	[ -z "$link" ] || { kill "$link"; wait "$link" 2>/dev/null || :; }
	link=
}

# The mean of a step, but for the first fifty, of what is said in the log.
mean() { awk -F'\t' 'NR == 1 { for (i = 1; i <= NF; i++) place[$i] = i; next } { step = $place["step"]; t = $place["seconds"] }
	!first && step >= 50 { first = step; from = t } END { printf "%.2f", 1000 * (t - from) / (step - first) }' "$1"; }

# fit PRESET BATCH MPIRUN...
fit() {
	preset=$1 batch=$2
	shift 2
	timeout -k 5 120 "$@" vae-fit -q --preset "$preset" --threads 1 --batch "$batch" --steps "${STEPS:-300}" --epochs 100 \
		--log-every 50 --log "$work/log" -o "$work/m.ckpt" "$images" </dev/null
	mean "$work/log"
	rm -f "$work/log"
}

row() { printf '%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$preset" "$(weights)" "$@"; }
weights() { vae-info "$work/m.ckpt" | sed -n 's/^parameters[^0-9]*\([0-9,]*\).*/\1/p' | tr -d ,; }

printf 'preset\tweights\tranks\tof\tgbit_per_s\tdelay_us\tms\n'
for model in mlp-adamw:256 conv-keras:128; do
	preset=${model%:*} batch=${model#*:}
	for machines in 1 2 4 8 16 32 64; do
		ms=$(fit "$preset" $((batch / machines)))
		row 1 $machines "" "" "$ms"
	done
	ms=$(fit "$preset" "$batch" mpirun.openmpi --quiet --oversubscribe --bind-to none -n 2)
	row 2 2 "" "" "$ms"
	for rate in 1 10; do
		for delay in 0 50 500; do
			join $rate $delay
			ms=$(fit "$preset" "$batch" ip netns exec vae-a mpirun.openmpi --quiet --bind-to none \
				--mca plm_rsh_agent "$work/agent" --mca btl tcp,self --mca btl_tcp_if_include link0 \
				--mca oob_tcp_if_include link0 -H 10.9.0.1:1,10.9.0.2:1 -n 2)
			part
			row 2 2 $rate $delay "$ms"
		done
	done
done
