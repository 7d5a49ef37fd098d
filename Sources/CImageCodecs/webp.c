#include "CImageCodecs.h"
#include "deadline.h"
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>

// Bytes handed to the decoder between two looks at the clock.
#define PIECE 65536

static int32_t translate(VP8StatusCode status, saccade_codec_context *context) {
    switch (status) {
    case VP8_STATUS_OK:
        return SACCADE_CODEC_OK;
    case VP8_STATUS_SUSPENDED:
    case VP8_STATUS_NOT_ENOUGH_DATA:
        saccade_say(context, "the file ends inside the picture");
        return SACCADE_CODEC_TRUNCATED;
    case VP8_STATUS_OUT_OF_MEMORY:
        saccade_say(context, "out of memory");
        return SACCADE_CODEC_OUT_OF_MEMORY;
    case VP8_STATUS_UNSUPPORTED_FEATURE:
        saccade_say(context, "the picture uses a feature that libwebp does not know");
        return SACCADE_CODEC_UNSUPPORTED;
    default:
        saccade_say(context, "the bitstream is damaged");
        return SACCADE_CODEC_MALFORMED;
    }
}

// Decodes one still picture of exactly the given size into rows that lie `stride` bytes apart.
static int32_t decode_still(const uint8_t *data, size_t size, int width, int height, uint8_t *pixels, size_t stride,
                            uint64_t deadline, saccade_codec_context *context) {
    WebPBitstreamFeatures features;
    VP8StatusCode status = WebPGetFeatures(data, size, &features);
    if (status != VP8_STATUS_OK) return translate(status, context);
    if (features.width != width || features.height != height) {
        saccade_say(context, "the size differs from the header's");
        return SACCADE_CODEC_MALFORMED;
    }
    size_t extent = stride * (size_t)(height - 1) + (size_t)width * 4;
    WebPIDecoder *decoder = WebPINewRGB(MODE_RGBA, pixels, extent, (int)stride);
    if (decoder == NULL) return translate(VP8_STATUS_OUT_OF_MEMORY, context);
    status = VP8_STATUS_SUSPENDED;
    for (size_t seen = 0; seen < size && status == VP8_STATUS_SUSPENDED;) {
        seen = size - seen > PIECE ? seen + PIECE : size;
        status = WebPIUpdate(decoder, data, seen);
        if (status == VP8_STATUS_SUSPENDED && saccade_is_over(deadline)) {
            WebPIDelete(decoder);
            saccade_say(context, "the limit of CPU time was reached");
            return SACCADE_CODEC_TIMED_OUT;
        }
    }
    WebPIDelete(decoder);
    return translate(status, context);
}

int32_t saccade_webp_decode(const uint8_t *data, size_t size, uint32_t width, uint32_t height, uint8_t *pixels,
                            saccade_codec_context *context) {
    uint64_t deadline = saccade_deadline(context);
    WebPBitstreamFeatures features;
    VP8StatusCode status = WebPGetFeatures(data, size, &features);
    if (status != VP8_STATUS_OK) return translate(status, context);
    size_t stride = (size_t)width * 4;
    if (!features.has_animation) {
        return decode_still(data, size, (int)width, (int)height, pixels, stride, deadline, context);
    }
    // The first frame on a transparent canvas.
    WebPData input = {data, size};
    WebPDemuxer *demuxer = WebPDemux(&input);
    if (demuxer == NULL) {
        saccade_say(context, "the chunks of the animation are damaged or incomplete");
        return SACCADE_CODEC_MALFORMED;
    }
    int32_t result = SACCADE_CODEC_MALFORMED;
    saccade_say(context, "the first frame does not lie on the canvas");
    WebPIterator frame;
    if (WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_WIDTH) == width &&
        WebPDemuxGetI(demuxer, WEBP_FF_CANVAS_HEIGHT) == height && WebPDemuxGetFrame(demuxer, 1, &frame)) {
        if (frame.complete && frame.x_offset >= 0 && frame.y_offset >= 0 && frame.width > 0 && frame.height > 0 &&
            (uint32_t)frame.width <= width && (uint32_t)frame.x_offset <= width - (uint32_t)frame.width &&
            (uint32_t)frame.height <= height && (uint32_t)frame.y_offset <= height - (uint32_t)frame.height) {
            memset(pixels, 0, stride * height);
            uint8_t *origin = pixels + stride * (size_t)frame.y_offset + 4 * (size_t)frame.x_offset;
            result = decode_still(frame.fragment.bytes, frame.fragment.size, frame.width, frame.height, origin, stride,
                                  deadline, context);
        }
        WebPDemuxReleaseIterator(&frame);
    }
    WebPDemuxDelete(demuxer);
    return result;
}

uint32_t saccade_webp_version(void) {
    return (uint32_t)WebPGetDecoderVersion();
}
