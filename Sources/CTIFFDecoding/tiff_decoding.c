#include "tiff_decoding.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <tiffio.h>

typedef struct {
    TIFFDecoding decoding; // the first, so that a pointer to it is one to the whole
    const uint8_t *file;
    size_t count, place;
    size_t mostBytes;
    TIFF *tiff;
    int bits;
    bool isSeparate; // each sample of a pixel in a strip or tile of its own
    bool isWhiteZero;
    bool isPremultiplied;
    int source[4]; // which sample of a pixel a channel is read from
    const uint16_t *palette[3]; // NULL where samples are no numbers of colours
    char message[256];
} State;

// A strip or a tile, as far as it lies in the picture.
typedef struct {
    uint32_t row, column, rows, columns;
    size_t rowBytes; // from one row to the next
} Part;

static bool fail(State *state, const char *format, ...) {
    va_list values;
    va_start(values, format);
    // The first of several is the cause of the others.
    if (!state->message[0]) vsnprintf(state->message, sizeof state->message, format, values);
    va_end(values);
    return false;
}

static int hearError(TIFF *tiff, void *state, const char *module, const char *format, va_list values) {
    char *message = ((State *)state)->message;
    if (!message[0]) vsnprintf(message, sizeof((State *)state)->message, format, values);
    return 1;
}

// Of what libtiff warns, tags that it does not know above all, no pixel comes to harm.
static int passOver(TIFF *tiff, void *state, const char *module, const char *format, va_list values) { return 1; }

static tmsize_t readBytes(thandle_t handle, void *target, tmsize_t count) {
    State *state = handle;
    size_t rest = state->place < state->count ? state->count - state->place : 0;
    size_t taken = count < 0 ? 0 : (size_t)count < rest ? (size_t)count : rest;
    if (taken) memcpy(target, state->file + state->place, taken);
    state->place += taken;
    return taken;
}

static tmsize_t writeBytes(thandle_t handle, void *source, tmsize_t count) { return 0; }

static toff_t seekPlace(thandle_t handle, toff_t offset, int whence) {
    State *state = handle;
    return state->place = offset + (whence == SEEK_CUR ? state->place : whence == SEEK_END ? state->count : 0);
}

static int closeFile(thandle_t handle) { return 0; }

static toff_t sizeOfFile(thandle_t handle) { return ((State *)handle)->count; }

TIFFDecoding *makeTIFFDecoding(const uint8_t *file, size_t count, size_t mostBytes) {
    State *state = calloc(1, sizeof *state);
    if (!state) return NULL;
    state->file = file;
    state->count = count;
    state->mostBytes = mostBytes;
    state->decoding.message = state->message;
    return &state->decoding;
}

static bool openFile(State *state) {
    TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
    if (!options) return fail(state, "out of memory");
    TIFFOpenOptionsSetMaxSingleMemAlloc(options, state->mostBytes);
    TIFFOpenOptionsSetErrorHandlerExtR(options, hearError, state);
    TIFFOpenOptionsSetWarningHandlerExtR(options, passOver, state);
    state->tiff = TIFFClientOpenExt(
        "", "rm", state, readBytes, writeBytes, seekPlace, closeFile, sizeOfFile, NULL, NULL, options);
    TIFFOpenOptionsFree(options);
    return state->tiff || fail(state, "its directory cannot be read");
}

static uint16_t number(State *state, uint32_t tag) {
    uint16_t value = 0;
    TIFFGetFieldDefaulted(state->tiff, tag, &value);
    return value;
}

static bool checkCompression(State *state) {
    static const uint16_t known[] = {
        COMPRESSION_NONE, COMPRESSION_CCITTRLE, COMPRESSION_CCITTFAX3, COMPRESSION_CCITTFAX4, COMPRESSION_LZW,
        COMPRESSION_JPEG, COMPRESSION_ADOBE_DEFLATE, COMPRESSION_DEFLATE, COMPRESSION_PACKBITS, COMPRESSION_LZMA,
        COMPRESSION_ZSTD, COMPRESSION_WEBP,
    };
    uint16_t compression = number(state, TIFFTAG_COMPRESSION);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (compression == known[i])
            return TIFFIsCODECConfigured(compression) || fail(state, "libtiff lacks compression %d here", compression);
    return fail(state, "compression %d is not read", compression);
}

static bool checkSamples(State *state) {
    int format = number(state, TIFFTAG_SAMPLEFORMAT);
    state->bits = number(state, TIFFTAG_BITSPERSAMPLE);
    if (format != SAMPLEFORMAT_UINT && format != SAMPLEFORMAT_VOID)
        return fail(state, "its samples are no numbers from 0 on");
    if (state->bits != 1 && state->bits != 2 && state->bits != 4 && state->bits != 8 && state->bits != 16)
        return fail(state, "samples of %d bits are not read, but of 1, 2, 4, 8 and 16", state->bits);
    // The decoders' time, not only their memory, is that of all samples.
    int most = 16, samples = state->decoding.samplesPerPixel = number(state, TIFFTAG_SAMPLESPERPIXEL);
    return samples <= most || fail(state, "%d samples a pixel, more than %d", samples, most);
}

static bool readPalette(State *state) {
    if (state->bits > 8) return fail(state, "a palette of %d bits is not read", state->bits);
    return TIFFGetField(state->tiff, TIFFTAG_COLORMAP, &state->palette[0], &state->palette[1], &state->palette[2])
        || fail(state, "it lacks its palette");
}

// How many samples are colours; 0, after a message, for colours that are not read.
static int colorsOf(State *state) {
    uint16_t kind = number(state, TIFFTAG_PHOTOMETRIC);
    state->isWhiteZero = kind == PHOTOMETRIC_MINISWHITE;
    switch (kind) {
    case PHOTOMETRIC_MINISWHITE:
    case PHOTOMETRIC_MINISBLACK: return 1;
    case PHOTOMETRIC_PALETTE: return readPalette(state);
    case PHOTOMETRIC_RGB: return 3;
    case PHOTOMETRIC_SEPARATED:
        if (number(state, TIFFTAG_INKSET) != INKSET_CMYK) return fail(state, "its inks are not CMYK");
        state->decoding.isInk = state->isWhiteZero = true;
        return 4;
    case PHOTOMETRIC_YCBCR:
        if (number(state, TIFFTAG_COMPRESSION) != COMPRESSION_JPEG || state->isSeparate)
            return fail(state, "YCbCr is read where it is compressed as JPEG alone: save it as RGB");
        TIFFSetField(state->tiff, TIFFTAG_JPEGCOLORMODE, JPEGCOLORMODE_RGB);
        return 3;
    default: return fail(state, "colours of kind %d are not read: save it as RGB or grey", kind);
    }
}

// Which of the samples after the colours says how much of them is seen; -1 for none.
static int alphaOf(State *state, int colors) {
    uint16_t count = 0, *kinds = NULL;
    TIFFGetFieldDefaulted(state->tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
    for (int i = 0; i < count && colors + i < state->decoding.samplesPerPixel; i++)
        if (kinds[i] == EXTRASAMPLE_ASSOCALPHA || kinds[i] == EXTRASAMPLE_UNASSALPHA) {
            state->isPremultiplied = kinds[i] == EXTRASAMPLE_ASSOCALPHA;
            return colors + i;
        }
    return -1;
}

static bool chooseChannels(State *state) {
    TIFFDecoding *decoding = &state->decoding;
    int colors = colorsOf(state);
    if (!colors) return false;
    if (decoding->samplesPerPixel < colors)
        return fail(state, "%d samples a pixel, where its colours are %d", decoding->samplesPerPixel, colors);
    int alpha = decoding->isInk ? -1 : alphaOf(state, colors);
    decoding->samplesRead = colors + (alpha >= 0);
    decoding->channels = decoding->isInk || alpha >= 0 ? 4 : state->palette[0] ? 3 : colors;
    for (int channel = 0; channel < 4; channel++) state->source[channel] = colors == 1 ? 0 : channel;
    if (alpha >= 0) state->source[3] = alpha;
    return true;
}

bool readTIFFHeader(TIFFDecoding *decoding) {
    State *state = (State *)decoding;
    if (!openFile(state)) return false;
    if (!TIFFGetField(state->tiff, TIFFTAG_IMAGEWIDTH, &decoding->width)
        || !TIFFGetField(state->tiff, TIFFTAG_IMAGELENGTH, &decoding->height) || !decoding->width || !decoding->height)
        return fail(state, "it has no size");
    decoding->orientation = number(state, TIFFTAG_ORIENTATION);
    decoding->hasMore = !TIFFLastDirectory(state->tiff);
    state->isSeparate = number(state, TIFFTAG_PLANARCONFIG) == PLANARCONFIG_SEPARATE;
    return checkCompression(state) && checkSamples(state) && chooseChannels(state);
}

static unsigned sampleAt(const uint8_t *row, size_t place, int bits) {
    if (bits == 8) return row[place];
    if (bits == 16) {
        uint16_t wide;
        memcpy(&wide, row + place * 2, sizeof wide);
        return wide;
    }
    size_t bit = place * bits;
    return row[bit / 8] >> (8 - bits - bit % 8) & ((1 << bits) - 1);
}

// One channel of the pixels of a part. Colours of a palette are of sixteen bits, where some write the upper eight alone.
static void take(const State *state, const uint8_t *block, Part part, int channel, uint8_t *samples) {
    const TIFFDecoding *decoding = &state->decoding;
    const uint16_t *palette = channel < 3 ? state->palette[channel] : NULL;
    bool isInverted = state->isWhiteZero && (channel < 3 || decoding->isInk);
    size_t step = state->isSeparate ? 1 : decoding->samplesPerPixel;
    size_t first = state->isSeparate ? 0 : state->source[channel];
    unsigned most = (1u << state->bits) - 1;
    for (uint32_t row = 0; row < part.rows; row++) {
        const uint8_t *source = block + row * part.rowBytes;
        uint8_t *target = samples
            + ((size_t)(part.row + row) * decoding->width + part.column) * decoding->channels + channel;
        for (uint32_t column = 0; column < part.columns; column++, target += decoding->channels) {
            unsigned value = sampleAt(source, column * step + first, state->bits);
            unsigned scaled = palette ? palette[value] >> 8 : (value * 255 + most / 2) / most;
            *target = isInverted ? 255 - scaled : scaled;
        }
    }
}

static bool readBlock(State *state, Part part, int sample, uint8_t *block, size_t size) {
    tmsize_t read = TIFFIsTiled(state->tiff)
        ? TIFFReadEncodedTile(state->tiff, TIFFComputeTile(state->tiff, part.column, part.row, 0, sample), block, size)
        : TIFFReadEncodedStrip(state->tiff, TIFFComputeStrip(state->tiff, part.row, sample), block, size);
    return read == (tmsize_t)size || fail(state, "data of the picture are missing");
}

static bool readPart(State *state, Part part, uint8_t *block, size_t size, uint8_t *samples) {
    for (int channel = 0; channel < state->decoding.channels; channel++) {
        if ((channel == 0 || state->isSeparate)
            && !readBlock(state, part, state->isSeparate ? state->source[channel] : 0, block, size))
            return false;
        take(state, block, part, channel, samples);
    }
    return true;
}

static uint32_t least(uint32_t a, uint32_t b) { return a < b ? a : b; }

static bool readParts(State *state, uint32_t rows, uint32_t columns, size_t rowBytes, uint8_t *block, uint8_t *samples) {
    uint32_t width = state->decoding.width, height = state->decoding.height;
    for (uint32_t row = 0; row < height; row += least(rows, height - row))
        for (uint32_t column = 0; column < width; column += least(columns, width - column)) {
            Part part = {row, column, least(rows, height - row), least(columns, width - column), rowBytes};
            // A tile is whole beyond the picture's edges; the last strip ends with the picture.
            size_t size = rowBytes * (TIFFIsTiled(state->tiff) ? rows : part.rows);
            if (!readPart(state, part, block, size, samples)) return false;
        }
    return true;
}

static void divideByAlpha(const TIFFDecoding *decoding, uint8_t *samples) {
    for (size_t pixel = 0; pixel < (size_t)decoding->width * decoding->height; pixel++, samples += 4)
        for (int channel = 0; channel < 3; channel++) {
            unsigned alpha = samples[3], whole = alpha ? (samples[channel] * 255 + alpha / 2) / alpha : 0;
            samples[channel] = whole < 255 ? whole : 255;
        }
}

bool readTIFFSamples(TIFFDecoding *decoding, uint8_t *samples) {
    State *state = (State *)decoding;
    bool isTiled = TIFFIsTiled(state->tiff);
    uint32_t rows = 0, columns = decoding->width;
    TIFFGetFieldDefaulted(state->tiff, isTiled ? TIFFTAG_TILELENGTH : TIFFTAG_ROWSPERSTRIP, &rows);
    if (isTiled) TIFFGetField(state->tiff, TIFFTAG_TILEWIDTH, &columns);
    else rows = least(rows, decoding->height);
    tmsize_t rowBytes = isTiled ? TIFFTileRowSize(state->tiff) : TIFFScanlineSize(state->tiff);
    size_t bitsPerPixel = (size_t)state->bits * (state->isSeparate ? 1 : decoding->samplesPerPixel);
    if (!rows || !columns || rowBytes <= 0 || (size_t)rowBytes < (columns * bitsPerPixel + 7) / 8)
        return fail(state, "its strips or tiles have no size");
    if ((size_t)rowBytes > state->mostBytes / rows)
        return fail(state, "strips or tiles of more than %zu MiB", state->mostBytes >> 20);
    uint8_t *block = calloc(rows, rowBytes);
    if (!block) return fail(state, "out of memory");
    bool isRead = readParts(state, rows, columns, rowBytes, block, samples);
    free(block);
    if (isRead && state->isPremultiplied) divideByAlpha(decoding, samples);
    return isRead;
}

void freeTIFFDecoding(TIFFDecoding *decoding) {
    State *state = (State *)decoding;
    if (state->tiff) TIFFClose(state->tiff);
    free(state);
}
