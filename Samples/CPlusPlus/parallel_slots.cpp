// A server with slots that work side by side, each request recorded by request_trace.hpp. A stand-in plays the model.
//
//     c++ -std=c++11 -pthread parallel_slots.cpp $(pkg-config --cflags --libs saccade) -o parallel_slots
//     ./parallel_slots traces receipt.png

#include <cstdio>
#include <exception>
#include <fstream>
#include <iterator>
#include <thread>

#include "request_trace.hpp"

namespace {

const int slots = 4;
const int requests = 25;

// What the model streams: as with real models, one token ends in the middle of a character.
const char *const tokens[] = {"The ", "caff", "\xC3", "\xA8 ", "cost ", "11.92 ", "\xE2\x82", "\xAC."};

// Answers requests one after another, as a slot of a server does.
void work(const saccade::Recorder &recorder, const std::string &picture) {
    const std::string prompt = "What did the coffee cost in the end?";
    for (int request = 0; request < requests; request++) {
        saccade::RequestTrace trace(recorder, "example-vlm-8b", prompt);
        const std::int64_t receipt = trace.image(picture.data(), picture.size(), "receipt.png");
        trace.begin(prompt, {receipt});
        for (const char *token : tokens) trace.token(token);
        trace.box(receipt, {140, 365, 860, 387}, "discount");
        // A client that goes away leaves a request without an end.
        if (request % 10 != 9) trace.end("stop", 1422, 8);
    }
}

}  // namespace

int main(int argc, char **argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s FOLDER PICTURE\n", argv[0]);
        return 64;
    }
    std::ifstream file(argv[2], std::ios::binary);
    const std::string picture((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    if (picture.empty()) {
        std::fprintf(stderr, "%s: expected a picture, found none\n", argv[2]);
        return 2;
    }
    try {
        saccade::Recorder recorder(argv[1]);
        std::vector<std::thread> threads;
        for (int slot = 0; slot < slots; slot++) {
            threads.emplace_back([&recorder, &picture] { work(recorder, picture); });
        }
        for (std::thread &thread : threads) thread.join();
        if (saccade_recorder_flush(recorder.handle()) < 0) throw std::runtime_error(saccade_last_error());
    } catch (const std::exception &error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
    std::printf("%d requests recorded\n", slots * requests);
    return 0;
}
