#include "CPixelLoops.h"
#include <string.h>

#if defined(__x86_64__) && defined(__linux__)
#include <immintrin.h>
#define FOR_EACH_PROCESSOR __attribute__((target_clones("arch=x86-64-v3", "default")))
#define HAS_WIDE_CODES 1
#else
#define FOR_EACH_PROCESSOR
#define HAS_WIDE_CODES 0
#endif

void saccade_prepare_codes(const uint32_t *entries, saccade_codes *codes) {
    memcpy(codes->entries, entries, sizeof codes->entries);
    for (size_t i = 0; i < 256; i++) {
        codes->low[i] = (uint8_t)entries[i];
        codes->high[i] = (uint8_t)((entries[i] >> 8 & 15) | entries[i] >> 16 << 4);
    }
}

static inline __attribute__((always_inline)) void store64(uint64_t value, uint8_t *address) {
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    value = __builtin_bswap64(value);
#endif
    memcpy(address, &value, 8);
}

FOR_EACH_PROCESSOR
static void write_few(const uint8_t *bytes, size_t count, const uint32_t *entries, saccade_bits *sink) {
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

#if HAS_WIDE_CODES

#define WIDE __attribute__((target("avx512f,avx512bw,avx512dq,avx512vl,avx512vbmi,bmi2")))

// A table of 256 bytes in registers.
typedef struct {
    __m512i parts[4];
} wide_table;

WIDE static inline wide_table load_table(const uint8_t *bytes) {
    wide_table table;
    for (int i = 0; i < 4; i++) table.parts[i] = _mm512_loadu_si512(bytes + i * 64);
    return table;
}

WIDE static inline __m512i look_up(__m512i places, wide_table table) {
    __m512i lower = _mm512_permutex2var_epi8(table.parts[0], places, table.parts[1]);
    __m512i upper = _mm512_permutex2var_epi8(table.parts[2], places, table.parts[3]);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(places), lower, upper);
}

// Joins 32 codes of 16 bits by fours. Where two codes meet, the first goes to the top of its half and then both go down.
WIDE static inline __m512i join_fours(__m512i codes, __m512i lengths) {
    __m512i gaps = _mm512_maskz_sub_epi16(0x55555555, _mm512_set1_epi16(16), lengths);
    codes = _mm512_srlv_epi32(_mm512_sllv_epi16(codes, gaps), gaps);
    lengths = _mm512_madd_epi16(lengths, _mm512_set1_epi16(1));
    gaps = _mm512_maskz_sub_epi32(0x5555, _mm512_set1_epi32(32), lengths);
    return _mm512_srlv_epi64(_mm512_sllv_epi32(codes, gaps), gaps);
}

// Returns for each of eight numbers the sum of it and all before it.
WIDE static inline __m512i running_sums(__m512i numbers) {
    numbers = _mm512_add_epi64(numbers, _mm512_maskz_alignr_epi64(0xfe, numbers, numbers, 7));
    numbers = _mm512_add_epi64(numbers, _mm512_maskz_alignr_epi64(0xfc, numbers, numbers, 6));
    return _mm512_add_epi64(numbers, _mm512_maskz_alignr_epi64(0xf0, numbers, numbers, 4));
}

WIDE static inline uint64_t last_of(__m512i numbers) {
    return (uint64_t)_mm_extract_epi64(_mm512_extracti64x2_epi64(numbers, 3), 1);
}

// The fewest codes that are written faster together than one after the other.
#define FEWEST 40

// Writes up to 64 codes at a time: looks them up, joins them by eights, finds the bit where each eight begins, and shifts
// them there. Eight codes have 8 to 96 bits, so that they fill a byte at least and take two words at most; shifts by 64
// and more give zero. Returns the number of codes written, which leaves fewer than FEWEST.
WIDE static size_t write_many(const uint8_t *bytes, size_t count, const saccade_codes *codes, saccade_bits *sink) {
    const wide_table low_table = load_table(codes->low), high_table = load_table(codes->high);
    const __m512i zero = _mm512_setzero_si512(), nibble = _mm512_set1_epi8(15), seven = _mm512_set1_epi64(7);
    const __m512i word = _mm512_set1_epi64(64);
    // What is unpacked within the quarters of a vector comes out in order if it goes in like this.
    const __m512i order = _mm512_setr_epi64(0, 4, 1, 5, 2, 6, 3, 7), back = _mm512_setr_epi64(0, 2, 4, 6, 1, 3, 5, 7);
    const __m512i evens = _mm512_setr_epi64(0, 2, 4, 6, 8, 10, 12, 14), odds = _mm512_add_epi64(evens, _mm512_set1_epi64(1));
    uint8_t *target = sink->target;
    uint64_t bits = sink->bits, held = sink->count;
    size_t i = 0;
    while (count - i >= FEWEST) {
        size_t taken = count - i < 64 ? count - i : 64;
        __mmask64 is_there = ~(__mmask64)0 >> (64 - taken);
        __m512i places = _mm512_permutexvar_epi64(order, _mm512_maskz_loadu_epi8(is_there, bytes + i));
        __m512i low = look_up(places, low_table), high = look_up(places, high_table);
        if (taken < 64) {
            // What is not there is a code without bits.
            __m512i there = _mm512_permutexvar_epi64(order, _mm512_movm_epi8(is_there));
            low = _mm512_and_si512(low, there);
            high = _mm512_and_si512(high, there);
        }
        __m512i lengths = _mm512_and_si512(_mm512_srli_epi16(high, 4), nibble);
        high = _mm512_and_si512(high, nibble);
        __m512i first_half =
            join_fours(_mm512_unpacklo_epi8(low, high), _mm512_unpacklo_epi8(lengths, zero));
        __m512i second_half =
            join_fours(_mm512_unpackhi_epi8(low, high), _mm512_unpackhi_epi8(lengths, zero));
        __m512i left = _mm512_permutex2var_epi64(first_half, evens, second_half);
        __m512i right = _mm512_permutex2var_epi64(first_half, odds, second_half);
        // How long each eight and its first four are.
        lengths = _mm512_permutexvar_epi64(back, lengths);
        __m512i both = _mm512_sad_epu8(lengths, zero);
        __m512i one = _mm512_sad_epu8(_mm512_and_si512(lengths, _mm512_set1_epi64(0xffffffff)), zero);

        __m512i ends = _mm512_add_epi64(running_sums(both), _mm512_set1_epi64((int64_t)held));
        __m512i starts = _mm512_sub_epi64(ends, both), shifts = _mm512_and_si512(starts, seven);
        __m512i middle = _mm512_add_epi64(one, shifts);
        __m512i first = _mm512_or_si512(_mm512_sllv_epi64(left, shifts), _mm512_sllv_epi64(right, middle));
        __m512i second = _mm512_srlv_epi64(right, _mm512_sub_epi64(word, middle));
        // The bits after the last whole byte of each eight are the first ones of the next.
        __m512i whole = _mm512_andnot_si512(seven, _mm512_add_epi64(both, shifts));
        __m512i rest = _mm512_or_si512(_mm512_srlv_epi64(first, whole),
                                       _mm512_or_si512(_mm512_sllv_epi64(second, _mm512_sub_epi64(word, whole)),
                                                       _mm512_srlv_epi64(second, _mm512_sub_epi64(whole, word))));
        __m512i before = _mm512_mask_alignr_epi64(_mm512_set1_epi64((int64_t)bits), 0xfe, rest, rest, 7);
        first = _mm512_or_si512(first, before);

        __m128i words[8];
        uint64_t offsets[8];
        _mm512_storeu_si512(words, _mm512_unpacklo_epi64(first, second));
        _mm512_storeu_si512(words + 4, _mm512_unpackhi_epi64(first, second));
        _mm512_storeu_si512(offsets, _mm512_srli_epi64(starts, 3));
        uint64_t end = last_of(ends);
        if (taken == 64) {
            for (int j = 0; j < 8; j++) {
                _mm_storeu_si128((__m128i *)(target + offsets[j]), words[(j & 1) * 4 + j / 2]);
            }
            bits = last_of(rest);
        } else {
            for (size_t j = 0; j < (taken + 7) / 8; j++) {
                _mm_storeu_si128((__m128i *)(target + offsets[j]), words[(j & 1) * 4 + j / 2]);
            }
            // The last eight may not have filled a byte.
            bits = target[end >> 3] & ((1u << (end & 7)) - 1);
        }
        target += end >> 3;
        held = end & 7;
        i += taken;
    }
    *sink = (saccade_bits){target, bits, held};
    return i;
}

#endif

void saccade_write_codes(const uint8_t *bytes, size_t count, const saccade_codes *codes, saccade_bits *sink) {
    size_t done = 0;
#if HAS_WIDE_CODES
    if (count >= FEWEST && __builtin_cpu_supports("avx512vbmi") && __builtin_cpu_supports("avx512bw")) {
        done = write_many(bytes, count, codes, sink);
    }
#endif
    write_few(bytes + done, count - done, codes->entries, sink);
}
