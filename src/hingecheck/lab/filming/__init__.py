"""Filming: clothes, gear, rooms and cameras to pictures and files. Needs the dependency group `lab`."""
