"""Every way in which jeugd says no: a closed list of names. The sentences stand in ``templates/errors``."""

from __future__ import annotations


class Refused(Exception):
    """A request that the rules of the election do not allow; nothing was changed.

    Facts for the sentence (a number, a name; never a voting code or a choice) are keyword arguments.
    """

    def __init__(self, **facts: object) -> None:
        super().__init__(", ".join(f"{name}={value}" for name, value in facts.items()))
        self.facts = facts

    @property
    def name(self) -> str:
        """What was refused, in one word: by it the template finds the sentence."""
        return type(self).__name__


class NotFound(Refused):
    """Nothing stands at this address, or it is not yours to see."""


class SignInNeeded(Refused):
    """This room is for staff, and this device is not signed in."""


class NotYours(Refused):
    """This device is signed in, but not for this."""


class LinkSpent(Refused):
    """A sign-in link that is unknown, used, revoked or too old."""


# -- voting codes and the booth


class CodeMalformed(Refused):
    """Not a voting code: a wrong length, character or check symbol."""


class CodeUnknown(Refused):
    """A well-formed code that this polling station did not issue."""


class CodeVoid(Refused):
    """A code that was declared void."""


class CodeUsed(Refused):
    """Somebody has voted with this code already; that vote is in the ballot box."""


class StationNotOpen(Refused):
    """The polling station takes no votes now. Fact: ``state``."""


class ChoiceMissing(Refused):
    """No option was chosen for a contest."""


class ChoiceTwice(Refused):
    """More options were chosen than the contest allows."""


class ChoiceUnknown(Refused):
    """An option that is not on this ballot."""


class BlankNotAlone(Refused):
    """A blank answer together with another one. Fact: ``contest``."""


class TooFewMarked(Refused):
    """Fewer options than the contest asks. Facts: ``contest``, ``fewest``, ``marked``."""


class TooManyMarked(Refused):
    """More options than the contest allows. Facts: ``contest``, ``most``, ``marked``."""


class PlaceTwice(Refused):
    """Two options in one place. Facts: ``contest``, ``place``."""


class PurseExceeded(Refused):
    """Plans that cost more together than the purse holds. Facts: ``contest``, ``over`` (euros)."""


class TooBusy(Refused):
    """The queue of votes is full; the same request may be sent again."""


# -- the states of elections and stations


class TransitionRefused(Refused):
    """A step that the state machine does not have. Facts: ``state``, ``step``."""


class ElectionFrozen(Refused):
    """The definition is fixed; options can no longer change."""


class TooFewOptions(Refused):
    """A contest needs at least two options before it can be frozen. Fact: ``contest``, unless there is none."""


class BallotTooLong(Refused):
    """More questions or options than one ballot can hold. Facts: ``contests``, ``options`` (the most there may be)."""


class TooManyPictures(Refused):
    """More pictures than a phone fetches in good time. Fact: ``limit``, of one ballot."""


class PictureGone(Refused):
    """A question names a picture that this election does not have, or no longer."""


class DescriptionMissing(Refused):
    """A picture does not say what it shows, for those who cannot see it."""


class RulesUnfit(Refused):
    """Rules of a contest that cannot be kept. Facts: ``contest``, ``rule``."""


class SeatsUnfit(Refused):
    """A number of seats that no council has, or one that the definition of the election gives. Fact: ``most``."""


class NoPollingStation(Refused):
    """An election needs at least one polling station before it opens."""


class NoCodes(Refused):
    """A polling station without voting codes cannot open."""


class TooEarly(Refused):
    """The publication moment has not come. Fact: ``moment``."""


class LiftUnfit(Refused):
    """There is no embargo to lift, or it was asked already."""


class OtherOfficialNeeded(Refused):
    """The same official asks and confirms; it takes two."""


class LotNeeded(Refused):
    """A tie decides the outcome; lots must be drawn first."""


class LotUnfit(Refused):
    """No tie to settle, or the option drawn was not among the tied ones."""


class AdmittedMissing(Refused):
    """The number of admitted voters was not entered, or is not a possible number."""


class ReasonMissing(Refused):
    """Admitted and cast differ, and no reason was given."""


class PlacesTaken(Refused):
    """As many have joined as there are places. Fact: ``places``."""


class JoinedWithoutCards(Refused):
    """There are no poll cards where whoever is in the room may join."""


class StaysInClass(Refused):
    """A result of free participation lives in the class and is not published."""


class TooManyCards(Refused):
    """More poll cards than one station may have. Fact: ``limit``."""


# -- forms and files


class FieldMissing(Refused):
    """A form without a field that it needs. Facts: ``field``, and ``is_file`` where a file should have come."""


class FieldTooLong(Refused):
    """A text that is longer than its field. Facts: ``field``, ``limit``."""


class FieldUnfit(Refused):
    """A field whose value is not one of the possible values. Fact: ``field``."""


class MomentSkipped(Refused):
    """A moment that no clock shows, in the hour that is left out when summer time begins. Fact: ``field``."""


class FormUnread(Refused):
    """A form with files that broke off or is not of its form."""


class BodyTooLarge(Refused):
    """A request body over the limit of this address."""


class CrossSite(Refused):
    """A form that another site sent."""


class AlreadyExists(Refused):
    """A name or address that is taken. Fact: ``name``."""


class NoRealElection(Refused):
    """An official count for an election that has no real election beside it."""


class NotFrozenYet(Refused):
    """An official count for a draft: its lists can still change."""


class CountOfOtherLists(Refused):
    """An official count whose lists or candidates are not those on the ballot.

    Facts: ``list`` (its number, or its name where the count has no numbers), ``candidate`` (None: the list).
    """


class CountOfAnotherPlace(Refused):
    """An official count in which the municipality of the election is not found. Fact: ``area``."""


class ElectionUnclear(Refused):
    """A count of no election here, or of several, or that does not say of which.

    Facts, where it says of which: ``count`` (its id), ``elections`` (ours with that id).
    """


class FileUnreadable(Refused):
    """A file that does not exist or cannot be read. Fact: ``path``."""


class FileUnwritable(Refused):
    """A file that could not be written; what it was before is still there. Fact: ``path``."""


class FileKindUnknown(Refused):
    """A file that no counting method reads, by the end of its name. Fact: ``kinds``, those that are read."""


class MethodUnfit(Refused):
    """A counting method that is not for this kind of file. Facts: ``method``, ``kind``, ``methods`` (that are)."""


# -- the machine


class DatabaseNotMigrated(Refused):
    """The tables are not those of this version; run ``jeugd migrate``."""


class DatabaseNewer(Refused):
    """The tables are those of a later version."""


class DatabaseUnreadable(Refused):
    """A file that is damaged, or is no database. Fact: ``reason``, for the log and the terminal."""


class DatabaseUnavailable(Refused):
    """The database is locked, full or away. Fact: ``reason``, for the log and the terminal.

    Where the answer to a commit was lost it may have been done, so what is asked again must bear being asked again.
    """


class KeyStoreMissing(Refused):
    """The key store is not there, or empty, while this database has votes or codes that need it."""


class KeyStoreForeign(Refused):
    """The key store belongs to another database."""


class KeyStoreUnreadable(Refused):
    """A key store that is there and cannot be read or written. Fact: ``reason``, for the log and the terminal."""


class KeyMissing(Refused):
    """The key of one polling station is not in the key store."""


class SettingMissing(Refused):
    """A setting without which this command cannot run. Fact: ``name``."""


class SettingUnfit(Refused):
    """A setting with a value that is not possible. Fact: ``name``."""


class AssetsMissing(Refused):
    """The files that the build brings (script, fonts) are not there."""


class AddressTaken(Refused):
    """Another program listens on this port. Fact: ``port``."""
