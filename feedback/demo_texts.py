"""What the invented givers of the demo say, and what becomes of it. Nobody real said any of this."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """One invented signal: what was said, and the answer."""

    kind: str
    domain: str
    topic: str
    title: str
    text: str
    extent: str
    reason: str
    part: str = ""
    said: str = ""
    done: str = ""


STORIES = [
    Story(
        "complaint", "agency", "Bereikbaarheid", "Wachttijd aan de telefoon",
        "Wij bellen namens onze leden en staan vaak meer dan een halfuur in de wacht. Daarna valt de lijn soms weg.",
        "partly", "Er is nu geld voor een tweede ploeg in de ochtend, nog niet voor de hele dag.",
        part="Tussen 9 en 12 uur komt er een eigen lijn voor organisaties; voor de middag nog niet.",
        said="Organisaties wachten te lang aan de telefoon.",
        done="In de ochtend is er een eigen lijn voor organisaties. Voor de middag lukt dat dit jaar nog niet.",
    ),
    Story(
        "suggestion", "regular", "Bereikbaarheid", "Terugbellen op een afgesproken tijd",
        "Bel terug op een moment dat wij zelf kiezen. Nu wachten wij een hele dag op een telefoontje.",
        "adopted", "Een vaste tijd kost ons niet meer werk en scheelt u een dag wachten.",
        said="Bel terug op een tijd die ik zelf kies.",
        done="Bij het maken van een terugbelafspraak kiest u voortaan een dagdeel.",
    ),
    Story(
        "complaint", "agency", "Terugkoppeling", "Nooit meer iets gehoord",
        "In het voorjaar deden wij mee aan een rondetafel en gaven drie adviezen. Daarna bleef het stil.",
        "adopted", "U hebt gelijk: wie meedenkt hoort te weten wat ermee gebeurt.",
        said="Na een rondetafel hoorden wij niets meer.",
        done="Elke deelnemer krijgt binnen zes weken een verslag met per advies wat wij ermee doen.",
    ),
    Story(
        "observation", "asylum", "Wijzigingen", "Nieuw formulier zonder aankondiging",
        "Het formulier was van de ene op de andere dag anders. Onze vrijwilligers hadden nog een stapel oude liggen.",
        "adopted", "Een wijziging kondigen wij voortaan vier weken van tevoren aan.",
        said="Een formulier veranderde zonder aankondiging.",
        done="Wijzigingen van formulieren staan vier weken van tevoren in de nieuwsbrief.",
    ),
    Story(
        "question", "naturalisation", "Uitleg", "Welke versie van de handleiding geldt?",
        "Op de website staan twee handleidingen over hetzelfde onderwerp. Welke geldt nu?",
        "adopted", "De oude handleiding had weg gemoeten; die is verwijderd.",
        said="Er stonden twee handleidingen over hetzelfde onderwerp.",
        done="De oude is van de website gehaald.",
    ),
    Story(
        "compliment", "regular", "Deskundigheid", "Fijn contact met onze vaste contactpersoon",
        "Sinds wij een vaste contactpersoon hebben, is een vraag vaak dezelfde dag beantwoord. Dank!",
        "already", "Dank u wel. Wij houden het zo.",
    ),
    Story(
        "suggestion", "asylum", "Cijfers", "Maandelijks de verwachte instroom delen",
        "Als wij elke maand weten wat er verwacht wordt, kunnen wij onze roosters beter maken.",
        "partly", "De verwachting verandert per week. Een marge kunnen wij wel geven.",
        part="U krijgt per kwartaal een verwachting met een marge, niet per maand.",
        said="Deel elke maand de verwachte instroom.",
        done="Er komt per kwartaal een verwachting met een marge. Per maand is te onzeker.",
    ),
    Story(
        "complaint", "regular", "Taal", "Brieven zijn moeilijk te begrijpen",
        "Onze cliënten komen met brieven waar zij niets van begrijpen. Wij moeten elke brief uitleggen.",
        "partly", "Een deel van de tekst staat in de wet en mogen wij niet weglaten.",
        part="Boven elke brief komt een samenvatting in gewone taal; de tekst eronder blijft.",
        said="Brieven zijn te moeilijk.",
        done="Boven brieven komt een korte samenvatting in gewone taal.",
    ),
    Story(
        "suggestion", "agency", "Overleg", "Agenda eerder rondsturen",
        "Stuur de agenda van het kwartaaloverleg een week eerder. Dan kunnen wij onze achterban vragen.",
        "adopted", "Dat helpt ons ook: u komt dan voorbereid.",
    ),
    Story(
        "question", "asylum", "Beleid", "Waarom duurt een besluit langer dan eerst?",
        "Kunt u uitleggen waarom de termijn is verlengd, en wie dat besluit neemt?",
        "not_ours", "De termijn bepaalt het ministerie. Wij voeren die uit en hebben uw vraag doorgestuurd.",
        said="Waarom duurt een besluit langer?",
        done="De termijn bepaalt het ministerie, niet de dienst. De vraag is doorgestuurd.",
    ),
    Story(
        "offer", "naturalisation", "Samenwerken", "Aanbod: meelezen met een nieuwe folder",
        "Onze taalvrijwilligers lezen graag mee met nieuwe folders, voordat ze gedrukt worden.",
        "adopted", "Graag! Uw vrijwilligers krijgen het eerste ontwerp.",
        said="Wij willen meelezen met nieuwe folders.",
        done="Twee folders zijn al samen met taalvrijwilligers verbeterd.",
    ),
    Story(
        "complaint", "regular", "Bereikbaarheid", "Doorverbonden van de een naar de ander",
        "Voor één vraag zijn wij vier keer doorverbonden. Niemand wist wie erover ging.",
        "adopted", "Er komt een lijst waarop medewerkers zien wie waarover gaat.",
    ),
    Story(
        "suggestion", "regular", "Digitaal", "Stand van de aanvraag voor werkgevers",
        "Laat werkgevers in één overzicht zien hoe ver hun aanvragen zijn. Dat scheelt u en ons telefoontjes.",
        "not", "Het systeem waarin dit moet, wordt over twee jaar vervangen. Nu bouwen is weggegooid geld.",
        said="Geef werkgevers een overzicht van hun aanvragen.",
        done="Dat doen wij nu niet: het systeem wordt over twee jaar vervangen. Het staat op de wensenlijst.",
    ),
    Story(
        "observation", "agency", "Afspraken", "Toezegging over scholing niet nagekomen",
        "Bij het werkbezoek is gezegd dat er in het najaar een scholing zou komen. Die is er niet gekomen.",
        "adopted", "Wij hadden dit moeten melden. De scholing is opnieuw gepland.",
    ),
    Story(
        "compliment", "asylum", "Houding", "Respectvol gesprek op locatie",
        "Een bewoner vertelde dat de medewerker rustig de tijd nam. Dat doet ertoe.",
        "already", "Dank u wel, wij geven het door aan het team.",
    ),
    Story(
        "question", "regular", "Wijzigingen", "Vanaf wanneer gelden de nieuwe bedragen?",
        "Wij lezen in het nieuws over nieuwe bedragen. Vanaf welke dag gelden die?",
        "already", "De bedragen staan met de ingangsdatum op de website; u kreeg de link.",
    ),
    Story(
        "suggestion", "agency", "Terugkoppeling", "Laat zien wat er met adviezen gebeurt",
        "Maak een pagina waarop staat wat er gezegd is en wat u ermee deed. Ook als u er niets mee deed.",
        "adopted", "Dat is precies wat deze pagina doet.",
        said="Laat zien wat u met adviezen doet.",
        done="Dat leest u hier.",
    ),
    Story(
        "complaint", "naturalisation", "Afspraken", "Afspraak verzet zonder bericht",
        "De voorlichting was verzet, maar onze groep stond voor een dichte deur.",
        "adopted", "Excuses. Wij bellen voortaan als er iets binnen twee dagen verandert.",
    ),
]  # fmt: skip

# Names that cannot be anybody's, and organisations that do not exist.
GIVERS = [
    ("Test Meedenker", "Stichting Verzonnen Voorbeeld"),
    ("Demo Vrijwilliger", "Vereniging Fictieve Taalhulp"),
    ("Proef Adviseur", "Voorbeeldgemeente Nergenshuizen"),
    ("Schijn Werkgever", "Oefenbedrijf De Proef"),
    ("Model Docent", "Voorbeeldcollege"),
    ("Staal Raadsman", "Kantoor Fictie en Zonen"),
]
