"""What `manage.py doctor` looks at: each module here holds small checks, each under `@check`."""
