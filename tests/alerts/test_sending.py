"""Messages reach real receivers, at least once, signed; what fails is tried again later, then given up."""

import email
import hashlib
import hmac
import logging
import socket
from datetime import timedelta
from email import policy

import pytest
from sqlalchemy import update

from alerts import webhook
from alerts.mail import MailServer
from alerts.trouble import NotSent
from alerts.webhook import _is_allowed, _plain_of
from hall.actions import alerts
from hall.rules.alert import PAUSES, AlertKind, MessageState, RecipientKind
from hall.rules.rating import Level
from hall.store import outbox
from hall.store.tables import cases, recipients
from tests.alerts.conftest import (
    SECRET,
    MailReceiver,
    WebReceiver,
    add_mailbox,
    add_webhook,
    facts,
    messages,
    worker,
)
from tests.hall.conftest import Scene
from tests.hall.test_ratings import rate, served

LOW = (Level.VERY_DISSATISFIED, "115")


def states(scene: Scene) -> list[tuple[MessageState, int, str]]:
    return [(one.state, one.tries, one.fault) for one in messages(scene)]


def test_a_low_rating_reaches_a_group_robot_signed_and_without_persons(scene: Scene, web: WebReceiver) -> None:
    scene.open(1)
    add_webhook(scene, web)
    rate(scene, served(scene), *LOW, text="王小明让我白跑三趟 13800138000")
    worker(scene).go_round()
    ((headers, body),) = web.got
    t, v1 = (part.partition("=")[2] for part in headers["X-Haohao-Signature"].split(","))
    assert v1 == hmac.new(SECRET.encode(), f"{t}.".encode() + body, hashlib.sha256).hexdigest()
    assert headers["X-Haohao-Id"] == f"{scene.hall_id}-{messages(scene)[0].id}"
    (told,) = web.bodies
    assert told["msgtype"] == "text"
    assert "【建设街政务中心（演示）】新的差评\n整改第 1 号，1 号窗口" in told["text"]["content"]
    assert "非常不满意" in told["text"]["content"]
    assert "https://hall.example.org/manager/cases/1" in told["text"]["content"]
    with scene.hall.look() as look:
        clerk = look.set_up.staff_by_id(scene.clerk(1))
    for hidden in ("王小明", "13800138000", "白跑", clerk.shown.zh, clerk.number):
        assert hidden not in body.decode()
    assert states(scene) == [(MessageState.SENT, 1, "")]


def test_a_low_rating_reaches_a_mailbox(scene: Scene, mail: MailReceiver) -> None:
    scene.open(1)
    add_mailbox(scene)
    rate(scene, served(scene), *LOW)
    worker(scene, mail).go_round()
    (envelope,) = mail.got
    assert (envelope.mail_from, envelope.rcpt_tos) == ("hall@example.org", ["duty@example.org"])
    got = email.message_from_bytes(envelope.original_content or b"", policy=policy.default)
    assert got["Subject"] == "【建设街政务中心（演示）】新的差评：第 1 号"
    assert got["Message-ID"] == f"<haohao-{scene.hall_id}-{messages(scene)[0].id}@example.org>"
    assert "请到整改页面处理：https://hall.example.org/manager/cases/1" in got.get_content()
    assert states(scene) == [(MessageState.SENT, 1, "")]


def test_only_those_who_want_a_kind_are_told_of_it(quick_scene: Scene, web: WebReceiver) -> None:
    quick_scene.open(1)
    add_webhook(quick_scene, web, wants=["overdue"])
    rate(quick_scene, served(quick_scene), *LOW)
    assert messages(quick_scene) == []


def test_what_fails_is_tried_again_later_under_the_same_number(scene: Scene, web: WebReceiver) -> None:
    add_webhook(scene, web)
    scene.open(1)
    rate(scene, served(scene), *LOW)
    web.plan = [(503, {}, b"busy"), (302, {"Location": web.address}, b""), (200, {}, b'{"errcode": 40058}')]
    for fault, pause in zip(["status:503", "moved", "errcode:40058"], PAUSES, strict=False):
        worker(scene).go_round()
        assert states(scene)[0][::2] == (MessageState.QUEUED, fault)
        # Not before its time.
        scene.clock.pass_by(pause.total_seconds() - 1)
        worker(scene).go_round()
        assert states(scene)[0][::2] == (MessageState.QUEUED, fault)
        scene.clock.pass_by(1)
    worker(scene).go_round()
    assert states(scene) == [(MessageState.SENT, 4, "")]
    assert len(web.got) == 4
    assert len({headers["X-Haohao-Id"] for headers, _body in web.got}) == 1


def test_a_mail_server_that_refuses_is_tried_again(quick_scene: Scene, mail: MailReceiver) -> None:
    add_mailbox(quick_scene)
    quick_scene.open(1)
    rate(quick_scene, served(quick_scene), *LOW)
    mail.refuses = ["451 not now"]
    worker(quick_scene, mail).go_round()
    assert states(quick_scene) == [(MessageState.QUEUED, 1, "refused:451")]
    quick_scene.clock.pass_by(30)
    worker(quick_scene, mail).go_round()
    assert states(quick_scene) == [(MessageState.SENT, 2, "")]
    assert len(mail.got) == 1


def test_after_the_last_try_a_message_is_given_up(quick_scene: Scene) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))
        gone = f"http://127.0.0.1:{nobody.getsockname()[1]}/"
    alerts.add_recipient(
        quick_scene.hall,
        facts=facts(RecipientKind.WEBHOOK, gone),
        plain=True,
    )
    quick_scene.open(1)
    rate(quick_scene, served(quick_scene), *LOW)
    for _each in range(len(PAUSES) + 3):
        worker(quick_scene).go_round()
        quick_scene.clock.pass_by(PAUSES[-1].total_seconds())
    assert states(quick_scene) == [(MessageState.FAILED, len(PAUSES) + 1, "unreachable")]


def test_a_worker_killed_between_claim_and_end_loses_nothing(scene: Scene, web: WebReceiver) -> None:
    add_webhook(scene, web)
    scene.open(1)
    rate(scene, served(scene), *LOW)
    claimed = alerts.claim_message(scene.hall)
    assert claimed is not None
    # Nobody else takes it while the lease lasts …
    worker(scene).go_round()
    assert web.got == []
    # … and somebody does when it has run out.
    scene.clock.pass_by(outbox.LEASE.total_seconds())
    worker(scene).go_round()
    assert len(web.got) == 1
    assert states(scene) == [(MessageState.SENT, 2, "")]
    # Whoever comes back late with the old lease changes nothing.
    assert claimed.message.lease is not None
    message, lease = claimed.message.id, claimed.message.lease
    assert alerts.message_sent(scene.hall, message=message, lease=lease) is False
    assert alerts.message_not_sent(scene.hall, message=message, lease=lease, fault="late") is None
    assert states(scene) == [(MessageState.SENT, 2, "")]


def test_a_message_that_kills_its_workers_is_given_up(quick_scene: Scene, web: WebReceiver) -> None:
    add_webhook(quick_scene, web)
    quick_scene.open(1)
    rate(quick_scene, served(quick_scene), *LOW)
    for _each in range(len(PAUSES) + 1):
        assert alerts.claim_message(quick_scene.hall) is not None
        quick_scene.clock.pass_by(outbox.LEASE.total_seconds())
    assert alerts.claim_message(quick_scene.hall) is None
    assert states(quick_scene)[0][::2] == (MessageState.FAILED, outbox.UNHEARD)


def test_of_two_workers_one_sends(scene: Scene, web: WebReceiver) -> None:
    add_webhook(scene, web)
    scene.open(1)
    rate(scene, served(scene), *LOW)
    first, second = alerts.claim_message(scene.hall), alerts.claim_message(scene.hall)
    assert first is not None
    assert second is None


def test_a_receiver_in_trouble_holds_up_nobody_else(quick_scene: Scene, web: WebReceiver, mail: MailReceiver) -> None:
    quick_scene.open(1, 2)
    add_webhook(quick_scene, web)
    add_mailbox(quick_scene)
    web.plan = [(500, {}, b"")]
    for window_no in (1, 2):
        rate(quick_scene, served(quick_scene, window_no), *LOW)
    worker(quick_scene, mail).go_round()
    # The second message for the broken receiver waits with the first instead of running into the same wall.
    assert len(web.got) == 1
    assert len(mail.got) == 2


def test_a_trial_is_sent_once_and_says_what_went_wrong(quick_scene: Scene, web: WebReceiver) -> None:
    recipient = add_webhook(quick_scene, web)
    web.plan = [(404, {}, b"")]
    for expected in ((MessageState.FAILED, 1, "status:404"), (MessageState.SENT, 1, "")):
        alerts.try_recipient(quick_scene.hall, recipient=recipient)
        worker(quick_scene).go_round()
        assert states(quick_scene)[-1] == expected
    assert "试发" in web.bodies[1]["text"]["content"]


def test_without_a_mail_server_a_mail_waits_and_says_why(quick_scene: Scene) -> None:
    add_mailbox(quick_scene)
    quick_scene.open(1)
    rate(quick_scene, served(quick_scene), *LOW)
    worker(quick_scene).go_round()
    assert states(quick_scene) == [(MessageState.QUEUED, 1, "no-mail-server")]


def test_whoever_is_told_no_longer_gets_nothing_that_waited(scene: Scene, web: WebReceiver) -> None:
    recipient = add_webhook(scene, web)
    scene.open(1)
    rate(scene, served(scene), *LOW)
    alerts.withdraw_recipient(scene.hall, recipient=recipient)
    worker(scene).go_round()
    assert web.got == []
    assert states(scene) == [(MessageState.FAILED, 0, outbox.WITHDRAWN)]
    with scene.database.look() as connection:
        kept = connection.execute(recipients.select()).one()
    assert (kept.address, kept.secret, kept.active) == ("", None, False)


def test_a_case_that_became_overdue_is_told_once(scene: Scene, web: WebReceiver) -> None:
    add_webhook(scene, web, wants=["overdue"])
    scene.open(1)
    rate(scene, served(scene), *LOW)
    with scene.hall.look() as look:
        today = look.today
    overdue = (
        (today, 0),
        (today - timedelta(days=30), 0),  # no news any more
        (today - timedelta(days=1), 1),
        (today - timedelta(days=2), 1),  # told already
    )
    for due, told in overdue:
        with scene.database.deed(scene.hall_id) as connection:
            connection.execute(update(cases).values(rectify_due=due))
        worker(scene).go_round()
        assert len(web.got) == told
    assert "差评整改逾期" in web.bodies[0]["text"]["content"]
    assert [one.kind for one in messages(scene)] == [AlertKind.OVERDUE]


def test_neither_this_machine_nor_link_local_is_reached_unless_allowed(quick_scene: Scene, web: WebReceiver) -> None:
    recipient = add_webhook(quick_scene, web)
    alerts.try_recipient(quick_scene.hall, recipient=recipient)
    worker(quick_scene, plain=False).go_round()
    assert web.got == []
    assert states(quick_scene) == [(MessageState.FAILED, 1, "not-allowed")]
    for host in (
        "169.254.169.254",
        "fe80::1%eth0",
        "0.0.0.0",
        "224.0.0.1",
        "::ffff:169.254.169.254",
        "100.100.100.200",
    ):
        assert not _is_allowed(_plain_of(host), plain=True)
    for host in ("203.0.113.7", "10.0.0.8", "2001:db8::1"):
        assert _is_allowed(_plain_of(host), plain=False)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_name_that_leads_elsewhere_when_it_is_asked_again_leads_nowhere(
    web: WebReceiver, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    # When it was looked up it led outside; now the same name leads to this machine.
    monkeypatch.setattr(webhook, "_must_lead_outside", lambda _address, *, plain: None)
    with pytest.raises(NotSent) as trouble:
        webhook.post(web.address.replace("http", scheme), b"{}", secret=SECRET, number="1-1", at=0)
    assert trouble.value.fault == "not-allowed"
    assert web.got == []


def test_no_log_and_no_row_tells_an_address_or_a_secret(
    quick_scene: Scene, web: WebReceiver, caplog: pytest.LogCaptureFixture
) -> None:
    recipient = add_webhook(quick_scene, web)
    web.plan = [(500, {}, b"")]
    alerts.try_recipient(quick_scene.hall, recipient=recipient)
    with caplog.at_level(logging.INFO, logger="haohao.alerts"):
        worker(quick_scene).go_round()
    assert "status:500" in caplog.text
    for hidden in ("key=robot", SECRET):
        assert hidden not in caplog.text
    with quick_scene.database.look() as connection:
        kept = connection.execute(recipients.select()).one()
    assert SECRET.encode() not in kept.secret
    server = MailServer.of("smtp+starttls://desk:p%40ss@mail.example.org")
    assert (server.user, server.password, server.port) == ("desk", "p@ss", 587)
    assert "p@ss" not in repr(server)
