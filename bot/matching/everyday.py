"""Everyday English words that say little about which fact is meant, in any topic."""

from bot.matching.normalise import stem

_ASKING = "who whom whose when where why how many much long often far old year date day number which"

_FILLER = """
a an the this that these those there here it its i me my mine we us our you your he him his she her they them their
one is are was were be been being am do does did done doing have has had having can could will would shall should may
might must of in on at by for with from to into onto over under about as than then so and or but if not no nor yes ok
okay up out off down again also too very just only even still already ever never always more most less least some any
all each every both either neither other another such same own what s t d ll ve re m don didn doesn isn wasn aren
weren dont didnt doesnt isnt wasnt arent werent cant couldnt wont wouldnt shouldnt hadnt hasnt havent aint im id ive
ill youre youve youll hes shes theyre theyve theyll were weve thats theres lets itself himself herself themselves
myself yourself please thanks thank hi hello hey guys folks everyone anyone someone somebody anybody nobody people
thing things stuff tell know think say says said heard hear read saw see look find give get got go going come came
make made take want need ask asked wonder wondering question answer fact facts true false right wrong correct really
actually basically literally sure maybe probably apparently supposedly because while during between among after before
until since though although however anyway well now today right like kind sort lot lots bit quick exactly roughly
around between called name mean means meaning remember whatever whoever whenever wherever able source article report
reported according lol btw tbh imo afaik idk hmm oh uh um
"""

ASKING_PHRASES = (
    "how many", "how much", "how long", "how old", "how often", "how far", "how big", "how come", "what year",
    "which year", "what date", "which day", "what day", "what time", "what number", "how long ago",
)  # fmt: skip
"""Several words that together say what sort of answer is wanted."""

ASKING = frozenset(stem(word) for word in _ASKING.split())
"""Stems of the words that say what sort of answer is wanted."""

FILLER = frozenset(stem(word) for word in _FILLER.split()) - ASKING
"""Stems of the words that any question may hold."""
