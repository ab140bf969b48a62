// A network of two machines on one. link A B RATE DELAY MTU joins the network namespaces A and B by a link of RATE bit/s in each
// direction, on which a packet, of MTU bytes at most, takes DELAY seconds longer than its bits, until it is killed.
//
// Each namespace gets an interface `link0` (10.9.0.1 in A, 10.9.0.2 in B). A packet that one sends is read here (tuntap), held
// until it would have arrived, and written to the other. It runs before all else (SCHED_FIFO), so that packets are not late
// while the machines compute. Needs root.
#define _GNU_SOURCE
#include <err.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <time.h>
#include <unistd.h>

enum { head = sizeof(struct virtio_net_hdr), largest = head + 65535, packets = 1024 };
// What is under way in one direction: a ring of packets and the times at which they arrive.
typedef struct {
    int from, to;
    double free;
    unsigned first, end;
    struct { double due; int size; char bytes[largest]; } ring[packets];
} Way;
static Way ways[2];
static double rate, delay;
static int mtu;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
}

// The interface of a namespace, which is up and has an address.
static int interface(const char *space, int number) {
    char path[128], command[512];
    snprintf(path, sizeof path, "/run/netns/%s", space);
    int handle = open(path, O_RDONLY);
    if (handle < 0 || setns(handle, CLONE_NEWNET)) err(1, "%s", path);
    int tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK);
    struct ifreq request = {.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR};
    strcpy(request.ifr_name, "link0");
    // Checksums are left out, as they are left to a real interface.
    if (tun < 0 || ioctl(tun, TUNSETIFF, &request) || ioctl(tun, TUNSETOFFLOAD, TUN_F_CSUM)) err(1, "/dev/net/tun");
    snprintf(command, sizeof command,
        "ip link set lo up && ip addr add 10.9.0.%d/24 dev link0 && ip link set link0 mtu %d txqueuelen 1000 up", number, mtu);
    if (system(command)) errx(1, "%s: ip(8) failed", space);
    return tun;
}

static void take(Way *way) {
    while (way->end - way->first < packets) {
        typeof(way->ring[0]) *packet = &way->ring[way->end % packets];
        packet->size = read(way->from, packet->bytes, largest);
        if (packet->size <= 0) return;
        double start = now();
        if (start > way->free) way->free = start;
        way->free += 8.0 * (packet->size - head) / rate;
        packet->due = way->free + delay;
        way->end++;
    }
}

// Lets arrive what is due; the time of the next.
static double deliver(Way *way) {
    for (; way->first != way->end; way->first++) {
        typeof(way->ring[0]) *packet = &way->ring[way->first % packets];
        if (packet->due > now()) return packet->due;
        if (write(way->to, packet->bytes, packet->size) < 0) warn("a packet is lost");
    }
    return 1e300;
}

int main(int count, char **words) {
    if (count != 6) errx(2, "usage: link A B RATE DELAY MTU");
    rate = atof(words[3]), delay = atof(words[4]), mtu = atoi(words[5]);
    for (int end = 0; end < 2; end++) ways[end].from = ways[1 - end].to = interface(words[1 + end], 1 + end);
    struct sched_param first = {.sched_priority = 50};
    if (sched_setscheduler(0, SCHED_FIFO, &first)) warn("SCHED_FIFO");
    prctl(PR_SET_TIMERSLACK, 1);
    for (;;) {
        double due = 1e300;
        for (int end = 0; end < 2; end++) {
            take(&ways[end]);
            double next = deliver(&ways[end]);
            if (next < due) due = next;
        }
        double wait = due - now();
        // A sleep ends some microseconds late; the last of the wait is spent awake.
        if (wait < 2e-5) continue;
        wait -= 1e-5;
        struct timespec pause = {wait, (wait - (long)wait) * 1e9};
        struct pollfd ends[2] = {{ways[0].from, POLLIN}, {ways[1].from, POLLIN}};
        ppoll(ends, 2, due > 1e299 ? NULL : &pause, NULL);
    }
}
