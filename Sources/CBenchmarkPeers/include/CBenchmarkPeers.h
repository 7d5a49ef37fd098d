// Other people's encoders, for the benchmarks only: what the project's own are measured against, and what makes their
// inputs.
#ifndef SACCADE_CBENCHMARKPEERS_H
#define SACCADE_CBENCHMARKPEERS_H

#include <stddef.h>
#include <stdint.h>

// Which filters libpng may use; `ALL` is its default for such pictures, the best guess for each row.
enum { SACCADE_PEER_FILTER_ALL = 0, SACCADE_PEER_FILTER_SUB = 1, SACCADE_PEER_FILTER_PAETH = 2 };

// Encodes opaque RGBA as an RGB PNG by libpng at a zlib level into a buffer, and returns the bytes written; 0 if the
// buffer is too small or something fails.
size_t saccade_peer_png(const uint8_t *pixels, uint32_t width, uint32_t height, int32_t level, int32_t filter,
                        uint8_t *buffer, size_t capacity);

// The same as a JPEG with colour at half size in both directions, by libjpeg-turbo.
size_t saccade_peer_jpeg(const uint8_t *pixels, uint32_t width, uint32_t height, int32_t quality, uint8_t *buffer,
                         size_t capacity);

#endif
