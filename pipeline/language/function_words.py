"""Words that carry the grammar rather than the matter, and the noises between them."""

_FUNCTION = """
nic nikt niczego nikogo niczym a aby ale albo ani aż bądź bez bo bowiem by byle choć choćby chociaż
co coś czy czyli dla dlaczego dlatego do dokąd dopiero gdy gdyby gdyż gdzie gdzieś i ich ile im
inaczej iż ja jak jaka jaki jakie jakiś jakaś jakieś jakby jako je jednak jednakże jego jej jemu
jeszcze jeśli jeżeli już ją każda każde każdego każdej każdy ktoś kto która które którą którego
której któremu który którym których którymi którzy lecz lub ma mną mnie mój moja moje mu my na nad
nam nami nas nasz nasza nasze naszego naszej naszych naszym nawet nią nich nie niego niej nim nimi
niż no o obok od ode około on ona one oni ono oraz po pod podczas pomiędzy ponad ponieważ poza
później potem przeciw przecież przed przede przez przy sam sama samo się siebie skąd sobą sobie
swoja swoje swojego swojej swoich swój ta tak taka taki takie takich takiej także tam te tego tej
ten też to tobie toteż tu tutaj tych tylko tym tymi tę tą u w wam wami was we więc właśnie wobec
wtedy wy wśród z za zamiast zanim zaś ze zawsze znów znowu że żeby żaden żadna żadne jest są był
była było były być będzie będą byli
"""
FUNCTION_WORDS = frozenset(_FUNCTION.split())
"""Forms whose every use is grammar: they tell nothing of what a text is about."""

_NOISES = """
e ee eee eeee em eem eemm y yy yyy yyyy ym yym ymm m mm mmm hm hmm hmmm a aa aaa aaaa ah ach ej no
znaczy prawda tak halo aha mhm ehm okej ok
"""
HESITATIONS = frozenset(_NOISES.split())
"""Sounds and fillers that people make while they look for a word."""

_LIGHT = """
być mieć móc musieć chcieć zostać zostawać powinien trzeba można należeć wiedzieć mówić powiedzieć
powiadać znaczyć prosić dziękować witać przepraszać bywać dawać dać robić zrobić pan pani państwo
rzecz sprawa raz taki ten jaki każdy wszyscy wszystko wszystek inny sam swój nasz wasz mój jeden
który tamten ów żaden
"""
LIGHT_LEMMAS = frozenset(_LIGHT.split())
"""Lemmas of verbs and of forms of address that say nothing of the matter by themselves."""
