"""Decks that belong to other seminars, of our own writing: of them nothing may be placed."""

from pipeline.artefacts import Deck, Slide
from pipeline.stage import Of

_BEES = """
Pszczoły w mieście | Koło pszczelarzy, spotkanie wiosenne | 12 marca, dom kultury
Dlaczego pasieka na dachu? | 40 gatunków roślin w promieniu 2 km | Mniej oprysków niż na wsi
Rodzina pszczela | Jedna matka, 50 tys. robotnic | Trutnie tylko latem | Zima: 12 tys. pszczół
Choroby | Warroza: 70% strat | Zgnilec: obowiązek zgłoszenia | Kontrola w lipcu i sierpniu
Koszt założenia pasieki | Ul: 600 zł | Odkład: 350 zł | Sprzęt: ok. 2 tys. zł | Zwrot po 3 latach
Prawo miejscowe | Uchwała rady miasta | Odległość od granicy: 10 m | Zgoda sąsiada
Zbiory | 20 kg z ula w dobrym roku | Akacja, lipa, nawłoć | Rok 2018: rekord
Wnioski | Zacznij od kursu | Dwa ule na początek | Pytania?
"""
_HOSPITAL = """
Higiena rąk na oddziale | Szkolenie personelu | Szpital powiatowy, 2019
Zakażenia szpitalne w liczbach | 6% pacjentów | Co trzecie do uniknięcia | Koszt: 4,2 mln zł
Pięć momentów | Przed kontaktem z pacjentem | Po kontakcie z płynami ustrojowymi
Technika mycia | 30 sekund | Grzbiety dłoni, kciuki, paznokcie | Suszenie ręcznikiem jednorazowym
Dezynfekcja alkoholem | Preparat 70% | 3 ml na dłoń | Nie przy brudnych rękach
Rękawiczki | Nie zastępują mycia | Jedna para, jeden pacjent | Lateks i nitryl
Audyt | Obserwacja: 200 epizodów | Przestrzeganie: 54% | Cel na koniec roku: 80%
Podsumowanie | Liczymy zużycie preparatu | Ankieta dla personelu | Dziękuję za uwagę
"""
_TRAMS = """
Tramwaj czy autobus? | Transport zbiorowy w miastach średnich | Konferencja, Olsztyn
Podział zadań przewozowych | Samochód 51% | Komunikacja 29% | Rower 7% | Pieszo 13%
Koszt wozokilometra | Tramwaj: 14 zł | Autobus elektryczny: 9,5 zł | Diesel: 8 zł
Tabor | 17 pociągów niskopodłogowych | Zajezdnia na 30 wagonów | Przetarg 2015
Torowisko | Zielona trawa tłumi hałas | Priorytet na skrzyżowaniach | Przystanki podwójne
Finansowanie | 85% dofinansowania | Wkład własny gminy | Bilety pokrywają 30%
Pasażerowie | Wzrost o 22% w 6 lat | Potok: dworzec – uczelnia | Bilet roczny dla mieszkańców
Rekomendacje | Najpierw buspasy | Policzyć przed decyzją | Konsultacje z mieszkańcami
"""


def foreign_decks() -> tuple[Of[Deck], ...]:
    """A deck on bees, one on hygiene, and one on what a town spends, near to the demo."""
    decks = {"pszczoly": _BEES, "higiena": _HOSPITAL, "tramwaje": _TRAMS}
    return tuple(Of(name, _deck(name, text)) for name, text in decks.items())


def _deck(name: str, text: str) -> Deck:
    slides = []
    for number, row in enumerate(text.strip().splitlines(), 1):
        lines = [line.strip() for line in row.split("|")]
        slides.append(Slide(number, lines[0], "\n".join(lines)))
    return Deck(f"{name}.pdf", "", 0, tuple(slides))
