// CRC-32 by the fastest means that the processor has. Swift has no access to these instructions.
#include "CChecksum.h"

// Tables: sixteen bytes a round. tables[k][b] is the remainder of byte b followed by k zero bytes.

static uint32_t tables[16][256];

static void make_tables(void) {
    for (uint32_t byte = 0; byte < 256; byte++) {
        uint32_t rest = byte;
        for (int bit = 0; bit < 8; bit++) rest = (rest >> 1) ^ (0xEDB88320u & (0u - (rest & 1)));
        tables[0][byte] = rest;
    }
    for (int k = 1; k < 16; k++)
        for (int byte = 0; byte < 256; byte++)
            tables[k][byte] = (tables[k - 1][byte] >> 8) ^ tables[0][tables[k - 1][byte] & 0xFF];
}

static uint32_t load_word(const unsigned char *at) {
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static uint32_t spread(uint32_t word, int k) {
    return tables[k + 3][word & 0xFF] ^ tables[k + 2][word >> 8 & 0xFF] ^ tables[k + 1][word >> 16 & 0xFF] ^
           tables[k][word >> 24];
}

// Works on the inverted checksum, as all of the functions below do.
static uint32_t update_by_tables(uint32_t rest, const unsigned char *at, size_t count) {
    for (; count >= 16; at += 16, count -= 16)
        rest = spread(rest ^ load_word(at), 12) ^ spread(load_word(at + 4), 8) ^ spread(load_word(at + 8), 4) ^
               spread(load_word(at + 12), 0);
    for (; count > 0; at++, count--) rest = tables[0][(rest ^ *at) & 0xFF] ^ (rest >> 8);
    return rest;
}

#if defined(__x86_64__)
#include <immintrin.h>

// Carry-less multiplication folds 64 bytes a round into four registers: multiplying by x^n mod P moves what is in a
// register n bits further along the message. The constants are x^(n±32) mod P, reflected, for n = 512 and n = 128, as
// derived in Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ" (Intel, 2009).

__attribute__((target("pclmul,sse4.1"))) static __m128i fold(__m128i value, __m128i by, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(value, by, 0x00);
    __m128i high = _mm_clmulepi64_si128(value, by, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

__attribute__((target("pclmul,sse4.1"))) static uint32_t update_by_multiplication(
    uint32_t rest, const unsigned char *at, size_t count) {
    if (count < 64) return update_by_tables(rest, at, count);
    const __m128i by512 = _mm_set_epi64x(0x01C6E41596, 0x0154442BD4);
    const __m128i by128 = _mm_set_epi64x(0x00CCAA009E, 0x01751997D0);
    const __m128i *block = (const __m128i *)at;
    __m128i a = _mm_xor_si128(_mm_loadu_si128(block), _mm_cvtsi32_si128((int)rest));
    __m128i b = _mm_loadu_si128(block + 1);
    __m128i c = _mm_loadu_si128(block + 2);
    __m128i d = _mm_loadu_si128(block + 3);
    for (block += 4, count -= 64; count >= 64; block += 4, count -= 64) {
        a = fold(a, by512, _mm_loadu_si128(block));
        b = fold(b, by512, _mm_loadu_si128(block + 1));
        c = fold(c, by512, _mm_loadu_si128(block + 2));
        d = fold(d, by512, _mm_loadu_si128(block + 3));
    }
    a = fold(fold(fold(a, by128, b), by128, c), by128, d);
    for (; count >= 16; block++, count -= 16) a = fold(a, by128, _mm_loadu_si128(block));
    // The sixteen bytes left in `a` have the same remainder as the whole message: the tables finish it.
    unsigned char left[16];
    _mm_storeu_si128((__m128i *)left, a);
    return update_by_tables(update_by_tables(0, left, 16), (const unsigned char *)block, count);
}

static int has_instructions(void) {
    __builtin_cpu_init();
    return __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
}

#elif defined(__aarch64__)
#include <arm_acle.h>
#if defined(__linux__)
#include <sys/auxv.h>
#endif

__attribute__((target("crc"))) static uint32_t update_by_multiplication(
    uint32_t rest, const unsigned char *at, size_t count) {
    for (; count >= 8; at += 8, count -= 8) {
        uint64_t word;
        __builtin_memcpy(&word, at, 8);
        rest = __crc32d(rest, word);
    }
    for (; count > 0; at++, count--) rest = __crc32b(rest, *at);
    return rest;
}

static int has_instructions(void) {
#if defined(__linux__)
    return (getauxval(AT_HWCAP) & (1 << 7)) != 0;  // HWCAP_CRC32
#else
    return 1;  // every Apple processor has them
#endif
}

#else
static uint32_t update_by_multiplication(uint32_t rest, const unsigned char *at, size_t count) {
    return update_by_tables(rest, at, count);
}
static int has_instructions(void) { return 0; }
#endif

static int uses_instructions;

// Before `main`, so that threads find it done.
__attribute__((constructor)) static void prepare(void) {
    make_tables();
    uses_instructions = has_instructions();
}

uint32_t saccade_crc32(uint32_t crc, const void *bytes, size_t count) {
    return ~(uses_instructions ? update_by_multiplication(~crc, bytes, count) : update_by_tables(~crc, bytes, count));
}

uint32_t saccade_crc32_by_tables(uint32_t crc, const void *bytes, size_t count) {
    return ~update_by_tables(~crc, bytes, count);
}
