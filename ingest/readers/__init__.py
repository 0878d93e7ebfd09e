"""Readers, one file a form: bytes of any kind become tables of text, nothing guessed."""
