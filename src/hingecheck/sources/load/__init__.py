"""What may be the load in each picture."""
