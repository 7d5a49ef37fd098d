#include "CImageCodecs.h"
#include "deadline.h"
#include <png.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const uint8_t *data;
    size_t size;
    size_t offset;
    int status;
    saccade_codec_context *context;
} reader;

typedef struct {
    uint8_t *data;
    size_t size;
    size_t capacity;
    saccade_codec_context *context;
} writer;

static void fail_reading(png_structp png, png_const_charp message) {
    reader *input = png_get_error_ptr(png);
    if (input->status == SACCADE_CODEC_OK) input->status = SACCADE_CODEC_MALFORMED;
    saccade_say(input->context, message);
    png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp message) {
    (void)png;
    (void)message;
}

static void read_bytes(png_structp png, png_bytep target, size_t count) {
    reader *input = png_get_io_ptr(png);
    if (count > input->size - input->offset) {
        input->status = SACCADE_CODEC_TRUNCATED;
        png_error(png, "the file ends inside a chunk");
    }
    memcpy(target, input->data + input->offset, count);
    input->offset += count;
}

int32_t saccade_png_decode(const uint8_t *data, size_t size, uint32_t width, uint32_t height, uint8_t *pixels,
                           saccade_codec_context *context) {
    reader input = {data, size, 0, SACCADE_CODEC_OK, context};
    uint64_t deadline = saccade_deadline(context);
    png_structp png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &input, fail_reading, ignore_warning);
    if (png == NULL) return SACCADE_CODEC_OUT_OF_MEMORY;
    png_infop info = png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_read_struct(&png, NULL, NULL);
        return SACCADE_CODEC_OUT_OF_MEMORY;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_read_struct(&png, &info, NULL);
        return input.status;
    }
    png_set_read_fn(png, &input, read_bytes);
    png_set_user_limits(png, width, height);
    png_set_chunk_malloc_max(png, 8000000);
    png_set_chunk_cache_max(png, 128);
    png_set_crc_action(png, PNG_CRC_ERROR_QUIT, PNG_CRC_ERROR_QUIT);
    // Everything but IHDR, PLTE, tRNS, IDAT and IEND is skipped: no text, profile or metadata is inflated or kept.
    png_set_keep_unknown_chunks(png, PNG_HANDLE_CHUNK_NEVER, NULL, -1);
    png_read_info(png, info);
    if (png_get_image_width(png, info) != width || png_get_image_height(png, info) != height) {
        png_error(png, "the size differs from the header's");
    }
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
    int passes = png_set_interlace_handling(png);
    png_read_update_info(png, info);
    size_t stride = (size_t)width * 4;
    if (png_get_rowbytes(png, info) != stride) png_error(png, "the rows do not have four bytes a pixel");
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t row = 0; row < height; row++) {
            png_read_row(png, pixels + row * stride, NULL);
            if ((row & 15) == 0 && saccade_is_over(deadline)) {
                input.status = SACCADE_CODEC_TIMED_OUT;
                png_error(png, "the limit of CPU time was reached");
            }
        }
    }
    png_read_end(png, NULL);
    png_destroy_read_struct(&png, &info, NULL);
    return SACCADE_CODEC_OK;
}

static void fail_writing(png_structp png, png_const_charp message) {
    writer *output = png_get_error_ptr(png);
    saccade_say(output->context, message);
    png_longjmp(png, 1);
}

static void write_bytes(png_structp png, png_bytep source, size_t count) {
    writer *output = png_get_io_ptr(png);
    if (count > output->capacity - output->size) {
        size_t capacity = output->capacity * 2;
        if (capacity < output->size + count) capacity = output->size + count;
        uint8_t *data = realloc(output->data, capacity);
        if (data == NULL) png_error(png, "out of memory");
        output->data = data;
        output->capacity = capacity;
    }
    memcpy(output->data + output->size, source, count);
    output->size += count;
}

static void flush_bytes(png_structp png) {
    (void)png;
}

int32_t saccade_png_encode(const uint8_t *pixels, uint32_t width, uint32_t height, int32_t opaque, int32_t level,
                           uint8_t **result, size_t *result_size, saccade_codec_context *context) {
    writer output = {malloc(65536), 0, 65536, context};
    if (output.data == NULL) return SACCADE_CODEC_OUT_OF_MEMORY;
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &output, fail_writing, ignore_warning);
    png_infop info = png == NULL ? NULL : png_create_info_struct(png);
    if (info == NULL) {
        png_destroy_write_struct(&png, NULL);
        free(output.data);
        return SACCADE_CODEC_OUT_OF_MEMORY;
    }
    if (setjmp(png_jmpbuf(png))) {
        png_destroy_write_struct(&png, &info);
        free(output.data);
        return SACCADE_CODEC_MALFORMED;
    }
    png_set_user_limits(png, 0x7fffffff, 0x7fffffff);
    png_set_write_fn(png, &output, write_bytes, flush_bytes);
    png_set_IHDR(png, info, width, height, 8, opaque ? PNG_COLOR_TYPE_RGB : PNG_COLOR_TYPE_RGBA, PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_BASE, PNG_FILTER_TYPE_BASE);
    png_set_compression_level(png, level);
    png_write_info(png, info);
    if (opaque) png_set_filler(png, 0, PNG_FILLER_AFTER);
    for (uint32_t row = 0; row < height; row++) {
        png_write_row(png, pixels + (size_t)row * width * 4);
    }
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    *result = output.data;
    *result_size = output.size;
    return SACCADE_CODEC_OK;
}

void saccade_codec_free(void *memory) {
    free(memory);
}

uint32_t saccade_png_version(void) {
    return png_access_version_number();
}
