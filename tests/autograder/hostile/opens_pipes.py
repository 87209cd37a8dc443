# expect: passed
# Opens pipes until there are no more, and fills each.
import os


def double(x):
    pipes = []
    try:
        while len(pipes) < 1000:
            pipes.append(os.pipe())
            os.set_blocking(pipes[-1][1], False)
            os.write(pipes[-1][1], bytes(1 << 20))
    except OSError:
        pass
    for pipe in pipes:
        os.close(pipe[0])
        os.close(pipe[1])
    return 2 * x if len(pipes) < 1000 else None
