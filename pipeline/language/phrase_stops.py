"""Words that make no key phrase."""

_EMPTY = """
pan pani państwo dzień rok miesiąc tydzień godzina minuta czas raz rzecz sprawa sposób przykład
koniec początek część strona miejsce pytanie słowo dobry ten taki jaki który każdy wszystek wszyscy
inny sam cały swój mój twój nasz wasz jeden drugi trzeci czwarty piąty pierwszy ostatni kolejny
następny dany różny pewien jakiś żaden wiele kilka tysiąc milion miliard procent złoty tyle duży
wielki mały pewny dzisiejszy wczorajszy jutrzejszy styczeń luty marzec kwiecień maj czerwiec lipiec
sierpień wrzesień październik listopad grudzień poniedziałek wtorek środa czwartek piątek sobota
niedziela ów własny głos temat kwestia powiedzmy sobie szczery prosty nic nikt coś ktoś imię powód
wzgląd dzisiaj
"""
EMPTY_LEMMAS = frozenset(_EMPTY.split())
"""Lemmas that point, count or date: a phrase with one of them says little by itself."""
