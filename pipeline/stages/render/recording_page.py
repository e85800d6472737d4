"""Every file of one recording: its page, captions and documents."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.checking import MISSING_END
from pipeline.corrections import mark_of
from pipeline.declared import RecordingInfo, SeminarInfo
from pipeline.stages.render.captions import captions
from pipeline.stages.render.chapters import chapters_json, chapters_name
from pipeline.stages.render.checked import state_told
from pipeline.stages.render.citing import PLAYER, Citing, citing
from pipeline.stages.render.cuefiles import cue_script, subrip, webvtt
from pipeline.stages.render.cues import Cue
from pipeline.stages.render.documents import Record, json_text, markdown_text, plain_text
from pipeline.stages.render.hostile import verified_suffix
from pipeline.stages.render.layout import Layout, lay_out, placed
from pipeline.stages.render.linked_data import Files
from pipeline.stages.render.losses import Losses, losses
from pipeline.stages.render.options import RenderOptions
from pipeline.stages.render.packed import packed_doubts, packed_starts, sentences_of
from pipeline.stages.render.pages import Frame, Pages
from pipeline.stages.render.recording_about import image_of, recording_about
from pipeline.stages.render.selection import Shown
from pipeline.stages.render.slideshow import SlideCard, beside, cards
from pipeline.stages.render.views import RecordingView
from pipeline.stages.render.voices import Voices
from pipeline.stages.render.word_document import word_document


@dataclass(frozen=True, slots=True)
class Manner:
    """How the files of all recordings of a site are made."""

    options: RenderOptions
    draft: bool
    word: bool
    """Whether Word documents are made."""


@dataclass(frozen=True, slots=True)
class RecordingPage:
    """What the template of a recording is given."""

    info: RecordingInfo
    seminar: SeminarInfo
    duration: float
    spoken: str
    layout: Layout
    has_picture: bool
    media: str
    """Where the player finds the file, seen from the page; empty where it is left out."""
    state: str
    """How far a person has checked it."""
    losses: Losses
    word: bool
    """Whether there is a Word document."""
    slides: Mapping[int, tuple[SlideCard, ...]]
    """Those that appear at each paragraph, by the number of its first word."""
    starts: str
    """When each sentence starts, packed."""
    doubts: str
    """Which words a person should look at, packed."""
    citing: Citing
    missing_end: str = MISSING_END
    """The reason of a stretch that the media do not reach."""


def media_name(view: RecordingView) -> str:
    """The file's place in the folder of its seminar."""
    return f"media/{view.info.id}{verified_suffix(view.recording.playable or view.recording.media)}"


def recording_files(
    shown: Shown, view: RecordingView, pages: Pages, manner: Manner
) -> Iterator[tuple[str, bytes]]:
    """The files of a recording, by their names in the folder of the seminar; media apart."""
    name, seminar = view.info.id, shown.view.info
    transcript, options = view.transcript, manner.options
    sessions = placed(shown.view.programme.sessions, name)
    voices = Voices(shown.view.turns, shown.view.names, pages.language)
    layout = lay_out(transcript, sessions, voices.stretches(name), view.review.descriptions)
    borders = [each.start for each in layout.sections if each.session is not None]
    sentences = sentences_of(layout)
    cues = captions(transcript.words, borders, transcript.duration, layout.stretches)
    slides = cards(shown.view.slideshow, name, shown.view.decks, carries=options.media != "none")
    record = Record(
        seminar, view.info, transcript.duration, transcript.language,
        transcript.words, layout, pages.language, slides,
        state_told(view, pages.language), view.review, view.due,
        mark_of(seminar.id, name, [word.text for word in transcript.words]),
    )  # fmt: skip
    page = RecordingPage(
        info=view.info,
        seminar=seminar,
        duration=view.recording.duration,
        spoken=transcript.language,
        layout=layout,
        has_picture=view.recording.has_picture,
        media="" if options.media == "none" else media_name(view),
        state=record.state,
        losses=losses(transcript.ledger, pages.language),
        word=manner.word,
        slides=beside(layout, slides),
        starts=packed_starts(sentences),
        doubts=packed_doubts(sentences, transcript.words, view.review.checked_words),
        citing=citing(seminar, view.info, options, pages.texts, draft=manner.draft),
    )
    about = recording_about(shown, view, pages, Files(page.media, image_of(slides)))
    frame = Frame(f"{view.info.title} – {seminar.title}", "../", manner.draft, about)
    yield f"{name}.html", pages.html("recording.html", frame, page=page)
    if page.citing.embed:
        yield name + PLAYER, pages.html("embed.html", frame, page=page)
    if chapters := chapters_json(view.info.title, sessions):
        yield chapters_name(view.info), chapters
    yield from _downloads(record, cues, word=manner.word)


def _downloads(record: Record, cues: Sequence[Cue], *, word: bool) -> Iterator[tuple[str, bytes]]:
    """Captions and documents."""
    name = record.info.id
    yield f"{name}.vtt", webvtt(cues, record.info.title, record.state, record.mark).encode()
    yield f"{name}.srt", subrip(cues).encode()
    yield f"{name}.cues.js", cue_script(cues).encode()
    yield f"{name}.txt", plain_text(record).encode()
    yield f"{name}.md", markdown_text(record).encode()
    yield f"{name}.json", json_text(record).encode()
    if word:
        yield f"{name}.docx", word_document(record)
