"""What every page shares: assets, mathematics, figures to play with, the HTML that is written."""
