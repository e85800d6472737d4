"""Runs on other machines: real schedulers and workers, on loopback."""
