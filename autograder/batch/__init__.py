"""Where the work is done: a pool of processes, or the workers of a Dask scheduler."""
