#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reads a WebP, of several frames the first. libwebp's demuxer finds what is in the file, its decoder reads into memory of
// ours.

typedef struct {
    // In pixels, as stored.
    uint32_t width, height;
    // 3 RGB, 4 RGBA.
    int channels;
    // Whether another frame follows.
    bool hasMore;
    // The EXIF data; NULL where there are none.
    const uint8_t *exif;
    size_t exifCount;
    // What is wrong, where a function says that something is.
    const char *message;
} WebPDecoding;

// The file must outlive what is made. NULL where there is no memory.
WebPDecoding *makeWebPDecoding(const uint8_t *file, size_t count);

// Fills in the above, in memory that does not depend on what the file claims.
bool readWebPHeader(WebPDecoding *decoding);

// The picture into height × width × channels bytes, zeros before, after its header. Alpha is not premultiplied.
bool readWebPSamples(WebPDecoding *decoding, uint8_t *samples);

void freeWebPDecoding(WebPDecoding *decoding);
