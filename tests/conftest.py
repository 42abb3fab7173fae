"""What every test shares."""

from __future__ import annotations

import os

# FFmpeg inside OpenCV reads its level once, when the first video of the process is opened. Tests that draw
# videos with cv2 themselves would open theirs first and leave it talkative for the tests of our own quiet.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")

# The tests' processes share the cores already, one each. A second thread for sums of small matrices only waits for
# the first by spinning: of three sample videos, the core then took 1.8 s of processor and 3.6 s by the clock instead
# of 1.2 s and 1.7 s, two processes at work on two cores. The commands that tests start take this over.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from hypothesis import settings

# How long an example takes says how busy the machine is: two of them failed so while others used its cores.
settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
