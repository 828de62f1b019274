"""A `Document` in, a `Report` and its ledger out. Pure: no files, no clock, no randomness."""
