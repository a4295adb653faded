"""Vim with ALE, and `editors/vim`."""
