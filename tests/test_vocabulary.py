"""The order of a bureau's words, held against the axioms of a partial order and against examples."""

from hypothesis import given
from hypothesis import strategies as st

from cadrectl.vocabulary import Term, Vocabulary, vocabularies

LABEL = {"zh": "词", "en": "word"}


@st.composite
def orders(draw: st.DrawFn) -> Vocabulary:
    """Words that stand above words listed before them, and other names for words."""
    terms: dict[str, Term] = {}
    for n in range(draw(st.integers(1, 7))):
        below = draw(st.lists(st.sampled_from(sorted(terms)), unique=True, max_size=3)) if terms else []
        terms[f"w{n}"] = Term(LABEL, tuple(below))
    for n in range(draw(st.integers(0, 2))):
        terms[f"alias{n}"] = Term(LABEL, same_as=draw(st.sampled_from(sorted(terms))))
    return Vocabulary("any", LABEL, terms)


@given(orders())
def test_every_word_is_at_least_and_at_most_itself(words: Vocabulary) -> None:
    for word in words.terms:
        assert word in words.at_least(word)
        assert word in words.at_most(word)


@given(orders())
def test_at_least_and_at_most_are_the_two_sides_of_one_order(words: Vocabulary) -> None:
    for low in words.terms:
        for high in words.terms:
            assert (high in words.at_least(low)) == (low in words.at_most(high))


@given(orders())
def test_what_is_above_a_higher_word_is_above_the_lower_one(words: Vocabulary) -> None:
    for low in words.terms:
        for middle in words.at_least(low):
            assert words.at_least(middle) <= words.at_least(low)


@given(orders())
def test_two_words_at_least_one_another_have_the_same_meaning(words: Vocabulary) -> None:
    for one in words.terms:
        for other in words.at_least(one) & words.at_most(one):
            assert words.at_least(one) == words.at_least(other)
            assert words.at_most(one) == words.at_most(other)


@given(orders())
def test_above_and_below_leave_out_the_word_and_its_other_names(words: Vocabulary) -> None:
    for word, term in words.terms.items():
        same = {word} | ({term.same_as} if term.same_as else set())
        assert not same & (words.above(word) | words.below(word))
        assert words.above(word) <= words.at_least(word)
        assert words.below(word) <= words.at_most(word)


HONOURS = vocabularies(
    [
        (
            "honours",
            {
                "title": LABEL,
                "terms": [
                    {"id": "district-backbone", "label": LABEL},
                    {"id": "city-expert", "label": LABEL},
                    {"id": "city-backbone", "label": LABEL, "above": ["district-backbone", "city-expert"]},
                    {"id": "special-grade", "label": LABEL, "above": ["city-backbone"]},
                    {"id": "city-core", "label": LABEL, "same_as": "city-backbone"},
                ],
            },
        )
    ]
)["honours"]


def test_a_word_above_a_word_above_counts() -> None:
    assert HONOURS.at_least("district-backbone") == {
        "district-backbone",
        "city-backbone",
        "city-core",
        "special-grade",
    }
    assert HONOURS.above("city-core") == {"special-grade"}
    assert HONOURS.below("city-core") == {"district-backbone", "city-expert"}


def test_words_on_two_branches_are_not_above_one_another() -> None:
    assert "city-expert" not in HONOURS.at_least("district-backbone")
    assert "district-backbone" not in HONOURS.at_least("city-expert")


def test_a_word_that_is_not_in_the_list_is_not_above_anything() -> None:
    assert HONOURS.at_least("county-backbone") == frozenset()
    assert HONOURS.at_most("county-backbone") == frozenset()


def test_words_above_one_another_in_a_ring_end_and_count_as_the_same() -> None:
    ring = Vocabulary("ring", LABEL, {"a": Term(LABEL, ("b",)), "b": Term(LABEL, ("a",))})
    assert ring.at_least("a") == {"a", "b"}
    assert ring.above("a") == frozenset()
