"""Speed: a generator for a big file, and measurements beside a floor. Run by hand, never collected by pytest."""
