"""How long a test waits for what must come: no machine is so busy that a test fails for it."""

HANGS = 1_800  # seconds, for what a command does; what has not come by then does not come
HANGS_MS = 300_000  # milliseconds, for what a page shows
