"""The customer's card. `CardScreen` is its face; what it says, piece by piece, stands in the other modules."""

from salestui.tui.screens.card.screen import CardScreen as CardScreen
