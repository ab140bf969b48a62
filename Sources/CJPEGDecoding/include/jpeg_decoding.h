#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reads a JPEG. libjpeg wants to leave by longjmp when a file is broken, which must not pass through functions of Swift:
// here it ends in the function that called libjpeg, and becomes a false and a message. So does a warning that the picture
// may be damaged; one that costs no pixel becomes a remark.

typedef struct {
    // In pixels, as stored.
    uint32_t width, height;
    // Samples of a pixel as stored: 1 grey, 3 colour, 4 ink (CMYK or YCCK).
    int channels;
    // The TIFF structure of the EXIF data before the picture; NULL where there is none.
    const uint8_t *exif;
    size_t exifCount;
    // What is wrong, where a function says that something is.
    const char *message;
    // The first of what is odd about a file that can be read all the same; else empty.
    const char *remark;
} JPEGDecoding;

// Good for one file after another. NULL where there is no memory.
JPEGDecoding *makeJPEGDecoding(void);

// Begins with a file, which must stay in its place until the samples are read: fills in size, channels and EXIF data. No
// memory is taken that the file does not fill.
bool readJPEGHeader(JPEGDecoding *decoding, const uint8_t *file, size_t count);

// The picture at one divisor-th (1, 2, 4 or 8) of its size, rounded up, into rows of width × channels bytes: 1 grey, 3 RGB,
// 4 CMYK. After its header, once.
bool readJPEGSamples(JPEGDecoding *decoding, int divisor, int channels, uint8_t *samples);

void freeJPEGDecoding(JPEGDecoding *decoding);
