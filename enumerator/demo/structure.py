# SPDX-License-Identifier: Apache-2.0
"""Who makes up a family: roles with ages that fit each other, head first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

MALE, FEMALE = "1", "2"
HEAD, SPOUSE, CHILD, CHILD_IN_LAW, GRANDCHILD, PARENT, OTHER = "1", "2", "3", "4", "5", "6", "8"
SINGLE, MARRIED, DIVORCED, WIDOWED = "1", "2", "3", "4"
HERE, MOVED_AWAY, NEW = "1", "3", "5"


@dataclass(frozen=True, slots=True)
class Role:
    """A place in the family: REGSOSEK codes for sex, relation, marital status and presence; age in years."""

    sex: str
    age: int
    relation: str
    marital: str
    presence: str = HERE


def draw_structure(rng: Random) -> tuple[Role, ...]:
    """A family as the poor of a city have it: mostly parents with children, some old people alone."""
    (kind,) = rng.choices(list(_KINDS), list(_KINDS.values()))
    roles = kind(rng)
    if rng.random() < 0.04:
        roles.append(Role(rng.choice((MALE, FEMALE)), rng.randint(20, 40), OTHER, SINGLE, MOVED_AWAY))
    return tuple(roles)


def large_structure(rng: Random, size: int) -> tuple[Role, ...]:
    """`size` people (3 to 40) in three generations under one head."""
    if not 3 <= size <= 40:
        raise ValueError(f"a large family has 3 to 40 members, not {size}")
    head_age = rng.randint(56, 62)
    roles = [Role(MALE, head_age, HEAD, MARRIED), Role(FEMALE, head_age - 4, SPOUSE, MARRIED)]
    couples = max(0, min((size - 2) // 5, 6))
    for _ in range(couples):
        roles.append(Role(MALE, rng.randint(30, head_age - 22), CHILD, MARRIED))
        roles.append(Role(FEMALE, rng.randint(26, 32), CHILD_IN_LAW, MARRIED))
    while len(roles) < size:
        if couples and (size - len(roles)) > 1:
            roles.append(Role(_any_sex(rng), rng.randint(0, 11), GRANDCHILD, SINGLE))
        else:
            roles.append(Role(_any_sex(rng), rng.randint(17, 24), CHILD, SINGLE))
    return tuple(roles)


def _couple_with_children(rng: Random) -> list[Role]:
    age = int(rng.triangular(25, 58, 40))
    wife = max(20, min(age - rng.randint(0, 6), 52))
    roles = [Role(MALE, max(age, 22), HEAD, MARRIED), Role(FEMALE, wife, SPOUSE, MARRIED)]
    roles += _children(rng, wife, rng.choices((1, 2, 3, 4, 5), (16, 34, 28, 16, 6))[0])
    return roles


def _three_generations(rng: Random) -> list[Role]:
    roles = _couple_with_children(rng)
    oldest_parent = roles[0].age + rng.randint(18, 30)
    marital = rng.choices((WIDOWED, DIVORCED), (9, 1))[0]
    roles.append(Role(rng.choices((FEMALE, MALE), (4, 1))[0], min(oldest_parent, 92), PARENT, marital))
    return roles


def _mother_alone(rng: Random) -> list[Role]:
    age = rng.randint(26, 56)
    roles = [Role(FEMALE, age, HEAD, rng.choice((DIVORCED, WIDOWED)))]
    roles += _children(rng, age, rng.choices((1, 2, 3, 4), (25, 40, 25, 10))[0])
    if rng.random() < 0.3:
        roles.append(Role(FEMALE, min(age + rng.randint(18, 28), 92), PARENT, WIDOWED))
    return roles


def _grandparents(rng: Random) -> list[Role]:
    age = rng.randint(56, 72)
    roles = [Role(MALE, age, HEAD, MARRIED), Role(FEMALE, age - rng.randint(1, 6), SPOUSE, MARRIED)]
    child = rng.randint(24, max(24, age - 30))
    roles.append(Role(_any_sex(rng), child, CHILD, rng.choice((DIVORCED, WIDOWED, MARRIED))))
    oldest = max(0, min(child - 18, 12))
    grandchildren = [
        Role(_any_sex(rng), rng.randint(0, oldest), GRANDCHILD, SINGLE) for _ in range(rng.randint(1, 2))
    ]
    return roles + grandchildren


def _old_couple(rng: Random) -> list[Role]:
    age = rng.randint(58, 80)
    return [Role(MALE, age, HEAD, MARRIED), Role(FEMALE, age - rng.randint(0, 7), SPOUSE, MARRIED)]


def _old_alone(rng: Random) -> list[Role]:
    return [Role(rng.choices((FEMALE, MALE), (3, 1))[0], rng.randint(60, 88), HEAD, WIDOWED)]


def _father_alone(rng: Random) -> list[Role]:
    age = rng.randint(32, 58)
    return [
        Role(MALE, age, HEAD, rng.choice((DIVORCED, WIDOWED))),
        *_children(rng, age - 4, rng.randint(1, 3)),
    ]


_KINDS: dict[Callable[[Random], list[Role]], int] = {
    _couple_with_children: 60,
    _three_generations: 16,
    _mother_alone: 10,
    _grandparents: 5,
    _old_couple: 4,
    _old_alone: 3,
    _father_alone: 2,
}


def _children(rng: Random, mother: int, count: int) -> list[Role]:
    """Children of a mother of this age: born when she was 19 to 41, at least a year apart, oldest first."""
    oldest, youngest = min(mother - 19, 24), max(0, mother - 41)
    ages = sorted(rng.sample(range(youngest, oldest + 1), min(count, oldest - youngest + 1)), reverse=True)
    newcomer = rng.random() < 0.1
    return [Role(_any_sex(rng), age, CHILD, SINGLE, NEW if age == 0 and newcomer else HERE) for age in ages]


def _any_sex(rng: Random) -> str:
    return rng.choice((MALE, FEMALE))
