// The loops over bytes in which encoding a picture spends its time, as plain C: the compiler makes one copy for every
// x86-64 processor and one for those with AVX2 and BMI2, and the loader chooses. Swift cannot say that of a function.
#ifndef SACCADE_CPIXELLOOPS_H
#define SACCADE_CPIXELLOOPS_H

#include <stddef.h>
#include <stdint.h>

// Each filter of PNG writes the differences of a row to its prediction. A row has `distance` bytes before it, zero at the
// left edge; `target` overlaps no row.
void saccade_filter_left(const uint8_t *row, size_t count, size_t distance, uint8_t *target);
void saccade_filter_up(const uint8_t *row, const uint8_t *above, size_t count, uint8_t *target);
void saccade_filter_average(const uint8_t *row, const uint8_t *above, size_t count, size_t distance, uint8_t *target);
void saccade_filter_paeth(const uint8_t *row, const uint8_t *above, size_t count, size_t distance, uint8_t *target);

// Returns the sum of bytes as signed numbers without their signs.
uint64_t saccade_weight(const uint8_t *bytes, size_t count);

// Write the colours of four-byte pixels, three bytes each: of RGBA, and of BGRX in the order red, green, blue. Eight bytes
// after the last colour may be written to.
void saccade_pack_rgba(const uint8_t *pixels, size_t count, uint8_t *target);
void saccade_pack_bgrx(const uint8_t *pixels, size_t count, uint8_t *target);

// Where bits go, the lowest first; `count` of `bits` are not written yet, at most seven between two calls.
typedef struct {
    uint8_t *target;
    uint64_t bits;
    uint64_t count;
} saccade_bits;

// Writes the codes of bytes: each entry is a code of at most 12 bits with its length in the upper half. Eight bytes after
// the last code may be written to.
void saccade_write_codes(const uint8_t *bytes, size_t count, const uint32_t *entries, saccade_bits *sink);

// Mix rows of bytes with weights of at most 16384 that sum to that: a first pair, a further pair onto sums, and in the
// `last` ones the results in 1/256.
void saccade_mix_first(const uint8_t *upper, const uint8_t *lower, uint16_t a, uint16_t b, size_t count,
                       uint32_t *sums);
void saccade_mix_next(const uint8_t *upper, const uint8_t *lower, uint16_t a, uint16_t b, size_t count, uint32_t *sums);
void saccade_mix_last(const uint8_t *upper, const uint8_t *lower, uint16_t a, uint16_t b, size_t count,
                      const uint32_t *sums, uint16_t *mixed);
void saccade_mix_only(const uint8_t *upper, const uint8_t *lower, uint16_t a, uint16_t b, size_t count,
                      uint16_t *mixed);

// The same with weights that may be negative: `count` rows of bytes at once, and then `taps[x]` neighbouring pixels of
// four samples for each of `width` pixels, from the pixel `starts[x]` on. Colours are limited to the alpha, which is the
// fourth sample, and written blue, green, red, alpha.
void saccade_mix_rows(const uint8_t *const *rows, const int16_t *weights, size_t rows_count, size_t count,
                      int32_t *mixed);
void saccade_mix_columns(const int32_t *mixed, const int32_t *starts, const int32_t *taps, const int32_t *weights,
                         size_t width, uint8_t *target);

#endif
