#include "CLastError.h"

#include <string.h>

// Swift has no variables of a thread that are freed with it and need no allocation.
static _Thread_local char message[1024];

void last_error_set(const char *text, size_t size) {
    if (size >= sizeof message) {
        size = sizeof message - 1;
        // Not in the middle of a character.
        while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80) size--;
    }
    memcpy(message, text, size);
    message[size] = 0;
}

const char *last_error_get(void) { return message; }
