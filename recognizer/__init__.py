"""Trains the readers of scanned cells; nothing here is part of the product."""
