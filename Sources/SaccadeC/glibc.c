// Linked into the shared library alone, where it hides one function of the C library.

#include <math.h>

/// The hypotenuse: glibc 2.35 has given hypotf a new symbol version, and nothing else in the library needs more than
/// glibc 2.34. Swift's module Glibc refers to it, nothing of Saccade calls it. Squares of floats fit into doubles, so
/// that nothing overflows.
float hypotf(float x, float y) { return (float)sqrt((double)x * x + (double)y * y); }
