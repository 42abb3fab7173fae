"""How many people are followed, and when to look for more: the same for every pose backend."""

from __future__ import annotations

#: Larger pictures are shrunk: the landmark network itself sees 256 x 256 around the person.
LONGEST_PX = 1280
#: Most people followed at once: each costs a run of the model in every frame.
MAX_PEOPLE = 3
#: A look around may see one more than are followed, so that a far passer-by does not hide a near one.
SCOUT_PEOPLE = 4
#: When to look for bystanders, seconds of video: at once, after one second, then at this distance.
SCOUT_SECOND_S = 1.0
SCOUT_EVERY_S = 4.0
#: After so long without a picture nobody is where she was: the tracker starts over, or it drags the old posture
#: along (a lifter who stands in the second of two stills read 85° of hinge, after a first one at the bottom, and 3°
#: alone).
FORGET_S = 0.75
#: Frames of a recording that are read in the region the frame before them left behind, so that they can be read at
#: once. With four, the region of a lifter folded behind plates shrank to a third of her and she was lost; with two it
#: follows her as with one (docs/adr/0007).
BLOCK_FRAMES = 2
