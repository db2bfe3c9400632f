"""Names, groups and sources of the published figures that come with the product, in the language of the reader.

Figures that somebody imports later are shown as they were written.
"""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext, gettext_noop

from .queries import PublishedPoint

TEXTS = (
    gettext_noop("TNS NIPO client satisfaction: foreign nationals and sponsors"),
    gettext_noop("TNS NIPO client satisfaction: businesses and partners"),
    gettext_noop("National quality of government service"),
    gettext_noop("Client experience small chain 2017"),
    gettext_noop("Stakeholder analysis"),
    gettext_noop("Ferro Explore stakeholder study"),
    gettext_noop("foreign nationals and sponsors"),
    gettext_noop("businesses, organisations, lawyers and chain partners"),
    gettext_noop("users of government services"),
    gettext_noop("asylum seekers after a first rejection, in reception centres"),
    gettext_noop("partners and staff in the small chain"),
    gettext_noop("professional stakeholders"),
    gettext_noop("selected key stakeholders"),
    gettext_noop("government services in general"),
    gettext_noop("IND, COA and DT&V together"),
    gettext_noop("overall grade for the service"),
    gettext_noop("overall grade for government services"),
    gettext_noop("quality of service by IND COA and DT&V"),
    gettext_noop("overall grade"),
    gettext_noop("qualitative interviews (no figures)"),
    gettext_noop("Letter to parliament 14 April 2014 (Kamerstuk 31 490 nr. 144): TNS NIPO client satisfaction study"),
    gettext_noop(
        "Letter to parliament 14 April 2014 (Kamerstuk 31 490 nr. 144): national quality of government "
        "service study for the Nationale ombudsman"
    ),
    gettext_noop("Client experience study IND COA and DT&V 2017 (Kantar); n is about 200 over about 12 centres"),
    gettext_noop("Client experience study IND COA and DT&V 2017 (Kantar)"),
    gettext_noop("Stakeholder analysis published by the IND (spring 2020)"),
    gettext_noop("Ferro Explore stakeholder study 13 February 2023; fieldwork 24 November to 9 December 2022"),
)


def in_words(point: PublishedPoint) -> PublishedPoint:
    """The same point with its names in the language of the reader."""
    series, group, about, measure = (gettext(text) if text else "" for text in point.line)
    return replace(
        point,
        line=(series, group, about, measure),
        series=series,
        group=group,
        about=about,
        measure=measure,
        source=gettext(point.source) if point.source else "",
    )
