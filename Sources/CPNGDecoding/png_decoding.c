#include "png_decoding.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    PNGDecoding decoding; // the first, so that a pointer to it is one to the whole
    const uint8_t *rest;
    size_t count; // bytes from there to the end of the file
    png_structp png;
    png_infop info;
    char message[128];
} State;

static void fail(png_structp png, png_const_charp message) {
    State *state = png_get_error_ptr(png);
    strncpy(state->message, message, sizeof state->message - 1);
    png_longjmp(png, 1);
}

// What libpng warns of costs no pixel: it goes on without the chunk.
static void passOver(png_structp png, png_const_charp message) {}

// libpng takes memory for as much as some chunks claim to hold, before it reads them; its own limit is a warning alone.
// A row of the greatest width that it allows, 1,000,000 pixels of eight bytes, fits in this.
static png_voidp allocate(png_structp png, png_alloc_size_t count) { return count <= 1 << 24 ? malloc(count) : NULL; }

static void readBytes(png_structp png, png_bytep target, size_t count) {
    State *state = png_get_io_ptr(png);
    if (count > state->count) png_error(png, "read beyond end of data");
    memcpy(target, state->rest, count);
    state->rest += count;
    state->count -= count;
}

PNGDecoding *makePNGDecoding(const uint8_t *file, size_t count) {
    State *state = calloc(1, sizeof *state);
    if (!state) return NULL;
    state->rest = file;
    state->count = count;
    state->decoding.message = state->message;
    state->png = png_create_read_struct_2(PNG_LIBPNG_VER_STRING, state, fail, passOver, NULL, allocate, NULL);
    if (state->png) state->info = png_create_info_struct(state->png);
    if (state->info) return &state->decoding;
    freePNGDecoding(&state->decoding);
    return NULL;
}

bool readPNGHeader(PNGDecoding *decoding) {
    // Chunks that say nothing about pixels; those of text may be packed a thousandfold.
    static const png_byte unused[] = "tEXt\0zTXt\0iTXt\0sPLT";
    State *state = (State *)decoding;
    png_structp png = state->png;
    if (setjmp(png_jmpbuf(png))) return false;
    png_set_read_fn(png, state, readBytes);
    png_set_benign_errors(png, 1);
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, unused, sizeof unused / 5);
    png_read_info(png, state->info);
    decoding->width = png_get_image_width(png, state->info);
    decoding->height = png_get_image_height(png, state->info);
    int type = png_get_color_type(png, state->info);
    bool hasAlpha = type & PNG_COLOR_MASK_ALPHA || png_get_valid(png, state->info, PNG_INFO_tRNS);
    decoding->channels = hasAlpha ? 4 : type & PNG_COLOR_MASK_COLOR ? 3 : 1;
    return true;
}

bool readPNGSamples(PNGDecoding *decoding, uint8_t *samples) {
    State *state = (State *)decoding;
    png_structp png = state->png;
    size_t rowBytes = (size_t)decoding->width * decoding->channels;
    if (setjmp(png_jmpbuf(png))) return false;
    png_set_expand(png);
    if (decoding->channels == 4) png_set_gray_to_rgb(png);
    // Samples without a word on their gamma are sRGB, sixteen bits as well as eight.
    png_set_alpha_mode_fixed(png, PNG_ALPHA_PNG, PNG_DEFAULT_sRGB);
    png_set_scale_16(png);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, state->info);
    if (png_get_rowbytes(png, state->info) != rowBytes) png_error(png, "rows of another length than expected");
    for (int pass = 0; pass < passes; pass++)
        for (size_t row = 0; row < decoding->height; row++) png_read_row(png, samples + row * rowBytes, NULL);
    // Whatever is broken after the picture, the picture is whole.
    if (!setjmp(png_jmpbuf(png))) png_read_end(png, state->info);
    png_get_eXIf_1(png, state->info, &decoding->exifCount, &decoding->exif);
    return true;
}

void freePNGDecoding(PNGDecoding *decoding) {
    State *state = (State *)decoding;
    png_destroy_read_struct(&state->png, &state->info, NULL);
    free(state);
}
