"""Inputs and a function in, states out: discovery, workers, limits, resume, progress."""
