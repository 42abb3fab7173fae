"""From a motion to its repetitions: phases, sets, which lift it is, and each rep in numbers."""
