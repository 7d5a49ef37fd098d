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

uint32_t saccade_png_version(void) {
    return png_access_version_number();
}
