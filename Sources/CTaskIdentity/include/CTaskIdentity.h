#ifndef SACCADE_TASK_IDENTITY_H
#define SACCADE_TASK_IDENTITY_H

#include <stdint.h>

/// Returns a number that no other task of this process has had or will have, or 0 outside of tasks.
uint64_t saccade_current_task(void);

#endif
