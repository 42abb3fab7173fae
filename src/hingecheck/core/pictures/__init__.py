"""Geometry of what is drawn: the lifter's figure and the key moments of a set."""
