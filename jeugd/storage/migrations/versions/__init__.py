"""The steps, numbered in order."""
