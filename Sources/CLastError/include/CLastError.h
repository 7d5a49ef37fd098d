#ifndef CLASTERROR_H
#define CLASTERROR_H

#include <stddef.h>

/// Keeps a message for the calling thread, cut to what fits; each thread has its own.
void last_error_set(const char *text, size_t size);

/// Returns the message that the calling thread has kept last; empty if there is none.
const char *last_error_get(void);

#endif
