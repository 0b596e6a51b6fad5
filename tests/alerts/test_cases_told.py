"""What happens to a case is told to those who want to know, once each, by one of however many workers."""

import threading
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from ssl import PROTOCOL_TLS_SERVER, SSLContext, create_default_context

import pytest
from aiosmtpd.controller import Controller
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from alerts.mail import MailServer, compose, send
from alerts.trouble import NotSent
from alerts.worker import AlertWorker
from hall.actions import cases
from hall.rules.alert import AlertKind, MessageState
from hall.rules.case import Verdict
from hall.rules.rating import Level
from hall.store.database import Database
from hall.store.seal import Seal
from settings import BadSetting, read_settings
from tests.alerts.conftest import MailReceiver, WebReceiver, add_webhook, messages, sender, worker
from tests.hall.conftest import KEY, SEAL_KEY, Scene
from tests.hall.test_cases import Desk
from tests.hall.test_ratings import rate, served


def test_an_appeal_and_a_dissatisfied_citizen_are_told_of(quick_scene: Scene, web: WebReceiver) -> None:
    desk = Desk(quick_scene)
    add_webhook(quick_scene, web, wants=["appeal", "unsatisfied"])
    desk.verified()
    desk.say(cases.appeal, by=desk.rated)
    desk.do(cases.review, verdict=Verdict.UNJUSTIFIED, text="复核")
    desk.do(cases.reply, text="已向您说明")
    cases.answer(quick_scene.hall, case=desk.case, satisfied=False)
    desk.do(cases.reply, text="再次向您说明")
    cases.answer(quick_scene.hall, case=desk.case, satisfied=False)
    worker(quick_scene).go_round()
    assert [one.kind for one in messages(quick_scene)] == [AlertKind.APPEAL, AlertKind.UNSATISFIED]
    told = [body["text"]["content"] for body in web.bodies]
    assert "工作人员申诉" in told[0]
    assert "群众对答复不满意" in told[1]


def test_of_many_workers_at_once_each_message_is_sent_by_one(scene: Scene, web: WebReceiver) -> None:
    add_webhook(scene, web)
    numbers = range(1, 7)
    scene.open(*numbers)
    for window_no in numbers:
        rate(scene, served(scene, window_no), Level.VERY_DISSATISFIED, "115")
    begin = threading.Barrier(4)

    def serve() -> None:
        # Each with connections and locks of its own, as another process has them.
        url = scene.database.url.render_as_string(hide_password=False)
        own = Database(url, key=KEY, clock=scene.clock, seal=Seal([SEAL_KEY]))
        begin.wait()
        AlertWorker(own, sender()).go_round()
        own.close()

    threads = [threading.Thread(target=serve) for _each in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    sent = [headers["X-Haohao-Id"] for headers, _body in web.got]
    assert sorted(sent) == sorted(f"{scene.hall_id}-{one.id}" for one in messages(scene))
    assert {(one.state, one.tries) for one in messages(scene)} == {(MessageState.SENT, 1)}


# --- the way to the mail server --------------------------------------------------------------------------------


def certified(folder: Path) -> tuple[Path, SSLContext]:
    """A certificate that nobody but this test trusts: its file, and the server's side of it."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file, secret = folder / "certificate.pem", folder / "key.pem"
    file.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = SSLContext(PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file, secret)
    return file, context


def test_a_certificate_nobody_vouches_for_is_refused(tmp_path: Path, mail: MailReceiver) -> None:
    mail.controller.stop()
    file, context = certified(tmp_path)
    mail.controller = Controller(mail, hostname="127.0.0.1", port=mail.port, tls_context=context, require_starttls=True)
    mail.controller.start()
    server = MailServer.of(f"smtp+starttls://127.0.0.1:{mail.port}")
    letter = compose(
        sender="hall@example.org", to="a@b.example", subject="一", body="二", message_id="<1@x>", at=datetime.now(UTC)
    )
    with pytest.raises(NotSent) as refused:
        send(server, letter)
    assert refused.value.fault == "certificate"
    assert mail.got == []
    send(server, letter, tls=create_default_context(cafile=file))
    assert len(mail.got) == 1


@pytest.mark.parametrize(
    ("url", "sender", "name"),
    [
        ("https://user:geheim@mail.example", "a@b.example", "HAOHAO_SMTP_URL"),
        ("smtp://", "a@b.example", "HAOHAO_SMTP_URL"),
        ("smtp://mail.example:geheim/", "a@b.example", "HAOHAO_SMTP_URL"),
        ("smtps://user:geheim@mail.example/inbox", "a@b.example", "HAOHAO_SMTP_URL"),
        ("smtp://user:geheim@mail.example", "", "HAOHAO_MAIL_FROM"),
        ("smtp://user:geheim@mail.example", "Hall <a@b.example>", "HAOHAO_MAIL_FROM"),
    ],
)
def test_a_wrong_mail_server_stops_the_start_without_telling_its_password(url: str, sender: str, name: str) -> None:
    with pytest.raises(BadSetting) as refused:
        read_settings({"HAOHAO_SMTP_URL": url, "HAOHAO_MAIL_FROM": sender})
    assert refused.value.name == name
    assert "geheim" not in str(refused.value)


def test_a_mail_server_is_kept_from_whoever_prints_the_settings() -> None:
    url = "smtp+starttls://user:geheim@mail.example"
    settings = read_settings({"HAOHAO_SMTP_URL": url, "HAOHAO_MAIL_FROM": "a@b.example"})
    assert settings.smtp_url == url
    assert "geheim" not in repr(settings)
