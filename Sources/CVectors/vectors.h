// What Swift's SIMD16 has only lane by lane: the optimiser makes one vector instruction of that again, but takes minutes
// over it.

typedef float Vector16 __attribute__((ext_vector_type(16)));

// a · b + c, rounded once.
static inline __attribute__((always_inline)) Vector16 fusedMultiplyAdd(Vector16 a, Vector16 b, Vector16 c) {
    return __builtin_elementwise_fma(a, b, c);
}

// Rounded correctly.
static inline __attribute__((always_inline)) Vector16 squareRoot(Vector16 x) { return __builtin_elementwise_sqrt(x); }

typedef unsigned long long Words16 __attribute__((ext_vector_type(16)));

// Whole numbers as floats, each rounded to the nearest.
static inline __attribute__((always_inline)) Vector16 floatsOfWords(Words16 x) {
    return __builtin_convertvector(x, Vector16);
}

// Begins to bring the cache line of an address that will soon be read.
static inline __attribute__((always_inline)) void prefetch(const void *address) { __builtin_prefetch(address); }

typedef _Bool Truths16 __attribute__((ext_vector_type(16)));

// A bit for each lane, the first one lowest: whether a is less than b.
static inline __attribute__((always_inline)) unsigned short lanesBelow(Vector16 a, Vector16 b) {
    Truths16 truths = __builtin_convertvector(a < b, Truths16);
    unsigned short bits;
    __builtin_memcpy(&bits, &truths, sizeof bits);
    return bits;
}

// What the compiler was told of the processor, as the levels of the x86-64 psABI name it.
static inline const char *processorLevel(void) {
#if defined(__AVX512F__) && defined(__AVX512BW__) && defined(__AVX512CD__) && defined(__AVX512DQ__) && defined(__AVX512VL__)
    return "x86-64-v4";
#elif defined(__AVX2__) && defined(__FMA__) && defined(__BMI2__)
    return "x86-64-v3";
#elif defined(__SSE4_2__) && defined(__POPCNT__)
    return "x86-64-v2";
#elif defined(__x86_64__)
    return "x86-64";
#elif defined(__aarch64__)
    return "aarch64";
#else
    return "unknown";
#endif
}
