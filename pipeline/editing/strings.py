"""Everything the editor's pages say, in Polish and in English, side by side."""

from collections.abc import Mapping

from pipeline.stages.render.options import Language

_TEXTS: dict[str, tuple[str, str]] = {
    "title": ("Poprawianie", "Proofreading"),
    "skip": ("Przejdź do treści", "Skip to content"),
    "no_script": (
        "Ta strona potrzebuje JavaScriptu: włącz go w przeglądarce.",
        "This page needs JavaScript: switch it on in the browser.",
    ),
    # The list of recordings.
    "recordings": ("Nagrania", "Recordings"),
    "column_title": ("Nagranie", "Recording"),
    "column_state": ("Stan", "State"),
    "column_left": ("Zostało", "Left"),
    "state: automatic": ("automatyczne, niesprawdzone", "automatic, unchecked"),
    "state: checked to": ("sprawdzone do {clock}", "checked to {clock}"),
    "state: checked": ("sprawdzone w całości", "checked"),
    "left": ("około {n} min", "about {n} min"),
    "left_conflicts": ("do rozstrzygnięcia: {n}", "to be decided: {n}"),
    "left_none": ("nic", "nothing"),
    "not_transcribed": ("jeszcze nie przepisane", "not transcribed yet"),
    # Names and terms for the glossary.
    "terms": (
        "Poprawione nazwy, których nie ma w słowniczku",
        "Corrected names not in the glossary",
    ),
    "terms_note": (
        "Zapisz w mianowniku. Dodane poprawią się we wszystkich nagraniach, w każdym przypadku,"
        " tam gdzie zgadza się dźwięk.",
        "Write the nominative. What is added is put right in all recordings, in every case, where"
        " the sound agrees.",
    ),
    "term": ("Nazwa lub termin", "Name or term"),
    "term_add": ("Dodaj", "Add"),
    "term_added": ("dodano: {term}", "added: {term}"),
    # The state of the work.
    "state_of_work": ("Stan pracy", "State of the work"),
    "remaining": ("pozostało około {n} min", "about {n} min left"),
    "remaining_little": ("pozostała mniej niż minuta", "less than a minute left"),
    "remaining_none": ("nie ma już miejsc do obejrzenia", "no places are left to look at"),
    "checked_to": ("sprawdzone do {clock}", "checked to {clock}"),
    "checked_none": ("nic jeszcze nie sprawdzono", "nothing is checked yet"),
    "checked_all": ("sprawdzone w całości", "all is checked"),
    "saving": ("zapisuję…", "saving…"),
    "saved": ("zapisano", "saved"),
    "undone": ("cofnięto, zapisano", "taken back, saved"),
    "nothing_to_undo": ("nie ma czego cofnąć", "there is nothing to take back"),
    "not_saved": ("NIE zapisano: {why}", "NOT saved: {why}"),
    "unsaved": (
        "to, co wpisano, nie jest zapisane: Enter zapisuje, Esc zaniechuje",
        "what you typed is not saved: Enter saves, Esc cancels",
    ),
    "no_connection": (
        "brak połączenia z programem; czy stenogram edit działa?",
        "no connection to the program; is stenogram edit running?",
    ),
    "site: current": ("strona publiczna jest aktualna", "the public page is up to date"),
    "site: waiting": ("strona publiczna zaraz się odświeży", "the public page will be renewed"),
    "site: making": ("strona publiczna się odświeża…", "the public page is being renewed…"),
    "site: failed": ("nie udało się odświeżyć strony: {why}", "the page was not renewed: {why}"),
    "elsewhere": ("tekst zmieniono w innym oknie", "the text was changed in another window"),
    # The place that is looked at.
    "place": ("Miejsce {n} z {of} · {clock}", "Place {n} of {of} · {clock}"),
    "place_chosen": ("Wybrane słowa · {clock}", "Chosen words · {clock}"),
    "place_none": ("Nie ma tu żadnych słów", "There are no words here"),
    "reason: number": ("liczba", "number"),
    "reason: name": ("nazwa własna", "name"),
    "reason: unknown": ("nieznane słowo", "unknown word"),
    "reason: unsure": ("niepewne", "unsure"),
    "reason: beside unsure": ("obok niepewnego", "beside an unsure word"),
    "reason: replaced": ("zamienione automatycznie", "replaced automatically"),
    "player": ("Odtwarzacz", "Player"),
    "no_player": ("Tego nagrania nie można odtworzyć.", "This recording cannot be played."),
    "field: replace": ("Zamiast „{old}” ma być", "In place of “{old}” put"),
    "field: insert": ("Wstaw po „{old}”", "Insert after “{old}”"),
    "field: speaker": ("Kto mówi w tym akapicie", "Who speaks this paragraph"),
    "field: picture": (
        "Co od tego miejsca widać na obrazie",
        "What the picture shows from here on",
    ),
    "save": ("Zapisz", "Save"),
    "cancel": ("Zaniechaj", "Cancel"),
    "offers": ("Propozycje", "Offers"),
    "clash_title": ("To miejsce ktoś zmienił", "Somebody has changed this place"),
    "clash_when": (
        "Zmieniono o {when}. Jest teraz: „{now}”. Twoje: „{mine}”.",
        "Changed at {when}. It reads now: “{now}”. Yours: “{mine}”.",
    ),
    "clash_now": (
        "Jest teraz: „{now}”. Twoje: „{mine}”.",
        "It reads now: “{now}”. Yours: “{mine}”.",
    ),
    "clash_base": (
        "Transkrypcja pod spodem jest inna niż na tej stronie. Wczytano ją; Twoje „{mine}” nie jest"
        " zapisane.",
        "The transcript below is another than on this page. It was loaded; your “{mine}” is not"
        " saved.",
    ),
    "clash_mine": ("Zapisz moje", "Save mine"),
    "clash_theirs": ("Zostaw, jak jest", "Leave it as it is"),
    "clash_told": (
        "nie zapisano: to miejsce ktoś zmienił, jest wczytane",
        "not saved: somebody has changed this place; it is loaded",
    ),
    "same_one": (
        "Ten sam błąd jeszcze w {n} miejscu",
        "The same mistake in {n} more place",
    ),
    "same_many": (
        "Ten sam błąd jeszcze w {n} miejscach",
        "The same mistake in {n} more places",
    ),
    "same_all": ("Popraw zaznaczone", "Correct those that are ticked"),
    "same_close": ("Zostaw je", "Leave them"),
    "same_done": ("poprawione miejsca: {n}, zapisano", "places corrected: {n}, saved"),
    "unintelligible": ("[niezrozumiałe]", "[unintelligible]"),
    # What can be done, and its keys.
    "do: play": ("Odtwórz", "Play"),
    "do: accept": ("Dobrze", "Right"),
    "do: next": ("Następne", "Next"),
    "do: previous": ("Poprzednie", "Previous"),
    "do: replace": ("Zmień", "Change"),
    "do: insert": ("Wstaw po", "Insert after"),
    "do: delete": ("Usuń", "Delete"),
    "do: speaker": ("Kto mówi", "Speaker"),
    "do: unclear": ("Niezrozumiałe", "Unintelligible"),
    "do: picture": ("Opisz obraz", "Describe the picture"),
    "do: undo": ("Cofnij", "Take back"),
    "do: checked": ("Sprawdzone dotąd", "Checked to here"),
    "do: help": ("Klawisze", "Keys"),
    "controls": ("Co zrobić z tym miejscem", "What to do with this place"),
    "tools": ("Narzędzia", "Tools"),
    "order: gain": ("Najpierw najważniejsze", "Most doubtful first"),
    "order: time": ("Po kolei", "In order of time"),
    "order_label": ("Miejsca do obejrzenia", "Places to look at"),
    "letters": ("Skróty literowe", "Single-letter keys"),
    "at_once": ("Odtwarzaj od razu", "Play at once"),
    "keys_title": ("Klawisze", "Keys"),
    "keys_where": (
        "Litery działają, gdy nie piszesz w polu; przycisk „Skróty literowe” je wyłącza.",
        "Letters work while you are not typing in a field; “Single-letter keys” switches them off.",
    ),
    "arrows_aside": ("strzałki w bok", "arrows aside"),
    "arrows_up": ("strzałki w górę, w dół", "arrows up, down"),
    "key": ("Klawisz", "Key"),
    "does": ("Co robi", "What it does"),
    "keys: play": ("odtwarza dźwięk wokół słów", "plays the sound around the words"),
    "keys: accept": ("tak jest dobrze, dalej", "it is right as it is; on to the next"),
    "keys: next": ("następne miejsce", "the next place"),
    "keys: previous": ("poprzednie miejsce", "the place before"),
    "keys: replace": (
        "zmienia słowa: wpisz nowe, Enter zapisuje, Esc zaniechuje; tak się też dzieli i łączy",
        "changes the words: type others, Enter saves, Esc cancels; words are split and joined so",
    ),
    "keys: insert": ("wstawia słowa po tych", "inserts words after these"),
    "keys: delete": ("usuwa słowa", "deletes the words"),
    "keys: speaker": ("mówi, czyj jest akapit", "says whose the paragraph is"),
    "keys: unclear": ("wpisuje [niezrozumiałe]", "puts [unintelligible]"),
    "keys: picture": ("opisuje, co widać", "describes what is to be seen"),
    "keys: undo": ("cofa ostatnią zmianę", "takes the last change back"),
    "keys: checked": ("sprawdzone od początku dotąd", "all is checked up to here"),
    "keys: order": ("zmienia kolejność miejsc", "changes the order of the places"),
    "keys: all": ("poprawia ten sam błąd wszędzie", "corrects the same mistake everywhere"),
    "keys: help": ("ta lista", "this list"),
    "keys: offers": ("wstawia propozycję o tym numerze", "puts the offer of that number"),
    "keys: words": ("słowo w lewo lub w prawo", "a word to the left or right"),
    "keys: more": ("więcej lub mniej słów", "more or fewer words"),
    "keys: paragraphs": (
        "w tekście: akapit w górę lub w dół",
        "in the text: a paragraph up or down",
    ),
    "keys: enter": ("w tekście: zmienia słowo", "in the text: changes the word"),
    "close": ("Zamknij", "Close"),
    # The text, and what is not in it.
    "text": ("Tekst", "Text"),
    "text_hint": (
        "strzałki chodzą po słowach, Enter zmienia słowo",
        "arrows go from word to word, Enter changes it",
    ),
    "voice": ("Osoba {n}", "Speaker {n}"),
    "picture": ("obraz: {text}", "picture: {text}"),
    "conflicts": ("Do rozstrzygnięcia", "To be decided"),
    "conflicts_note": (
        "Te poprawki napisano do innej transkrypcji i nie wiadomo, gdzie teraz należą.",
        "These corrections were written for another transcript; where they belong is not clear.",
    ),
    "conflict_was": ("było", "it read"),
    "conflict_mine": ("poprawka", "correction"),
    "conflict_now": ("jest teraz", "it reads now"),
    "conflict_nothing": ("nic", "nothing"),
    "conflict_unreadable": (
        "Wiersza pliku z poprawkami nie da się odczytać, popraw go tam: {line}",
        "A line of the file of corrections cannot be read; mend it there: {line}",
    ),
    "listen": ("Odtwórz {clock}", "Play {clock}"),
    "decide_mine": ("Weź poprawkę", "Take the correction"),
    "decide_machine": ("Zostaw, co jest teraz", "Keep what it reads now"),
    "rejected": ("Odrzucony tekst", "Rejected text"),
    "rejected_note": (
        "To rozpoznano, ale odrzucono jako wątpliwe. Posłuchaj; jeśli ktoś to mówi, przywróć.",
        "This was recognised and rejected as doubtful. Listen; if somebody says it, bring it back.",
    ),
    "restore": ("Przywróć", "Bring back"),
    "restored": ("przywrócone", "brought back"),
    "restore_field": ("Tekst do przywrócenia, {clock}", "Text to bring back, {clock}"),
}


def strings(language: Language) -> Mapping[str, str]:
    """All texts in one language, by name. `{…}` are filled in by whoever shows them."""
    column = 0 if language == "pl" else 1
    return {name: pair[column] for name, pair in _TEXTS.items()}
