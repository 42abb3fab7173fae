"""What is held: which outline it is, where it goes, how large it is, how fast it moves."""
