"""Makes up names of organisations and persons, the same every time; for benchmarks of the registry."""

from __future__ import annotations

import random

_FORMS = (
    "Stichting",
    "Vereniging",
    "Gemeente",
    "Coöperatie",
    "Advocatenkantoor",
    "Bureau",
    "College",
    "Instituut",
    "Platform",
    "Raad voor",
)
_WHAT = (
    "Opvang",
    "Onderwijs",
    "Integratie",
    "Vluchtelingen",
    "Arbeid",
    "Zorg",
    "Taal",
    "Rechtsbijstand",
    "Huisvesting",
    "Migratie",
)
_SYLLABLES = [
    "al",
    "ber",
    "cor",
    "den",
    "eng",
    "fri",
    "gor",
    "hoe",
    "ijs",
    "jor",
    "kam",
    "lin",
    "mer",
    "noor",
    "oos",
    "pel",
    "rij",
    "sel",
    "ter",
    "uit",
    "ven",
    "wou",
    "zan",
]
_FIRST = (
    "Anna",
    "Bram",
    "Carla",
    "Daan",
    "Emma",
    "Farid",
    "Greet",
    "Hans",
    "Ilse",
    "Jamal",
    "Karin",
    "Loes",
    "Mo",
    "Nadia",
    "Otto",
    "Petra",
)


def _word(chance: random.Random, parts: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _each in range(parts)).capitalize()


def organisations(count: int, *, seed: int = 1) -> list[str]:
    """Different names of organisations."""
    chance = random.Random(seed)
    names: dict[str, None] = {}
    while len(names) < count:
        names[f"{chance.choice(_FORMS)} {chance.choice(_WHAT)} {_word(chance, 3)} {_word(chance, 2)}"] = None
    return list(names)


def persons(count: int, *, seed: int = 2) -> list[str]:
    """Names of persons; some occur more than once, as in life."""
    chance = random.Random(seed)
    return [f"{chance.choice(_FIRST)} {_word(chance, 2)} {_word(chance, 2)}" for _each in range(count)]


def misspelt(name: str, *, seed: int) -> str:
    """The name with two letters swapped, as people type."""
    place = 3 + seed % max(1, len(name) - 5)
    return f"{name[:place]}{name[place + 1]}{name[place]}{name[place + 2 :]}"
