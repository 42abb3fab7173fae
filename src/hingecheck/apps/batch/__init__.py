"""Folders of videos: several at once, each in a process of its own, taken up again where it stopped."""
