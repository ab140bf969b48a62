#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Reads the first picture of a TIFF, in strips or tiles, as eight-bit samples. What libtiff says of a file that is broken
// becomes a false and a message. Colours are grey, RGB, CMYK, of a palette, or JPEG's own; other kinds are refused, and so
// are compressions that few write and whose decoders take what memory the file claims.

typedef struct {
    // In pixels, as stored.
    uint32_t width, height;
    // Of a pixel as read: 1 grey, 3 RGB, 4 RGBA or CMYK.
    int channels;
    // Whether the four are CMYK, where 255 is no ink.
    bool isInk;
    // Tag 274: 1 to 8, or whatever the file has there.
    int orientation;
    // Samples that a pixel has, and how many of them are read.
    int samplesPerPixel, samplesRead;
    // Whether another picture follows.
    bool hasMore;
    // What is wrong, where a function says that something is.
    const char *message;
} TIFFDecoding;

// The file must outlive what is made; nothing takes more than `mostBytes` at once. NULL where there is no memory.
TIFFDecoding *makeTIFFDecoding(const uint8_t *file, size_t count, size_t mostBytes);

// Fills in the above, in memory that does not depend on what the file claims.
bool readTIFFHeader(TIFFDecoding *decoding);

// The picture into height × width × channels bytes, after its header. Alpha is not premultiplied.
bool readTIFFSamples(TIFFDecoding *decoding, uint8_t *samples);

void freeTIFFDecoding(TIFFDecoding *decoding);
