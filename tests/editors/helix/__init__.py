"""Helix, with the configuration of `editors/helix`."""
