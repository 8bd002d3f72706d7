"""What an editor writes: the shape of each YAML file, as models that validate it and yield its JSON Schema."""

import json
import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema
from pydantic.json_schema import GenerateJsonSchema

from bot.factbase.problem import Code, Steps
from bot.factbase.texts import UNSEEN, plain_typography, words

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LANGUAGE_PATTERN = r"^[a-z]{2,3}(-[a-z0-9]+)*$"
MAX_ID = 60
"""Characters of an id: short enough to stand, with a verb before it, wherever a face needs one."""
MAX_TEXT = 2000
"""Characters of any one text: some 300 words, more than a claim or a paraphrase should ever need."""
MAX_FACTS = 20_000
"""Facts of one file: a bound on the time that checking it can take."""

_WORD = re.compile(r"\w")


def _one_line(text: str) -> str:
    """The text with every run of white space as one blank, as YAML's folded blocks leave newlines in it."""
    if unseen := UNSEEN.search(text):
        raise ValueError(f"holds the invisible character U+{ord(unseen[0]):04X}; remove it")
    return " ".join(text.split())


def _said(text: str) -> str:
    """The text in one line; one without a letter or figure says nothing."""
    if not text[0].isalnum() and not _WORD.search(text):
        raise ValueError("has neither a word nor a figure; write a text")
    return _one_line(text)


MOST_WORDS = 7
"""Words of an anchor: a run of eight counts as copied."""


def _without_unseen(value: object) -> object:
    """A text without the signs of no width that come along when it is copied from an article."""
    if not isinstance(value, str) or value.isprintable() or len(value) > MAX_TEXT:
        return value
    return plain_typography(value)


def _few_words(anchor: str) -> str:
    if (count := len(words(anchor))) > MOST_WORDS:
        raise ValueError(f"has {count} words; anchor {MOST_WORDS} at most, and several runs of words if need be")
    return anchor


def _as_typed(value: object) -> object:
    """A number or a date that stands where a text may, as text: YAML reads 2015 without quotes as a number."""
    return str(value) if isinstance(value, int | float | date) and not isinstance(value, bool) else value


def _no_path(name: str) -> str:
    if "/" in name or "\\" in name or name in {".", ".."}:
        raise ValueError("is a path; name the file alone, its folder is given to 'factbot check --articles'")
    return _one_line(name)


def _no_link_ends(address: object) -> object:
    """The same address with its parentheses encoded: they would end a link in Markdown."""
    return address.replace("(", "%28").replace(")", "%29") if isinstance(address, str) else address


Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=MAX_ID)]
Text = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT), AfterValidator(_said)
]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), AfterValidator(_said)]
Value = Annotated[
    Label,
    BeforeValidator(_as_typed),
    WithJsonSchema({"anyOf": [{"type": "string", "minLength": 1, "maxLength": 100}, {"type": "number"}]}),
]
Anchor = Annotated[Label, BeforeValidator(_without_unseen), AfterValidator(_few_words)]
FileName = Annotated[str, StringConstraints(min_length=1, max_length=255), AfterValidator(_no_path)]
Url = Annotated[
    str, StringConstraints(pattern=r"^https?://[!#-;=?-Z_a-z~]+$", max_length=500), BeforeValidator(_no_link_ends)
]


def is_id(text: str) -> bool:
    """Whether a text can be an id."""
    return len(text) <= MAX_ID and bool(re.fullmatch(ID_PATTERN, text))


def id_like(text: str) -> str:
    """The id that a text comes to, ``the-meridian`` for ``The Meridian``; empty if there is none."""
    slug = "-".join("".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split())
    return slug if len(slug) <= MAX_ID else ""


class Kind(StrEnum):
    """What sort of text a source is."""

    NEWS = "news"
    REPUBLICATION = "republication"
    EXPLAINER = "explainer"
    OPINION = "opinion"
    DOCUMENTATION = "documentation"
    CHANGELOG = "changelog"
    POLICY = "policy"
    STANDARD = "standard"
    DISCUSSION = "discussion"
    STATEMENT = "statement"
    DATA = "data"


class How(StrEnum):
    """In what way evidence is compatible with a claim and weaker."""

    LESS_EXACT = "less exact"
    EARLIER = "earlier"
    IN_PART = "in part"
    LESS_CERTAIN = "less certain"
    CONDITIONAL = "conditional"
    FRAMED_OTHERWISE = "framed otherwise"


class Relation(StrEnum):
    """How evidence stands to a claim."""

    SUPPORTS = "supports"
    """It entails the claim, or is more exact."""
    QUALIFIES = "qualifies"
    """It is compatible with the claim and weaker."""
    DISPUTES = "disputes"
    """It cannot be true beside the claim."""


class _Entry(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, use_attribute_docstrings=True)


class EvidenceEntry(_Entry):
    """What one paragraph of one source says on a fact."""

    source: Id
    """The source's id: the name of its file in the sources folder, without '.yaml'."""
    paragraph: Annotated[int, Field(ge=1)]
    """The n-th non-blank line of the article, counted from 1."""
    at: Value | None = None
    """The place as people cite it, such as §5.1, 12:40 or table 3; shown in place of the paragraph's number."""
    speaker: Label | None = None
    """Who says it in a text with several voices; two of them may stand on both sides."""
    value: Value | None = None
    """What this source has in place of the claim's value, in its own wording."""
    says: Text
    """What the paragraph says on this fact, in our own words; never a copied sentence."""
    anchors: Annotated[list[Anchor], Field(min_length=1)]
    """Seven words at most, or a figure, each as it stands in that paragraph."""
    attributed_to: list[Label] = []
    """Whom the article says it has it from, nearest first."""


class QualifierEntry(EvidenceEntry):
    """What one paragraph says that is compatible with the claim and weaker."""

    how: Annotated[How, Field(strict=False)]
    """In what way it is weaker."""


class FactEntry(_Entry):
    """One question that people ask, its answer, and every source that speaks on it."""

    id: Id
    """Lower-case letters, digits and hyphens; never changed once published."""
    claim: Text
    """The answer in one specific sentence of our own."""
    value: Value | None = None
    """The claim's answer in a word or two, such as 2015 or at least 12."""
    saying: bool = False
    """Whether the claim is that somebody said something; its witnesses are then the articles that heard it."""
    reviewed: date | None = None
    """The day on which somebody last held the fact against its sources."""
    phrasings: list[Text] = []
    """How people ask for it or assert it, rightly or wrongly; fifteen or more find nearly everyone."""
    tags: list[Label] = []
    """A few words to file it under."""
    supports: Annotated[list[EvidenceEntry], Field(min_length=1)]
    """Every source that says so, or more exactly."""
    qualifies: list[QualifierEntry] = []
    """Every source that is compatible with the claim and weaker, and how."""
    disputes: list[EvidenceEntry] = []
    """Every source that cannot be true beside the claim; a rival value stands here, not in a fact of its own."""
    accepted: list[Annotated[Code, Field(strict=False)]] = []
    """Codes of the warnings that are meant to be so; the reason stands in a comment."""

    def evidence(self) -> Iterator[tuple[Steps, EvidenceEntry]]:
        """Every piece of evidence on the fact, with the steps to it."""
        for relation in Relation:
            for index, evidence in enumerate(getattr(self, relation)):
                yield (relation.value, index), evidence


class TopicFile(_Entry):
    """A file of the facts folder: one topic and its facts."""

    topic: Label
    """The topic's name, as people read it."""
    facts: Annotated[list[FactEntry], Field(min_length=1, max_length=MAX_FACTS)]
    """The topic's facts."""


class ArticleEntry(_Entry):
    """Which text a source is, so that an editor's copy can be checked against it."""

    file: FileName
    """The name of the article's text file."""
    sha256: Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
    """The checksum of that file."""
    paragraphs: Annotated[int, Field(ge=1)]
    """How many non-blank lines it has."""


class SourceFile(_Entry):
    """A file of the sources folder; its name is the source's id."""

    name: Label
    """What answers call it: short, and no two alike."""
    title: Text
    """The article's title."""
    publisher: Label | None = None
    """Who published it; left out if the article does not show it."""
    published: date | None = None
    """The day it appeared; left out if the article does not show it."""
    read: date | None = None
    """The day on which a page that changes was read."""
    kind: Annotated[Kind, Field(strict=False)]
    """What sort of text it is."""
    origins: Annotated[list[Id], Field(min_length=1)]
    """Whose reporting it may rest on, by its own credits; its own id if it reports itself."""
    url: Url | None = None
    """Where it can be read."""
    article: ArticleEntry
    """Which text it is."""
    accepted: list[Annotated[Code, Field(strict=False)]] = []
    """Codes of the warnings that are meant to be so; the reason stands in a comment."""


class NameEntry(_Entry):
    """A name and how else people write it."""

    name: Label
    """The name as the claims use it."""
    spellings: Annotated[list[Label], Field(min_length=1)]
    """Its other names, abbreviations and spellings."""


class Vocabulary(_Entry):
    """The file ``vocabulary.yaml`` of the facts folder."""

    names: list[NameEntry] = []
    """Names with their other spellings."""
    same: list[Annotated[list[Label], Field(min_length=2)]] = []
    """Groups of words that mean the same in this fact base."""
    witnesses: list[Annotated[list[Label], Field(min_length=2)]] = []
    """Groups of people and offices of one institution, its name first: each group is one witness."""
    language: Annotated[str, StringConstraints(pattern=LANGUAGE_PATTERN)] = "en"
    """The language of claims and phrasings by its code, such as en or pt-br."""


MODELS: dict[str, type[BaseModel]] = {"topic": TopicFile, "source": SourceFile, "vocabulary": Vocabulary}


def _without_null(schema: Any) -> Any:  # noqa: ANN401 - JSON
    """A schema that tells of a wrong value what is wrong with it, not that it might be left out."""
    if isinstance(schema, list):
        return [_without_null(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: _without_null(value) for key, value in schema.items() if key != "default" or value is not None}
    choices = [choice for choice in kept.get("anyOf", ()) if choice != {"type": "null"}]
    if len(choices) > 1:
        kept["anyOf"] = choices
    elif choices:
        del kept["anyOf"]
        kept |= {key: value for key, value in choices[0].items() if key not in kept}
    return kept


def schemas() -> dict[str, str]:
    """Each schema's file name with its text: JSON Schema 2020-12, as editors' YAML plug-ins read it."""
    texts: dict[str, str] = {}
    for name, model in MODELS.items():
        schema = {"$schema": GenerateJsonSchema.schema_dialect, **_without_null(model.model_json_schema())}
        texts[f"{name}.json"] = json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
    return texts
