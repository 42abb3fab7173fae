"""Joint moments and work: what hips, knees and low back do in a lift."""
