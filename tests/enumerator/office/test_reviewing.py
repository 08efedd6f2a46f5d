# SPDX-License-Identifier: Apache-2.0
"""Reviewing in bulk: what waits, what nothing speaks against, and what is never approved by rule."""

from __future__ import annotations

import pytest

from enumerator.eligibility.adopting import current
from enumerator.eligibility.assessing import Assessor
from enumerator.errors import UserError
from enumerator.interviews.library import UnknownFormError
from enumerator.office.reviewing import (
    clean_households,
    return_household,
    review_households,
    waiting_for_review,
)
from enumerator.registry.projection import Status
from enumerator.registry.review import reviews
from enumerator.registry.search import household
from enumerator.store.revision import Entry, FormRef, new_record
from enumerator.workspace import Workspace
from tests.site import Site


def status(office: Workspace, record: str) -> str:
    found = household(office.store, record)
    assert found is not None
    return found.status


def test_approving_the_clean_says_by_which_rule(office: Workspace, site: Site) -> None:
    clean = {each.record for each in clean_households(office)}
    assert review_households(office, clean=True) == len(clean) > 0
    for record in clean:
        assert status(office, record) == Status.APPROVED
        (review,) = reviews(office.store, record)
        assert review.comment
    assert {each.record for each in waiting_for_review(office)} == set(site.records) - clean


def test_a_household_named_twice_is_approved_once(office: Workspace, site: Site) -> None:
    assert review_households(office, [site.records[1], site.records[1]], "Lengkap.") == 1
    assert len(reviews(office.store, site.records[1])) == 1


def test_one_that_is_not_here_keeps_all_from_being_approved(office: Workspace, site: Site) -> None:
    with pytest.raises(UserError):
        review_households(office, [site.records[1], "tidak-ada"], "Lengkap.")
    assert status(office, site.records[1]) == Status.RECEIVED


def test_what_cannot_be_read_is_not_approved(office: Workspace, site: Site) -> None:
    values = office.store.journal.revisions(site.records[1])[0].values
    entry = Entry(new_record(), "household", values, form=FormRef("kk_miskin_ekstrem", "2099", "cd" * 32))
    (unread,) = office.store.append(entry)
    with pytest.raises(UnknownFormError):
        review_households(office, [site.records[1], unread.record], "Lengkap.")
    assert status(office, site.records[1]) == Status.RECEIVED
    assert unread.record not in {each.record for each in clean_households(office)}


def test_the_first_household_is_assessed_for_whoever_reviews_it(office: Workspace, site: Site) -> None:
    """Before anything was assessed, decided or imported from DTSEN."""
    found = household(office.store, site.records[0])
    assert found is not None
    assessment = Assessor(office.store, office.library, current(office.store)).assess(found)
    assert assessment is not None
    assert 0 <= assessment.fewest <= assessment.most <= 14


def test_a_returned_household_waits_no_longer_for_the_office(office: Workspace, site: Site) -> None:
    return_household(office, site.records[0], "Foto kurang jelas.")
    assert status(office, site.records[0]) == Status.RETURNED
    assert site.records[0] not in {each.record for each in waiting_for_review(office)}
