"""Transcripts that were corrected in other programs, brought back as entries of corrections."""

from pipeline.importing.bringing import Brought, Target, bring_back
from pipeline.importing.known import Known
from pipeline.importing.reading import read

__all__ = ["Brought", "Known", "Target", "bring_back", "read"]
