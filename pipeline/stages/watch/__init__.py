"""watch: the picture of a recording → scenes, each with one small grey look."""

from pipeline.artefacts import Recording
from pipeline.errors import SourceError, WorkerLost
from pipeline.shown import Scenes
from pipeline.stage import Stage, Work
from pipeline.stages.watch.options import WatchOptions
from pipeline.stages.watch.watching import watched

_LIMIT = 300.0
_LIMIT_PER_SECOND = 0.5


def watch(recording: Recording, options: WatchOptions, work: Work) -> Scenes:
    """The scenes of a recording; none where it shows no picture, or none that can be decoded."""
    if not options.enabled or not recording.has_picture:
        return Scenes(())
    media = work.outputs / (recording.playable or recording.media)
    limit = _LIMIT + _LIMIT_PER_SECOND * recording.duration
    reason = "not one picture of it can be decoded"
    try:
        scenes = work.call(watched, media, recording.duration, limit=limit)
    except (SourceError, WorkerLost) as error:
        scenes, reason = Scenes(()), str(error)
    if not scenes.scenes:
        work.note(f"slides are looked for by words alone: its picture cannot be used ({reason})")
    return scenes


STAGE = Stage("watch", 1, "recording", watch)
