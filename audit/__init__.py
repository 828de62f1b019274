"""The auditors' page: original beside extracted, decisions with a trail that cannot be bent."""
