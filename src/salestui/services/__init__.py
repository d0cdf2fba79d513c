"""What a person does: one action, one command, one transaction. Screens and the command line get a Desk from here."""
