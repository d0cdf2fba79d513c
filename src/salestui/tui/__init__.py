"""The screens (Textual). They compose, show and ask; rules, SQL and arithmetic on dates live below."""
