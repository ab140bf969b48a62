#pragma once
#include <stddef.h>

// Closures of Swift of the type (Int) -> Void, lent to other threads by a caller that waits for them. Swift itself keeps
// no closure that may not escape but in a copy on the heap (withoutActuallyEscaping), at every call.

// The two words that Swift passes such a closure as: its code, and what it has captured. (docs/ABI in Swift's sources,
// "Calling Convention"; the code finds what it captured in the register of the context.)
typedef struct {
    const void *code, *context;
} LentClosure;

// Calls a closure while its lender waits.
static inline void callLentClosure(LentClosure closure, ptrdiff_t number) {
    typedef __attribute__((swiftcall)) void Code(ptrdiff_t, __attribute__((swift_context)) const void *);
    ((Code *)closure.code)(number, closure.context);
}
