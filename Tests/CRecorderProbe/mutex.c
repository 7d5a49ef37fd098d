// Swift's `Mutex` lets the kernel hand a lock over that threads wait for, in a library that the thread sanitizer has not
// instrumented: it would report a race for whatever such a lock protects. So the two functions for waiting are entered here and
// tell it. Without a sanitizer this file is empty.
#if defined(__linux__) && defined(__has_feature)
#if __has_feature(thread_sanitizer)
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdint.h>

void __tsan_acquire(void *);
void __tsan_release(void *);

#define LOCK "$s15Synchronization12_MutexHandleV9_lockSlowyys6UInt32VF"
#define UNLOCK "$s15Synchronization12_MutexHandleV11_unlockSlowyyF"
#define SWIFT __attribute__((swiftcall, visibility("default")))
#define SELF __attribute__((swift_context)) void *

typedef __attribute__((swiftcall)) void (*lock_function)(uint32_t, SELF);
typedef __attribute__((swiftcall)) void (*unlock_function)(SELF);

static lock_function lock_of_swift;
static unlock_function unlock_of_swift;

__attribute__((constructor)) static void find(void) {
    lock_of_swift = (lock_function)dlsym(RTLD_NEXT, LOCK);
    unlock_of_swift = (unlock_function)dlsym(RTLD_NEXT, UNLOCK);
}

SWIFT void probe_lock(uint32_t thread, SELF self) __asm__(LOCK);
SWIFT void probe_unlock(SELF self) __asm__(UNLOCK);

SWIFT void probe_lock(uint32_t thread, SELF self) {
    lock_of_swift(thread, self);
    __tsan_acquire(self);
}

SWIFT void probe_unlock(SELF self) {
    __tsan_release(self);
    unlock_of_swift(self);
}
#endif
#endif
