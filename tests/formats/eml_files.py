"""Small EML_NL files of gemeente Juinen, written by the tests themselves."""

NAMESPACES = (
    'xmlns="urn:oasis:names:tc:evs:schema:eml" xmlns:kr="http://www.kiesraad.nl/extensions" '
    'xmlns:xnl="urn:oasis:names:tc:ciq:xsdschema:xNL:2.0" '
    'xmlns:xal="urn:oasis:names:tc:ciq:xsdschema:xAL:2.0"'
)
AUTHORITY = (
    '<ManagingAuthority><AuthorityIdentifier Id="CSB">Juinen</AuthorityIdentifier></ManagingAuthority>'
)
DOMAIN = '<kr:ElectionDomain Id="0042">Juinen</kr:ElectionDomain>'


def identifier(
    id="GR2026_Juinen",
    *,
    category="GR",
    subcategory="GR2",
    domain=DOMAIN,
    day="2026-03-18",
    nomination="2026-02-02",
):
    return (
        f'<ElectionIdentifier Id="{id}"><ElectionName>Gemeenteraad Juinen 2026</ElectionName>'
        f"<ElectionCategory>{category}</ElectionCategory><kr:ElectionSubcategory>{subcategory}</kr:ElectionSubcategory>"
        f"{domain}<kr:ElectionDate>{day}</kr:ElectionDate>"
        f"<kr:NominationDate>{nomination}</kr:NominationDate></ElectionIdentifier>"
    )


def candidate(number=1, last_name="Bakker", name="", rest="<Gender>female</Gender>"):
    return (
        f'<Candidate><CandidateIdentifier Id="{number}"/><CandidateFullName><xnl:PersonName>'
        f'<xnl:NameLine NameType="Initials">A.</xnl:NameLine>{name}<xnl:LastName>{last_name}</xnl:LastName>'
        f"</xnl:PersonName></CandidateFullName>{rest}</Candidate>"
    )


def affiliation(
    number=1, name="Juinen Nu", candidates=None, data='PublishGender="true" PublicationLanguage="nl"'
):
    people = candidate() + candidate(2, "De Jong") if candidates is None else candidates
    return (
        f'<Affiliation><AffiliationIdentifier Id="{number}"><RegisteredName>{name}</RegisteredName>'
        "</AffiliationIdentifier><Type>op zichzelf staande lijst</Type>"
        f"<kr:ListData {data}/>{people}</Affiliation>"
    )


def contest(lists=None, id="geen", name=""):
    inside = affiliation() if lists is None else lists
    return f'<Contest><ContestIdentifier Id="{id}">{name}</ContestIdentifier>{inside}</Contest>'


def candidate_lists(contests=None, election=None, *, authority=AUTHORITY, message="230b", extra=""):
    body = (election or identifier()) + (contest() if contests is None else contests)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><EML {NAMESPACES} Id="{message}" SchemaVersion="5">'
        f"<TransactionId>1</TransactionId>{authority}<IssueDate>2026-02-06</IssueDate>{extra}"
        f"<CandidateList><Election>{body}</Election></CandidateList></EML>"
    ).encode()


def region(number, category, name, above=""):
    return (
        f'<kr:Region RegionNumber="{number}" RegionCategory="{category}" {above}>'
        f"<kr:RegionName>{name}</kr:RegionName></kr:Region>"
    )


def within(circle):
    return f'SuperiorRegionNumber="{circle}" SuperiorRegionCategory="KIESKRING"'


def definition(election=None, regions=None, *, seats="27", threshold="25", contest_id="geen"):
    tree = region("42", "GEMEENTE", "Juinen") if regions is None else regions
    return (
        f'<EML {NAMESPACES} Id="110a" SchemaVersion="5"><ElectionEvent><EventIdentifier/><Election>'
        f'{election or identifier()}<Contest><ContestIdentifier Id="{contest_id}"/><MaxVotes/></Contest>'
        f"<kr:NumberOfSeats>{seats}</kr:NumberOfSeats>"
        f"<kr:PreferenceThreshold>{threshold}</kr:PreferenceThreshold>"
        f"<kr:ElectionTree>{tree}</kr:ElectionTree><kr:RegisteredParties><kr:RegisteredParty>"
        "<kr:RegisteredAppellation>Juinen Nu</kr:RegisteredAppellation></kr:RegisteredParty>"
        "</kr:RegisteredParties></Election></ElectionEvent></EML>"
    ).encode()
