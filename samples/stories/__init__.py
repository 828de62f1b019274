"""One module for each sample, with its `SAMPLE`; a new file here is a new sample."""
