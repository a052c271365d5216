"""Each night the newest sheet is fetched, and applied as if it were uploaded."""
