"""The table `[summarise]` of stenogram.toml."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class SummariseOptions:
    """How long summaries are."""

    share: float = 0.25
    """Words of a session's summary, as a share of the words of the session, in (0, 1]."""
    max_points: int = 7
    """Main points of a session at most, besides figures and what will be done."""
    max_figures: int = 10
    """Sentences with figures, of a session at most."""
    max_commitments: int = 5
    """Sentences that tell what will be done, of a session at most."""
    max_questions: int = 2
    """Questions of a session at most."""
    seminar_sentences: int = 8
    """Sentences of the summary of the whole seminar at most."""
    phrases: int = 8
    """Key phrases of a session or seminar at most."""
    endpoint: str = ""
    """A server of language models (`http://127.0.0.1:11434/v1`); what was said is sent there."""
    model: str = ""
    """The model to ask; nothing is sent anywhere unless both are set."""
    timeout: float = field(default=120.0, metadata={"recipe": False})
    """Seconds that one answer of the model may take."""
