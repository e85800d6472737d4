"""What the page of search says, in Polish and English."""

from pipeline.stages.render.options import Language

SEARCH_TEXTS: dict[str, tuple[str, str]] = {
    "search": ("Szukaj", "Search"),
    "search_label": ("Szukaj w zapisach", "Search the records"),
    "search_hint": ("dowolna forma słowa", "any form of a word"),
    "search_title": ("Wyszukiwanie", "Search"),
    "search_lead": (
        "Wpisz słowo w dowolnej formie: „miasto” znajdzie też „miastach”.",
        "Type a word in any form: „miasto” also finds „miastach”.",
    ),
    "search_needs_js": (
        "Wyszukiwarka działa w przeglądarce i wymaga JavaScriptu. Bez niego można"
        " przeszukać stronę nagrania poleceniem „Znajdź” przeglądarki.",
        "The search runs in your browser and needs JavaScript. Without it, use your"
        " browser's “Find” on the page of a recording.",
    ),
    "searching": ("Szukam…", "Searching…"),
    "found_one": ("{n} miejsce", "{n} place"),
    "found_few": ("{n} miejsca", "{n} places"),
    "found_many": ("{n} miejsc", "{n} places"),
    "found_none": ("Nie znaleziono: {q}", "Not found: {q}"),
    "found_forms": ("Znaleziono formy", "Forms found"),
    "found_unknown": (
        "Nie występuje w nagraniach ani na slajdach",
        "In no recording and on no slide",
    ),
    "found_over": ("ponad", "more than"),
    "found_heading": ("tytuł", "title"),
    "within_one": ("w {n} zapisie", "in {n} record"),
    "within_few": ("w {n} zapisach", "in {n} records"),
    "within_many": ("w {n} zapisach", "in {n} records"),
    "places_more_one": ("{n} dalsze miejsce", "{n} further place"),
    "places_more_few": ("{n} dalsze miejsca", "{n} further places"),
    "places_more_many": ("{n} dalszych miejsc", "{n} further places"),
    "search_instead": ("Czy chodziło o:", "Did you mean:"),
    "search_everywhere": ("Szukaj we wszystkich zapisach", "Search all records"),
    "search_filters": ("Zawęź wyniki", "Narrow the results"),
    "search_year": ("Rok", "Year"),
    "every_year": ("wszystkie lata", "all years"),
    "search_seminar": ("Seminarium", "Seminar"),
    "every_seminar": ("wszystkie seminaria", "all seminars"),
    "search_session": ("Tytuł sesji", "Title of session"),
    "search_help": ("Jak szukać", "How to search"),
    "search_voice": ("Kto mówi", "Who speaks"),
    "search_failed": (
        "Nie udało się wczytać indeksu wyszukiwarki.",
        "The search index could not be loaded.",
    ),
    "more": ("Więcej wyników", "More results"),
}
EXAMPLES: tuple[tuple[str, str, str], ...] = (
    ("miasto", "każda forma: „miasta”, „miastach”", "any form: „miasta”, „miastach”"),
    (
        "zolw",
        "bez polskich znaków też: „żółw”",
        "without Polish letters, too: „żółw”",
    ),
    (
        "rynek praca",
        "oba słowa w jednym zdaniu lub w sąsiednich",
        "both words in one sentence or in neighbouring ones",
    ),
    (
        '"rynek pracy"',
        "słowa obok siebie, w dowolnej formie",
        "words side by side, in any form",
    ),
    ("=rynku", "dokładnie ta forma", "just this form"),
    ("szkoła -podstawowa", "bez tego słowa", "without this word"),
    ("dwadzieścia pięć", "liczba słownie i cyframi: „25”", "a number in words or digits: „25”"),
    ('mówca:nowak sesja:"rynek pracy" rok:2020', "tylko tam", "only there"),
)
"""What can be typed, and what it means in both languages."""


def search_help(language: Language) -> list[tuple[str, str]]:
    """What can be typed, and what it means."""
    return [(typed, polish if language == "pl" else english) for typed, polish, english in EXAMPLES]
