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

// Sixteen bytes at a time: plain loops over bytes are widened to integers where they compare.
typedef uint8_t bytes __attribute__((vector_size(16)));

static inline __attribute__((always_inline)) bytes load_bytes(const uint8_t *address) {
    bytes value;
    memcpy(&value, address, sizeof value);
    return value;
}

static inline __attribute__((always_inline)) bytes difference(bytes a, bytes b) {
    return __builtin_elementwise_max(a, b) - __builtin_elementwise_min(a, b);
}

// Chooses of three neighbours the one nearest to left + above - corner, in arithmetic of eight bits. The distances are
// |above - corner|, |left - corner| and |left + above - 2 * corner|. Where the first two differences point the same way,
// the third is their sum, never the least, and may saturate.
static inline __attribute__((always_inline)) bytes nearest(bytes left, bytes above, bytes corner) {
    bytes of_left = difference(above, corner), of_above = difference(left, corner);
    bytes is_same_way = ~((bytes)(above < corner) ^ (bytes)(left < corner));
    bytes of_corner = is_same_way | difference(of_left, of_above);
    bytes is_above = (bytes)(of_above <= of_corner);
    bytes is_left = (bytes)(of_left <= of_above) & (bytes)(of_left <= of_corner);
    bytes other = (above & is_above) | (corner & ~is_above);
    return (left & is_left) | (other & ~is_left);
}

FOR_EACH_PROCESSOR
void saccade_filter_paeth(const uint8_t *restrict row, const uint8_t *restrict above, size_t count, size_t distance,
                          uint8_t *restrict target) {
    size_t i = 0;
    for (; i + sizeof(bytes) <= count; i += sizeof(bytes)) {
        bytes result = load_bytes(row + i)
                       - nearest(load_bytes(row + i - distance), load_bytes(above + i), load_bytes(above + i - distance));
        memcpy(target + i, &result, sizeof result);
    }
    for (; i < count; i++) {
        int left = row[i - distance], up = above[i], corner = above[i - distance];
        int of_left = abs(up - corner), of_up = abs(left - corner), of_corner = abs(left + up - 2 * corner);
        int best = of_left <= of_up && of_left <= of_corner ? left : of_up <= of_corner ? up : corner;
        target[i] = (uint8_t)(row[i] - best);
    }
}

FOR_EACH_PROCESSOR
uint64_t saccade_weight(const uint8_t *bytes, size_t count) {
    uint64_t sum = 0;
    for (size_t start = 0; start < count; start += 65536) {
        size_t end = count - start < 65536 ? count : start + 65536;
        uint32_t part = 0;
        for (size_t i = start; i < end; i++) {
            uint8_t opposite = (uint8_t)-bytes[i];
            part += bytes[i] < opposite ? bytes[i] : opposite;
        }
        sum += part;
    }
    return sum;
}

static inline void store64(uint64_t value, uint8_t *address) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    memcpy(address, &value, 8);
}

static inline void store_one(const uint8_t *pixel, int red, uint8_t *target) {
    target[0] = pixel[red];
    target[1] = pixel[1];
    target[2] = pixel[2 - red];
}

// Four pixels at a time: sixteen bytes are stored, of which the last four are written over by the next.
FOR_EACH_PROCESSOR
void saccade_pack_rgba(const uint8_t *restrict pixels, size_t count, uint8_t *restrict target) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        bytes four = load_bytes(pixels + i * 4);
        four = __builtin_shufflevector(four, four, 0, 1, 2, 4, 5, 6, 8, 9, 10, 12, 13, 14, 3, 7, 11, 15);
        memcpy(target + i * 3, &four, sizeof four);
    }
    for (; i < count; i++) store_one(pixels + i * 4, 0, target + i * 3);
}

FOR_EACH_PROCESSOR
void saccade_pack_bgrx(const uint8_t *restrict pixels, size_t count, uint8_t *restrict target) {
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        bytes four = load_bytes(pixels + i * 4);
        four = __builtin_shufflevector(four, four, 2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 3, 7, 11, 15);
        memcpy(target + i * 3, &four, sizeof four);
    }
    for (; i < count; i++) store_one(pixels + i * 4, 2, target + i * 3);
}

FOR_EACH_PROCESSOR
void saccade_write_codes(const uint8_t *bytes, size_t count, const uint32_t *entries, saccade_bits *sink) {
    uint8_t *target = sink->target;
    uint64_t bits = sink->bits, held = sink->count;
    size_t i = 0;
    for (; i + 4 <= count; i += 4) {
        // Four codes are joined in pairs, so that only the joined one waits for the bits before it.
        uint64_t a = entries[bytes[i]], b = entries[bytes[i + 1]];
        uint64_t c = entries[bytes[i + 2]], d = entries[bytes[i + 3]];
        uint64_t ab = (a & 0xffff) | (b & 0xffff) << (a >> 16), ab_length = (a >> 16) + (b >> 16);
        uint64_t cd = (c & 0xffff) | (d & 0xffff) << (c >> 16), cd_length = (c >> 16) + (d >> 16);
        bits |= (ab | cd << ab_length) << held;
        held += ab_length + cd_length;
        store64(bits, target);
        target += held >> 3;
        bits >>= held & 56;
        held &= 7;
    }
    for (; i < count; i++) {
        uint64_t a = entries[bytes[i]];
        bits |= (a & 0xffff) << held;
        held += a >> 16;
        store64(bits, target);
        target += held >> 3;
        bits >>= held & 56;
        held &= 7;
    }
    *sink = (saccade_bits){target, bits, held};
}
