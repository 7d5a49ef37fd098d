// The peer of `saccade-benchmarks --line mcap`: writes and reads the same messages with the C++ reference library of
// foxglove/mcap, and prints the CPU seconds. It is built outside the checkout; Docs/Performance.md has the command.
//
// usage: mcap_peer write|read FILE none|lz4|zstd CHUNK_SIZE MESSAGES
#define MCAP_IMPLEMENTATION
#include <mcap/reader.hpp>
#include <mcap/writer.hpp>

#include <cstdint>
#include <cstdio>
#include <cstring>
#include <ctime>
#include <string>
#include <vector>

static double processor_time() {
    timespec time;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

// The data of a message: 200 bytes of text with its number in it. The benchmark writes the same.
static void fill(std::vector<char> &data, uint64_t number) {
    static const char *words[] = {"sign", "door", "left", "reads", "exit", "arrow", "right", "above"};
    uint64_t state = number * 0x9E3779B97F4A7C15ull + 1;
    int count = snprintf(data.data(), data.size(), "{\"t\":\"step.text\",\"at\":%llu,\"agent\":0,\"text\":\"",
                         (unsigned long long)number * 1000);
    size_t position = count;
    while (position < data.size() - 2) {
        const char *word = words[state >> 61];
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        for (; *word && position < data.size() - 2; word++) data[position++] = *word;
        if (position < data.size() - 2) data[position++] = ' ';
    }
    data[position++] = '"';
    data[position] = '}';
}

static mcap::Compression compression(const std::string &name) {
    if (name == "lz4") return mcap::Compression::Lz4;
    return name == "zstd" ? mcap::Compression::Zstd : mcap::Compression::None;
}

static int write_file(const char *path, const std::string &name, uint64_t chunk, uint64_t messages,
                      std::vector<std::vector<char>> &data) {
    double start = processor_time();
    mcap::McapWriterOptions options("");
    options.compression = compression(name);
    // lz4 in its fast mode (0) and zstd at level 1.
    options.compressionLevel = name == "lz4" ? mcap::CompressionLevel::Fast : mcap::CompressionLevel::Default;
    options.chunkSize = chunk;
    options.enableDataCRC = false;
    mcap::McapWriter writer;
    if (!writer.open(path, options).ok()) return 2;
    mcap::Channel channel("/saccade/events", "json", 0);
    writer.addChannel(channel);
    mcap::Message message;
    message.channelId = channel.id;
    for (uint64_t number = 0; number < messages; number++) {
        auto &bytes = data[number % data.size()];
        message.sequence = uint32_t(number);
        message.logTime = message.publishTime = number * 1000;
        message.data = reinterpret_cast<const std::byte *>(bytes.data());
        message.dataSize = bytes.size();
        if (!writer.write(message).ok()) return 2;
    }
    writer.close();
    printf("%.6f\n", processor_time() - start);
    return 0;
}

static int read_file(const char *path) {
    double start = processor_time();
    mcap::McapReader reader;
    if (!reader.open(path).ok()) return 2;
    uint64_t count = 0, sum = 0;
    mcap::ReadMessageOptions options;
    options.readOrder = mcap::ReadMessageOptions::ReadOrder::FileOrder;
    for (const auto &view : reader.readMessages([](const auto &) {}, options)) {
        count++;
        sum += view.message.dataSize + uint8_t(view.message.data[0]);
    }
    printf("%.6f %llu %llu\n", processor_time() - start, (unsigned long long)count, (unsigned long long)sum);
    return 0;
}

int main(int count, char **arguments) {
    if (count < 6) return 64;
    if (!strcmp(arguments[1], "read")) return read_file(arguments[2]);
    // Made before the clock starts: 10,000 different messages, again and again.
    std::vector<std::vector<char>> data(10000, std::vector<char>(200));
    for (size_t number = 0; number < data.size(); number++) fill(data[number], number);
    return write_file(arguments[2], arguments[3], strtoull(arguments[4], nullptr, 10),
                      strtoull(arguments[5], nullptr, 10), data);
}
