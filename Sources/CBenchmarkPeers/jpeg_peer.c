#include "CBenchmarkPeers.h"
#include <stdio.h>
#include <jpeglib.h>
#include <setjmp.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf jump;
} failure;

static void fail(j_common_ptr info) {
    longjmp(((failure *)info->err)->jump, 1);
}

size_t saccade_peer_jpeg(const uint8_t *pixels, uint32_t width, uint32_t height, int32_t quality, uint8_t *buffer,
                         size_t capacity) {
    struct jpeg_compress_struct info = {0};
    failure state = {0};
    unsigned char *file = NULL;
    unsigned long size = 0;
    info.err = jpeg_std_error(&state.base);
    state.base.error_exit = fail;
    if (setjmp(state.jump)) {
        jpeg_destroy_compress(&info);
        free(file);
        return 0;
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &file, &size);
    info.image_width = width;
    info.image_height = height;
    info.input_components = 4;
    info.in_color_space = JCS_EXT_RGBX;
    jpeg_set_defaults(&info);
    jpeg_set_quality(&info, quality, TRUE);
    jpeg_start_compress(&info, TRUE);
    while (info.next_scanline < height) {
        JSAMPROW row = (JSAMPROW)(pixels + (size_t)info.next_scanline * width * 4);
        jpeg_write_scanlines(&info, &row, 1);
    }
    jpeg_finish_compress(&info);
    jpeg_destroy_compress(&info);
    size_t written = size <= capacity ? size : 0;
    memcpy(buffer, file, written);
    free(file);
    return written;
}
