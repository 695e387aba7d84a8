"""jeugd: young people practise democracy, from the poll card to the published result."""

__version__ = "0.1.0"
