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

typedef int Numbers16 __attribute__((ext_vector_type(16), aligned(4)));

typedef unsigned Bits16 __attribute__((ext_vector_type(16)));

// Even words as even numbers below a count: the upper half of their product.
static inline __attribute__((always_inline)) Numbers16 numbersBelow(unsigned count, Bits16 words) {
    Words16 products = __builtin_convertvector(words, Words16) * count;
    return __builtin_convertvector(products >> 32, Numbers16);
}

// Writes those of sixteen numbers whose bits are set, one behind the other, and up to fifteen more behind them. Returns how many.
static inline __attribute__((always_inline)) int packLanes(const int *numbers, unsigned short which, int *packed) {
    int count = 0;
#ifdef __AVX512F__
    Numbers16 all = *(const Numbers16 *)numbers;
    *(Numbers16 *)packed = __builtin_ia32_compresssi512_mask(all, (Numbers16)(0), which);
    count = __builtin_popcount(which);
#else
    // Without a branch: which bits are set is as good as chance.
    for (int lane = 0; lane < 16; lane++) {
        packed[count] = numbers[lane];
        count += which >> lane & 1;
    }
#endif
    return count;
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
