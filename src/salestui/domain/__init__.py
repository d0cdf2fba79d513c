"""What is true without a computer: words, clocks, rules. Standard library only, no I/O, no "now", no prose."""
