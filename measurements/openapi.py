"""The OpenAPI document of the open API, written by hand: small enough to read, complete enough to use."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from measurements.choices import Level
from measurements.models import PublishedResult

API_VERSION = "1.0.0"

_TEXT = {"type": "string"}
_WHOLE = {"type": "integer"}
_MAYBE_NUMBER = {"type": ["number", "null"]}
_MAYBE_WHOLE = {"type": ["integer", "null"]}
_DATE = {"type": "string", "format": "date"}
_YES_NO = {"type": "boolean"}


def document() -> dict[str, Any]:
    """The document, with the contact of this installation."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": f"Resultaten van {settings.AGENCY_SHORT_NAME}",
            "version": API_VERSION,
            "description": "Resultaten van gepubliceerde metingen en cijfers die eerder zijn gepubliceerd. "
            "Groepen die te klein zijn om te tonen hebben geen enkel getal.",
            "contact": {
                "name": settings.AGENCY_NAME,
                "email": settings.AGENCY_EMAIL,
                "url": f"{settings.SITE_URL}/resultaten/",
            },
            "license": {"name": "CC0-1.0", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": f"{settings.SITE_URL}/api/v1"}],
        "security": [],
        "paths": {
            "/resultaten": {"get": _list("Resultaten van gepubliceerde metingen", "resultaten", "Resultaat", True)},
            "/eerdere-resultaten": {
                "get": _list("Cijfers van eerdere studies", "eerdereResultaten", "EerderResultaat", False)
            },
        },
        "components": {
            "headers": {
                "ApiVersion": {"description": "Versie van deze API", "schema": {**_TEXT, "example": API_VERSION}}
            },
            "schemas": {"Resultaat": _result(), "EerderResultaat": _earlier(), "Probleem": _problem()},
        },
    }


def _list(summary: str, name: str, schema: str, by_wave: bool) -> dict[str, Any]:
    parameters = [_parameter("niveau", "Niveau van de meting", {**_TEXT, "enum": list(Level.values)})]
    if by_wave:
        parameters.append(_parameter("meting", "Nummer van een meting", {**_WHOLE, "minimum": 1}))
        parameters.append(_parameter("begrip", "Code van een begrip, bijvoorbeeld REP", _TEXT))
    parameters.append(_parameter("pagina", "Pagina van ten hoogste 100", {**_WHOLE, "minimum": 1, "default": 1}))
    body = {
        "type": "object",
        "required": [name, "pagina", "aantalPaginas", "aantal"],
        "properties": {
            name: {"type": "array", "items": {"$ref": f"#/components/schemas/{schema}"}},
            "pagina": _WHOLE,
            "aantalPaginas": _WHOLE,
            "aantal": _WHOLE,
        },
    }
    return {
        "operationId": name,
        "summary": summary,
        "description": summary + ".",
        "tags": ["resultaten"],
        "parameters": parameters,
        "responses": {
            "200": _response("De gevraagde pagina", "application/json", body),
            "400": _response(
                "Ongeldige parameters", "application/problem+json", {"$ref": "#/components/schemas/Probleem"}
            ),
        },
    }


def _parameter(name: str, description: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}


def _response(description: str, media: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "description": description,
        "headers": {"API-Version": {"$ref": "#/components/headers/ApiVersion"}},
        "content": {media: {"schema": schema}},
    }


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _result() -> dict[str, Any]:
    split = {**_object(vraag=_TEXT, categorie=_TEXT, naam=_TEXT), "type": ["object", "null"]}
    return _object(
        meting=_WHOLE,
        titel=_TEXT,
        niveau={**_TEXT, "enum": list(Level.values)},
        begonnenOp=_DATE,
        geslotenOp=_DATE,
        begrip=_TEXT,
        naam=_TEXT,
        uitsplitsing={**split, "description": "Leeg: iedereen samen."},
        aantalAntwoorden={**_MAYBE_WHOLE, "description": "Leeg: de groep wordt niet getoond."},
        gemiddelde={**_MAYBE_NUMBER, "description": "Leeg: te weinig antwoorden voor een cijfer."},
        ondergrens={**_MAYBE_NUMBER, "description": "Ondergrens van het 95%-betrouwbaarheidsinterval."},
        bovengrens={**_MAYBE_NUMBER, "description": "Bovengrens van het 95%-betrouwbaarheidsinterval."},
        schaalMinimum=_WHOLE,
        schaalMaximum=_WHOLE,
        verzonnen={**_YES_NO, "description": "Verzonnen gegevens van een demonstratie."},
    )


def _earlier() -> dict[str, Any]:
    return _object(
        reeks=_TEXT,
        niveau={"type": ["string", "null"]},
        groep=_TEXT,
        onderwerp=_TEXT,
        meting=_TEXT,
        waarde=_MAYBE_NUMBER,
        schaalMinimum=_MAYBE_NUMBER,
        schaalMaximum=_MAYBE_NUMBER,
        aantalAntwoorden=_MAYBE_WHOLE,
        jaar=_WHOLE,
        jaarZeker=_YES_NO,
        soort={**_TEXT, "enum": list(PublishedResult.Kind.values)},
        bron=_TEXT,
    )


def _problem() -> dict[str, Any]:
    return {
        "type": "object",
        "properties": {
            "type": {**_TEXT, "format": "uri-reference"},
            "title": _TEXT,
            "status": _WHOLE,
            "detail": _TEXT,
            "errors": {"type": "array", "items": _object(**{"in": _TEXT, "name": _TEXT, "reason": _TEXT})},
        },
    }
