"""``factbot facts …``, ``factbot sources …`` and ``factbot quote``: the commands that write facts and sources.

``app`` imports this module at every start, so each command imports what it needs when it runs.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from bot.pictures.theme import Theme

if TYPE_CHECKING:
    from bot.editing.articles import Lost, Moved
    from bot.editing.quotes import Place
    from bot.editing.workspace import Workspace

facts_app = typer.Typer(help="List the facts, or write new ones.", invoke_without_command=True)
sources_app = typer.Typer(help="Compare the sources, or register new ones.", invoke_without_command=True)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]


def workspace() -> "Workspace":
    """The folders that the settings name."""
    from bot.editing.workspace import Workspace
    from bot.settings import read_settings

    settings = read_settings()
    return Workspace(settings.facts, settings.sources, settings.articles)


@facts_app.callback()
def list_facts(context: typer.Context, json: Json = False) -> None:
    """List every claim with its verdict."""
    if context.invoked_subcommand is None:
        from bot.terminal.sources import list_facts

        list_facts(as_json=json)


@facts_app.command("new")
def new_fact(
    topic: Annotated[str, typer.Argument(help="The topic's name, or its file's name without .yaml.")],
    claim: Annotated[str, typer.Option(help="The answer, in one specific sentence of your own.")],
    quote: Annotated[list[str], typer.Option(help="Words of an article that support the claim; may be repeated.")],
    says: Annotated[
        list[str] | None, typer.Option(help="What each quotation says, in your own words; may be repeated.")
    ] = None,
    value: Annotated[str | None, typer.Option(help="The claim's answer in a word or two.")] = None,
    phrasing: Annotated[list[str] | None, typer.Option(help="How people ask for it; may be repeated.")] = None,
    id: Annotated[str | None, typer.Option(help="The fact's id; by default, made from the claim.")] = None,
) -> None:
    """Write a new fact from a claim and quotations. 'factbot check' names what is missing."""
    from bot.editing import evidence

    here = workspace()
    entries = []
    for number, words in enumerate(quote):
        for place in _places(here, words):
            paraphrase = says[number] if says and number < len(says) else None
            entries.append(evidence.evidence_entry(place.source, place.paragraph, [place.anchor], paraphrase))
    fact_id, file = evidence.new_fact(here, topic, claim, entries, id, value, phrasing or ())
    named = ", ".join(f"{entry['source']} paragraph {entry['paragraph']}" for entry in entries)
    print(f"{file}: fact '{fact_id}', supported by {named}")
    if len(says or ()) < len(quote):
        typer.echo("Still missing: what each quotation says, in your own words (says:)", err=True)
    if not phrasing:
        typer.echo(f"Still missing: phrasings; 'factbot facts phrase {fact_id} …' adds them", err=True)


@facts_app.command("phrase")
def add_phrasings(
    fact_id: Annotated[str, typer.Argument(metavar="ID", help="The fact's id.")],
    phrasings: Annotated[list[str], typer.Argument(help="How people ask for it or assert it.")],
) -> None:
    """Add phrasings to a fact. Those that another fact answers now are named."""
    from bot.editing import evidence

    here = workspace()
    takers = _answered_now(here, phrasings)
    file, added = evidence.add_phrasings(here, fact_id, phrasings)
    print(f"{file}: {len(added)} added to fact '{fact_id}'")
    for phrasing in added:
        taker = takers.get(phrasing)
        if taker and taker != fact_id:
            typer.echo(f"'{phrasing}' has been answered with fact '{taker}'; make sure that it belongs here", err=True)
    for phrasing in phrasings:
        if " ".join(phrasing.split()) not in added:
            typer.echo(f"'{phrasing}' is there already", err=True)


def _answered_now(here: "Workspace", questions: list[str]) -> dict[str, str]:
    """The facts that answer these questions for certain in the present base, by question."""
    from bot.matching.confidence import Band
    from bot.matching.matcher import Matcher

    if here.loading.base is None:
        return {}
    matcher = Matcher.of(here.loading.base)
    found = {question: matcher.match(question) for question in questions}
    return {question: match.candidates[0].fact.id for question, match in found.items() if match.band is Band.ANSWER}


@facts_app.command("review")
def review(fact_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The facts' ids.")]) -> None:
    """Note that facts were held against their sources today."""
    from bot.editing import evidence

    here, today = workspace(), datetime.now(UTC).date()
    for fact_id in fact_ids:
        print(f"{evidence.review(here, fact_id, today)}: fact '{fact_id}' reviewed {today}")


@sources_app.callback()
def list_sources(
    context: typer.Context,
    json: Json = False,
    picture: Annotated[
        Path | None, typer.Option(help="Draw facts by sources into this PNG file.", dir_okay=False)
    ] = None,
    pairs: Annotated[
        Path | None, typer.Option(help="Draw how often two sources agree into this PNG file.", dir_okay=False)
    ] = None,
    theme: Annotated[Theme, typer.Option(help="The background of the pictures.")] = Theme.DARK,
) -> None:
    """Compare the sources: what each says, alone and beside the others."""
    if context.invoked_subcommand is not None:
        return
    from bot.terminal.sources import draw_sources, list_sources

    if json and (picture or pairs):
        raise typer.BadParameter("--json cannot be combined with pictures")
    if picture and picture == pairs:
        raise typer.BadParameter("name a different file for each picture")
    if picture or pairs:
        raise typer.Exit(draw_sources(picture, pairs, theme))
    list_sources(as_json=json)


@sources_app.command("add")
def add_source(
    file: Annotated[Path, typer.Argument(help="The article's text.", dir_okay=False, exists=True)],
    id: Annotated[str | None, typer.Option(help="The source's id; by default, made from the file's name.")] = None,
    name: Annotated[str | None, typer.Option(help="What answers call it: short, and no two alike.")] = None,
    title: Annotated[str | None, typer.Option(help="The title; by default, the first line.")] = None,
    publisher: Annotated[str | None, typer.Option(help="Who published it, if the text shows it.")] = None,
    kind: Annotated[str | None, typer.Option(help="news, documentation, standard, opinion, …")] = None,
    url: Annotated[str | None, typer.Option(help="Where it can be read.")] = None,
    published: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day it appeared, if shown.")
    ] = None,
    read: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="DATE", help="The day you read a living page.")
    ] = None,
    unwrap: Annotated[bool, typer.Option("--unwrap", help="Join hard-wrapped lines into paragraphs.")] = False,
) -> None:
    """Register a text as a source. Its checksum and its paragraphs are counted for you."""
    from bot.editing import articles
    from bot.factbase.articles import open_articles, reprints
    from bot.factbase.schema import Kind

    if kind and kind not in set(Kind):
        raise typer.BadParameter(f"--kind is one of {', '.join(Kind)}")
    here = workspace()
    given = {"id": id, "name": name, "title": title, "publisher": publisher, "kind": kind, "url": url}
    days = [day.date() if day else None for day in (published, read)]
    added = articles.add_source(here, file, given, days[0], days[1], unwrap)
    print(f"{added.file}: source '{added.id}', {added.paragraphs} paragraphs in {added.article}")
    for note in added.notes:
        typer.echo(f"note: {note}", err=True)
    here = here.reread()
    texts, _ = open_articles(here.documents, added.article.parent)
    for problem in reprints(here.documents, texts):
        if added.id in str(problem):
            typer.echo(str(problem), err=True)


@sources_app.command("show")
def show_source(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="The source's id.")],
    search: Annotated[str | None, typer.Option(metavar="WORDS", help="Only paragraphs with all these words.")] = None,
) -> None:
    """Print a text with numbered paragraphs. Beside each stand the facts that cite it."""
    from bot.factbase.problem import shown
    from bot.factbase.words import words

    here = workspace()
    wanted = set(words(search or ""))
    for number, paragraph in enumerate(here.text(source_id).paragraphs, 1):
        if wanted <= set(words(paragraph)):
            cited = here.citing(source_id, number)
            print(f"{number:>4}  {shown(paragraph, len(paragraph))}" + (f"  [{', '.join(cited)}]" if cited else ""))


@sources_app.command("update")
def update_source(
    source_id: Annotated[str, typer.Argument(metavar="ID", help="The source's id.")],
    file: Annotated[Path, typer.Argument(help="The new text.", dir_okay=False, exists=True)],
) -> None:
    """Take a new text of a source. Paragraph numbers are moved by their anchors, checksum and count renewed."""
    from bot.editing import articles

    here = workspace()
    articles.update_text(here, source_id, file)
    raise typer.Exit(report_moves(*articles.renumber(here.reread(), source_id)))


def report_moves(moved: list["Moved"], lost: list["Lost"]) -> int:
    """Print what was renumbered and what needs an editor; return 1 if anything does."""
    for one in moved:
        print(f"{one.file}: fact '{one.fact}', {one.source}: paragraph {one.before} is now {one.after}")
    for gone in lost:
        print(f"{gone.file}:{gone.line}: fact '{gone.fact}', {gone.source}: {gone.what}")
    print(f"{len(moved)} moved, {len(lost)} to be looked at")
    return 1 if lost else 0


def quote(
    words: Annotated[list[str], typer.Argument(help="The exact words.")],
    source: Annotated[str | None, typer.Option(metavar="ID", help="Search only this source.")] = None,
    fact: Annotated[str | None, typer.Option(metavar="ID", help="Write it into this fact.")] = None,
    relation: Annotated[
        Literal["supports", "qualifies", "disputes"] | None, typer.Option("--as", help="How it stands to the claim.")
    ] = None,
    says: Annotated[str | None, typer.Option(help="What it says, in your own words.")] = None,
    how: Annotated[str | None, typer.Option(help="For qualifies: less exact, earlier, in part, …")] = None,
    value: Annotated[str | None, typer.Option(help="The value that this source has, in its own words.")] = None,
) -> None:
    """Find words in the texts. Prints an anchor and the YAML to paste; --fact, --as and --says write it."""
    from bot.editing import evidence
    from bot.editing.yaml_edit import listed_item
    from bot.factbase.schema import How
    from bot.factbase.verdict import Relation

    if bool(fact) != bool(relation) or (fact and not says):
        raise typer.BadParameter("--fact, --as and --says go together")
    if (relation == "qualifies") != bool(how) or (how and how not in set(How)):
        raise typer.BadParameter(f"--as qualifies takes --how: {', '.join(How)}")
    here = workspace()
    places = _places(here, " ".join(words), source)
    for place in places:
        entry = evidence.evidence_entry(place.source, place.paragraph, [place.anchor], says, value=value, how=how)
        cited = f" (cited by {', '.join(place.cited_by)})" if place.cited_by else ""
        if fact is None or relation is None:
            print(f"{place.source}, paragraph {place.paragraph}{cited}\n{listed_item(entry)}\n")
        elif len(places) == 1:
            print(f"{evidence.add_evidence(here, fact, Relation(relation), entry)}: {place.source} {relation} '{fact}'")
        if not place.unique:
            typer.echo(f"'{place.anchor}' stands in other paragraphs of {place.source} too; take more words", err=True)
    if fact and len(places) > 1:
        named = ", ".join(f"{place.source} paragraph {place.paragraph}" for place in places)
        typer.echo(f"factbot: the words stand in {named}; nothing is written, choose one with --source", err=True)
        raise typer.Exit(1)


def _places(here: "Workspace", words: str, source: str | None = None) -> list["Place"]:
    """Every place of quoted words; ends the command with a message if there is none."""
    from bot.editing import quotes
    from bot.factbase.problem import shown

    if here.articles is None:
        typer.echo("factbot: set FACTBOT_ARTICLES to the folder that holds the articles' texts", err=True)
        raise typer.Exit(1)
    if places := quotes.find(here, words, source):
        return places
    near = quotes.nearest(here, words, source)
    hint = f"; most like it is {near[0]}, paragraph {near[1]}: {shown(near[2], 200)}" if near else ""
    typer.echo(f"factbot: '{words}' stands in no text{hint}", err=True)
    raise typer.Exit(1)
