// Records one request to a server that reasons over images: what came in, what the model streamed, where it looked, what
// its tool gave back, and what it answered. A stand-in plays the model; everything else is what a server would do.
//
//     cc record_request.c $(pkg-config --cflags --libs saccade) -o record_request
//     ./record_request traces receipt.png receipt-zoom.png

#include <saccade.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// What the model streams, token by token; as with real models, one token ends in the middle of a character.
static const char *const thoughts[] = {"The coffee is caff", "\xC3", "\xA8 crema; ", "the print is small, ", "so I zoom in."};

// Streams tokens into a step. What is left of a character waits for the next token.
static void stream(int64_t trace, int64_t step, const char *const *tokens, size_t count) {
    char waiting[512];
    size_t used = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(tokens[i]);
        if (used + size > sizeof waiting) return;
        memcpy(waiting + used, tokens[i], size);
        used += size;
        int64_t whole = saccade_whole_text(waiting, used);
        if (whole <= 0) continue;
        saccade_step_text(trace, 0, step, NULL, waiting, (size_t)whole);
        used -= (size_t)whole;
        memmove(waiting, waiting + whole, used);
    }
}

// Reads a whole file; the caller frees it.
static unsigned char *contents(const char *path, size_t *size) {
    FILE *file = fopen(path, "rb");
    if (!file) return NULL;
    unsigned char *bytes = NULL;
    if (fseek(file, 0, SEEK_END) == 0) {
        long length = ftell(file);
        rewind(file);
        if (length > 0) bytes = malloc((size_t)length);
        if (bytes && fread(bytes, 1, (size_t)length, file) != (size_t)length) {
            free(bytes);
            bytes = NULL;
        }
        *size = (size_t)length;
    }
    fclose(file);
    return bytes;
}

static int fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, saccade_last_error());
    return 1;
}

int main(int argc, char **argv) {
    if (argc != 4) {
        fprintf(stderr, "usage: %s FOLDER PICTURE ZOOM\n", argv[0]);
        return 64;
    }
    size_t size = 0;
    unsigned char *picture = contents(argv[2], &size);
    if (!picture) {
        perror(argv[2]);
        return 2;
    }

    // One recorder for the process.
    int64_t recorder = saccade_recorder_open(argv[1], "{\"compression\":\"zstd\"}");
    if (recorder < 0) return fail("saccade_recorder_open");

    // A request comes in. Results below 0 may be given on, so a server need not look at each of them.
    const char *question = "What did the coffee cost in the end?";
    int64_t trace = saccade_trace_begin(recorder, "example-vlm-8b", question, NULL);
    int64_t receipt = saccade_image(trace, picture, size, "receipt.png", NULL);
    free(picture);
    saccade_turn(trace, question, strlen(question), &receipt, 1);

    int64_t generation = saccade_generation_begin(trace, 0, "[{\"turn\":0}]", NULL);
    int64_t look = saccade_step_begin(trace, 0, generation, "look");
    stream(trace, look, thoughts, sizeof thoughts / sizeof *thoughts);
    const double box[4] = {140, 306, 860, 437};
    int64_t coffee = saccade_step_box(trace, 0, look, receipt, box, "permille", "coffee");

    // The tool runs. What has no function of its own is recorded as the event that the format has.
    int64_t call = saccade_call_begin(trace, 0, look, "image_zoom_in_tool", "{\"bbox_2d\":[140,306,860,437]}");
    char text[640];
    snprintf(text, sizeof text, "{\"origin\":{\"kind\":\"tool\",\"agent\":0,\"call\":%lld}}", (long long)call);
    int64_t zoom = saccade_image_file(trace, argv[3], text);
    snprintf(text, sizeof text,
             "{\"t\":\"image.derive\",\"image\":%lld,\"parents\":[{\"image\":%lld,"
             "\"map\":{\"rows\":[[6480,0,1169280],[0,6061,4547200]],\"over\":9280}}],\"operation\":\"zoom\","
             "\"agent\":0,\"call\":%lld,\"region\":%lld,\"requested\":[126,489.6,774,699.2],"
             "\"executed\":[126,490,774,699],\"rounding\":\"half-even\",\"resampler\":\"bicubic\","
             "\"recipe\":\"qwen3vl-zoom@1\"}",
             (long long)zoom, (long long)receipt, (long long)call, (long long)coffee);
    if (saccade_record(trace, text, strlen(text)) < 0) fail("saccade_record");
    saccade_call_succeed(trace, 0, call, NULL, 0, &zoom, 1);
    saccade_step_end(trace, 0, look, NULL);
    saccade_generation_end(trace, 0, generation, NULL, "{\"finish\":\"stop\",\"usage\":{\"input\":1422,\"output\":69}}");

    const char *answer = "15.90 less 3.98: the coffee cost 11.92 euros.";
    saccade_answer(trace, 0, answer, strlen(answer), true, &coffee, 1, &zoom, 1);
    saccade_trace_end(trace, NULL);

    // The server ends. What was recorded is written before this returns.
    char *statistics = NULL;
    if (saccade_recorder_flush(recorder) < 0) return fail("saccade_recorder_flush");
    if (saccade_recorder_statistics(recorder, &statistics) == 0) printf("%s\n", statistics);
    saccade_free(statistics);
    if (saccade_recorder_close(recorder) < 0) return fail("saccade_recorder_close");

    // The trace is read back: its events as they stand in the file, and whether they contradict each other.
    int64_t reader = saccade_reader_open(argv[1], NULL);
    char *event = NULL;
    int64_t events = 0;
    while (saccade_reader_next(reader, &event, NULL) == 1) {
        events++;
        saccade_free(event);
    }
    saccade_reader_close(reader);
    char *report = NULL;
    int64_t verdict = saccade_check(argv[1], NULL, &report);
    if (verdict < 0) return fail("saccade_check");
    printf("%lld events\n%s", (long long)events, report);
    saccade_free(report);
    return verdict == 0 ? 0 : 1;
}
