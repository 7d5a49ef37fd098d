"""The functions of libsaccade for ctypes: the type of the result, then those of the arguments.

This file is written from Sources/SaccadeC by its tests; edit the functions there.
"""

from __future__ import annotations

from ctypes import POINTER, c_bool, c_char_p, c_double, c_int64, c_size_t, c_void_p
from typing import Any

STATUSES = {
    "none": -1,
    "bad-handle": -2,
    "bad-argument": -3,
    "closed": -4,
    "file-system": -5,
    "malformed": -6,
    "unsupported": -7,
    "not-found": -8,
    "limit": -9,
    "timed-out": -10,
}

FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "saccade_version": (c_char_p, []),
    "saccade_last_error": (c_char_p, []),
    "saccade_free": (None, [c_void_p]),
    "saccade_whole_text": (c_int64, [c_char_p, c_size_t]),
    "saccade_recorder_open": (c_int64, [c_char_p, c_char_p]),
    "saccade_recorder_flush": (c_int64, [c_int64]),
    "saccade_recorder_sync": (c_int64, [c_int64]),
    "saccade_recorder_close": (c_int64, [c_int64]),
    "saccade_recorder_statistics": (c_int64, [c_int64, POINTER(c_void_p)]),
    "saccade_trace_begin": (c_int64, [c_int64, c_char_p, c_char_p, c_char_p]),
    "saccade_trace_id": (c_int64, [c_int64, c_char_p, c_size_t]),
    "saccade_trace_is_left_out": (c_int64, [c_int64]),
    "saccade_trace_end": (c_int64, [c_int64, c_char_p]),
    "saccade_record": (c_int64, [c_int64, c_char_p, c_size_t]),
    "saccade_turn": (c_int64, [c_int64, c_char_p, c_size_t, POINTER(c_int64), c_size_t]),
    "saccade_image": (c_int64, [c_int64, c_void_p, c_size_t, c_char_p, c_char_p]),
    "saccade_image_file": (c_int64, [c_int64, c_char_p, c_char_p]),
    "saccade_crop": (c_int64, [c_int64, c_int64, c_int64, POINTER(c_double), c_int64, c_int64]),
    "saccade_agent_spawn": (c_int64, [c_int64, c_int64, c_char_p, c_char_p]),
    "saccade_agent_end": (c_int64, [c_int64, c_int64, c_char_p]),
    "saccade_agent_join": (c_int64, [c_int64, c_int64, c_int64]),
    "saccade_generation_begin": (c_int64, [c_int64, c_int64, c_char_p, c_char_p]),
    "saccade_generation_end": (c_int64, [c_int64, c_int64, c_int64, c_char_p, c_char_p]),
    "saccade_answer": (
        c_int64,
        [c_int64, c_int64, c_char_p, c_size_t, c_bool, POINTER(c_int64), c_size_t, POINTER(c_int64), c_size_t],
    ),
    "saccade_step_begin": (c_int64, [c_int64, c_int64, c_int64, c_char_p]),
    "saccade_step_text": (c_int64, [c_int64, c_int64, c_int64, c_char_p, c_char_p, c_size_t]),
    "saccade_step_box": (c_int64, [c_int64, c_int64, c_int64, c_int64, POINTER(c_double), c_char_p, c_char_p]),
    "saccade_step_end": (c_int64, [c_int64, c_int64, c_int64, c_char_p]),
    "saccade_call_begin": (c_int64, [c_int64, c_int64, c_int64, c_char_p, c_char_p]),
    "saccade_call_succeed": (c_int64, [c_int64, c_int64, c_int64, c_char_p, c_size_t, POINTER(c_int64), c_size_t]),
    "saccade_call_fail": (c_int64, [c_int64, c_int64, c_int64, c_char_p, c_char_p]),
    "saccade_reader_open": (c_int64, [c_char_p, c_char_p]),
    "saccade_reader_next": (c_int64, [c_int64, POINTER(c_void_p), POINTER(c_size_t)]),
    "saccade_reader_blob": (c_int64, [c_int64, c_char_p, POINTER(c_void_p), POINTER(c_size_t)]),
    "saccade_reader_states": (c_int64, [c_int64, POINTER(c_void_p)]),
    "saccade_reader_close": (c_int64, [c_int64]),
    "saccade_check": (c_int64, [c_char_p, c_char_p, POINTER(c_void_p)]),
}
