"""Forms as data: which fields, in which order; one look, one engine."""
