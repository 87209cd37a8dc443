"""Each page with code as a notebook to download, and the wheel of `handbook` that it imports."""
