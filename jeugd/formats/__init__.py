"""Other people's files: values in, bytes out, and back."""
