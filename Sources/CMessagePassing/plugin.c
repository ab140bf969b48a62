// See message_passing.h. Built by the Makefile: mpicc.openmpi or mpicc.mpich -shared -fPIC.
#include "message_passing.h"
#include <limits.h>
#include <mpi.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static int rank, count, ended;
static int *sizes, *places;

// Counts and places as MPI takes them; 0 where a number is too large for that.
static int narrow(const size_t *counts) {
    size_t place = 0;
    for (int other = 0; other < count; other++) {
        if (counts[other] > INT_MAX || place > INT_MAX) return 0;
        sizes[other] = counts[other], places[other] = place, place += counts[other];
    }
    return 1;
}

enum { piece = 1 << 30, looks = 2000, yields = 200 };

// Waits as MPI's own calls do, but for a while alone: ranks that have no processor each would else take it from those that they
// wait for, for whole time slices.
static void await(int number, MPI_Request *requests) {
    const struct timespec nap = {0, 50000};
    for (int look = 0; number > 0; look++) {
        int done;
        MPI_Test(&requests[number - 1], &done, MPI_STATUS_IGNORE);
        if (done) number--;
        else if (look > looks + yields) nanosleep(&nap, NULL);
        else if (look > looks) sched_yield();
    }
}

static void gather(const void *own, void *all, const size_t *counts) {
    MPI_Request request;
    if (narrow(counts)) {
        const void *from = own == (char *)all + places[rank] ? MPI_IN_PLACE : own;
        MPI_Iallgatherv(from, sizes[rank], MPI_BYTE, all, sizes, places, MPI_BYTE, MPI_COMM_WORLD, &request);
        return await(1, &request);
    }
    char *place = all;
    for (int other = 0; other < count; other++) {
        if (other == rank && own != place) memcpy(place, own, counts[other]);
        for (size_t at = 0; at < counts[other]; at += piece) {
            size_t left = counts[other] - at;
            MPI_Ibcast(place + at, left < piece ? left : piece, MPI_BYTE, other, MPI_COMM_WORLD, &request);
            await(1, &request);
        }
        place += counts[other];
    }
}

static size_t least(size_t some, size_t others) { return some < others ? some : others; }

// An exchange that has begun: its messages that MPI is not done with.
struct exchange {
    int open;
    MPI_Request requests[];
};

// What there is to send: a part for each rank, one behind the other, or the same for all.
typedef struct {
    const char *bytes;
    const size_t *counts;
    int same;
} parcel;

// Begins to send and to take the piece at a place of what there is for each rank; whether there is more.
static int post(struct exchange *exchange, parcel out, char *target, const size_t *arriving, size_t at) {
    int more = 0;
    exchange->open = 0;
    for (int other = 0; other < count; target += arriving[other], other++) {
        const size_t size = out.counts[out.same ? rank : other];
        size_t leaves = size > at ? size - at : 0, comes = arriving[other] > at ? arriving[other] - at : 0;
        if (other == rank && out.bytes != target) memcpy(target + at, out.bytes + at, least(least(leaves, comes), piece));
        if (other != rank && comes)
            MPI_Irecv(target + at, least(comes, piece), MPI_BYTE, other, 0, MPI_COMM_WORLD, &exchange->requests[exchange->open++]);
        if (other != rank && leaves)
            MPI_Isend(out.bytes + at, least(leaves, piece), MPI_BYTE, other, 0, MPI_COMM_WORLD, &exchange->requests[exchange->open++]);
        if (!out.same) out.bytes += size;
        more |= leaves > piece || comes > piece;
    }
    return more;
}

// By messages of its own: after an MPI_Ialltoallv in which a rank has nothing to send or to take, Open MPI 4.1's ranks wait in
// the next call without end. What is larger than a message is waited for.
static void *send(parcel out, void *arrived, const size_t *arriving) {
    struct exchange *exchange = malloc(sizeof *exchange + 2 * count * sizeof(MPI_Request));
    if (!exchange) MPI_Abort(MPI_COMM_WORLD, 1);
    for (size_t at = 0; post(exchange, out, arrived, arriving, at); at += piece) await(exchange->open, exchange->requests);
    return exchange;
}

static void *begin(const void *out, const size_t *counts, void *arrived, const size_t *arriving) {
    return send((parcel){out, counts, 0}, arrived, arriving);
}

static void *begin_gather(const void *own, void *all, const size_t *counts) {
    return send((parcel){own, counts, 1}, all, counts);
}

static void push(void) {
    int comes;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &comes, MPI_STATUS_IGNORE);
}

static void complete(void *begun) {
    struct exchange *exchange = begun;
    await(exchange->open, exchange->requests);
    free(exchange);
}

static void exchange(const void *out, const size_t *counts, void *arrived, const size_t *arriving) {
    complete(begin(out, counts, arrived, arriving));
}

static void finish(void) {
    ended = 1;
    MPI_Finalize();
}

// Who leaves alone would let the others wait without end.
static void leave(void) {
    if (!ended) MPI_Abort(MPI_COMM_WORLD, 1);
}

// Over TCP, ranks of Open MPI 4.1 that exchange one large message after another take turns: what each asks of the other waits
// behind all that it sends itself. Messages that are sent in pieces cross. What mpirun's --mca says is kept.
static void letMessagesCross(void) {
#ifdef OPEN_MPI
    setenv("OMPI_MCA_btl_tcp_flags", "1", 0);
#endif
}

int startMessagePassing3(MessagePassing *table) {
    int provided;
    letMessagesCross();
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided) != MPI_SUCCESS) return 1;
    if (provided < MPI_THREAD_SERIALIZED) return 2;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    sizes = malloc(2 * count * sizeof *sizes);
    if (!sizes) return 3;
    places = sizes + count;
    atexit(leave);
    *table = (MessagePassing){rank, count, gather, begin_gather, exchange, begin, push, complete, finish};
    return 0;
}
