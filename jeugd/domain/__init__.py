"""The nouns of an election and their rules; standard library only."""
