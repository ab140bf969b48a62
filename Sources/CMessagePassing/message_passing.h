#pragma once
#include <stddef.h>

// What is asked of an MPI. `plugin.c` is built against each MPI there is, which differ in what their handles are, as a library
// that is loaded where a command was started as several ranks of that MPI, and by no other command.
typedef struct {
    int rank, count;
    // Puts the bytes of all ranks behind each other: `counts` by rank. `own` may lie in its place in `all`.
    void (*gather)(const void *own, void *all, const size_t *counts);
    // Begins the same, by messages that go to each rank at once: what `complete` waits for.
    void *(*beginGather)(const void *own, void *all, const size_t *counts);
    // Hands out parts of `out`, `counts` bytes by rank, and takes `arriving` bytes of each rank, behind each other; none of its own
    // where that stays in `out`.
    void (*exchange)(const void *out, const size_t *counts, void *arrived, const size_t *arriving);
    // Begins the same, which goes on while other work is done: what `complete` waits for.
    void *(*begin)(const void *out, const size_t *counts, void *arrived, const size_t *arriving);
    // Lets exchanges that have begun go on: MPI moves large messages in no thread of its own.
    void (*push)(void);
    // Waits for an exchange that has begun.
    void (*complete)(void *exchange);
    // Waits for all ranks and ends MPI. A process that ends otherwise ends them all.
    void (*finish)(void);
} MessagePassing;

// The name of the function of a plug-in that begins MPI and fills in the table; not 0 where MPI does not begin. Its number goes
// up whenever the table changes: a plug-in of another build is refused, and not misread.
#define MESSAGE_PASSING_START "startMessagePassing3"
typedef int StartMessagePassing(MessagePassing *);
