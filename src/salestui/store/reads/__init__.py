"""The read model: SQL text with named parameters, frozen rows of `domain.rows` out. No ORM, no prose, no "now"."""
