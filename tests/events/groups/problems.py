"""Small problems that hypothesis draws, and the best plan found by trying all of them."""

from itertools import product

from hypothesis import strategies as st

from jisr.events.groups.problem import MOST_WISHES, Group, Person, Problem, Rules, breaks_of, total_cost

LANGUAGES = ("ar", "de", "en")
PAIRS = [(one, other) for one in LANGUAGES for other in LANGUAGES if one != other]
NONE = st.none()
some_languages = st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=3, unique=True).map(tuple)


@st.composite
def some_groups(draw, most=3, most_people=6):
    count = draw(st.integers(1, most))
    groups = []
    for key in range(1, count + 1):
        capacity = draw(st.integers(1, most_people))
        spoken = draw(st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=2, unique=True))
        pairs = [pair for pair in PAIRS if pair[0] in spoken]
        interpreted = draw(st.lists(st.sampled_from(pairs), max_size=2, unique=True))
        groups.append(
            Group(
                key=key,
                capacity=capacity,
                minimum=draw(st.integers(0, min(2, capacity))),
                spoken=tuple(spoken),
                interpreted=tuple(interpreted),
            )
        )
    return groups


@st.composite
def some_people(draw, groups, most=6):
    keys = [group.key for group in groups]
    people = []
    for key in range(1, draw(st.integers(1, most)) + 1):
        kept = draw(st.none() | st.sampled_from(keys))
        people.append(
            Person(
                key=key,
                side=draw(st.sampled_from(["DE", "PS", "other"])),
                bodies=tuple(draw(st.lists(st.sampled_from(["a", "b", "c"]), max_size=2, unique=True))),
                languages=draw(st.just(()) | some_languages),
                wishes=tuple(draw(st.permutations(keys))[: draw(st.integers(0, MOST_WISHES))]),
                kept=kept,
                fixed=draw(st.none() | st.none() | st.none() | st.sampled_from(keys)),
            )
        )
    return people


@st.composite
def some_problems(draw, most_people=6, most_groups=3, teams=NONE):
    groups = draw(some_groups(most_groups, most_people))
    rules = Rules(
        most_per_body=draw(st.integers(0, 3)), least_share=draw(st.sampled_from([0, 20, 30, 50])), teams=draw(teams)
    )
    people = draw(some_people(groups, most_people))
    return Problem(people=people, groups=groups, rules=rules, seed=draw(st.integers(1, 5)))


def faults(problem, placement, teams=None):
    """The rules that a plan bends; languages of those who were put there by hand aside."""
    fixed = {(str(person.key), person.fixed) for person in problem.people}
    return [
        one
        for one in breaks_of(problem, placement, teams)
        if not (one.rule == "language" and (one.who, one.group) in fixed)
    ]


def best_by_trying(problem):
    """The least cost of any plan within the rules, or None if there is none."""
    best = None
    keys = [group.key for group in problem.groups]
    choices = [[person.fixed] if person.fixed else keys for person in problem.people]
    for choice in product(*choices):
        placement = {person.key: group for person, group in zip(problem.people, choice, strict=True)}
        cost = total_cost(problem, placement)
        if (best is None or cost < best) and not faults(problem, placement):
            best = cost
    return best
