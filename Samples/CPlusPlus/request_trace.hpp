// Records a request of a server, for C++11 and later: one object a request, or a slot as llama.cpp's server has them.
// Copy this file into a server; it needs nothing but saccade.h.

#pragma once

#include <saccade.h>

#include <cstdint>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace saccade {

// The recorder of a process. Its destructor writes what was recorded.
class Recorder {
public:
    // Throws if the folder cannot be written to.
    explicit Recorder(const std::string &folder, const std::string &options = "{}")
        : handle_(saccade_recorder_open(folder.c_str(), options.c_str())) {
        if (handle_ < 0) throw std::runtime_error(saccade_last_error());
    }
    ~Recorder() { saccade_recorder_close(handle_); }
    Recorder(const Recorder &) = delete;
    Recorder &operator=(const Recorder &) = delete;

    std::int64_t handle() const { return handle_; }

private:
    std::int64_t handle_;
};

// A request: its images and prompt, the tokens that it streams, its answer. Recording never throws and never waits; a
// request that is destroyed before its end is recorded as cancelled.
class RequestTrace {
public:
    RequestTrace(const Recorder &recorder, const std::string &model, const std::string &prompt)
        : trace_(saccade_trace_begin(recorder.handle(), model.c_str(), prompt.c_str(), nullptr)) {}

    ~RequestTrace() {
        if (trace_ >= 0) cancel();
    }
    RequestTrace(RequestTrace &&other) noexcept { *this = std::move(other); }
    RequestTrace &operator=(RequestTrace &&other) noexcept {
        if (this != &other) {
            if (trace_ >= 0) cancel();
            trace_ = other.trace_;
            generation_ = other.generation_;
            step_ = other.step_;
            waiting_ = std::move(other.waiting_);
            text_ = std::move(other.text_);
            other.trace_ = SACCADE_NONE;
        }
        return *this;
    }

    // An image of the prompt, as its file came in.
    std::int64_t image(const void *bytes, std::size_t size, const std::string &name) {
        return saccade_image(trace_, bytes, size, name.c_str(), nullptr);
    }

    // The prompt is complete and the model begins.
    void begin(const std::string &prompt, const std::vector<std::int64_t> &images) {
        saccade_turn(trace_, prompt.data(), prompt.size(), images.data(), images.size());
        generation_ = saccade_generation_begin(trace_, 0, "[{\"turn\":0}]", nullptr);
        step_ = saccade_step_begin(trace_, 0, generation_, "answer");
    }

    // A token, as the sampler gives it: it may end within a character.
    void token(const std::string &piece) {
        waiting_ += piece;
        const std::int64_t whole = saccade_whole_text(waiting_.data(), waiting_.size());
        if (whole <= 0) return;
        const std::size_t count = static_cast<std::size_t>(whole);
        // Bytes that are no text at all are left out of the trace, and of the answer, as a client would not get them.
        if (saccade_step_text(trace_, 0, step_, "output", waiting_.data(), count) >= 0) text_.append(waiting_, 0, count);
        waiting_.erase(0, count);
    }

    // A box that the model has written, 0 to 1000 over the image.
    std::int64_t box(std::int64_t image, const double (&permille)[4], const std::string &label) {
        return saccade_step_box(trace_, 0, step_, image, permille, "permille", label.c_str());
    }

    // The request is done.
    void end(const std::string &finish_reason, int prompt_tokens, int output_tokens) {
        saccade_step_end(trace_, 0, step_, nullptr);
        const std::string fields = "{\"finish\":\"" + finish_reason + "\",\"usage\":{\"input\":" +
                                   std::to_string(prompt_tokens) + ",\"output\":" + std::to_string(output_tokens) + "}}";
        saccade_generation_end(trace_, 0, generation_, nullptr, fields.c_str());
        saccade_answer(trace_, 0, text_.data(), text_.size(), true, nullptr, 0, nullptr, 0);
        finish("ok");
    }

    // The client has gone away.
    void cancel() {
        saccade_step_end(trace_, 0, step_, "cancelled");
        saccade_generation_end(trace_, 0, generation_, "cancelled", nullptr);
        finish("cancelled");
    }

private:
    void finish(const char *status) {
        saccade_trace_end(trace_, status);
        trace_ = SACCADE_NONE;
    }

    std::int64_t trace_ = SACCADE_NONE;
    std::int64_t generation_ = SACCADE_NONE;
    std::int64_t step_ = SACCADE_NONE;
    std::string waiting_;
    std::string text_;
};

}  // namespace saccade
