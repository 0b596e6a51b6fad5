"""A manager tells a group robot of low ratings, and sees at once whether a trial arrives."""

import json

from playwright.sync_api import Page, expect

from tests.alerts.conftest import WebReceiver
from tests.alerts.conftest import web as web
from tests.screens import Screens, barriers
from tests.servers import DemoHall


def add(page: Page, web: WebReceiver) -> None:
    page.get_by_role("button", name="新增收件人").click()
    page.get_by_label("名称").fill("监督群")
    page.get_by_label("收件地址").fill("nowhere")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(".field-error").first).to_contain_text("https://")
    page.get_by_label("收件地址").fill(web.address)
    page.get_by_role("button", name="生成一个").click()
    expect(page.locator(".preview")).to_contain_text("整改第 12 号，3 号窗口")
    assert barriers(page) == []
    page.get_by_role("button", name="保存").click()
    expect(page.locator("tbody th").first).to_contain_text("监督群")


def test_a_trial_shows_whether_it_arrives(demo: DemoHall, screens: Screens, web: WebReceiver) -> None:
    page = screens.open(f"{demo.url}/manager/recipients", "manager", reduced_motion="reduce", locale="zh-CN")
    add(page, web)
    page.get_by_role("button", name="给监督群试发一条").click()
    expect(page.get_by_role("status").filter(has_text="试发成功")).to_be_visible()
    ((headers, body),) = web.got
    assert headers["X-Haohao-Signature"].startswith("t=")
    assert "试发" in json.loads(body)["text"]["content"]
    web.plan = [(500, {}, b"")]
    page.get_by_role("button", name="给监督群试发一条").click()
    expect(page.get_by_role("status").filter(has_text="没有发出：对方回应 500")).to_be_visible()
    expect(page.locator("section", has_text="最近的通知").locator("tbody tr")).to_have_count(2)
    assert barriers(page) == []
    page.get_by_role("button", name="不再通知监督群").click()
    page.get_by_role("dialog").get_by_role("button", name="不再通知").click()
    expect(page.get_by_text("还没有收件人")).to_be_visible()
