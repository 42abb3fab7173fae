"""The lifter's track: who she is, from where she is seen, landmarks cleaned, angles with their error."""
