"""Text to comparable words: without case, accents, punctuation and inflection, figures in one notation."""

import re
import threading
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

import snowballstemmer

MAX_CHARACTERS = 2000
"""How much of a text is read: a bound on the time that any question can take."""

MAX_LETTERS = 40
"""How much of a word is read."""

MENTION = re.compile(
    r"<(?:@[!&]?\d+|#\d+|a?:\w{1,32}:\d+|t:-?\d+(?::\w)?|id:\w+|/[^<>:\n]{1,100}:\d+)>|@(?:everyone|here)\b"
)
"""What Discord shows as something else than it is: people, channels, emoji, times, commands."""

_LETTER = r"(?:[^\W_]|[\u0900-\u0963\u0966-\u0dff])"
_WORD = re.compile(
    r"(?P<date>\d{4}-[01]\d-[0-3]\d(?!\d))"
    r"|(?<!\d[ .,])\d{1,3}(?P<thousands>(?:[ \u00a0\u202f]\d{3})+|(?:[.,'’]\d{3})+)(?![.,]?\d)|\d+(?:[.,]\d+)+"
    r"|(?<!\w)['’](?P<short_year>\d\d)(?!\w)"
    r"|(?:[^\W\d_]\.){2,}"
    r"|(?<!\w)[^\W\d_]{1,2}(?:[+#]+(?!\w)|-(?=[\s?!,]|$))"
    rf"|{_LETTER}+(?:['’]{_LETTER}+)*"
    r"|[%€£]"
)
_MARKED = re.compile(r"[.,'][a-z0-9]|[+#%-](?:\W|$)|\d[ -]\d")
"""A mark that may be part of a word of :data:`_WORD`; without one, words are what stands between :data:`_BLANKS`."""
_BLANKS = "".join(chr(code) if chr(code).isalnum() else " " for code in range(128))
_HASHTAG = re.compile(r"#(?=\w*[a-z])[A-Z]\w+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_CAPITAL = re.compile(r"(?<=[^\s.!?:] )[\"'“‘(]?([A-ZÀ-ÖØ-Þ][^\W_]+)")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
_LINK = re.compile(r"https?://\S+")
_ARTICLE = "\u0627\u0644"
"""The Arabic article, which is written as one word with its noun."""
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_SIGNS = {"%": "percent", "€": "euro", "£": "pound"}


def _pairs(text: str) -> dict[str, str]:
    return dict(pair.split("=") for pair in text.split())


_COUNTED = """
two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
twenty
"""
_TYPED_SHORT = _pairs("""
abt=about afaik=know aug=august b4=before bak=back bc=because btwn=between coz=because cuz=because dat=that
dec=december dem=them dey=they dis=this dnt=dont feb=february fr=for frm=from govt=government gov=government
gonna=going gotta=got hav=have hows=how hw=how imho=imo iirc=remember ive=have jan=january jul=july jun=june jus=just
kno=know lemme=let lil=little mins=minutes msg=message nd=and n=and nr=number nuthin=nothing nov=november oct=october
omg=oh outta=out peeps=people pic=picture pics=pictures pls=please plz=please ppl=people prob=probably probs=probably
pw=password rly=really sep=september sept=september sez=says smb=somebody smth=something sth=something sum1=someone
tho=though thru=through til=until tht=that thx=thanks u=you ur=your urself=yourself w=with wanna=want wat=what
wats=what wen=when wer=where wher=where wht=what whens=when wheres=where whos=who whys=why wich=which wiv=with
wo=without wud=would wuz=was wut=what y=why yall=you yr=year yrs=years
""")
_STANDS_FOR = (
    {word: str(value) for value, word in enumerate(_COUNTED.split(), 2)}
    | {"dozen": "12", "hundred": "100", "thousand": "1000"}
    | _TYPED_SHORT
)
IRREGULAR = _pairs("""
arose=arise arisen=arise ate=eat eaten=eat beaten=beat became=become began=begin begun=begin bitten=bite bled=bleed
blew=blow blown=blow bought=buy bound=bind broke=break broken=break brought=bring built=build burnt=burn came=come
caught=catch children=child chose=choose chosen=choose crept=creep dealt=deal dove=dive drank=drink drawn=draw
drew=draw driven=drive drove=drive fallen=fall fell=fall fed=feed felt=feel fled=flee flew=fly flown=fly forbade=forbid
forbidden=forbid forgot=forget forgotten=forget fought=fight frozen=freeze froze=freeze gave=give given=give gone=go
went=go grew=grow grown=grow held=hold hidden=hide hid=hide kept=keep knew=know known=know led=lead left=leave
lent=lend lost=lose made=make meant=mean men=man met=meet paid=pay ran=run rang=ring risen=rise rose=rise sang=sing
sank=sink sent=send shaken=shake shook=shake shot=shoot shown=show shrank=shrink slain=slay slept=sleep sold=sell
sought=seek spent=spend spoke=speak spoken=speak stole=steal stolen=steal stood=stand struck=strike sunk=sink
swam=swim swept=sweep swore=swear sworn=swear taken=take took=take taught=teach threw=throw thrown=throw told=tell
thought=think tore=tear torn=tear understood=understand wept=weep withdrew=withdraw withdrawn=withdraw women=woman
won=win wore=wear worn=wear written=write wrote=write
""")
"""The base form of each irregular English form."""


class _Stemmer(threading.local):
    """One stemmer a thread, since it keeps the word that it works on in itself."""

    def __init__(self) -> None:
        self.stem = snowballstemmer.stemmer("english").stemWord


_stemmer = _Stemmer()


def words(text: str) -> list[str]:
    """The words of a text in order: case-folded, without accents, possessives, mentions and links.

    ``U.S.`` gives ``us``; ``1,000``, ``1.000`` and ``1 000`` give ``1000``; ``thirteen`` gives ``13``; ``abt`` gives
    ``about``; ``2021-08-26`` gives ``26 august 2021``; ``#OpenDay`` gives ``open day``. Text in a script without spaces
    between words (Chinese, Japanese, Thai, ...) gives its pairs of letters. At most the first
    :data:`MAX_CHARACTERS` characters are read.
    """
    folded = _fold(_readable(text))
    if folded.isascii() and not _MARKED.search(folded):  # as nearly all are
        return [_STANDS_FOR.get(word, word)[:MAX_LETTERS] for word in folded.translate(_BLANKS).split()]
    return [word[:MAX_LETTERS] for found in _WORD.finditer(folded) for word in _plain(found)]


def capitalised(text: str) -> frozenset[str]:
    """The words inside the text's sentences that begin with a capital, as :func:`words` gives them.

    Those are names, as a rule. When most words do, as in a headline, it says nothing, and there are none.
    """
    begun = _CAPITAL.findall(_readable(text)) if not text[1:].islower() else []
    return (
        frozenset(word for one in begun for word in words(one)) if 2 * len(begun) < len(text.split()) else frozenset()
    )


def _readable(text: str) -> str:
    """As much of a text as is read, without mentions and links, hashtags taken apart."""
    read = text[:MAX_CHARACTERS]
    if "<" in read or "@" in read or "://" in read:  # as nearly none has
        read = _LINK.sub(" ", MENTION.sub(" ", read))
    return _HASHTAG.sub(lambda tag: _HUMP.sub(" ", tag[0][1:]), read) if "#" in read else read


def _fold(text: str) -> str:
    """Compatibility forms unified, case folded, accents and format characters removed (Unicode TR15, TR21).

    The vowel signs of Indic scripts stay, since they tell words apart; all digits become those of ASCII.
    """
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()  # styled capitals have no small letters of their own
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(
        str(unicodedata.decimal(c)) if c.isdecimal() else c
        for c in decomposed
        if unicodedata.category(c) not in {"Mn", "Cf", "Cs"} or "\u0900" <= c <= "\u0dff"
    )


def _plain(found: re.Match[str]) -> Iterable[str]:
    word = found[0]
    if word.isalpha():
        if _UNSPACED.search(word):
            return [word[at : at + 2] for at in range(max(len(word) - 1, 1))]
        if word.startswith(_ARTICLE) and len(word) > 4:
            word = word.removeprefix(_ARTICLE)
        return (_STANDS_FOR.get(word, word),)
    if found["date"]:
        year, month, day = word.split("-")
        return (str(int(day)), _MONTHS[max(int(month), 1) % 13 - 1], year)
    if found["short_year"]:
        return (("20" if found["short_year"] < "50" else "19") + found["short_year"],)
    if found["thousands"]:
        return (re.sub(r"\D", "", word),)
    if word in _SIGNS:
        return (_SIGNS[word],)
    if word[0].isdigit() or word[-1] in "+#-":
        return (word,)
    word = word.replace("’", "'").replace(".", "")
    if "'" in word:
        word = word.removesuffix("'s").replace("'", "")
    return (_STANDS_FOR.get(word, word),)


@lru_cache(maxsize=32_000)
def stem(word: str) -> str:
    """The stem of an English word by the Porter2 algorithm (Porter 2001), of irregular forms the base form's."""
    return word if not word.isalpha() else str(_stemmer.stem(IRREGULAR.get(word, word)))


def stems(spoken: Iterable[str]) -> tuple[str, ...]:
    """The stem of each word."""
    return tuple(map(stem, spoken))


def is_figure(word: str) -> bool:
    """Whether a word is a number: those must match exactly, since 2014 is no misspelling of 2015."""
    return word[:1].isdigit()
