"""The sound of media files: decoded to one channel at 16 kHz, its timestamps kept."""

from pipeline.sound.container import open_media, shows_picture
from pipeline.sound.decoding import RATE_HZ, Decoded, Decoding, Samples, SoundProbe, decode, probe
from pipeline.sound.lengths import stated_lengths
from pipeline.sound.timeline import Hole
from pipeline.sound.track import Track, write_track

__all__ = [
    "RATE_HZ",
    "Decoded",
    "Decoding",
    "Hole",
    "Samples",
    "SoundProbe",
    "Track",
    "decode",
    "open_media",
    "probe",
    "shows_picture",
    "stated_lengths",
    "write_track",
]
