import pytest

from jeugd.domain.errors import AdmittedMissing, ReasonMissing
from jeugd.domain.record import DifferenceReason, Reconciliation, reconcile


def test_admitted_and_cast_agree_without_a_reason():
    agreed = reconcile(28, 28, None)
    assert agreed == Reconciliation(28, 28, None)
    assert agreed.difference == 0


def test_a_reason_that_is_not_needed_is_not_kept():
    assert reconcile(28, 28, DifferenceReason.CARD_LOST).reason is None


@pytest.mark.parametrize(("admitted", "cast", "difference"), [(28, 27, -1), (27, 28, 1), (0, 3, 3)])
def test_a_difference_needs_its_reason(admitted, cast, difference):
    with pytest.raises(ReasonMissing) as refusal:
        reconcile(admitted, cast, None)
    assert refusal.value.facts == {"admitted": admitted, "cast": cast}
    for reason in DifferenceReason:
        assert reconcile(admitted, cast, reason) == Reconciliation(admitted, cast, reason)
    assert reconcile(admitted, cast, DifferenceReason.UNKNOWN).difference == difference


@pytest.mark.parametrize("admitted", [None, -1, 5001])
def test_an_impossible_number_of_voters_is_refused(admitted):
    with pytest.raises(AdmittedMissing):
        reconcile(admitted, 3, DifferenceReason.UNKNOWN)


def test_nobody_admitted_and_nobody_voted_is_a_record():
    assert reconcile(0, 0, None).difference == 0
