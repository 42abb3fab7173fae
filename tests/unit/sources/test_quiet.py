"""OpenCV's threads while a recording is read: one, and afterwards as many as before."""

from __future__ import annotations

import pytest

from hingecheck.quiet import one_cv2_thread, quiet_cv2


def fails_half_way() -> None:
    with one_cv2_thread():
        assert quiet_cv2().getNumThreads() == 1
        raise ValueError("half way")


def test_opencv_has_as_many_threads_as_before_whatever_happened() -> None:
    cv2 = quiet_cv2()
    before = cv2.getNumThreads()
    cv2.setNumThreads(3)
    try:
        with pytest.raises(ValueError, match="half way"):
            fails_half_way()
        assert cv2.getNumThreads() == 3
    finally:
        cv2.setNumThreads(before)
