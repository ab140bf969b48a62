#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reads a PNG of any kind as eight-bit sRGB samples, row by row. libpng leaves by longjmp when a file is broken, which must
// not pass through functions of Swift: here it ends in the function that called libpng, and becomes a false and a message.

typedef struct {
    // In pixels, as the header has them.
    uint32_t width, height;
    // 1 grey, 3 RGB, 4 RGBA; grey with alpha, and whatever has a transparent colour, is RGBA.
    int channels;
    // The TIFF structure of the EXIF data, once the samples are read; NULL where there is none.
    uint8_t *exif;
    uint32_t exifCount;
    // What is wrong, where a function says that something is.
    const char *message;
} PNGDecoding;

// The file must outlive what is made. NULL where there is no memory.
PNGDecoding *makePNGDecoding(const uint8_t *file, size_t count);

// Fills in size and channels, in memory that does not depend on what the file claims.
bool readPNGHeader(PNGDecoding *decoding);

// The picture into height × width × channels bytes, after its header, once.
bool readPNGSamples(PNGDecoding *decoding, uint8_t *samples);

void freePNGDecoding(PNGDecoding *decoding);
