#include "jpeg_decoding.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>
#include <setjmp.h>

typedef struct {
    JPEGDecoding decoding; // the first, so that a pointer to it is one to the whole
    struct jpeg_decompress_struct library;
    struct jpeg_error_mgr errors;
    struct jpeg_progress_mgr progress;
    jmp_buf caller;
    char message[JMSG_LENGTH_MAX], remark[JMSG_LENGTH_MAX];
} State;

static State *stateOf(j_common_ptr library) { return library->client_data; }

static void fail(j_common_ptr library) {
    State *state = stateOf(library);
    library->err->format_message(library, state->message);
    longjmp(state->caller, 1);
}

// Whether all pixels are there nevertheless.
static bool isHarmless(int warning) {
    return warning == JWRN_EXTRANEOUS_DATA || warning == JWRN_JFIF_MAJOR || warning == JWRN_NOT_SEQUENTIAL
        || warning == JWRN_ADOBE_XFORM;
}

static void hear(j_common_ptr library, int level) {
    State *state = stateOf(library);
    if (level >= 0) return;
    if (!isHarmless(library->err->msg_code)) fail(library);
    if (!state->remark[0]) library->err->format_message(library, state->remark);
}

// A few bytes are a scan of the whole picture, so that a small file can take hours.
static void limitScans(j_common_ptr library) {
    State *state = stateOf(library);
    if (state->library.input_scan_number <= 500) return;
    strcpy(state->message, "more than 500 scans");
    longjmp(state->caller, 1);
}

JPEGDecoding *makeJPEGDecoding(void) {
    State *state = calloc(1, sizeof *state);
    if (!state) return NULL;
    state->decoding.message = state->message;
    state->decoding.remark = state->remark;
    state->library.err = jpeg_std_error(&state->errors);
    state->errors.error_exit = fail;
    state->errors.emit_message = hear;
    state->progress.progress_monitor = limitScans;
    state->library.client_data = state;
    if (setjmp(state->caller)) {
        freeJPEGDecoding(&state->decoding);
        return NULL;
    }
    jpeg_create_decompress(&state->library);
    state->library.progress = &state->progress;
    jpeg_save_markers(&state->library, JPEG_APP0 + 1, 0xFFFF);
    return &state->decoding;
}

static void findEXIF(State *state) {
    static const char start[6] = "Exif\0";
    state->decoding.exif = NULL;
    state->decoding.exifCount = 0;
    for (jpeg_saved_marker_ptr marker = state->library.marker_list; marker; marker = marker->next) {
        if (marker->data_length < sizeof start || memcmp(marker->data, start, sizeof start)) continue;
        state->decoding.exif = marker->data + sizeof start;
        state->decoding.exifCount = marker->data_length - sizeof start;
        return;
    }
}

static int channelsOf(J_COLOR_SPACE colors) {
    if (colors == JCS_GRAYSCALE) return 1;
    return colors == JCS_CMYK || colors == JCS_YCCK ? 4 : 3;
}

bool readJPEGHeader(JPEGDecoding *decoding, const uint8_t *file, size_t count) {
    State *state = (State *)decoding;
    j_decompress_ptr library = &state->library;
    if (setjmp(state->caller)) return false;
    state->remark[0] = 0;
    jpeg_abort_decompress(library); // what is left of the file before
    jpeg_mem_src(library, file, count);
    jpeg_read_header(library, TRUE);
    decoding->width = library->image_width;
    decoding->height = library->image_height;
    decoding->channels = channelsOf(library->jpeg_color_space);
    findEXIF(state);
    return true;
}

bool readJPEGSamples(JPEGDecoding *decoding, int divisor, int channels, uint8_t *samples) {
    State *state = (State *)decoding;
    j_decompress_ptr library = &state->library;
    size_t rowBytes = (size_t)((decoding->width + divisor - 1) / divisor) * channels;
    if (setjmp(state->caller)) return false;
    library->out_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 3 ? JCS_RGB : JCS_CMYK;
    library->scale_num = 1;
    library->scale_denom = divisor;
    jpeg_start_decompress(library);
    if ((size_t)library->output_width * library->output_components != rowBytes
        || library->output_height != (decoding->height + divisor - 1) / divisor)
        ERREXIT(library, JERR_BAD_DCTSIZE);
    while (library->output_scanline < library->output_height) {
        JSAMPROW row = samples + library->output_scanline * rowBytes;
        jpeg_read_scanlines(library, &row, 1);
    }
    jpeg_finish_decompress(library);
    return true;
}

void freeJPEGDecoding(JPEGDecoding *decoding) {
    State *state = (State *)decoding;
    jpeg_destroy_decompress(&state->library);
    free(state);
}
