// The loops over bytes in which drawing and encoding a picture spends its time, as plain C: the compiler makes one copy for every
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

// Writes pixels of RGBA as BGRA, and returns whether all of them are opaque.
int saccade_turn(const uint8_t *pixels, size_t count, uint8_t *target);

// Writes how light pixels of RGBA are, 0 to 2040.
void saccade_lightness(const uint8_t *pixels, size_t count, uint16_t *light);

// Where bits go, the lowest first; `count` of `bits` are not written yet, at most seven between two calls.
typedef struct {
    uint8_t *target;
    uint64_t bits;
    uint64_t count;
} saccade_bits;

// The codes of all bytes: a code of 1 to 12 bits with its length in the upper half, and the same in two tables of bytes.
typedef struct {
    uint32_t entries[256];
    uint8_t low[256], high[256];
} saccade_codes;

// Makes the tables for 256 entries.
void saccade_prepare_codes(const uint32_t *entries, saccade_codes *codes);

// Writes the codes of bytes. Sixteen bytes after the last code may be written to.
void saccade_write_codes(const uint8_t *bytes, size_t count, const saccade_codes *codes, saccade_bits *sink);

// How a sum of samples times weights, which sum to 16384, becomes a sample with fewer bits: half of what is shifted out is
// added first, and the bias taken off last.
typedef struct {
    int32_t half, shift, bias;
} saccade_rounding;

// Mix a pair of rows of bytes with weights onto sums, or in place of them.
void saccade_mix_rows(const uint8_t *upper, const uint8_t *lower, int16_t a, int16_t b, size_t count, int is_first,
                      int32_t *sums);

// Mixes the last pair of rows with what has been summed, or with nothing, and rounds.
void saccade_mix_last_rows(const uint8_t *upper, const uint8_t *lower, int16_t a, int16_t b, size_t count,
                           const int32_t *sums, saccade_rounding rounding, int16_t *mixed);

// From which pixel on a pixel is mixed, and where its pairs of weights end.
typedef struct {
    uint32_t source, end;
} saccade_taps;

// Mixes neighbouring pixels of four samples, two at a time; the first weight of a pair is in the lower half. One pixel
// after the last may be read. The bias of `rounding` is not taken off. Colours are limited to the alpha, which is the
// fourth sample, and written blue, green, red, alpha.
void saccade_mix_columns(const int16_t *mixed, const saccade_taps *taps, const uint32_t *weights, size_t width,
                         saccade_rounding rounding, uint8_t *target);

// Writes the means of four pixels, from two rows of twice the width, blue, green, red, alpha.
void saccade_halve(const uint8_t *upper, const uint8_t *lower, size_t width, uint8_t *target);

#endif
