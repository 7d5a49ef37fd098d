// What the recorder's tests need of C: how often a thread has asked for memory, and a fork.
#ifndef SACCADE_RECORDER_PROBE_H
#define SACCADE_RECORDER_PROBE_H

/// Returns how often this thread has asked for memory since it began.
long probe_allocations(void);

/// Forks this process; Swift does not import `fork`.
int probe_fork(void);

#endif
