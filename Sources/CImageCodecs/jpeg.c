#include "CImageCodecs.h"
#include "deadline.h"
#include <stdio.h>
#include <jpeglib.h>
#include <jerror.h>
#include <limits.h>
#include <setjmp.h>
#include <stdlib.h>

// A picture of more scans than this is refused: each costs a walk over all coefficients.
#define SCAN_LIMIT 500

typedef struct {
    struct jpeg_error_mgr base;
    jmp_buf jump;
    int status;
    uint64_t deadline;
    unsigned calls;
    saccade_codec_context *context;
} failure;

static void stop(j_common_ptr info, int status) {
    failure *state = (failure *)info->err;
    state->status = status;
    longjmp(state->jump, 1);
}

static void describe(j_common_ptr info) {
    char text[JMSG_LENGTH_MAX];
    info->err->format_message(info, text);
    saccade_say(((failure *)info->err)->context, text);
}

static void fail(j_common_ptr info) {
    describe(info);
    switch (info->err->msg_code) {
    case JERR_OUT_OF_MEMORY:
    case JERR_NO_BACKING_STORE:
        stop(info, SACCADE_CODEC_TOO_LARGE);
    case JERR_SOF_UNSUPPORTED:
    case JERR_BAD_PRECISION:
    case JERR_CONVERSION_NOTIMPL:
    case JERR_NOT_COMPILED:
    case JERR_ARITH_NOTIMPL:
        stop(info, SACCADE_CODEC_UNSUPPORTED);
    case JERR_INPUT_EMPTY:
    case JERR_INPUT_EOF:
        stop(info, SACCADE_CODEC_TRUNCATED);
    default:
        stop(info, SACCADE_CODEC_MALFORMED);
    }
}

// A warning means that libjpeg made pixels up. Only what cannot touch a pixel is let pass.
static void weigh(j_common_ptr info, int level) {
    if (level >= 0) return;
    switch (info->err->msg_code) {
    case JWRN_JFIF_MAJOR:
    case JWRN_ADOBE_XFORM:
        return;
    case JWRN_EXTRANEOUS_DATA:
        if (info->err->msg_parm.i[1] == 0xd9) return;
        describe(info);
        stop(info, SACCADE_CODEC_MALFORMED);
    case JWRN_JPEG_EOF:
        saccade_say(((failure *)info->err)->context, "the file ends before the end-of-image marker");
        stop(info, SACCADE_CODEC_TRUNCATED);
    default:
        describe(info);
        stop(info, SACCADE_CODEC_MALFORMED);
    }
}

static void watch(j_common_ptr info) {
    failure *state = (failure *)info->err;
    if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > SCAN_LIMIT) {
        saccade_say(state->context, "the picture has more than 500 scans");
        stop(info, SACCADE_CODEC_MALFORMED);
    }
    // Asking for the time costs more than a row of pixels.
    if ((state->calls++ & 15) == 0 && saccade_is_over(state->deadline)) {
        saccade_say(state->context, "the limit of CPU time was reached");
        stop(info, SACCADE_CODEC_TIMED_OUT);
    }
}

// Turns a row of inverted CMYK, as Adobe writes it, to RGBA in place: each channel is round(ink * black / 255).
static void convert_cmyk(uint8_t *row, uint32_t width) {
    for (uint32_t x = 0; x < width; x++, row += 4) {
        for (int channel = 0; channel < 3; channel++) {
            unsigned product = (unsigned)row[channel] * row[3] + 128;
            row[channel] = (uint8_t)((product + (product >> 8)) >> 8);
        }
        row[3] = 255;
    }
}

int32_t saccade_jpeg_decode(const uint8_t *data, size_t size, uint32_t width, uint32_t height, uint32_t reduction,
                            uint8_t *pixels, saccade_codec_context *context) {
    struct jpeg_decompress_struct info = {0};
    failure state = {0};
    struct jpeg_progress_mgr monitor = {0};
    state.status = SACCADE_CODEC_OK;
    state.context = context;
    state.deadline = saccade_deadline(context);
    info.err = jpeg_std_error(&state.base);
    state.base.error_exit = fail;
    state.base.emit_message = weigh;
    if (setjmp(state.jump)) {
        jpeg_destroy_decompress(&info);
        return state.status;
    }
    jpeg_create_decompress(&info);
    monitor.progress_monitor = watch;
    info.progress = &monitor;
    if (context->memory_limit != 0 && context->memory_limit <= LONG_MAX) {
        info.mem->max_memory_to_use = (long)context->memory_limit;
    }
    jpeg_mem_src(&info, data, (unsigned long)size);
    jpeg_read_header(&info, TRUE);
    if (info.image_width != width || info.image_height != height) {
        saccade_say(context, "the size differs from the header's");
        stop((j_common_ptr)&info, SACCADE_CODEC_MALFORMED);
    }
    int is_cmyk = info.jpeg_color_space == JCS_CMYK || info.jpeg_color_space == JCS_YCCK;
    info.out_color_space = is_cmyk ? JCS_CMYK : JCS_EXT_RGBA;
    info.dct_method = JDCT_ISLOW;
    info.do_fancy_upsampling = TRUE;
    info.scale_num = 1;
    info.scale_denom = reduction;
    width = (width + reduction - 1) / reduction;
    height = (height + reduction - 1) / reduction;
    jpeg_start_decompress(&info);
    if (info.output_width != width || info.output_height != height || info.output_components != 4) {
        saccade_say(context, "the rows do not have four bytes a pixel");
        stop((j_common_ptr)&info, SACCADE_CODEC_MALFORMED);
    }
    while (info.output_scanline < height) {
        uint8_t *row = pixels + (size_t)info.output_scanline * width * 4;
        JSAMPROW rows[1] = {row};
        if (jpeg_read_scanlines(&info, rows, 1) != 1) {
            saccade_say(context, "the picture ends early");
            stop((j_common_ptr)&info, SACCADE_CODEC_TRUNCATED);
        }
        if (is_cmyk) convert_cmyk(row, width);
    }
    jpeg_finish_decompress(&info);
    jpeg_destroy_decompress(&info);
    return SACCADE_CODEC_OK;
}

#define QUOTED(text) #text
#define QUOTE(text) QUOTED(text)

const char *saccade_jpeg_version(void) {
    return QUOTE(LIBJPEG_TURBO_VERSION);
}
