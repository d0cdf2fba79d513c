"""Files in and out. Every import is a plan first, then one command; no screen and no command line in here."""
