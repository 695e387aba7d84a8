"""P 19: who comes next."""

from jeugd.domain.apportionment import apportion


def first(outcome):
    return outcome.lists[0]


def test_elected_on_votes_then_others_above_the_threshold_then_the_list(council):
    outcome = apportion(council(5, [[10, 0, 80, 70, 60], [260, 0, 0, 0, 0]]))  # quota 96, threshold 48
    assert first(outcome).seats == 2
    assert first(outcome).on_preference == (3, 4)
    assert first(outcome).ranking == (3, 4, 5, 1, 2)


def test_a_ranking_equal_to_the_list_is_not_a_change(council):
    outcome = apportion(council(5, [[200, 0, 0], [280, 0, 0]]))
    assert first(outcome).ranking == (1, 2, 3)
    assert not first(outcome).ranking_is_changed


def test_a_deceased_candidate_always_changes_the_ranking(council):
    outcome = apportion(council(5, [[200, 0, 0], [280, 0, 0]], deceased={1: [3]}))
    assert first(outcome).ranking == (1, 2)
    assert first(outcome).ranking_is_changed


def test_a_list_without_seats_is_ranked_in_small_councils_only(council):
    lists = [[0, 0, 6], [92] + [0] * 30, [90] + [0] * 30]
    assert first(apportion(council(10, lists))).ranking == (1, 2, 3)  # 6 votes, threshold 9.4
    small = apportion(council(18, [[0, 0, 6], *lists[1:]]))  # threshold 5 2/9
    assert (first(small).seats, first(small).ranking) == (0, (3, 1, 2))
    large = apportion(council(19, [[0, 0, 4], *lists[1:]]))  # threshold 2 17/38
    assert (first(large).seats, first(large).ranking) == (0, (1, 2, 3))
