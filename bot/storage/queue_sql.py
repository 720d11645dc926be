"""The queue's statements, put together once: they are asked all day long.

States stand in them as literals, because SQLite uses a partial index only where it can read them.
"""

from sqlalchemy import JSON, Boolean, Integer, TextualSelect, bindparam, text

from bot.storage.columns import Moment
from bot.work.jobs import Urgency

_NOW = bindparam("now", type_=Moment)

#: Of one kind and key one waits: as urgent as anybody asked, and as early, unless its pause has a reason.
ENQUEUE = text("""
    INSERT INTO jobs
        (kind, key, lane, payload, state, attempts, urgency, holds_lane, due_at, enqueued_at, token, why)
    VALUES (:kind, :key, :lane, :payload, 'waiting', 0, :urgency, :holds_lane, :due_at, :now, '', '')
    ON CONFLICT (kind, key) WHERE state = 'waiting' AND key <> '' DO UPDATE SET
        urgency = CASE WHEN excluded.urgency < jobs.urgency THEN excluded.urgency ELSE jobs.urgency END,
        holds_lane = jobs.holds_lane OR excluded.holds_lane,
        due_at = CASE WHEN jobs.why = '' AND excluded.due_at < jobs.due_at
            THEN excluded.due_at ELSE jobs.due_at END
""").bindparams(
    _NOW,
    bindparam("payload", type_=JSON),
    bindparam("urgency", type_=Integer),
    bindparam("holds_lane", type_=Boolean),
    bindparam("due_at", type_=Moment),
)

#: Whether a look is worth a transaction. What is due may still not begin, for its lane or for want of room.
LOOK = text("""
    SELECT 1 FROM (SELECT id FROM jobs WHERE state = 'waiting' AND urgency = 0 AND due_at <= :now LIMIT 1) a
    UNION ALL
    SELECT 1 FROM (SELECT id FROM jobs WHERE state = 'waiting' AND urgency = 1 AND due_at <= :now LIMIT 1) b
    UNION ALL
    SELECT 1 FROM (SELECT id FROM jobs WHERE state = 'waiting' AND urgency = 2 AND due_at <= :now LIMIT 1) c
    UNION ALL
    SELECT 1 FROM jobs WHERE state = 'running' AND leased_until <= :now
    LIMIT 1
""").bindparams(_NOW)

_SILENT = """
    SELECT id FROM (
        SELECT id FROM jobs
        WHERE state = 'running' AND leased_until <= :now AND kind {is_wanted}
        ORDER BY leased_until LIMIT :most) AS silent
"""

#: One question per urgency, so that each reads its few rows from the index and no others.
_DUE = """
    SELECT id FROM (
        SELECT id FROM jobs
        WHERE state = 'waiting' AND urgency = {urgency} AND due_at <= :now AND kind {is_wanted}
            AND lane NOT IN (SELECT lane FROM jobs WHERE state = 'running')
            AND (holds_lane OR lane NOT IN (SELECT lane FROM jobs WHERE state = 'waiting' AND holds_lane))
        ORDER BY due_at, id LIMIT :most) AS due_{urgency}
"""

_TAKEABLE = """
    SELECT id, kind, lane, payload, attempts, urgency FROM jobs
    WHERE id IN ({candidates})
    ORDER BY state = 'waiting', urgency, due_at, id LIMIT :most
"""


def _takeable(is_wanted: str, suffix: str = "") -> TextualSelect:
    due = [_DUE.format(urgency=urgency.value, is_wanted=is_wanted) for urgency in Urgency]
    questions = [_SILENT.format(is_wanted=is_wanted), *due]
    statement = text(_TAKEABLE.format(candidates=" UNION ALL ".join(questions)) + suffix)
    return statement.bindparams(_NOW).columns(payload=JSON)


#: The kinds come as one value: as many as there are, each by itself would be put together anew each time.
TAKEABLE = _takeable("IN (SELECT value FROM json_each(:kinds))").bindparams(bindparam("kinds", type_=JSON))
#: On a server with several replicas; what somebody writes in this moment can wait for the next look.
TAKEABLE_ALONE = _takeable("= ANY(:kinds)", " FOR UPDATE SKIP LOCKED")

TAKE = text("""
    UPDATE jobs SET state = 'running', leased_until = :until, token = :token
    WHERE id IN :ids
""").bindparams(bindparam("until", type_=Moment), bindparam("ids", expanding=True))

NEXT = (
    text("""
    SELECT min(due_at) AS at FROM jobs WHERE state = 'waiting' AND urgency = 0 AND due_at > :now
    UNION ALL SELECT min(due_at) FROM jobs WHERE state = 'waiting' AND urgency = 1 AND due_at > :now
    UNION ALL SELECT min(due_at) FROM jobs WHERE state = 'waiting' AND urgency = 2 AND due_at > :now
    UNION ALL SELECT min(leased_until) FROM jobs WHERE state = 'running' AND leased_until > :now
""")
    .bindparams(_NOW)
    .columns(at=Moment)
)

RENEW = text("""
    UPDATE jobs SET leased_until = :until
    WHERE id = :id AND token = :token AND state = 'running'
""").bindparams(bindparam("until", type_=Moment))

FINISH = text("""
    UPDATE jobs SET state = 'done', leased_until = NULL, finished_at = :now, why = :why
    WHERE id = :id AND token = :token AND state = 'running'
""").bindparams(_NOW)

PARK = text("""
    UPDATE jobs SET state = 'parked', leased_until = NULL, finished_at = :now, why = :why,
        attempts = attempts + 1
    WHERE id = :id AND token = :token AND state = 'running'
""").bindparams(_NOW)

POSTPONE = text("""
    UPDATE jobs SET state = 'waiting', leased_until = NULL, due_at = :due_at, why = :why,
        attempts = attempts + :failures, holds_lane = holds_lane OR :keeps_turn
    WHERE id = :id AND token = :token AND state = 'running'
""").bindparams(
    bindparam("due_at", type_=Moment),
    bindparam("keeps_turn", type_=Boolean),
    bindparam("failures", type_=Integer),
)

GIVE_BACK = text("""
    UPDATE jobs SET state = 'waiting', leased_until = NULL
    WHERE id = :id AND token = :token AND state = 'running'
""")

#: The process that ran them is gone: what it held is silent from now on.
TAKE_OVER = text("UPDATE jobs SET leased_until = :now WHERE state = 'running'").bindparams(_NOW)
#: Nobody else writes now: whoever wrote these had a clock that was set back since.
FROM_THE_FUTURE = text("""
    UPDATE jobs SET due_at = :now, enqueued_at = :now WHERE state = 'waiting' AND enqueued_at > :now
""").bindparams(_NOW)

DEPTHS = (
    text("""
    SELECT kind, sum(due) AS due, sum(later) AS later, sum(running) AS running, sum(parked) AS parked,
        min(oldest) AS oldest
    FROM (
        SELECT kind, 1 AS due, 0 AS later, 0 AS running, 0 AS parked, due_at AS oldest
            FROM jobs WHERE state = 'waiting' AND due_at <= :now
        UNION ALL SELECT kind, 0, 1, 0, 0, NULL FROM jobs WHERE state = 'waiting' AND due_at > :now
        UNION ALL SELECT kind, 0, 0, 1, 0, NULL FROM jobs WHERE state = 'running'
        UNION ALL SELECT kind, 0, 0, 0, 1, NULL FROM jobs WHERE state = 'parked') AS counted
    GROUP BY kind ORDER BY kind
""")
    .bindparams(_NOW)
    .columns(oldest=Moment)
)

PARKED = text(
    "SELECT id, kind, payload, attempts, why, finished_at FROM jobs WHERE state = 'parked' ORDER BY id"
).columns(payload=JSON, finished_at=Moment)

RETRY = text("""
    UPDATE jobs SET state = 'waiting', attempts = 0, why = '', due_at = :now, finished_at = NULL
    WHERE id = :id AND state = 'parked'
""").bindparams(_NOW)
#: Another one of its key waits already.
FORGET = text("UPDATE jobs SET state = 'done' WHERE id = :id AND state = 'parked'")
