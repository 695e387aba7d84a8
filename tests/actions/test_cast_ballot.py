import asyncio
import secrets

import pytest

from jeugd.actions.cast_ballot import Booths
from jeugd.actions.count_ballots import count_station
from jeugd.actions.publish_results import station_results
from jeugd.actions.run_polling_station import close_station
from jeugd.domain.ballot import BLANK, Answer
from jeugd.domain.errors import CodeUnknown, CodeUsed
from jeugd.domain.voting_code import VotingCode


def test_a_code_votes_once_and_a_retry_gets_the_same_answer(either_town):
    town = either_town
    code, other, blank = town.issue(3)
    town.open()
    booths = Booths(town.database, town.custody)
    attempt = secrets.token_bytes(16)

    async def vote() -> None:
        booth = await booths.enter(town.station)
        await booths.cast(booth, code, attempt, (Answer("1"),))
        await booths.cast(booth, code, attempt, (Answer("2"),))
        await booths.cast(booth, other, secrets.token_bytes(16), (Answer("1"),))
        await booths.cast(booth, blank, secrets.token_bytes(16), (BLANK,))
        with pytest.raises(CodeUsed):
            await booths.cast(booth, code, secrets.token_bytes(16), (Answer("1"),))
        with pytest.raises(CodeUnknown):
            await booths.look(booth, VotingCode("000000000000"))

    asyncio.run(vote())
    booths.stop()
    with town.database.write() as session:
        close_station(session, station=town.station, admitted=3, reason=None, by=town.carla, now=town.now)
    count_station(town.database, town.custody, station=town.station)
    with town.database.read() as session:
        outcome = station_results(session, town.election, town.station)[0].outcome
    assert outcome.votes == {"1": 2, "2": 0, "3": 0}
    assert outcome.blank == 1
