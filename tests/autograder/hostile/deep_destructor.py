# expect: passed or crashed
# Leaves objects whose destruction goes very deep.
class Node:
    def __init__(self, following):
        self.following = following

    def __del__(self):
        pass


def double(x):
    node = None
    for _ in range(20_000):
        node = Node(node)
    return 2 * x
