"""OneRoster 1.1 and 1.2 files: staff and places of them only, beside the HR sheet, which leads."""
