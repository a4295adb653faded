"""Neovim 0.10 and 0.12: the plugin's modules, its dealings with the server, and what a person sees while typing."""
