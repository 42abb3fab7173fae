"""The languages that a lifter may read and hear: one row and one catalogue each."""
