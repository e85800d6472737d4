from collections.abc import Sequence


def key_phrases(texts: Sequence[str], limit: int) -> tuple[str, ...]:
    return ()
