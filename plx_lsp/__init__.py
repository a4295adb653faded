"""Text in, facts out: the language core, the command line and the language server of PLX."""

__version__ = "0.1.0"
