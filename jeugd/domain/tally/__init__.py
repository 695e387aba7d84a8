"""Counting methods, one a module. A tally is a multiset of answers: {answer: number of ballots}, whole numbers only."""
