"""The two networks of BlazePose on LiteRT, and the loop around them.

A picture goes through `detector` (where are people?), `regions` (which turned square holds one?), `landmarks`
(where are her joints, and her mask?) and `tracking` (who was where a frame ago?); `source` is what the rest of
the house sees.
"""
