"""Sample reports that are described as data, so that their truth is known before any damage."""
