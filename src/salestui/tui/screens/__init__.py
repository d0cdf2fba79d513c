"""Screens: one file each, its stylesheet beside the others in `styles`."""
