"""Verbs: one thing a person does, one transaction. No HTTP, no HTML; the caller commits."""
