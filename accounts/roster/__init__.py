"""The HR sheet: read, compared with what stands, and applied all at once or not at all."""
