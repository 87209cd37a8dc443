# expect: crashed
# Ends the process before any function is called.
import os

os._exit(0)
