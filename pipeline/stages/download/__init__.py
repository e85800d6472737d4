"""download: what a person declared → recordings and decks that are there and whole."""

from pipeline.stage import Stage
from pipeline.stages.download.deck import download_deck
from pipeline.stages.download.recording import download_recording

RECORDING = Stage("download", 1, "recording", download_recording)
DECK = Stage("download", 2, "deck", download_deck)
