"""Why a file of the Electoral Council is refused: a closed list of names, like ``domain/errors.py``."""

from __future__ import annotations

from jeugd.domain.errors import Refused


class EmlRefused(Refused):
    """A file that cannot become an election; nothing was read from it."""


# -- the file as such


class FileEmpty(EmlRefused):
    """There is nothing in the file."""


class FileTooLarge(EmlRefused):
    """More bytes than any real list has. Facts: ``size``, ``limit`` (bytes)."""


class EncodingRefused(EmlRefused):
    """Not the UTF-8 that EML_NL is written in. Fact: ``encoding``, as far as the file names one."""


class DoctypeRefused(EmlRefused):
    """A DOCTYPE or an entity: EML_NL has none, and they are a known way to attack a reader."""


class XmlBroken(EmlRefused):
    """Not well-formed XML; often a download that broke off. Fact: ``line``."""


class XmlTooIntricate(EmlRefused):
    """Deeper, longer or fuller than any real list. Fact: ``what``."""


class InclusionRefused(EmlRefused):
    """The file asks to include another file."""


# -- the message


class NotEml(EmlRefused):
    """XML of another kind. Fact: ``root``, the name of its first element."""


class AnotherMessage(EmlRefused):
    """EML, but not the message that was asked for. Facts: ``message``, ``expected``."""


class BirthDatesRefused(EmlRefused):
    """A file with birth dates (230c or the like): it is not public and may not be here."""


class PartMissing(EmlRefused):
    """Something that a ballot needs is not there. Facts: ``part``, and where it helps ``list`` and
    ``candidate``.
    """


class PartMalformed(EmlRefused):
    """Something that is not of its form. Facts: ``part``, ``value``."""


# -- the election


class AuthorityMissing(EmlRefused):
    """The file does not say which authority made it."""


class AuthorityOfAnotherDomain(EmlRefused):
    """A municipality made the list of another one. Facts: ``authority``, ``domain``."""


class CategoryMismatch(EmlRefused):
    """Category and subcategory contradict each other. Facts: ``category``, ``subcategory``."""


class DomainMissing(EmlRefused):
    """A council election without its municipality. Fact: ``category``."""


class DomainUnexpected(EmlRefused):
    """A national election that says it belongs to one municipality. Facts: ``category``, ``domain``."""


class ElectionBeforeNomination(EmlRefused):
    """The day of the election is not after the day of nomination. Facts: ``date``, ``nomination``."""


class AnotherElection(EmlRefused):
    """Candidate lists and definition are of different elections. Facts: ``part``, ``lists``,
    ``definition``.
    """


class MunicipalityOutside(EmlRefused):
    """The election is not held in this municipality. Fact: ``municipality``."""


class ContestUnclear(EmlRefused):
    """Several kieskringen, and none of them is this municipality's. Facts: ``municipality``, ``contests``."""


# -- the lists


class NoLists(EmlRefused):
    """A contest without a single list. Fact: ``contest``."""


class ListEmpty(EmlRefused):
    """A list without candidates. Fact: ``list``."""


class NumbersNotIncreasing(EmlRefused):
    """Numbers that do not increase: a list or candidate twice, or out of order. Facts: ``part``,
    ``number``.
    """
