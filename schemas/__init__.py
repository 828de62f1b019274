"""The leaf: nouns, contracts, plan files and vocabulary. Imports no other room."""
