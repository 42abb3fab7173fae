"""What every test shares."""

from __future__ import annotations

import os

# FFmpeg inside OpenCV reads its level once, when the first video of the process is opened. Tests that draw
# videos with cv2 themselves would open theirs first and leave it talkative for the tests of our own quiet.
os.environ.setdefault("OPENCV_FFMPEG_LOGLEVEL", "-8")
