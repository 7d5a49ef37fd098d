#include "CPixelLoops.h"
#include <string.h>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#if defined(__x86_64__) && defined(__linux__)
#define FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v3", "default")))
#else
#define FOR_EACH_PROCESSOR
#endif

// Sums of weighted bytes are whole numbers: every way to compute them gives the same.

static inline __attribute__((always_inline)) int16_t finished(int32_t sum, saccade_rounding rounding) {
    return (int16_t)(((sum + rounding.half) >> rounding.shift) - rounding.bias);
}

#if defined(__SSE2__)
// Sixteen bytes of two rows, each pair of bytes weighted and added: four vectors of four sums.
static inline __attribute__((always_inline)) void weigh_rows(const uint8_t *upper, const uint8_t *lower, __m128i weights,
                                                             __m128i *sums) {
    __m128i zero = _mm_setzero_si128();
    __m128i a = _mm_loadu_si128((const __m128i *)upper), b = _mm_loadu_si128((const __m128i *)lower);
    __m128i low = _mm_unpacklo_epi8(a, b), high = _mm_unpackhi_epi8(a, b);
    sums[0] = _mm_madd_epi16(_mm_unpacklo_epi8(low, zero), weights);
    sums[1] = _mm_madd_epi16(_mm_unpackhi_epi8(low, zero), weights);
    sums[2] = _mm_madd_epi16(_mm_unpacklo_epi8(high, zero), weights);
    sums[3] = _mm_madd_epi16(_mm_unpackhi_epi8(high, zero), weights);
}

static inline __attribute__((always_inline)) __m128i pair(int16_t a, int16_t b) {
    return _mm_set1_epi32((int32_t)((uint32_t)(uint16_t)a | (uint32_t)(uint16_t)b << 16));
}

static inline __attribute__((always_inline)) void store_finished(const __m128i *sums, saccade_rounding rounding,
                                                                 int16_t *mixed) {
    __m128i half = _mm_set1_epi32(rounding.half), bias = _mm_set1_epi32(rounding.bias);
    __m128i shift = _mm_cvtsi32_si128(rounding.shift), done[4];
    for (int i = 0; i < 4; i++) done[i] = _mm_sub_epi32(_mm_sra_epi32(_mm_add_epi32(sums[i], half), shift), bias);
    _mm_storeu_si128((__m128i *)mixed, _mm_packs_epi32(done[0], done[1]));
    _mm_storeu_si128((__m128i *)(mixed + 8), _mm_packs_epi32(done[2], done[3]));
}
#endif

FOR_EACH_PROCESSOR
void saccade_mix_rows(const uint8_t *upper, const uint8_t *lower, int16_t a, int16_t b, size_t count, int is_first,
                      int32_t *sums) {
    size_t i = 0;
#if defined(__SSE2__)
    __m128i weights = pair(a, b);
    for (; i + 16 <= count; i += 16) {
        __m128i weighed[4], *known = (__m128i *)(sums + i);
        weigh_rows(upper + i, lower + i, weights, weighed);
        for (int j = 0; j < 4; j++) {
            __m128i old = is_first ? _mm_setzero_si128() : _mm_loadu_si128(known + j);
            _mm_storeu_si128(known + j, _mm_add_epi32(old, weighed[j]));
        }
    }
#endif
    for (; i < count; i++) sums[i] = (is_first ? 0 : sums[i]) + upper[i] * a + lower[i] * b;
}

FOR_EACH_PROCESSOR
void saccade_mix_last_rows(const uint8_t *upper, const uint8_t *lower, int16_t a, int16_t b, size_t count,
                           const int32_t *sums, saccade_rounding rounding, int16_t *mixed) {
    size_t i = 0;
#if defined(__SSE2__)
    __m128i weights = pair(a, b);
    for (; i + 16 <= count; i += 16) {
        __m128i weighed[4];
        weigh_rows(upper + i, lower + i, weights, weighed);
        if (sums) {
            for (int j = 0; j < 4; j++) {
                weighed[j] = _mm_add_epi32(weighed[j], _mm_loadu_si128((const __m128i *)(sums + i) + j));
            }
        }
        store_finished(weighed, rounding, mixed + i);
    }
#endif
    for (; i < count; i++) {
        mixed[i] = finished((sums ? sums[i] : 0) + upper[i] * a + lower[i] * b, rounding);
    }
}

// A pixel with red and blue in each other's place.
static inline __attribute__((always_inline)) uint32_t turned(uint32_t rgba) {
    return (rgba & 0xff00ff00) | (rgba >> 16 & 0xff) | (rgba & 0xff) << 16;
}

FOR_EACH_PROCESSOR
void saccade_mix_columns(const int16_t *mixed, const saccade_taps *taps, const uint32_t *weights, size_t width,
                         saccade_rounding rounding, uint8_t *target) {
    uint32_t place = 0;
    for (size_t x = 0; x < width; x++) {
        const int16_t *pixel = mixed + (size_t)taps[x].source * 4;
        uint32_t end = taps[x].end;
#if defined(__SSE2__)
        __m128i sum = _mm_set1_epi32(rounding.half);
        for (; place < end; place++, pixel += 8) {
            __m128i two = _mm_loadu_si128((const __m128i *)pixel);
            __m128i pairs = _mm_unpacklo_epi16(two, _mm_srli_si128(two, 8));
            sum = _mm_add_epi32(sum, _mm_madd_epi16(pairs, _mm_set1_epi32((int32_t)weights[place])));
        }
        sum = _mm_sra_epi32(sum, _mm_cvtsi32_si128(rounding.shift));
        sum = _mm_packs_epi32(sum, sum);
        // This limits to 0…255; colours are limited to the alpha too.
        __m128i bytes = _mm_packus_epi16(sum, sum);
        __m128i alpha = _mm_set1_epi8((char)(_mm_cvtsi128_si32(bytes) >> 24));
        uint32_t rgba = (uint32_t)_mm_cvtsi128_si32(_mm_min_epu8(bytes, alpha));
#else
        int32_t sum[4] = {rounding.half, rounding.half, rounding.half, rounding.half};
        for (; place < end; place++, pixel += 8) {
            int16_t a = (int16_t)weights[place], b = (int16_t)(weights[place] >> 16);
            for (int i = 0; i < 4; i++) sum[i] += pixel[i] * a + pixel[i + 4] * b;
        }
        uint32_t rgba = 0;
        int32_t alpha = sum[3] >> rounding.shift;
        alpha = alpha < 0 ? 0 : alpha > 255 ? 255 : alpha;
        for (int i = 0; i < 4; i++) {
            int32_t value = sum[i] >> rounding.shift;
            rgba |= (uint32_t)(value < 0 ? 0 : value > alpha ? alpha : value) << (8 * i);
        }
#endif
        rgba = turned(rgba);
        for (int i = 0; i < 4; i++) target[x * 4 + (size_t)i] = (uint8_t)(rgba >> (8 * i));
    }
}

FOR_EACH_PROCESSOR
void saccade_halve(const uint8_t *upper, const uint8_t *lower, size_t width, uint8_t *target) {
    size_t x = 0;
#if defined(__SSE2__)
    __m128i zero = _mm_setzero_si128(), two = _mm_set1_epi16(2);
    for (; x + 2 <= width; x += 2) {
        __m128i a = _mm_loadu_si128((const __m128i *)(upper + x * 8));
        __m128i b = _mm_loadu_si128((const __m128i *)(lower + x * 8));
        __m128i first = _mm_add_epi16(_mm_unpacklo_epi8(a, zero), _mm_unpacklo_epi8(b, zero));
        __m128i second = _mm_add_epi16(_mm_unpackhi_epi8(a, zero), _mm_unpackhi_epi8(b, zero));
        __m128i sums = _mm_add_epi16(_mm_unpacklo_epi64(first, second), _mm_unpackhi_epi64(first, second));
        sums = _mm_srli_epi16(_mm_add_epi16(sums, two), 2);
        // Red and blue change places.
        sums = _mm_shufflehi_epi16(_mm_shufflelo_epi16(sums, 0xc6), 0xc6);
        _mm_storel_epi64((__m128i *)(target + x * 4), _mm_packus_epi16(sums, sums));
    }
#endif
    for (; x < width; x++) {
        const uint8_t *a = upper + x * 8, *b = lower + x * 8;
        for (int i = 0; i < 4; i++) {
            int place = i == 3 ? 3 : 2 - i;
            target[x * 4 + (size_t)i] = (uint8_t)((a[place] + a[place + 4] + b[place] + b[place + 4] + 2) >> 2);
        }
    }
}
