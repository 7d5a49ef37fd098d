#include "CBenchmarkPeers.h"
#include <png.h>
#include <string.h>

typedef struct {
    uint8_t *data;
    size_t size;
    size_t capacity;
} writer;

static void write_bytes(png_structp png, png_bytep source, size_t count) {
    writer *output = png_get_io_ptr(png);
    if (count > output->capacity - output->size) png_error(png, "the buffer is full");
    memcpy(output->data + output->size, source, count);
    output->size += count;
}

static void flush_bytes(png_structp png) {
    (void)png;
}

size_t saccade_peer_png(const uint8_t *pixels, uint32_t width, uint32_t height, int32_t level, int32_t filter,
                        uint8_t *buffer, size_t capacity) {
    writer output = {buffer, 0, capacity};
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_write_struct(&png, NULL);
        return 0;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        return 0;
    }
    png_set_write_fn(png, &output, write_bytes, flush_bytes);
    png_set_IHDR(png, info, width, height, 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
                 PNG_FILTER_TYPE_BASE);
    png_set_compression_level(png, level);
    if (filter == SACCADE_PEER_FILTER_SUB) png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    if (filter == SACCADE_PEER_FILTER_PAETH) png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_PAETH);
    png_write_info(png, info);
    png_set_filler(png, 0, PNG_FILLER_AFTER);
    for (uint32_t row = 0; row < height; row++) png_write_row(png, pixels + (size_t)row * width * 4);
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return output.size;
}
