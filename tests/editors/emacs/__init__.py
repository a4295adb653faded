"""Emacs with Eglot, and `editors/emacs/plx-mode.el`."""
