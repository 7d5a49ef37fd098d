// Decoders behind functions that return a status: no longjmp crosses a frame of Swift.
#ifndef SACCADE_CIMAGECODECS_H
#define SACCADE_CIMAGECODECS_H

#include <stddef.h>
#include <stdint.h>

enum {
    SACCADE_CODEC_OK = 0,
    // The bytes break the rules of the format.
    SACCADE_CODEC_MALFORMED = 1,
    // The bytes end before the picture does.
    SACCADE_CODEC_TRUNCATED = 2,
    // A limit of memory was reached.
    SACCADE_CODEC_TOO_LARGE = 3,
    // A limit of time was reached.
    SACCADE_CODEC_TIMED_OUT = 4,
    // The format allows it, this library does not.
    SACCADE_CODEC_UNSUPPORTED = 5,
    SACCADE_CODEC_OUT_OF_MEMORY = 6
};

// What a call may use, and what it says when it fails.
typedef struct {
    // CPU time of the calling thread in nanoseconds; 0 for no limit.
    uint64_t time_limit;
    // Bytes a decoder may allocate beside the pixels, where it can be told; 0 for its default.
    uint64_t memory_limit;
    // The failure in words, NUL-terminated.
    char message[160];
} saccade_codec_context;

// Each decoder fills width * height * 4 bytes of straight RGBA and fails unless the picture has exactly that size.
int32_t saccade_png_decode(const uint8_t *data, size_t size, uint32_t width, uint32_t height, uint8_t *pixels,
                           saccade_codec_context *context);
// A JPEG of that size may be reduced while it is decoded, by 1, 2, 4 or 8: then sides are divided and rounded up.
int32_t saccade_jpeg_decode(const uint8_t *data, size_t size, uint32_t width, uint32_t height, uint32_t reduction,
                            uint8_t *pixels, saccade_codec_context *context);
int32_t saccade_webp_decode(const uint8_t *data, size_t size, uint32_t width, uint32_t height, uint8_t *pixels,
                            saccade_codec_context *context);

// The libraries' versions; libjpeg-turbo tells its own only when this file is compiled, the others at run time.
uint32_t saccade_png_version(void);
const char *saccade_jpeg_version(void);
uint32_t saccade_webp_version(void);

#endif
