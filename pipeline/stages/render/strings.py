"""Everything the pages say themselves, in Polish and in English, side by side."""

from collections.abc import Mapping

from pipeline.checking import MISSING_END
from pipeline.stages.render.options import Language
from pipeline.stages.render.search_strings import SEARCH_TEXTS

HOLE = "sound damaged or missing"
"""The reason of a stretch where silence stands in place of sound."""

_TEXTS: dict[str, tuple[str, str]] = {
    **SEARCH_TEXTS,
    "site": ("Zapisy seminariów", "Seminar records"),
    "skip": ("Przejdź do treści", "Skip to content"),
    "index_title": ("Zapisy seminariów", "Seminar records"),
    "index_lead": (
        "Nagrania z transkrypcją, napisami i wyszukiwaniem co do sekundy.",
        "Recordings with transcripts, captions and search to the second.",
    ),
    "index_empty": ("Nie ma tu jeszcze żadnych nagrań.", "There are no recordings here yet."),
    "undated": ("bez daty", "undated"),
    "draft": ("Wersja robocza – nieopublikowana", "Draft – not published"),
    "organiser": ("Organizator", "Organiser"),
    "source_page": ("Strona wydarzenia", "Page of the event"),
    "recordings": ("Nagrania", "Recordings"),
    "recording_missing": (
        "nie udało się przygotować tego nagrania",
        "this recording could not be made",
    ),
    "programme": ("Program", "Programme"),
    "programme_found": (
        "Części rozpoznano automatycznie; ich tytuły nie pochodzą z programu.",
        "The parts were found automatically; their titles are not the programme's.",
    ),
    "planned": ("planowo {time}", "planned {time}"),
    "speakers": ("według programu: {names}", "on the programme: {names}"),
    "approximate": ("czas przybliżony", "approximate time"),
    "not_placed": ("nieumiejscowiona w nagraniu", "not placed in a recording"),
    "withheld": ("nagranie nieopublikowane", "recording not published"),
    "break": ("przerwa", "break"),
    "summary": ("Podsumowanie", "Summary"),
    "summary_note": (
        "Podsumowanie automatyczne: zdania wybrane z transkrypcji, bez zająknięć. Czas przy zdaniu"
        " prowadzi do miejsca w nagraniu.",
        "Automatic summary: sentences chosen from the transcript, less hesitations. The time beside"
        " each leads to its place in the recording.",
    ),
    "note_automatic": (
        "Podsumowanie automatyczne: zdania wybrane z transkrypcji, której nikt jeszcze nie"
        " sprawdził. Czas w nawiasie prowadzi do miejsca w nagraniu.",
        "Automatic summary: sentences chosen from a transcript that nobody has checked yet. The"
        " time in brackets leads to its place in the recording.",
    ),
    "note_checked": (
        "Podsumowanie automatyczne: zdania wybrane ze sprawdzonej transkrypcji. Czas w nawiasie"
        " prowadzi do miejsca w nagraniu.",
        "Automatic summary: sentences chosen from a checked transcript. The time in brackets leads"
        " to its place in the recording.",
    ),
    "note_approved": (
        "Podsumowanie zatwierdzone przez redakcję {day}\u00a0r.",
        "Summary approved by an editor on {day}.",
    ),
    "note_edited": ("Podsumowanie opracowane przez redakcję.", "Summary written by an editor."),
    "note_links": ("Odnośniki", "Links"),
    "feed": ("Kanał Atom: nowe zapisy", "Atom feed: new records"),
    "phrases": ("Tematy", "Topics"),
    "kind: about": ("O czym", "What it was about"),
    "kind: point": ("Główne punkty", "Main points"),
    "kind: figure": ("Liczby", "Figures"),
    "kind: commitment": ("Zapowiedzi i ustalenia", "What will be done"),
    "kind: question": ("Pytania", "Questions"),
    "term_index": ("Indeks", "Index"),
    "term_index_note": (
        "O czym i o kim była mowa, z miejscami w nagraniach. Ułożony automatycznie.",
        "What and who was spoken of, with the places in the recordings. Made automatically.",
    ),
    "term_more": ("wszystkie miejsca", "all places"),
    "terms: phrase": ("Pojęcia", "Terms"),
    "terms: person": ("Osoby", "People"),
    "terms: place": ("Miejscowości", "Places"),
    "terms: institution": ("Instytucje i skróty", "Institutions and acronyms"),
    "deck": ("Prezentacja", "Presentation"),
    "decks": ("Prezentacje", "Presentations"),
    "slides_one": ("{n} slajd", "{n} slide"),
    "slides_few": ("{n} slajdy", "{n} slides"),
    "slides_many": ("{n} slajdów", "{n} slides"),
    "slides_unread": ("slajdów nie odczytano", "slides not read"),
    "slides_pictures": (
        "Slajdy są obrazami bez tekstu: wyszukiwarka ich nie znajdzie.",
        "The slides are pictures without text: search does not find them.",
    ),
    "slide": ("Slajd {n}", "Slide {n}"),
    "slide_text": ("Tekst slajdu", "Text of the slide"),
    "slide_picture": ("Slajd {n}: obraz bez tekstu", "Slide {n}: a picture without text"),
    "slide_titled": ("Slajd {n}: {title}", "Slide {n}: {title}"),
    "slide_spoken": ("według wypowiedzi", "by what is said"),
    "slide_shown_at": ("Pokazany", "Shown"),
    "slide_spoken_at": ("Omawiany (według wypowiedzi)", "Spoken of (by what is said)"),
    "slide_now": ("Slajd, o którym mowa", "The slide spoken of"),
    "slide_untitled": ("(bez tytułu)", "(untitled)"),
    "not_carried": ("plik poza tą stroną", "the file is not part of this site"),
    "credits": ("Źródła i licencje", "Sources and licences"),
    "player": ("Odtwarzacz", "Player"),
    "player_none": (
        "Nagranie nie jest częścią tej strony. Poniżej pełna transkrypcja.",
        "The recording is not part of this site. The full transcript is below.",
    ),
    "sessions": ("Sesje", "Sessions"),
    "voice": ("Osoba {n}", "Speaker {n}"),
    "voice_unknown": ("Głos nierozpoznany", "Unrecognised voice"),
    "doubtful": ("niepewne", "uncertain"),
    "voices": ("Kto mówił", "Who spoke"),
    "voices_note": (
        "Głosy rozróżniono automatycznie; czas liczy się bez przerw w mówieniu.",
        "Voices were told apart automatically; times are without pauses.",
    ),
    "voices_partial": (
        "Bez nagrań, w których nie rozróżniano głosów: {titles}.",
        "Without recordings in which voices were not told apart: {titles}.",
    ),
    "voice_column": ("Osoba", "Speaker"),
    "talk_column": ("Czas mówienia", "Talk time"),
    "share_column": ("Udział", "Share"),
    "partly_doubtful": ("w tym niepewne: {share}", "of which uncertain: {share}"),
    "mixed": ("być może kilka osób", "may be several people"),
    "spoke": ("Mówili", "Speakers heard"),
    "everybody": ("wszyscy", "everyone"),
    "transcript": ("Transkrypcja", "Transcript"),
    "outside": ("Poza sesjami", "Outside the sessions"),
    "silent_section": ("Bez wypowiedzi.", "Nothing was said."),
    "gap": ("fragment bez transkrypcji", "no transcript here"),
    "gaps": ("Fragmenty bez transkrypcji", "Stretches without transcript"),
    "reason: no words recognised": ("mowa nierozpoznana", "no words recognised"),
    f"reason: {MISSING_END}": (
        "brak w pliku: zapis urywa się przed końcem",
        "missing from the file: the recording breaks off before its end",
    ),
    f"reason: {HOLE}": (
        "dźwięk uszkodzony lub brakujący",
        "the sound is damaged or missing here",
    ),
    "no_words": ("W tym nagraniu nie rozpoznano mowy.", "No speech was recognised here."),
    "state": (
        "Transkrypcja automatyczna – nikt jej jeszcze nie sprawdził.",
        "Automatic transcript – nobody has checked it yet.",
    ),
    "state_to": (
        "Transkrypcja sprawdzona do {time} ({day}); dalej automatyczna.",
        "Transcript checked up to {time} ({day}); automatic from there on.",
    ),
    "state_checked": ("Transkrypcja sprawdzona ({day}).", "Transcript checked ({day})."),
    "state_due": ("Termin napisów: {day}.", "Captions are due by {day}."),
    "picture": ("obraz", "picture"),
    "recognised": ("Mowa rozpoznana: {share}", "Speech recognised: {share}"),
    "listen_one": ("{n} miejsce do odsłuchu", "{n} place to listen to"),
    "listen_few": ("{n} miejsca do odsłuchu", "{n} places to listen to"),
    "listen_many": ("{n} miejsc do odsłuchu", "{n} places to listen to"),
    "listen_all": ("wszystkie", "all of them"),
    "breaks_off": (
        "zapis urywa się przed końcem",
        "the recording breaks off before its end",
    ),
    "ledger": (
        "Transkrypcja obejmuje {done} z {all} nagrania; {quiet} to cisza, muzyka lub inne dźwięki.",
        "The transcript covers {done} of {all}; {quiet} is silence, music or other sound.",
    ),
    "downloads": ("Do pobrania", "Downloads"),
    "download_txt": ("tekst", "text"),
    "download_slides": ("Pobierz prezentację", "Download the slides"),
    "captions_label": ("Polski", "Polish"),
    "resume": ("Wróć do odtwarzanego miejsca", "Back to the place being played"),
    "controls": ("Sterowanie", "Controls"),
    "decimal": (",", "."),
    "speed": ("Tempo", "Speed"),
    "session_before": ("Poprzednia sesja", "Previous session"),
    "session_next": ("Następna sesja", "Next session"),
    "copy_moment": ("Kopiuj link do tej chwili", "Copy link to this moment"),
    "player_keys": (
        "Klawisze w odtwarzaczu: J 10 s wstecz, K odtwarzanie i pauza, L 10 s naprzód, C napisy.",
        "Keys in the player: J 10 s back, K play and pause, L 10 s forward, C captions.",
    ),
    "player_keys_sound": (
        "Klawisze w odtwarzaczu: J 10 s wstecz, K odtwarzanie i pauza, L 10 s naprzód.",
        "Keys in the player: J 10 s back, K play and pause, L 10 s forward.",
    ),
    "tools": ("Czytanie i cytowanie", "Reading and citing"),
    "reading": ("Widok do czytania", "Reading view"),
    "doubts": ("Słowa niepewne", "Uncertain words"),
    "doubts_shown": (
        "Podkreślono kropkami 15\u00a0% słów: te, które rozpoznano najmniej pewnie.",
        "15% of the words are underlined with dots: those recognised least surely.",
    ),
    "quote_hint": (
        "Zaznacz tekst albo wejdź klawiszem Tab na czas akapitu, aby skopiować cytat ze źródłem.",
        "Select text, or Tab to a paragraph's time, to copy a quotation with its source.",
    ),
    "this_passage": ("Ten fragment", "This passage"),
    "copy_quote": ("Kopiuj cytat", "Copy quotation"),
    "copy_link": ("Kopiuj link", "Copy link"),
    "quotation": (
        "„{text}” – {source} (transkrypcja automatyczna)",
        "“{text}” – {source} (automatic transcript)",
    ),
    "copied_quote": ("Skopiowano cytat ze źródłem.", "The quotation and its source are copied."),
    "copied_link": ("Skopiowano link.", "The link is copied."),
    "copied_code": ("Skopiowano kod.", "The code is copied."),
    "copy_by_hand": (
        "Przeglądarka nie pozwala stronie kopiować. Tekst jest zaznaczony: naciśnij Ctrl+C.",
        "Your browser does not let the page copy. The text is selected: press Ctrl+C.",
    ),
    "to_copy": ("Tekst do skopiowania", "Text to copy"),
    "hits": ("Trafienia wyszukiwania", "Hits of the search"),
    "hits_one": ("{n} trafienie na tej stronie", "{n} hit on this page"),
    "hits_few": ("{n} trafienia na tej stronie", "{n} hits on this page"),
    "hits_many": ("{n} trafień na tej stronie", "{n} hits on this page"),
    "hit": ("Trafienie {i} z\u00a0{n} ({time})", "Hit {i} of {n} ({time})"),
    "before": ("Poprzednie", "Previous"),
    "next": ("Następne", "Next"),
    "hide": ("Ukryj", "Hide"),
    "hit_before": ("Poprzednie trafienie", "Previous hit"),
    "hit_next": ("Następne trafienie", "Next hit"),
    "hits_clear": ("Ukryj trafienia", "Hide the hits"),
    "report": ("Zgłoś błąd w tym zapisie", "Report a mistake in this record"),
    "report_subject": ("Błąd w zapisie: {title}", "Mistake in the record: {title}"),
    "embed": ("Odtwarzacz na innej stronie", "The player on another page"),
    "embed_code": ("Kod HTML odtwarzacza", "HTML of the player"),
    "copy_code": ("Kopiuj kod od tej chwili nagrania", "Copy the code from this moment on"),
    "whole_record": ("Pełny zapis z transkrypcją", "The full record with its transcript"),
    "about": ("O tym zapisie", "About this record"),
    "recording": ("Nagranie", "Recording"),
    "duration": ("Czas trwania", "Duration"),
    # Lists of seminars, the foot of every page, what programs are told.
    "locale": ("pl_PL", "en_GB"),
    "list_by_year": ("Rok", "Year"),
    "list_by_organiser": ("Organizator", "Organiser"),
    "list_choice": ("Wybór seminariów", "Choice of seminars"),
    "list_newest": ("Najnowsze", "Newest"),
    "list_all": ("Wszystkie", "All"),
    "list_year": ("Seminaria z {year} roku", "Seminars of {year}"),
    "list_undated": ("Seminaria bez daty", "Seminars without a date"),
    "list_organisers": ("Wszyscy organizatorzy", "All organisers"),
    "list_newer": ("Nowsze", "Newer"),
    "list_older": ("Starsze", "Older"),
    "list_pages": ("Strony listy", "Pages of the list"),
    "seminars_one": ("{n} seminarium", "{n} seminar"),
    "seminars_few": ("{n} seminaria", "{n} seminars"),
    "seminars_many": ("{n} seminariów", "{n} seminars"),
    "further_one": ("i jeszcze {n} nagranie", "and {n} more recording"),
    "further_few": ("i jeszcze {n} nagrania", "and {n} more recordings"),
    "further_many": ("i jeszcze {n} nagrań", "and {n} more recordings"),
    "podcast": ("Podcast: nagrania", "Podcast: recordings"),
    "publisher": ("Kto prowadzi tę stronę", "Who runs this site"),
    "contact": ("Kontakt", "Contact"),
    "accessibility": ("Deklaracja dostępności", "Accessibility statement"),
    "recording_about": (
        "Nagranie z transkrypcją i napisami: {facts}",
        "Recording with transcript and captions: {facts}",
    ),
}


def strings(language: Language) -> Mapping[str, str]:
    """All texts in one language, by name. `{…}` are filled in by whoever shows them."""
    column = 0 if language == "pl" else 1
    return {name: pair[column] for name, pair in _TEXTS.items()}


def percentage(language: Language, number: float) -> str:
    """`99,2 %` or `99.2%`; a whole number without its tenths."""
    shown = f"{number:g}"
    return f"{shown.replace('.', ',')}\u00a0%" if language == "pl" else f"{shown}%"


def counted(texts: Mapping[str, str], name: str, number: int) -> str:
    """`1 slajd`, `3 slajdy`, `12 slajdów`: the form that Polish grammar wants (CLDR plurals)."""
    few = number % 10 in (2, 3, 4) and number % 100 not in (12, 13, 14)
    form = "one" if number == 1 else "few" if few else "many"
    return texts[f"{name}_{form}"].format(n=number)
