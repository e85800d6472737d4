"""Which reading of a form is the likelier where nothing but the form is known."""

from pipeline.language.lexicon import Analysis

# Lower is likelier. What is not named here is an everyday reading and weighs 10.
_PARTS = {
    "prep": 4, "conj": 4, "comp": 4, "part": 5, "ppron12": 5, "ppron3": 5, "siebie": 5,
    "fin": 7, "bedzie": 5, "praet": 8, "inf": 9, "adv": 9, "pred": 9,
    "adj": 9, "ger": 12, "cond": 12, "ppas": 13, "pact": 13,
    "pcon": 13, "pant": 14, "imps": 20, "interj": 22, "impt": 24, "adja": 24, "adjp": 26,
    "adjc": 26, "winien": 12, "pacta": 40, "depr": 45, "romandig": 60, "frag": 60, "brev": 70,
}  # fmt: skip
# Words so frequent that their forms are hardly ever those of another.
_EVERYDAY = frozenset(
    {"być", "mieć", "móc", "musieć", "chcieć", "wiedzieć", "iść", "rok", "dane", "rada", "praca"}
)
_RARE = frozenset({"daw.", "przest.", "hist.", "char.", "gwar.", "reg.", "arch.", "poet.", "wulg."})


def weight(form: str, reading: Analysis) -> int:
    """Return how unlikely a reading of `form` is; only the order of the numbers means anything."""
    total = _PARTS.get(reading.part, 10)
    if reading.lemma in _EVERYDAY:
        total -= 12
    if reading.tag.startswith("subst") and _only_vocative(reading.tag):
        total += 30
    if any(mark in _RARE for label in reading.labels for mark in _marks(label)):
        total += 20
    return total + _as_name(form, reading)


def order(form: str, reading: Analysis) -> tuple[int, int, str, str]:
    """Return a key that sorts readings, the likeliest first.

    Of two as likely, the longer lemma: „karty" is of „karta" rather than of „kart".
    """
    return weight(form, reading), -len(reading.lemma), reading.lemma, reading.tag


def _marks(label: str) -> list[str]:
    """Take qualifiers such as `przest._dziś_książk.` and `daw.,reg.` apart."""
    return label.replace("_", ",").split(",")


def _only_vocative(tag: str) -> bool:
    fields = tag.split(":")
    return len(fields) > 2 and fields[2] == "voc"


def _as_name(form: str, reading: Analysis) -> int:
    """Names are unlikely in lower case, and behind everyday words at the start of a sentence."""
    named = any(char.isupper() for char in reading.lemma)
    if not named:
        return 4 if form.isupper() and len(form) > 1 else 0
    if "nazwa_geograficzna" in reading.labels:
        return 2 if form[:1].isupper() else 14
    if "imię" in reading.labels:
        return 4 if form[:1].isupper() else 18
    if "nazwisko" in reading.labels:
        return 12 if form[:1].isupper() else 24
    return 0 if form[:1].isupper() else 8
