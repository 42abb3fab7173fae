"""Joint moments and work shares of hips, knees and low back, from angles, body and load."""
