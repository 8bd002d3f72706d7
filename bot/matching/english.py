"""English words that mean the same, or say little, in any fact base: stop words, asking words, synonyms."""

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
actually basically literally sure maybe probably apparently supposedly because while during between among before
until since though although however anyway well now today like kind sort lot lots bit quick exactly roughly
around between called name mean means meaning remember whatever whoever whenever wherever able source article report
reported according lol btw tbh imo afaik idk hmm oh uh um
"""

ASKING = frozenset(stem(word) for word in _ASKING.split())
"""Stems of the words that say what sort of answer is wanted."""

FILLER = frozenset(stem(word) for word in _FILLER.split()) - ASKING
"""Stems of the words that any question may hold."""

_META = """
says states reports gives names mentions puts tells writes quotes cites lists counts dates describes notes adds
explains paragraph sentence headline article source author text wording naming giving quoting citing mentioning
without saying calls
"""

META = frozenset(stem(word) for word in _META.split())
"""Stems of what a paraphrase of an article says of the article, and not of its subject."""

PARTICLES = ("off", "out", "up", "down", "over", "away", "back", "apart", "togeth", "through")
PARTICLE_VERBS = ("go", "come", "take", "make", "get", "give", "call", "bring", "set", "put", "turn", "keep", "let")
"""Stems of verbs that say little alone and much with a particle: call off, take over."""


def _groups(text: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(member.strip() for member in line.split(",")) for line in text.strip().splitlines())


ASKING_GROUPS = _groups("""
when, what year, which year, what date, which date, what day, which day, what time, which month, since when, date
how many, how much, what number, which number, number of, amount of, how large, how big
how long, what length, how far
how old, what age
how often, how frequently
where, which place, what place, which country, what country, which city, what city, which town, whereabouts
why, how come, what reason, which reason, for what reason, what for, what cause
who, whom, which person, what person
""")
"""What asks for the same sort of answer."""

SYNONYM_GROUPS = _groups("""
kill, slay, murder, dead, die, death, fatality, lose life, body count, death toll, casualty
injure, wound, hurt, injury
attack, assault, strike, hit, raid
bomb, explosion, explode, blast, blow up, go off, detonate, explosive
weapon, gun, arms
soldier, troop, military, serviceman, service member, army
fighter, militant, combatant, insurgent
civilian, local, resident
begin, start, launch, commence
end, finish, stop, cease, halt, call off, cancel
found, establish, create, form, set up
founder, creator, establish, found
join, enlist, recruit, sign up
leave, depart, withdraw, withdrawal, pull out, get out, exit, departure, pullout
flee, escape, run away, get away
surrender, give up, lay down
take over, seize, capture, conquer, takeover, gain control
return, come back, go back
arrest, detain, catch, jail, imprison
prison, jail, gaol
prisoner, inmate, detainee
free, release, let go, let out, set free
defeat, beat, crush, destroy, wipe out
fight, battle, clash, combat
enemy, foe, rival, hostile, hate, opponent
friend, ally, allied, partner
split, break away, breakaway, splinter
boss, leader, chief, head, commander, in charge
big, large, huge, major
small, tiny, little
size, strength, headcount, how big
near, close, nearby
warn, warning, alert, advance notice
promise, vow, pledge, swear
plan, scheme, plot, intend
try, attempt, seek
help, assist, support, aid
accuse, blame, allege, claim
responsible, behind, perpetrator, carry out
real, genuine, actual
photo, picture, image, photograph
video, clip, footage, film
speech, address, talk, remarks
meeting, gathering, assembly, meet
negotiation, talks, deal, agreement
reason, cause, motive, why
goal, aim, purpose, objective, intention
danger, threat, risk, menace, dangerous
law, rule, regulation
allow, permit, may, let
forbid, ban, prohibit, disallow, not allowed, must not
require, must, mandatory, need, compulsory, obligatory, required
recommend, should, suggest, advise
minimum, at least, shortest, lowest, fewest
maximum, at most, longest, highest
change, rotate, alter, modify, switch, update
buy, purchase, order
pay, cost, price, fee, charge
money, cash, funds
send, transfer, ship
get, receive, obtain
lose, lost, miss, missing
broken, faulty, not working, doesn't work, defective
error, failure, fail, problem, issue, fault
delete, remove, erase
log in, sign in, login, log on
sign up, register, registration
password, passcode, passphrase
phone, mobile, cell phone, smartphone, telephone
e-mail, email, mail
work, job, employment
child, kid, kids
doctor, physician
car, vehicle
house, home
film, movie
fast, quick, rapid
current, present, nowadays, currently
earlier, previous, former, before, prior
later, after, afterwards, following
next, upcoming
last, final
safe, secure
spread, expand, grow, growth
part, portion, share
territory, region, area, land
country, nation, state
religion, faith, religious
strict, harsh, severe, brutal
moderate, soft, mild
weak, weaken
strong, powerful
stand for, short for, abbreviation
translate, translation, mean in
nickname, alias, other name, also known as, aka
belong, part of, member
member, belong
open, opening
closed, shut, close
""")
"""General words of one meaning. Groups of a subject belong into a base's vocabulary."""
