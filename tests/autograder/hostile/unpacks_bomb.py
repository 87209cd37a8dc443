# expect: memory_limit
# Unpacks a megabyte into gigabytes.
import gzip


def double(x):
    return gzip.decompress(gzip.compress(bytes(16 << 20), 1) * 64)
