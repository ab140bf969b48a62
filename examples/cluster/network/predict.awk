# What computing, bytes and delays predict of a step, from the table of steps.sh: beside what was measured on two ranks, and for
# more machines.
#
#     awk -f predict.awk steps.tsv
#
# Each of R machines computes on its part of the batch (a row of one rank), sends 2 (R - 1) / R times the weights, once as
# gradients and once as weights, and waits seven times for a packet: three times for either exchange (a question, its answer, the
# data), which MPI announces, and once for the losses. A delay has 20 microseconds besides, of the system's calls.
BEGIN { FS = OFS = "\t"; sizes = "2 4 8 16 32 64"; split("0 50 500", delays, " ") }
NR == 1 { for (i = 1; i <= NF; i++) place[$i] = i; next }
{
	preset = $place["preset"]
	weights[preset] = $place["weights"]
	if (!(preset in seen)) order[++models] = preset
	seen[preset]
}
$place["ranks"] == 1 { computing[preset, $place["of"]] = $place["ms"]; next }
$place["gbit_per_s"] { measured[preset, $place["gbit_per_s"], $place["delay_us"]] = $place["ms"]; next }
{ together[preset] = $place["ms"] }

function bytes(preset, machines) { return 2 * (machines - 1) / machines * 4 * weights[preset] }
function waiting(preset, machines, rate, delay) {
	return bytes(preset, machines) * 8 / (rate * 1e6) + 7 * (delay + 20) / 1000
}
END {
	print "preset", "gbit_per_s", "delay_us", "measured", "predicted", "difference"
	for (m = 1; m <= models; m++) {
		preset = order[m]
		for (rate = 1; rate <= 10; rate *= 10) for (d = 1; d <= 3; d++) {
			delay = delays[d]
			ms = measured[preset, rate, delay]
			# Both ranks of the measurement compute on one machine.
			told = together[preset] + waiting(preset, 2, rate, delay)
			printf "%s\t%d\t%d\t%.1f\t%.1f\t%+.0f%%\n", preset, rate, delay, ms, told, 100 * (ms / told - 1)
		}
	}
	print ""
	count = split(sizes, size, " ")
	printf "preset\tgbit_per_s\tdelay_us\t1"
	for (s = 1; s <= count; s++) printf "\t%d", size[s]
	print ""
	for (m = 1; m <= models; m++)
		for (rate = 1; rate <= 10; rate *= 10) for (d = 2; d <= 3; d++) {
			delay = delays[d]
			printf "%s\t%d\t%d\t%.1f", order[m], rate, delay, computing[order[m], 1]
			for (s = 1; s <= count; s++) printf "\t%.1f", computing[order[m], size[s]] + waiting(order[m], size[s], rate, delay)
			print ""
		}
}
