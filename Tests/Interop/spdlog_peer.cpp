// A peer of `saccade-benchmarks --line record`: one call records a text of 200 bytes, three labelled boxes and an image as a
// line of JSON with spdlog's asynchronous logger. It is built outside the checkout; Docs/Performance.md has the command.
//
// usage: spdlog_peer CALLS FILE
// prints, in nanoseconds: p50 p99 p99.9 greatest, process CPU a call; then bytes on disk a call, and calls that were lost
#include <spdlog/async.h>
#include <spdlog/sinks/basic_file_sink.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

struct Box {
    double x0, y0, x1, y1;
    const char *label;
};

static int64_t now(clockid_t clock) {
    timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000ll + time.tv_nsec;
}

// The text with what JSON does not allow in a string escaped, into memory that is kept.
static void escape(const std::string &text, std::string &out) {
    out.clear();
    for (unsigned char byte : text) {
        if (byte == '"' || byte == '\\') {
            out.push_back('\\');
            out.push_back(char(byte));
        } else if (byte < 0x20) {
            char code[8];
            snprintf(code, sizeof code, "\\u%04x", byte);
            out += code;
        } else {
            out.push_back(char(byte));
        }
    }
}

int main(int count, char **arguments) {
    if (count < 3) return 64;
    size_t calls = strtoull(arguments[1], nullptr, 10);
    const char *path = arguments[2];
    spdlog::init_thread_pool(8192, 1);
    auto sink = std::make_shared<spdlog::sinks::basic_file_sink_mt>(path, true);
    auto logger = std::make_shared<spdlog::async_logger>(
        "peer", sink, spdlog::thread_pool(), spdlog::async_overflow_policy::block);
    logger->set_pattern("%v");

    std::string text, escaped;
    for (int index = 0; index < 200; index++) text.push_back(char('a' + index % 25));
    Box boxes[3];
    for (int index = 0; index < 3; index++) boxes[index] = {index * 100 + 12.25, 40.5, index * 100 + 90.0, 200.75, "shop sign"};
    auto call = [&] {
        escape(text, escaped);
        logger->info(
            "{{\"at\":{},\"agent\":0,\"step\":0,\"text\":\"{}\",\"image\":0,\"regions\":["
            "{{\"box\":[{},{},{},{}],\"label\":\"{}\"}},{{\"box\":[{},{},{},{}],\"label\":\"{}\"}},"
            "{{\"box\":[{},{},{},{}],\"label\":\"{}\"}}]}}",
            now(CLOCK_MONOTONIC), escaped, boxes[0].x0, boxes[0].y0, boxes[0].x1, boxes[0].y1, boxes[0].label,
            boxes[1].x0, boxes[1].y0, boxes[1].x1, boxes[1].y1, boxes[1].label, boxes[2].x0, boxes[2].y0, boxes[2].x1,
            boxes[2].y1, boxes[2].label);
    };
    for (int index = 0; index < 200; index++) call();

    std::vector<int64_t> latencies(calls);
    int64_t next = now(CLOCK_MONOTONIC);
    for (size_t index = 0; index < calls; index++) {
        while (now(CLOCK_MONOTONIC) < next) {}
        int64_t begin = now(CLOCK_MONOTONIC);
        call();
        latencies[index] = now(CLOCK_MONOTONIC) - begin;
        next = std::max(next, begin - 100000) + 20000;
    }
    std::sort(latencies.begin(), latencies.end());
    auto share = [&](double part) { return latencies[std::min(calls - 1, size_t(part * double(calls)))]; };

    // Rests in between, so that the writer's thread works as it does in a server and nobody waits in a loop.
    int64_t before = now(CLOCK_PROCESS_CPUTIME_ID);
    size_t groups = calls / 250;
    for (size_t group = 0; group < groups; group++) {
        for (int index = 0; index < 250; index++) call();
        usleep(5000);
    }
    logger->flush();
    spdlog::shutdown();
    double processor = double(now(CLOCK_PROCESS_CPUTIME_ID) - before) / double(groups * 250);
    logger.reset();
    sink.reset();

    size_t made = 200 + calls + groups * 250, lines = 0;
    struct stat entry;
    if (stat(path, &entry)) return 2;
    if (FILE *file = fopen(path, "r")) {
        for (int byte; (byte = getc(file)) != EOF;) lines += byte == '\n';
        fclose(file);
    }
    printf("%lld %lld %lld %lld %.0f %.0f %lld\n", (long long)share(0.5), (long long)share(0.99),
           (long long)share(0.999), (long long)latencies.back(), processor, double(entry.st_size) / double(made),
           (long long)made - (long long)lines);
    return 0;
}
