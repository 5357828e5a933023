"""axe-core finds nothing on any kind of page, light and dark; the timeline is a list when small."""

from __future__ import annotations

from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.test.signals import template_rendered
from playwright.sync_api import Page, Route, expect

from tests import factories
from tests.addresses import ADDRESSES
from tests.every_page import ADMINISTRATION, LEADS_ELSEWHERE, every_page, templates

pytestmark = pytest.mark.django_db(transaction=True)

# What may differ between light and dark is read in both, of the first of each row of things alike.
COLOURS = ["color-contrast", "link-in-text-block"]
REST = "main :nth-child(n + 21)"
FAULTS = """async ({rules, but, rest}) => {
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const found = await axe.run(rest ? {exclude: [[rest]]} : document, {
    resultTypes: ["violations"],
    ...(rules && {runOnly: rules}),
    ...(but && {rules: Object.fromEntries(but.map((each) => [each, {enabled: false}]))}),
  });
  return found.violations.flatMap(({id, nodes}) => nodes.map((node) => {
    const why = [...node.any, ...node.all, ...node.none].map((each) => each.message);
    return `${id}: ${node.html.slice(0, 160)} ${why.join(" ")}`;
  }));
}"""
STILL = "*, ::before, ::after { transition: none !important; }"  # A colour on its way is another.


@pytest.fixture(autouse=True)
def _law(transactional_db: None) -> None:
    factories.load_law()


def draw(page: Page, answer: Any) -> None:
    """Show what the server answered, where and to whom, with the site's own styles and scripts."""
    asked = getattr(answer, "request", {"PATH_INFO": "/"})["PATH_INFO"]
    cookies = answer.client.cookies.values() if hasattr(answer, "client") else ()
    site = page.evaluate("location.origin")

    def hand_out(route: Route) -> None:
        route.fulfill(body=answer.content, headers={"Content-Type": answer["Content-Type"]})

    page.context.clear_cookies()
    page.context.add_cookies([{"name": c.key, "value": c.value, "url": site} for c in cookies])
    page.route(f"{site}{asked}", hand_out, times=1)
    page.goto(asked)
    page.add_style_tag(content=STILL)


def faults(page: Page, answer: Any) -> list[str]:
    """What axe-core finds on a page, in light and in dark."""
    page.emulate_media(color_scheme="light")
    draw(page, answer)
    page.evaluate(AXE_SCRIPT)
    colours = {"rules": COLOURS, "rest": REST}
    light = page.evaluate(FAULTS, {"but": COLOURS}) + page.evaluate(FAULTS, colours)
    page.emulate_media(color_scheme="dark")
    return light + [f"dark: {each}" for each in page.evaluate(FAULTS, colours)]


def is_page(answer: Any) -> bool:
    """Neither a file nor a piece of a page."""
    return not answer.streaming and answer.content.lstrip()[:15].lower() == b"<!doctype html>"


def test_no_kind_of_page_has_a_fault(page: Page) -> None:
    drawn: set[str] = set()
    found: list[str] = []
    seen: set[bytes] = set()

    def note(template: Any, **_: Any) -> None:
        drawn.add(template.name)

    template_rendered.connect(note)
    page.goto("/")
    for name, answer in every_page():
        if is_page(answer) and answer.content not in seen:
            seen.add(answer.content)
            found += [f"{name}: {each}" for each in faults(page, answer)]
    template_rendered.disconnect(note)
    assert not found, "\n".join(found)
    assert templates() - drawn == set(), "say in tests/every_page.py how to come to it"


def test_every_kind_of_page_of_the_administration_has_its_row() -> None:
    names = {name.rpartition(":")[2] for name in ADDRESSES if name.startswith("admin:")}
    kinds = {name.rpartition("_")[2] for name in names}
    assert kinds - LEADS_ELSEWHERE - ADMINISTRATION.keys() == set(), "say in tests/every_page.py"


def test_timeline_is_a_list_on_a_small_screen(page: Page) -> None:
    page.goto("/library/milestones/?as_at=2026-11-21")
    drawing, rows = page.locator("svg.timeline"), page.locator(".timeline-list li")
    expect(drawing).to_be_visible()
    expect(rows.first).to_be_hidden()
    page.set_viewport_size({"width": 320, "height": 800})
    expect(drawing).to_be_hidden()
    expect(rows.first).to_be_visible()
    links = "(links) => links.map((link) => link.getAttribute('href'))"
    drawn = drawing.locator("a").evaluate_all(links)
    assert rows.locator("a").evaluate_all(links) == drawn != []
    expect(page.locator(".timeline-now")).to_have_text("21 November 2026")
