"""Words of a wave beside its mails: what they say before anybody changes them, per language.

The announcement and the letter fill in `{name}`, `{organisation}`, `{title}` and `{closes_on}`.
"""

from __future__ import annotations

FIELDS = ("consent", "privacy", "announcement", "letter")
LONGEST = {"consent": 1000, "privacy": 3000, "announcement": 3000, "letter": 2500}
PLACEHOLDERS = ("name", "organisation", "title", "closes_on")

_DEFAULTS: dict[str, dict[str, str]] = {
    "nl": {
        "consent": (
            "Meedoen is vrijwillig. U kunt op elk moment stoppen. Met “Volgende” geeft u aan dat u wilt meedoen."
        ),
        "privacy": (
            "Wij gebruiken uw antwoorden alleen om ons werk te verbeteren. Uitkomsten laten wij alleen zien over "
            "groepen, nooit over één persoon. Uw adres staat los van uw antwoorden en wordt uiterlijk 90 dagen na "
            "afloop verwijderd."
        ),
        "announcement": (
            "Beste {organisation},\n\nBinnenkort vragen wij u hoe u de samenwerking met ons ziet. U krijgt daarvoor "
            "een mail met een persoonlijke link; antwoorden kan tot en met {closes_on}. Uw antwoorden helpen ons om "
            "het beter te doen. Na afloop vertel ik u wat eruit kwam en wat wij ermee doen.\n\n"
            "Met vriendelijke groet"
        ),
        "letter": (
            "Beste {name},\n\nWij horen graag hoe u ons ziet. Met uw antwoorden verbeteren wij ons werk. De vragen "
            "kosten ongeveer tien minuten. U kunt antwoorden tot en met {closes_on}. Meedoen is vrijwillig."
        ),
    },
    "en": {
        "consent": (
            "Taking part is voluntary. You can stop at any moment. With “Next” you say that you want to take part."
        ),
        "privacy": (
            "We use your answers only to improve our work. Outcomes are about groups, never about one person. "
            "Your address is kept apart from your answers and removed at the latest 90 days after the end."
        ),
        "announcement": (
            "Dear {organisation},\n\nSoon we will ask you how you see working with us. You will get a mail with a "
            "personal link; you can answer until {closes_on}. Your answers help us to do better. Afterwards I will "
            "tell you the outcome and what we do with it.\n\nKind regards"
        ),
        "letter": (
            "Dear {name},\n\nWe would like to hear how you see us. With your answers we improve our work. The "
            "questions take about ten minutes. You can answer until {closes_on}. Taking part is voluntary."
        ),
    },
}


def default_words(language: str) -> dict[str, str]:
    """Words to begin with; empty in a language without ready ones."""
    return dict(_DEFAULTS.get(language, dict.fromkeys(FIELDS, "")))
