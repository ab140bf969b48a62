#include "closures.h"

// Declared in Swift, as a function that takes a closure: what it is passed are the words of it.
__attribute__((swiftcall)) void lendClosure(const void *code, const void *context, LentClosure *closure) {
    *closure = (LentClosure){code, context};
}
