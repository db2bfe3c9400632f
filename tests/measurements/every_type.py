"""A demonstration instrument with all that can be asked, in every item type; Dutch, English and Arabic."""

from __future__ import annotations

import base64
import json
from typing import Any

DOT = base64.b64encode(
    b'<svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">'
    b'<circle cx="20" cy="20" r="18" fill="#0c5d78"/></svg>'
).decode()


def t(nl: str, en: str, ar: str) -> dict[str, str]:
    return {"nl": nl, "en": en, "ar": ar}


DONT_KNOW = t("Weet ik niet", "Don't know", "لا أعرف")
NOT_APPLICABLE = t("Niet van toepassing", "Does not apply", "لا ينطبق")
YES, NO = t("Ja", "Yes", "نعم"), t("Nee", "No", "لا")
AGREE = {
    "1": t("Helemaal oneens", "Strongly disagree", "أعارض بشدة"),
    "2": t("Oneens", "Disagree", "أعارض"),
    "3": t("Neutraal", "Neutral", "محايد"),
    "4": t("Eens", "Agree", "أوافق"),
    "5": t("Helemaal eens", "Strongly agree", "أوافق بشدة"),
}


def choice(code: str, text: dict[str, str], **more: Any) -> dict[str, Any]:
    return {"code": code, "text": text, **more}


FIRST = {
    "code": "start",
    "title": t("Over u", "About you", "عنك"),
    "introduction": t("Eerst iets over u.", "First something about you.", "أولاً شيء عنك."),
    "items": [
        {
            "type": "information",
            "text": t("Schrijf geen namen op.", "Do not write names.", "لا تكتب أسماء."),
            "image": {
                "data": f"data:image/svg+xml;base64,{DOT}",
                "alt": t("Een blauwe stip", "A blue dot", "نقطة زرقاء"),
            },
        },
        {
            "type": "single",
            "code": "PROC",
            "required": True,
            "text": t("Waarover hebt u contact?", "What is your contact about?", "ما موضوع تواصلك؟"),
            "order": "random",
            "choices": [
                choice("work", t("werk", "work", "العمل")),
                choice("study", t("studie", "study", "الدراسة")),
                choice("family", t("gezin", "family", "الأسرة")),
                choice("else", t("iets anders", "something else", "شيء آخر"), fixed=True),
            ],
        },
        {
            "type": "short_text",
            "code": "WHAT",
            "show_if": "PROC = 'else'",
            "required": True,
            "text": t("Waarover dan?", "About what?", "عن ماذا؟"),
            "max_length": 60,
        },
        {
            "type": "number",
            "code": "AGE",
            "minimum": 18,
            "maximum": 110,
            "text": t("Hoe oud bent u?", "How old are you?", "كم عمرك؟"),
            "unit": t("jaar", "years", "سنة"),
            "not_applicable": t("Zeg ik liever niet", "I would rather not say", "أفضل ألا أقول"),
        },
        {
            "type": "date",
            "code": "LAST",
            "earliest": "2020-01-01",
            "latest": "2030-12-31",
            "text": t("Wanneer was het laatste contact?", "When was the last contact?", "متى كان آخر تواصل؟"),
            "dont_know": DONT_KNOW,
        },
        {
            "type": "date",
            "code": "SINCE",
            "precision": "month",
            "text": t("Sinds wanneer?", "Since when?", "منذ متى؟"),
        },
    ],
}
SECOND = {
    "code": "views",
    "title": t("Uw mening over {PROC}", "Your view on {PROC}", "رأيك في {PROC}"),
    "order": "random",
    "items": [
        {
            "type": "grid",
            "scale": "agree",
            "order": "random",
            "fixed": True,
            "text": t("Bent u het eens?", "Do you agree?", "هل توافق؟"),
            "rows": [
                choice("REP1", t("De IND luistert.", "The IND listens.", "الدائرة تستمع.")),
                choice("REP2", t("De IND is traag.", "The IND is slow.", "الدائرة بطيئة."), reversed=True),
                choice("REP3", t("De IND is eerlijk.", "The IND is honest.", "الدائرة صادقة."), fixed=True),
            ],
        },
        {
            "type": "scale",
            "code": "TRU",
            "text": t("Hoeveel vertrouwen hebt u?", "How much trust do you have?", "ما مدى ثقتك؟"),
            "labels": {"0": t("geen", "none", "لا شيء"), "10": t("volledig", "full", "كاملة")},
            "dont_know": DONT_KNOW,
            "not_applicable": NOT_APPLICABLE,
        },
        {
            "type": "grade",
            "code": "APP",
            "half": "a",
            "text": t("Welk cijfer geeft u?", "Which grade do you give?", "ما الدرجة؟"),
            "labels": {"1": t("slecht", "bad", "سيئ"), "10": t("goed", "good", "جيد")},
        },
        {
            "type": "grade",
            "code": "APPB",
            "half": "b",
            "text": t("Welk rapportcijfer geeft u?", "Which mark do you give?", "ما العلامة؟"),
            "labels": {"1": t("slecht", "bad", "سيئ"), "10": t("goed", "good", "جيد")},
        },
        {
            "type": "recommendation",
            "code": "NPS",
            "text": t("Zou u ons aanbevelen?", "Would you recommend us?", "هل توصي بنا؟"),
            "labels": {
                "0": t("zeker niet", "certainly not", "بالتأكيد لا"),
                "10": t("zeker", "certainly", "بالتأكيد"),
            },
        },
        {
            "type": "smiley",
            "code": "MOOD",
            "text": t("Hoe voelde het?", "How did it feel?", "كيف كان الشعور؟"),
            "labels": {
                "1": t("slecht", "bad", "سيئ"),
                "2": t("gewoon", "fair", "عادي"),
                "3": t("goed", "good", "جيد"),
            },
            "dont_know": DONT_KNOW,
        },
    ],
}
THIRD = {
    "code": "more",
    "title": t("Meer", "More", "المزيد"),
    "items": [
        {
            "type": "multiple",
            "code": "VIA",
            "text": t("Welke weg koos u?", "Which way did you choose?", "أي طريق اخترت؟"),
            "choices": [
                choice("mail", t("mail", "mail", "بريد")),
                choice("phone", t("telefoon", "phone", "هاتف")),
                choice("desk", t("balie", "desk", "مكتب")),
            ],
            "dont_know": DONT_KNOW,
        },
        {
            "type": "ranking",
            "code": "RANK",
            "show_if": "VIA in ('mail', 'phone') and not answered(WHAT)",
            "text": t("Wat vindt u het belangrijkst?", "What matters most?", "ما الأهم؟"),
            "choices": [
                choice("fast", t("snel", "fast", "سريع")),
                choice("right", t("juist", "right", "صحيح")),
                choice("kind", t("vriendelijk", "kind", "لطيف")),
            ],
            "ranked": 2,
            "dont_know": DONT_KNOW,
        },
        {
            "type": "knowledge",
            "code": "KNO",
            "text": t("De IND vangt mensen op.", "The IND offers reception.", "الدائرة توفر الاستقبال."),
            "choices": [choice("true", t("waar", "true", "صحيح")), choice("false", t("niet waar", "false", "خطأ"))],
            "right": "false",
            "dont_know": DONT_KNOW,
        },
        {
            "type": "pair",
            "code": "WAA",
            "scale": "agree",
            "text": t("De IND is mensgericht.", "The IND puts people first.", "الدائرة تضع الناس أولاً."),
            "now": t("Nu", "Now", "الآن"),
            "wanted": t("Gewenst", "Wanted", "المطلوب"),
        },
    ],
}
LAST = {
    "code": "story",
    "title": t("Uw verhaal", "Your story", "قصتك"),
    "show_if": "TRU < 6 or TRU = 'dk'",
    "items": [
        {
            "type": "long_text",
            "code": "STORY",
            "text": t("Wat ging er mis bij {PROC}?", "What went wrong with {PROC}?", "ما الخطأ في {PROC}؟"),
            "max_length": 1500,
        }
    ],
}


def every_type(**changes: Any) -> dict[str, Any]:
    """The document; `changes` replace keys of it."""
    base: dict[str, Any] = {
        "schema": 2,
        "code": "every-type",
        "level": "clients",
        "version": 1,
        "languages": ["nl", "en", "ar"],
        "title": t("Alle soorten vragen", "Every type of question", "كل أنواع الأسئلة"),
        "introduction": t("Meedoen is vrijwillig.", "Taking part is voluntary.", "المشاركة طوعية."),
        "thanks": t("Dank u wel.", "Thank you.", "شكراً لك."),
        "scales": {
            "agree": {"minimum": 1, "maximum": 5, "labels": AGREE, "dont_know": DONT_KNOW},
        },
        "sections": [FIRST, SECOND, THIRD, LAST],
        "quotas": [
            {
                "code": "STUDY",
                "condition": "PROC = 'study'",
                "limit": 12,
                "text": t("Wij hebben genoeg antwoorden.", "We have enough answers.", "لدينا ما يكفي من الإجابات."),
            }
        ],
        "constructs": [
            {
                "code": "REP",
                "title": t("Reputatie", "Reputation", "السمعة"),
                "rule": "mean",
                "direction": "higher",
                "items": ["REP1", "REP2", "REP3"],
                "minimum_answered": 2,
            },
            {
                "code": "GAP",
                "title": t("Afstand tot gewenst", "Distance to wanted", "المسافة"),
                "rule": "gap",
                "direction": "lower",
                "items": ["WAA"],
                "minimum_answered": 1,
            },
            {
                "code": "MOODS",
                "title": t("Stemming", "Mood", "المزاج"),
                "rule": "mean",
                "direction": "higher",
                "items": ["MOOD"],
                "minimum_answered": 1,
            },
        ],
    }
    return json.loads(json.dumps({**base, **changes}))
