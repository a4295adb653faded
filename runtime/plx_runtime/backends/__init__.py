"""Where images come from. One module per provider, one small interface for all: `interface`."""
