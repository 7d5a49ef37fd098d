#include "CTaskIdentity.h"

// Both are exported by Swift's concurrency runtime; its own `UnownedJob.description` calls the second. Swift's public
// interface tells tasks apart by their addresses alone, and a task may get the address of one that has ended.
extern void *swift_task_getCurrent(void) __attribute__((swiftcall));
extern uint64_t swift_task_getJobTaskId(void *job) __attribute__((swiftcall));

uint64_t saccade_current_task(void) {
    void *task = swift_task_getCurrent();
    return task ? swift_task_getJobTaskId(task) : 0;
}
