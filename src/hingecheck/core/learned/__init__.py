"""Networks fitted in the lab: the features they take, their evaluation, and the estimates of each frame."""
