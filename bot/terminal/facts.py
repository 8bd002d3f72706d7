"""``factbot facts …`` and ``factbot quote``: lists the facts, and writes them from quotations."""

import json as json_text
from datetime import UTC, datetime
from typing import Annotated, Literal

import typer

from bot.editing import NotEditable, evidence, quotes
from bot.editing.quotes import Place
from bot.editing.workspace import Workspace
from bot.editing.yaml_edit import listed_item
from bot.factbase.loading import load
from bot.factbase.problem import shown
from bot.factbase.schema import How, Relation
from bot.matching.confidence import Band
from bot.matching.matcher import Matcher
from bot.settings import read_settings
from bot.terminal.display import show_base, standard_output
from bot.terminal.json_output import base_form
from bot.terminal.sources import workspace

facts_app = typer.Typer(help="List the facts, or write new ones.", invoke_without_command=True, rich_markup_mode=None)

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for other programs.")]


@facts_app.callback()
def list_facts(context: typer.Context, json: Json = False) -> None:
    """List every claim with its verdict."""
    if context.invoked_subcommand is None:
        settings = read_settings()
        base = load(settings.facts, settings.sources)
        if json:
            print(json_text.dumps(base_form(base), ensure_ascii=False, indent=2))
        else:
            show_base(standard_output(), base)


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
    """Add phrasings to a fact. Names each one that another fact answers so far."""
    here = workspace()
    matcher = Matcher.of(here.loading.base) if here.loading.base else None
    file, added = evidence.add_phrasings(here, fact_id, phrasings)
    print(f"{file}: {len(added)} added to fact '{fact_id}'")
    for phrasing in map(" ".join, map(str.split, phrasings)):
        if phrasing not in added:
            typer.echo(f"'{phrasing}' is there already", err=True)
        elif matcher and (found := matcher.match(phrasing)).band is Band.ANSWER:
            taker = found.candidates[0].fact.id
            if taker != fact_id:
                told = f"fact '{taker}' has answered '{phrasing}' so far; make sure that it belongs here"
                typer.echo(told, err=True)


@facts_app.command("review")
def review(fact_ids: Annotated[list[str], typer.Argument(metavar="ID...", help="The facts' ids.")]) -> None:
    """Record that you checked facts against their sources today."""
    here, today = workspace(), datetime.now(UTC).date()
    for fact_id in fact_ids:
        print(f"{evidence.review(here, fact_id, today)}: fact '{fact_id}' reviewed {today}")


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
    if bool(fact) != bool(relation) or (fact and not says):
        raise typer.BadParameter("--fact, --as and --says go together")
    if (relation == "qualifies") != bool(how) or (how and how not in set(How)):
        raise typer.BadParameter(f"--as qualifies takes --how: {', '.join(How)}")
    here = workspace()
    places = _places(here, " ".join(words), source)
    if fact and len(places) > 1:
        named = ", ".join(f"{place.source} paragraph {place.paragraph}" for place in places)
        raise NotEditable(f"the words stand in {named}; nothing is written, choose one with --source")
    for place in places:
        entry = evidence.evidence_entry(place.source, place.paragraph, [place.anchor], says, value=value, how=how)
        if fact and relation:
            print(f"{evidence.add_evidence(here, fact, Relation(relation), entry)}: {place.source} {relation} '{fact}'")
        else:
            cited = f" (cited by {', '.join(place.cited_by)})" if place.cited_by else ""
            print(f"{place.source}, paragraph {place.paragraph}{cited}\n{listed_item(entry)}\n")
        if not place.unique:
            typer.echo(f"'{place.anchor}' stands in other paragraphs of {place.source} too; take more words", err=True)


def _places(here: Workspace, words: str, source: str | None = None) -> list[Place]:
    """Every place of quoted words. Raises :exc:`NotEditable` if there is none."""
    if places := quotes.find(here, words, source):
        return places
    near = quotes.nearest(here, words, source)
    hint = f"; most like it is {near[0]}, paragraph {near[1]}: {shown(near[2], 200)}" if near else ""
    raise NotEditable(f"'{words}' stands in no text{hint}")
