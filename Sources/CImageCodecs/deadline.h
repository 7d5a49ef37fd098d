// The limit of CPU time that the decoders share.
#ifndef SACCADE_DEADLINE_H
#define SACCADE_DEADLINE_H

#include "CImageCodecs.h"
#include <stdio.h>
#include <time.h>

static inline uint64_t saccade_thread_time(void) {
    struct timespec now;
    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now) != 0) return 0;
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

// The moment at which the call must stop, 0 for never.
static inline uint64_t saccade_deadline(const saccade_codec_context *context) {
    if (context->time_limit == 0) return 0;
    uint64_t now = saccade_thread_time();
    return now > UINT64_MAX - context->time_limit ? 0 : now + context->time_limit;
}

static inline int saccade_is_over(uint64_t deadline) {
    return deadline != 0 && saccade_thread_time() > deadline;
}

static inline void saccade_say(saccade_codec_context *context, const char *message) {
    snprintf(context->message, sizeof context->message, "%s", message);
}

#endif
