#include "webp_decoding.h"

#include <stdlib.h>

#include <webp/decode.h>
#include <webp/demux.h>

typedef struct {
    WebPDecoding decoding; // the first, so that a pointer to it is one to the whole
    WebPData file;
    WebPDemuxer *demuxer;
    WebPIterator frame;
    WebPChunkIterator exif;
} State;

static bool fail(WebPDecoding *decoding, const char *message) {
    decoding->message = message;
    return false;
}

WebPDecoding *makeWebPDecoding(const uint8_t *file, size_t count) {
    State *state = calloc(1, sizeof *state);
    if (!state) return NULL;
    state->file = (WebPData){file, count};
    return &state->decoding;
}

bool readWebPHeader(WebPDecoding *decoding) {
    State *state = (State *)decoding;
    WebPDemuxState how;
    state->demuxer = WebPDemuxPartial(&state->file, &how);
    if (how == WEBP_DEMUX_PARSE_ERROR) return fail(decoding, "its parts contradict each other");
    if (!state->demuxer || how != WEBP_DEMUX_DONE) return fail(decoding, "it ends too early");
    if (!WebPDemuxGetFrame(state->demuxer, 1, &state->frame)) return fail(decoding, "it has no picture");
    decoding->width = WebPDemuxGetI(state->demuxer, WEBP_FF_CANVAS_WIDTH);
    decoding->height = WebPDemuxGetI(state->demuxer, WEBP_FF_CANVAS_HEIGHT);
    decoding->hasMore = state->frame.num_frames > 1;
    bool isWhole = state->frame.width == (int)decoding->width && state->frame.height == (int)decoding->height;
    decoding->channels = state->frame.has_alpha || !isWhole ? 4 : 3;
    if (WebPDemuxGetChunk(state->demuxer, "EXIF", 1, &state->exif)) {
        decoding->exif = state->exif.chunk.bytes;
        decoding->exifCount = state->exif.chunk.size;
    }
    return true;
}

bool readWebPSamples(WebPDecoding *decoding, uint8_t *samples) {
    State *state = (State *)decoding;
    const WebPIterator *frame = &state->frame;
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config)) return fail(decoding, "libwebp is of another version");
    if (WebPGetFeatures(frame->fragment.bytes, frame->fragment.size, &config.input) != VP8_STATUS_OK
        || config.input.width != frame->width || config.input.height != frame->height)
        return fail(decoding, "its picture has another size than its header says");
    size_t stride = (size_t)decoding->width * decoding->channels;
    size_t first = frame->y_offset * stride + (size_t)frame->x_offset * decoding->channels;
    config.output.colorspace = decoding->channels == 4 ? MODE_RGBA : MODE_RGB;
    config.output.is_external_memory = 1;
    config.output.u.RGBA = (WebPRGBABuffer){samples + first, (int)stride, stride * decoding->height - first};
    switch (WebPDecode(frame->fragment.bytes, frame->fragment.size, &config)) {
    case VP8_STATUS_OK: return true;
    case VP8_STATUS_OUT_OF_MEMORY: return fail(decoding, "out of memory");
    case VP8_STATUS_NOT_ENOUGH_DATA: return fail(decoding, "data of the picture are missing");
    default: return fail(decoding, "data of the picture are wrong");
    }
}

void freeWebPDecoding(WebPDecoding *decoding) {
    State *state = (State *)decoding;
    WebPDemuxReleaseChunkIterator(&state->exif);
    WebPDemuxReleaseIterator(&state->frame);
    WebPDemuxDelete(state->demuxer);
    free(state);
}
