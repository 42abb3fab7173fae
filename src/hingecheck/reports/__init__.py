"""What goes out: the terminal report, JSON and the series file."""
