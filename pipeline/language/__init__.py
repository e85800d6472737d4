"""What we know of Polish: lemmas, inflection, sentences, phrases."""

from pipeline.language.bonds import Bond, bonds
from pipeline.language.content import content_lemmas
from pipeline.language.folding import fold
from pipeline.language.function_words import FUNCTION_WORDS
from pipeline.language.leaning import LEANING, leans
from pipeline.language.lexicon import Analysis, Lexicon, knows, lexicon
from pipeline.language.morfeusz import MorfeuszLexicon
from pipeline.language.numerals import Said, numbers
from pipeline.language.paragraphs import paragraphs
from pipeline.language.phrases import Phrase, key_phrases, phrases_said
from pipeline.language.sentences import sentences
from pipeline.language.simple import SimplemmaLexicon
from pipeline.language.stemming import STEM_RULES, StemRules, root, stem
from pipeline.language.words import Token, tokens

__all__ = [
    "FUNCTION_WORDS",
    "LEANING",
    "STEM_RULES",
    "Analysis",
    "Bond",
    "Lexicon",
    "MorfeuszLexicon",
    "Phrase",
    "Said",
    "SimplemmaLexicon",
    "StemRules",
    "Token",
    "bonds",
    "content_lemmas",
    "fold",
    "key_phrases",
    "knows",
    "leans",
    "lexicon",
    "numbers",
    "paragraphs",
    "phrases_said",
    "root",
    "sentences",
    "stem",
    "tokens",
]
