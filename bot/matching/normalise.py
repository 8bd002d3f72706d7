"""Text to comparable words: case, accents, punctuation, figures and inflection aside."""

import re
import threading
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

import snowballstemmer

MAX_CHARACTERS = 2000
"""How much of a text is read: a bound on the time that any question can take."""

MAX_LETTERS = 40
"""How much of a word is read: no word of any tongue here needs more, and what is remembered of words stays small."""

_WORD = re.compile(r"\d+(?:[.,]\d+)+|(?:[^\W\d_]\.){2,}|[^\W_]+(?:['’][^\W_]+)*")
_MARKED = re.compile(r"[.,'][a-z0-9]")
"""A mark that may be part of a word of :data:`_WORD`; without one, words are what stands between :data:`_BLANKS`."""
_BLANKS = {code: " " for code in range(128) if not chr(code).isalnum()}
_CAPITAL = re.compile(r"(?<=[^\s.!?:] )[\"'“‘(]?([A-ZÀ-ÖØ-Þ][^\W_]+)")
_THOUSANDS = re.compile(r"\d{1,3}(?:,\d{3})+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
MENTION = re.compile(
    r"<(?:@[!&]?\d+|#\d+|a?:\w{1,32}:\d+|t:-?\d+(?::\w)?|id:\w+|/[^<>:\n]{1,100}:\d+)>|@(?:everyone|here)\b"
)
"""What Discord shows as something else than it is: people, channels, emoji, times, commands."""
_LINK = re.compile(r"https?://\S+")
_COUNTED = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty
"""
_NUMBER_WORDS = {word: str(value) for value, word in enumerate(_COUNTED.split(), 2)}
_NUMBER_WORDS |= {"dozen": "12", "hundred": "100", "thousand": "1000"}
_TYPED_SHORT = """
abt=about afaik=know b4=before bak=back bc=because btwn=between coz=because cuz=because dat=that dem=them dey=they
dis=this dnt=dont fr=for frm=from govt=government gov=government gonna=going gotta=got hav=have hows=how hw=how
imho=imo iirc=remember ive=have jus=just kno=know lemme=let lil=little mins=minutes msg=message nd=and n=and
nuthin=nothing omg=oh outta=out peeps=people pic=picture pics=pictures pls=please plz=please ppl=people prob=probably
probs=probably rly=really sez=says smb=somebody smth=something sth=something sum1=someone tho=though thru=through
til=until tht=that thx=thanks u=you ur=your urself=yourself w=with wanna=want wat=what wats=what wen=when wer=where
wher=where wht=what whens=when wheres=where whos=who whys=why wich=which wiv=with wo=without wud=would wuz=was
wut=what y=why yall=you yr=year yrs=years
"""
_STANDS_FOR = _NUMBER_WORDS | dict(pair.split("=") for pair in _TYPED_SHORT.split())


class _Stemmer(threading.local):
    """One stemmer a thread, since it keeps the word under way in itself."""

    def __init__(self) -> None:
        self.stem = snowballstemmer.stemmer("english").stemWord


_stemmer = _Stemmer()


def words(text: str) -> list[str]:
    """The words of a text in order: case-folded, without accents, possessives, mentions and links.

    ``U.S.`` gives ``us``, ``1,000`` gives ``1000``, ``thirteen`` gives ``13``, ``abt`` gives ``about``; text in a
    script without blanks between words (Chinese, Japanese, Thai, ...) gives its pairs of letters. At most the first
    :data:`MAX_CHARACTERS` characters are read.
    """
    folded = _fold(_unmentioned(text))
    if folded.isascii() and not _MARKED.search(folded):  # as nearly all are
        return [_STANDS_FOR.get(word, word)[:MAX_LETTERS] for word in folded.translate(_BLANKS).split()]
    found = _WORD.findall(folded)
    if not _UNSPACED.search(folded):
        return [_plain(one)[:MAX_LETTERS] for one in found]
    return [word for one in found for word in (_pairs(one) if _UNSPACED.search(one) else (_plain(one)[:MAX_LETTERS],))]


def capitalised(text: str) -> frozenset[str]:
    """The words inside the text's sentences that begin with a capital, as :func:`words` gives them.

    Those are names, as a rule. Where most words do, as in a headline, it says nothing, and there are none.
    """
    begun = _CAPITAL.findall(_unmentioned(text)) if not text[1:].islower() else []
    return (
        frozenset(word for one in begun for word in words(one)) if 2 * len(begun) < len(text.split()) else frozenset()
    )


def _unmentioned(text: str) -> str:
    """As much of a text as is read, without mentions and links."""
    read = text[:MAX_CHARACTERS]
    if "<" in read or "@" in read or "://" in read:  # as nearly none has
        return _LINK.sub(" ", MENTION.sub(" ", read))
    return read


def _pairs(run: str) -> list[str]:
    """The overlapping pairs of letters of a run in a script that puts no blanks between words."""
    return [run[at : at + 2] for at in range(max(len(run) - 1, 1))]


def _fold(text: str) -> str:
    """Compatibility forms unified, case folded, combining marks and format characters removed (Unicode TR15, TR21)."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()  # styled capitals have no small letters of their own
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Cf", "Cs"})


def _plain(word: str) -> str:
    if word.isalpha():  # as nearly all are
        return _STANDS_FOR.get(word, word)
    if word[0].isdigit():
        return word.replace(",", "") if _THOUSANDS.fullmatch(word) else word
    word = word.replace("’", "'").replace(".", "")
    if "'" in word:
        word = word.removesuffix("'s").replace("'", "")
    return _STANDS_FOR.get(word, word)


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The stem of an English word by the Porter2 algorithm (Porter 2001); figures stay as they are."""
    return word if not word.isalpha() else str(_stemmer.stem(word))


def stems(spoken: Sequence[str]) -> tuple[str, ...]:
    """The stem of each word."""
    return tuple(map(stem, spoken))


def is_figure(word: str) -> bool:
    """Whether a word is a number: those must match exactly, since 2014 is no misspelling of 2015."""
    return word[:1].isdigit()
