"""``hingecheck app``: a desk in the browser, on this machine alone."""
