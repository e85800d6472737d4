"""A seminar's web page → what it says: recordings, decks, programme, days."""
