"""Frames with their own times, from videos, stills and webcams."""
