"""The ground-truth lab: a parametric body posed through the lifts, filmed by any camera, with exact truth.

World frame of the lab: metres, z up, floor at z = 0; the lifter faces -y and has the left side at +x.
Drawing needs the dependency group `lab` (torch, anny, moderngl); reading truth, posing and scoring do not.
"""
