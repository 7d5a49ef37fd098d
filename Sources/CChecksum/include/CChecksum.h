#ifndef CCHECKSUM_H
#define CCHECKSUM_H

#include <stddef.h>
#include <stdint.h>

/// Continues a CRC-32 (the one of zlib, PNG and MCAP: reflected polynomial 0xEDB88320) over some bytes.
///
/// `crc` is the checksum of what came before, 0 of nothing. Uses the processor's carry-less multiplication or CRC
/// instructions where it has them, and tables elsewhere; all give the same value.
uint32_t saccade_crc32(uint32_t crc, const void *bytes, size_t count);

/// The same by tables alone, for tests and for measuring.
uint32_t saccade_crc32_by_tables(uint32_t crc, const void *bytes, size_t count);

#endif
