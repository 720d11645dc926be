"""What a job shows of itself."""

from bot.work.jobs import Job


def test_the_token_that_proves_the_holding_is_not_shown() -> None:
    job = Job(id=1, kind="issue", lane="1", payload={"proposal": "p-1"}, attempts=1, token="s3cret")

    assert "s3cret" not in repr(job)
