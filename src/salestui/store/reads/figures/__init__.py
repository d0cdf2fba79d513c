"""The figures' reads: what each is counted from (`bases`), the sums of many periods at once, the rows behind one.

A figure's SQL is written once: its sums, its owners side by side and the rows behind it are all made from its basis.
"""
