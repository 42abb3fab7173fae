"""All that the desk's pages say, in one place; {names} are put in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ...core.phrases import N_
from ...languages.speaking import tr

WORDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "hingecheck",
        "tagline": N_("Everything stays on this machine."),
        "nav_sets": N_("Sets"),
        "nav_live": N_("Live"),
        "nav_compare": N_("Compare"),
        "nav_settings": N_("Settings"),
        "drop_title": N_("Check videos"),
        "drop": N_("Drop videos here, or choose them"),
        "drop_send": N_("Check them"),
        "drop_hint": N_("From the side, camera at hip height, head to feet in the picture for the whole set."),
        "lifter": N_("Lifter"),
        "lift": N_("Lift"),
        "lift_auto": N_("find out"),
        "stance": N_("Leg that stands"),
        "stance_auto": N_("find out"),
        "left": N_("left"),
        "right": N_("right"),
        "told": N_("What you can tell it"),
        "told_hint": N_("Body mass and height together tell who does the work. Leave out what you like."),
        "load_kg": N_("Weight lifted, kg"),
        "body_mass_kg": N_("Body mass, kg"),
        "height_m": N_("Height, m"),
        "felt": N_("Where it was felt"),
        "felt_auto": N_("not said"),
        "queue_title": N_("Under way"),
        "waiting": N_("waiting"),
        "working": N_("being read"),
        "done": N_("done"),
        "failed": N_("failed"),
        "forget": N_("Take off the list"),
        "no_sets": N_("No set yet. Drop a video above, or train live."),
        "sets_of": "{lifter}",
        "history": N_("History of {lifter}"),
        "no_history": N_("No report yet."),
        "open_page": N_("Open the page"),
        "film": N_("Video"),
        "set_title": "{name}, {lifter}",
        "notes": N_("Notes"),
        "notes_keep": N_("Keep the notes"),
        "correct_title": N_("Correct by hand"),
        "correct_hint": N_(
            "You were there; the camera guesses. What you say is kept, and counts whenever this set is "
            "analysed again."
        ),
        "corrected": N_("Corrected by hand: {what}"),
        "corrected_lift": N_("the lift"),
        "corrected_stance": N_("the leg that stood"),
        "corrected_sets": N_("what a set was"),
        "corrected_not_reps_s": N_("reps taken out"),
        "corrected_borders": N_("where reps begin or end"),
        "corrected_joints": N_("places of joints"),
        "correct_send": N_("Correct it"),
        "correct_forget": N_("Forget all corrections"),
        "rep": N_("Rep"),
        "start_s": N_("Begins, s"),
        "end_s": N_("Ends, s"),
        "not_a_rep": N_("was no rep"),
        "which_set": N_("Of which set"),
        "of_all_sets": N_("the whole recording"),
        "kept_lift": N_("as found: {lift}"),
        "faults": N_("What to work on"),
        "joints_title": N_("Joints of one picture"),
        "joints_hint": N_(
            "Drag a joint to its place, or choose it and use the arrow keys. It is moved along, less "
            "and less, for a quarter of a second before and after."
        ),
        "joints_time": N_("Moment, s"),
        "joints_show": N_("Show it"),
        "joints_numbers": N_("The same in numbers"),
        "joints_open": N_("Drag joints"),
        "compare_title": N_("Compare two sets"),
        "compare_a": N_("A, before"),
        "compare_b": N_("B, now"),
        "compare_part": N_("Part"),
        "whole_set": N_("the whole set"),
        "left_leg": N_("the left leg"),
        "right_leg": N_("the right leg"),
        "rep_n": N_("rep {n}"),
        "compare_send": N_("Compare"),
        "compare_few": N_("Comparing needs a set: check a video first."),
        "settings_title": N_("Settings"),
        "settings_hint": N_(
            "A fault is mild, moderate or severe where the true value lies past that level with nine "
            "chances in ten (five in six for the low back). Sets that are there stay as they are."
        ),
        "settings_keep": N_("Keep the limits"),
        "settings_reset": N_("Back to the house's own"),
        "kept": N_("Kept."),
        "mild": N_("mild"),
        "moderate": N_("moderate"),
        "severe": N_("severe"),
        "live_title": N_("Train live"),
        "live_start": N_("Switch the camera on"),
        "live_end": N_("End the set"),
        "live_pause": N_("Pause"),
        "live_go_on": N_("Go on"),
        "live_restart": N_("Restart the set"),
        "live_mirror": N_("Mirror"),
        "live_voice": N_("Say it aloud"),
        "live_hint": N_("Put the laptop at hip height, three metres to your side."),
        "live_no_camera": N_(
            "The camera cannot be used: allow it for this page, and see that no other program has it."
        ),
        "live_no_socket": N_("The desk does not answer. Is hingecheck app still open?"),
        "live_busy": N_("Another tab trains live. End it there first."),
        "live_reps": N_("reps"),
        "live_log": N_("What happened"),
        "live_saved": N_("Set saved. Open it"),
        "script_needed": N_("Training live needs scripts to be allowed for this page."),
        "upload_failed": N_("was not taken: the connection was cut, or the disk is full"),
        "uploading": N_("being copied"),
        "language": N_("Language"),
        "language_keep": N_("Take it"),
        "go_back": N_("Back"),
        "wrong": N_("That did not work"),
        "not_a_video": N_("{name} is no video: {kinds} are read."),
        "disk_full": N_("There is no room for {name} on this disk."),
        "cut_off": N_("{name} was cut off on the way: nothing of it was kept. Send it again."),
        "too_many": N_("{name}: too large."),
    }
)


class Spoken:
    """The words by name, each in the language that is in force when it is asked for; what templates know as ``w``."""

    def __getitem__(self, key: str) -> str:
        """A word or sentence without names."""
        return tr(WORDS[key])


def say(key: str, **names: object) -> str:
    """What the desk says.

    >>> say("rep_n", n=3)
    'rep 3'
    """
    return tr(WORDS[key], **names)
