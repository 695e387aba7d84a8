"""Envelopes, keys and their custody; ``cryptography`` only."""
