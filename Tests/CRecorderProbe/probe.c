#define _GNU_SOURCE
#include "CRecorderProbe.h"

#include <errno.h>
#include <stddef.h>
#include <unistd.h>

// The allocator of the whole program is counted where it is entered, so that no allocation of Swift's runtime escapes. The
// GNU C library gives its own allocator a second name for this. Sanitizers bring an allocator of their own.
#if defined(__GLIBC__) && !defined(__SANITIZE_THREAD__) && !defined(__SANITIZE_ADDRESS__)
#if defined(__has_feature)
#if __has_feature(thread_sanitizer) || __has_feature(address_sanitizer)
#define PROBE_IS_SANITIZED
#endif
#endif
#ifndef PROBE_IS_SANITIZED
static __thread long allocations;

extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

__attribute__((visibility("default"))) void *malloc(size_t size) {
    allocations++;
    return __libc_malloc(size);
}

__attribute__((visibility("default"))) void *calloc(size_t count, size_t size) {
    allocations++;
    return __libc_calloc(count, size);
}

__attribute__((visibility("default"))) void *realloc(void *memory, size_t size) {
    allocations++;
    return __libc_realloc(memory, size);
}

__attribute__((visibility("default"))) void *aligned_alloc(size_t alignment, size_t size) {
    allocations++;
    return __libc_memalign(alignment, size);
}

__attribute__((visibility("default"))) int posix_memalign(void **memory, size_t alignment, size_t size) {
    allocations++;
    *memory = __libc_memalign(alignment, size);
    return *memory ? 0 : ENOMEM;
}

long probe_allocations(void) { return allocations; }
#define PROBE_COUNTS
#endif
#endif

#ifndef PROBE_COUNTS
long probe_allocations(void) { return -1; }
#endif

int probe_fork(void) { return fork(); }
