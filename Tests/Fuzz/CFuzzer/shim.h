// The one function of libFuzzer that is called. It is linked only when the fuzzer is built (Tests/Fuzz/run.sh).
#include <stddef.h>
#include <stdint.h>

int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*run)(const uint8_t *data, size_t size));
