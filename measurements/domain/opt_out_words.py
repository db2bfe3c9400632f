"""The line under every invitation and reminder by which somebody opts out, per language of an instrument."""

from __future__ import annotations

OPT_OUT_LINK = "[[opt_out_link]]"

_LINES = {
    "nl": "Wilt u hierover geen mail meer? Meld u af:",
    "en": "Do you not want any more mail about this? Opt out:",
    "fr": "Vous ne voulez plus de courriels à ce sujet ? Désinscrivez-vous :",
    "es": "¿No quiere recibir más correos sobre esto? Dese de baja:",
    "tr": "Bu konuda artık e-posta almak istemiyor musunuz? Listeden çıkın:",
    "uk": "Не хочете більше отримувати листи про це? Відмовтеся тут:",
    "ru": "Не хотите больше получать письма об этом? Откажитесь здесь:",
    "ar": "ألا تريد تلقي رسائل أخرى حول هذا الموضوع؟ ألغ اشتراكك:",
    "fa": "آیا دیگر نمی‌خواهید در این باره ایمیلی دریافت کنید؟ انصراف دهید:",
}


def opt_out_line(language: str) -> str:
    """The line with the link; in English where there is none in this language."""
    return f"{_LINES.get(language, _LINES['en'])}\n{OPT_OUT_LINK}"
