// The C interface of Saccade: records, reads and checks traces of how a model reasons over images.
//
// This file is written from Sources/SaccadeC by its tests; edit the functions there.
//
// A function returns 0 or more if it has done what it was asked: a handle, an ordinal, or 0. What is below 0 is a
// status; saccade_last_error() then says what was expected and what was found. A result below 0 may be given on as a
// handle or an ordinal: what depends on it fails too, and nothing crashes. Any function may be called from any thread.
// Calls that record wait for no disk. Texts are UTF-8. Ordinals count from 0: images and turns in their trace, all else
// in its agent; agent 0 is there from the beginning.

#ifndef SACCADE_H
#define SACCADE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SACCADE_VERSION "0.1.0"

#ifdef __cplusplus
extern "C" {
#endif

// What a function returns when it could not do what it was asked to. New ones may come in any version.
enum {
    // Not an error: given in place of an ordinal, it says that there is none.
    SACCADE_NONE = -1,
    // The handle was never given out, was closed, or is of another kind.
    SACCADE_BAD_HANDLE = -2,
    // An argument is NULL, out of range, no UTF-8, or not the JSON that is expected.
    SACCADE_BAD_ARGUMENT = -3,
    // The recorder was closed, or belongs to the process that this one was forked from.
    SACCADE_CLOSED = -4,
    // The file system does not do what it was asked.
    SACCADE_FILE_SYSTEM = -5,
    // A trace cannot be read: it is damaged, or no trace.
    SACCADE_MALFORMED = -6,
    // A trace needs a newer version of this library, or a level of checking needs pixels.
    SACCADE_UNSUPPORTED = -7,
    // What was asked for is not there.
    SACCADE_NOT_FOUND = -8,
    // A limit was reached: memory, threads, handles or sizes.
    SACCADE_LIMIT = -9,
    // It took longer than the caller wanted to wait.
    SACCADE_TIMED_OUT = -10,
};

// Returns the version of the library, as `0.1.0`; the text stays where it is.
const char *saccade_version(void);

// Returns the message of the last call that failed in this thread: what was expected and what was found.
//
// The text stays valid until the next call fails in this thread. It is empty before the first.
const char *saccade_last_error(void);

// Gives back memory that a function of this library has given out; NULL is allowed.
void saccade_free(void *memory);

// Returns how many of the bytes are whole characters of UTF-8, so that the rest can wait for the bytes that follow.
//
// Models give out tokens that end in the middle of a character; at most 3 bytes are left over. Bytes that are no UTF-8
// at all are counted as whole: the call that records them says what is wrong.
int64_t saccade_whole_text(const char *text, size_t size);

// Opens a recorder that writes segments of many traces into a folder, which is made if it is not there.
//
// One is enough for a process. `options` is a JSON object or NULL: `name`, `program` (`{"name", "version"}`), `mode`
// (`never-block`, `must-keep`, or `{"block": milliseconds}`), `memoryLimit`, `maximumTraces`, `heldLimit`, `sampling`
// (`{"rate", "keepsFailures"}`), `durability` (`at-end`, `always`, or `{"seconds", "bytes"}`), `compression` (`none`,
// `zstd`, `lz4`), `segments` (`{"size", "seconds"}`), `retention` (`{"bytes", "seconds"}`), `flushesAtExit`.
//
// Returns the handle of the recorder.
int64_t saccade_recorder_open(const char *folder, const char *options);

// Writes everything that was recorded before: a crash of the process cannot lose it any more, a loss of power can.
//
// Waits for the disk, as only this function, `saccade_recorder_sync` and `saccade_recorder_close` do.
int64_t saccade_recorder_flush(int64_t recorder);

// Makes everything that was recorded before survive a loss of power.
int64_t saccade_recorder_sync(int64_t recorder);

// Writes all that was recorded, finishes the segment, and closes the handle and those of the recorder's traces.
//
// A trace that is open stays without an end, as if the process had been killed. The handles are closed even if this
// fails.
int64_t saccade_recorder_close(int64_t recorder);

// Gives what a recorder has done since it was opened, as a JSON object; `saccade_free` takes it back.
int64_t saccade_recorder_statistics(int64_t recorder, char **json);

// Begins a trace: one task, from what the user asked to the answer.
//
// `model` is the one of agents that name none, `task` says in words what the task is; both may be NULL. `fields` is NULL
// or a JSON object with other fields of `trace.begin`: `id` (32 hexadecimal digits, as W3C Trace Context has it),
// `session`, `parentTrace`, `continues`, `environment`.
//
// Returns the handle of the trace, which `saccade_trace_end` closes. Agent 0, the root, is there from the beginning.
int64_t saccade_trace_begin(int64_t recorder, const char *model, const char *task, const char *fields);

// Writes the id of a trace, 32 hexadecimal digits and a 0, to a place of at least 33 bytes.
int64_t saccade_trace_id(int64_t trace, char *id, size_t size);

// Returns 1 for a trace that is left out as a whole, because of sampling or because too many were open when it began, else 0.
//
// Calls on such a trace do nothing. A caller may spare itself the work of what it would record, as encoding a picture.
int64_t saccade_trace_is_left_out(int64_t trace);

// Ends a trace and closes its handle; `status` is `ok` (or NULL), `failed` or `cancelled`.
int64_t saccade_trace_end(int64_t trace, const char *status);

// Records any event of the format, written as JSON without `n` and `at`, which the recorder gives.
//
// The other functions are for what is common; this one is for everything, with all fields of `Docs/Format.md`:
// `{"t":"region","agent":0,"step":2,"image":1,"shape":{"point":[310,94]},"role":"action"}`. The place in pixels of a
// region in another space is added if the size of its image is known. A field that is not known is an error.
//
// Returns the ordinal of what was recorded, 0 for an event without one.
int64_t saccade_record(int64_t trace, const char *event, size_t size);

// Records what the user said: a text, and images that were recorded before, in that order images first.
//
// Returns the ordinal of the turn.
int64_t saccade_turn(int64_t trace, const char *text, size_t size, const int64_t *images, size_t count);

// Records an image whose file is in memory; the bytes are copied.
//
// Size and media type are read from the header of a PNG, JPEG or WebP; nothing is decoded. `name` is what the record
// calls it, a path or a URL, or NULL. `fields` is NULL or a JSON object: `names`, `media`, `origin` (as
// `{"kind":"tool","agent":0,"call":3}`; `{"kind":"input"}` by default), and `"redact": true` for a picture of which
// nothing must be stored.
//
// Returns the ordinal of the image.
int64_t saccade_image(int64_t trace, const void *bytes, size_t size, const char *name, const char *fields);

// Records an image that lies in a file, which the recorder reads soon after; it must stay as it is until then.
//
// `fields` is as for `saccade_image`, and may have `width` and `height`, which places need that are not in pixels.
//
// Returns the ordinal of the image.
int64_t saccade_image_file(int64_t trace, const char *path, const char *fields);

// Records that an image is a crop of another at whole pixels: left, top, right, bottom in pixels of the parent.
//
// `agent` and `call` name the tool call that made it; `SACCADE_NONE` for `call` says that none did.
int64_t saccade_crop(int64_t trace, int64_t image, int64_t parent, const double *executed, int64_t agent, int64_t call);

// Records that an agent begins another one, which is a lane of the same trace.
//
// `kind` is `worker` (or NULL), `sample`, `branch` or `verifier`; `role` says in words what it does, or is NULL.
//
// Returns the ordinal of the new agent.
int64_t saccade_agent_spawn(int64_t trace, int64_t parent, const char *kind, const char *role);

// Records that an agent has ended; `status` is `ok` (or NULL), `failed` or `cancelled`.
int64_t saccade_agent_end(int64_t trace, int64_t agent, const char *status);

// Records that an agent takes the result of another one, which has ended.
int64_t saccade_agent_join(int64_t trace, int64_t agent, int64_t other);

// Records the beginning of a model call and what was added to its input.
//
// `input` is NULL or a JSON list of parts, as `[{"turn":0},{"image":1},{"call":2},{"text":"…"}]`: what the model receives
// beside what it received before. `model` is NULL for the one of the trace.
//
// Returns the ordinal of the model call among those of the agent.
int64_t saccade_generation_begin(int64_t trace, int64_t agent, const char *input, const char *model);

// Records the end of a model call.
//
// `status` is as for `saccade_agent_end`. `fields` is NULL or a JSON object with other fields of `generation.end`:
// `finish`, `usage` (`{"input":912,"output":31}`), `firstToken` (nanoseconds), `response`, `error`.
int64_t saccade_generation_end(
    int64_t trace, int64_t agent, int64_t generation, const char *status, const char *fields);

// Records an answer of an agent, and the regions and images that it rests on.
//
// `final` says that it is the answer of the trace. `regions` are regions of the same agent. `text` has `size` bytes.
//
// Returns the ordinal of the answer.
int64_t saccade_answer(
    int64_t trace, int64_t agent, const char *text, size_t size, bool final, const int64_t *regions,
    size_t region_count, const int64_t *images, size_t image_count);

// Records the beginning of a step of reasoning.
//
// `generation` is the model call that it belongs to, or `SACCADE_NONE`. `kind` is `think`, `look`, `act`, `delegate`,
// `verify` or `answer`.
//
// Returns the ordinal of the step among those of the agent.
int64_t saccade_step_begin(int64_t trace, int64_t agent, int64_t generation, const char *kind);

// Records a piece of a step's text, whole characters of UTF-8, as it comes from the model.
//
// `channel` is `reasoning` (or NULL), `output` or `tool-arguments`. Tokens may end within a character:
// `saccade_whole_text` says how much of them can be recorded already.
int64_t saccade_step_text(
    int64_t trace, int64_t agent, int64_t step, const char *channel, const char *text, size_t size);

// Records a box on an image: four numbers as the model wrote them, left, top, right, bottom.
//
// `unit` says what they count: `pixel` (or NULL), `unit` (0 to 1), `unit-square`, `percent`, `permille`, `permille-999`.
// The place in pixels is computed where the size of the image is known. `label` says what is there, or is NULL. Other
// shapes, spaces and fields are for `saccade_record`.
//
// Returns the ordinal of the region among those of the agent.
int64_t saccade_step_box(
    int64_t trace, int64_t agent, int64_t step, int64_t image, const double *box, const char *unit, const char *label);

// Records the end of a step; `status` is `ok` (or NULL), `failed` or `cancelled`.
int64_t saccade_step_end(int64_t trace, int64_t agent, int64_t step, const char *status);

// Records that a step calls a tool; `written` is the text of the arguments as the model wrote it, or NULL.
//
// Returns the ordinal of the call among those of the agent.
int64_t saccade_call_begin(int64_t trace, int64_t agent, int64_t step, const char *name, const char *written);

// Records that a tool call has succeeded, and what it returned: images that were recorded before, and a text.
int64_t saccade_call_succeed(
    int64_t trace, int64_t agent, int64_t call, const char *text, size_t size, const int64_t *images, size_t count);

// Records that a tool call has failed: `kind` is `failed` (or NULL), `timed-out`, `indeterminate` or `cancelled`.
int64_t saccade_call_fail(int64_t trace, int64_t agent, int64_t call, const char *kind, const char *message);

// Opens a log of traces, in either encoding: a file, or a folder with all that is in it.
//
// `trace` is NULL for all traces, or names one by its id, by the beginning of its id, or by its number from 0.
//
// Returns the handle of a reader.
int64_t saccade_reader_open(const char *path, const char *trace);

// Gives the next event as it stands in the log, one JSON object; `saccade_free` takes it back.
//
// Each `trace.begin` starts another trace. `size` may be NULL.
//
// Returns 1 for an event and 0 at the end. An event that cannot be read is an error, and the next call goes on after it.
int64_t saccade_reader_next(int64_t reader, char **event, size_t *size);

// Gives the file of an image, or another blob, by the digest that its event names: 64 hexadecimal digits.
//
// An image of at most 4 KiB may stand in its event instead, as `inline`. `saccade_free` takes the bytes back.
int64_t saccade_reader_blob(int64_t reader, const char *digest, char **bytes, size_t *size);

// Gives all traces of the log as a JSON list: of each what it comes to after its last event, by agents, steps and images.
//
// `Docs/FormatNotes.md` has the form. `saccade_free` takes the text back. Reading by events is not disturbed.
int64_t saccade_reader_states(int64_t reader, char **json);

// Closes a reader.
int64_t saccade_reader_close(int64_t reader);

// Checks the traces of a file or a folder, up to the places of regions (L2); pictures made again (L3) need the command.
//
// `options` is NULL or a JSON object: `level` (`L0`, `L1`, `L2`), `trace` (as for `saccade_reader_open`), `format` of the
// report (`text`, `json`, `sarif`, `junit`, `github`), and what `.saccade.json` may have: `strict`, `require`,
// `minimumCoverage`, `rules`, `waivers`. `report` may be NULL; `saccade_free` takes the text back.
//
// Returns 0 if every trace passes, 1 if one fails, 2 if one is unverified and none fails.
int64_t saccade_check(const char *path, const char *options, char **report);

#ifdef __cplusplus
}
#endif

#endif
