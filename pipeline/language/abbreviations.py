"""Abbreviations that Polish ends with a full stop."""

_INNER = """
np m.in tzw tzn tj ul al pl dr prof mgr inż hab lek św śp gen płk kpt im ks bp red por zob pkt art
ust poz nr str godz tel woj pow gm wg ok max min jw wyd zał sp os dz mec dyr zast wł ww sz pn wt śr
czw pt sob niedz rys tab
"""
INNER = frozenset(_INNER.split())
"""Something always follows these: a sentence does not end with them."""

_FINAL = """
itd itp etc r w tys mln mld bln zł gr proc ha km m cm kg in br ub n.e p.n.e p.o s.a z.o.o sp.k
wiecz
"""
FINAL = frozenset(_FINAL.split())
"""A sentence may end with these, or go on."""
