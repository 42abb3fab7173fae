"""What the lab taught: networks, the features they take, and what they estimate in each frame."""
