"""The site as a nightly job looks it over: links, HTML, captions and when they are due."""

from pipeline.inspecting.captions import Captioned, captioned
from pipeline.inspecting.links import Fault, Inspection, inspect

__all__ = ["Captioned", "Fault", "Inspection", "captioned", "inspect"]
