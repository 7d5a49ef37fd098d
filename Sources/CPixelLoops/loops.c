#include "CPixelLoops.h"
#include <stdlib.h>
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

FOR_EACH_PROCESSOR
void saccade_filter_left(const uint8_t *restrict row, size_t count, size_t distance, uint8_t *restrict target) {
    for (size_t i = 0; i < count; i++) target[i] = (uint8_t)(row[i] - row[i - distance]);
}

FOR_EACH_PROCESSOR
void saccade_filter_up(const uint8_t *restrict row, const uint8_t *restrict above, size_t count,
                       uint8_t *restrict target) {
    for (size_t i = 0; i < count; i++) target[i] = (uint8_t)(row[i] - above[i]);
}

FOR_EACH_PROCESSOR
void saccade_filter_average(const uint8_t *restrict row, const uint8_t *restrict above, size_t count, size_t distance,
                            uint8_t *restrict target) {
    for (size_t i = 0; i < count; i++) target[i] = (uint8_t)(row[i] - ((row[i - distance] + above[i]) >> 1));
}

// Many bytes at a time: plain loops over bytes are widened to integers where they compare or add. Functions that are
// compiled for several processors hand such vectors to one another by their addresses, since not all have room for one.
typedef uint8_t bytes __attribute__((vector_size(32)));
typedef uint16_t words __attribute__((vector_size(32)));

#define INLINE static inline __attribute__((always_inline))
#define MIN(a, b) __builtin_elementwise_min(a, b)
#define DIFFERENCE(a, b) (__builtin_elementwise_max(a, b) - __builtin_elementwise_min(a, b))

// Takes from a row what the nearest of three neighbours to left + above - corner is, in arithmetic of eight bits. The
// distances are |above - corner|, |left - corner| and |left + above - 2 * corner|. Where the first two differences point
// the same way, the third is their sum, never the least, and may saturate.
INLINE void subtract_nearest(const uint8_t *row, const uint8_t *above_row, size_t distance, uint8_t *target) {
    bytes here, left, above, corner;
    memcpy(&here, row, sizeof here);
    memcpy(&left, row - distance, sizeof left);
    memcpy(&above, above_row, sizeof above);
    memcpy(&corner, above_row - distance, sizeof corner);
    bytes of_left = DIFFERENCE(above, corner), of_above = DIFFERENCE(left, corner);
    bytes is_same_way = ~((bytes)(above < corner) ^ (bytes)(left < corner));
    bytes of_corner = is_same_way | DIFFERENCE(of_left, of_above);
    bytes is_above = (bytes)(of_above <= of_corner);
    bytes is_left = (bytes)(of_left <= of_above) & (bytes)(of_left <= of_corner);
    bytes other = (above & is_above) | (corner & ~is_above);
    here -= (left & is_left) | (other & ~is_left);
    memcpy(target, &here, sizeof here);
}

FOR_EACH_PROCESSOR
void saccade_filter_paeth(const uint8_t *restrict row, const uint8_t *restrict above, size_t count, size_t distance,
                          uint8_t *restrict target) {
    size_t i = 0;
    for (; i + sizeof(bytes) <= count; i += sizeof(bytes)) {
        subtract_nearest(row + i, above + i, distance, target + i);
    }
    for (; i < count; i++) {
        int left = row[i - distance], up = above[i], corner = above[i - distance];
        int of_left = abs(up - corner), of_up = abs(left - corner), of_corner = abs(left + up - 2 * corner);
        int best = of_left <= of_up && of_left <= of_corner ? left : of_up <= of_corner ? up : corner;
        target[i] = (uint8_t)(row[i] - best);
    }
}

FOR_EACH_PROCESSOR
uint64_t saccade_weight(const uint8_t *row, size_t count) {
    uint64_t sum = 0;
    size_t i = 0;
    while (i + sizeof(bytes) <= count) {
        // Each of the sums of two sizes stays below 2^16.
        size_t end = count - i < 255 * sizeof(bytes) ? count : i + 255 * sizeof(bytes);
        words sums = {0};
        for (; i + sizeof(bytes) <= end; i += sizeof(bytes)) {
            bytes here;
            memcpy(&here, row + i, sizeof here);
            words sizes = (words)MIN(here, -here);
            sums += (sizes & 255) + (sizes >> 8);
        }
        for (size_t lane = 0; lane < sizeof sums / sizeof sums[0]; lane++) sum += sums[lane];
    }
    for (; i < count; i++) sum += row[i] < 128 ? row[i] : 256 - row[i];
    return sum;
}

static inline void store_one(const uint8_t *pixel, int red, uint8_t *target) {
    target[0] = pixel[red];
    target[1] = pixel[1];
    target[2] = pixel[2 - red];
}

// Four pixels at a time: sixteen bytes are stored, of which the last four are written over by the next.
typedef uint8_t four_pixels __attribute__((vector_size(16)));

FOR_EACH_PROCESSOR
void saccade_pack_rgba(const uint8_t *restrict pixels, size_t count, uint8_t *restrict target) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        four_pixels four;
        memcpy(&four, pixels + i * 4, sizeof four);
        four = __builtin_shufflevector(four, four, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15);
        memcpy(target + i * 3, &four, sizeof four);
    }
    for (; i < count; i++) store_one(pixels + i * 4, 0, target + i * 3);
}

FOR_EACH_PROCESSOR
void saccade_pack_bgrx(const uint8_t *restrict pixels, size_t count, uint8_t *restrict target) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        four_pixels four;
        memcpy(&four, pixels + i * 4, sizeof four);
        four = __builtin_shufflevector(four, four, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 7, 11, 15);
        memcpy(target + i * 3, &four, sizeof four);
    }
    for (; i < count; i++) store_one(pixels + i * 4, 2, target + i * 3);
}

FOR_EACH_PROCESSOR
int saccade_turn(const uint8_t *restrict pixels, size_t count, uint8_t *restrict target) {
    bytes all = ~(bytes){0};
    size_t i = 0;
    for (; i + sizeof(bytes) / 4 <= count; i += sizeof(bytes) / 4) {
        bytes here;
        memcpy(&here, pixels + i * 4, sizeof here);
        all &= here;
        here = __builtin_shufflevector(here, here, 2, 1, 0, 3, 6, 5, 4, 7, 10, 9, 8, 11, 14, 13, 12, 15, 18, 17, 16, 19, 22,
                                       21, 20, 23, 26, 25, 24, 27, 30, 29, 28, 31);
        memcpy(target + i * 4, &here, sizeof here);
    }
    uint8_t alpha = 255;
    for (size_t lane = 3; lane < sizeof all; lane += 4) alpha &= all[lane];
    for (; i < count; i++) {
        store_one(pixels + i * 4, 2, target + i * 4);
        target[i * 4 + 3] = pixels[i * 4 + 3];
        alpha &= pixels[i * 4 + 3];
    }
    return alpha == 255;
}

FOR_EACH_PROCESSOR
void saccade_lightness(const uint8_t *restrict pixels, size_t count, uint16_t *restrict light) {
    for (size_t i = 0; i < count; i++) {
        light[i] = (uint16_t)(2 * pixels[i * 4] + 5 * pixels[i * 4 + 1] + pixels[i * 4 + 2]);
    }
}
