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
static int narrow(const size_t *counts, int *sizes, int *places) {
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
static void await(MPI_Request request) {
    const struct timespec nap = {0, 50000};
    int done = 0;
    for (int look = 0; MPI_Test(&request, &done, MPI_STATUS_IGNORE), !done; look++) {
        if (look > looks + yields) nanosleep(&nap, NULL);
        else if (look > looks) sched_yield();
    }
}

static void gather(const void *own, void *all, const size_t *counts) {
    MPI_Request request;
    if (narrow(counts, sizes, places)) {
        const void *from = own == (char *)all + places[rank] ? MPI_IN_PLACE : own;
        MPI_Iallgatherv(from, sizes[rank], MPI_BYTE, all, sizes, places, MPI_BYTE, MPI_COMM_WORLD, &request);
        return await(request);
    }
    char *place = all;
    for (int other = 0; other < count; other++) {
        if (other == rank && own != place) memcpy(place, own, counts[other]);
        for (size_t at = 0; at < counts[other]; at += piece) {
            size_t left = counts[other] - at;
            MPI_Ibcast(place + at, left < piece ? left : piece, MPI_BYTE, other, MPI_COMM_WORLD, &request);
            await(request);
        }
        place += counts[other];
    }
}

// Each with each in turn, in pieces.
static void exchangeInPieces(const void *out, const size_t *counts, void *arrived, const size_t *arriving) {
    for (int distance = 0; distance < count; distance++) {
        int to = (rank + distance) % count, from = (rank - distance + count) % count;
        const char *source = out;
        char *target = arrived;
        for (int other = 0; other < to; other++) source += counts[other];
        for (int other = 0; other < from; other++) target += arriving[other];
        for (size_t at = 0; at < counts[to] || at < arriving[from]; at += piece) {
            size_t leaves = at < counts[to] ? counts[to] - at : 0, comes = at < arriving[from] ? arriving[from] - at : 0;
            MPI_Sendrecv(source + at, leaves < piece ? leaves : piece, MPI_BYTE, to, 0, target + at,
                comes < piece ? comes : piece, MPI_BYTE, from, 0, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
        }
    }
}

// An exchange that has begun, and the numbers that MPI looks at until it is done.
struct exchange {
    MPI_Request request;
    int numbers[];
};

static void *begin(const void *out, const size_t *counts, void *arrived, const size_t *arriving) {
    // Who has nothing to send and nothing to come may have no memory for either: Open MPI takes one place for both to mean that
    // what comes replaces what is sent.
    static char none;
    if (out == arrived) out = &none;
    struct exchange *under = malloc(sizeof *under + 4 * count * sizeof(int));
    if (!under) MPI_Abort(MPI_COMM_WORLD, 1);
    int *sizes = under->numbers, *places = sizes + count, *sizesOut = places + count, *placesOut = sizesOut + count;
    if (narrow(counts, sizesOut, placesOut) & narrow(arriving, sizes, places)) {
        MPI_Ialltoallv(out, sizesOut, placesOut, MPI_BYTE, arrived, sizes, places, MPI_BYTE, MPI_COMM_WORLD,
            &under->request);
        return under;
    }
    free(under);
    exchangeInPieces(out, counts, arrived, arriving);
    return NULL;
}

static void push(void) {
    int comes;
    MPI_Iprobe(MPI_ANY_SOURCE, 0, MPI_COMM_WORLD, &comes, MPI_STATUS_IGNORE);
}

static void complete(void *exchange) {
    struct exchange *under = exchange;
    if (!under) return;
    await(under->request);
    free(under);
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

int startMessagePassing(MessagePassing *table) {
    int provided;
    if (MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &provided) != MPI_SUCCESS) return 1;
    if (provided < MPI_THREAD_SERIALIZED) return 2;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &count);
    sizes = malloc(2 * count * sizeof *sizes);
    if (!sizes) return 3;
    places = sizes + count;
    atexit(leave);
    *table = (MessagePassing){rank, count, gather, exchange, begin, push, complete, finish};
    return 0;
}
