"""Reports in, files out: the only room that writes results."""
