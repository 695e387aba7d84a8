"""The people of the stories, each with a browser without script: they can only press what stands on the page."""

import io
import re

import pypdf
import pypdfium2
import zxingcpp
from lxml import html

from tests.cast import HOST


class Browser:
    """Follows links, fills in forms as they are on the page, and remembers the page it is on."""

    def __init__(self, client):
        self.client = client
        self.answer = None

    @property
    def status(self):
        return self.answer.status_code

    @property
    def page(self):
        return html.fromstring(self.answer.text)

    @property
    def text(self):
        """What can be read on the page."""
        return " ".join(self.page.find(".//body").text_content().split())

    @property
    def heading(self):
        return " ".join(self.page.findtext(".//h1", default="").split()) or self._heading()

    def _heading(self):
        return " ".join(self.page.find(".//h1").text_content().split())

    def go(self, address):
        self.answer = self.client.get(address.partition("#")[0])
        return self

    def follow(self, words):
        """Press the link with these words."""
        links = [one for one in self.page.iter("a") if words in " ".join(one.text_content().split())]
        assert links, f"no link {words!r} on this page: {self.text}"
        return self.go(links[0].get("href"))

    def form(self, action):
        """The one form that is sent to an address with this ending."""
        forms = [one for one in self.page.forms if one.action.split("?")[0].endswith(action)]
        assert len(forms) == 1, f"{len(forms)} forms to {action!r} on this page: {self.text}"
        assert forms[0].method == "POST"
        return forms[0]

    def filled(self, action, fields):
        """The fields that a browser would send: those on the page, some of them filled in."""
        form = self.form(action)
        for name, value in fields.items():
            form.fields[name] = value  # a field or a choice that is not there is an error
        return form.form_values()

    def send(self, action, fields=None, **more):
        """Fill in the form and press its button."""
        values = self.filled(action, {**(fields or {}), **more})
        self.answer = self.client.post(self.form(action).action, data=dict(values))
        return self


def sign_in(client, link):
    """Open a link from a letter or a terminal; press the button if there is one."""
    browser = Browser(client).go(link)
    if any("/sign-in/" in form.action for form in browser.page.forms):
        browser.send(link.rpartition("/")[2])
    assert browser.status == 200, browser.text
    return browser


def cards_on(pdf):
    """The addresses that a camera reads on the poll cards, in their order on paper."""
    found = []
    for page in pypdfium2.PdfDocument(pdf):
        codes = zxingcpp.read_barcodes(page.render(scale=2.5).to_pil(), formats=zxingcpp.BarcodeFormat.QRCode)
        found += [code.text for code in codes]
    return found


def codes_in_words_of(pdf):
    """The voting codes that a child reads on the poll cards."""
    text = "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return set(re.findall(r"\b[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}\b", text))


def on_the_ballot(client, card):
    """A pupil at the second step, with the address of a card; the code is what a script would read in the address."""
    address, _, code = card.partition("#")
    pupil = Browser(client).go(address)
    assert pupil.status == 200, pupil.text
    return pupil.send("/ballot", code=code)


def vote(client, card, choice):
    """A pupil with a card goes all the way."""
    pupil = on_the_ballot(client, card)
    assert pupil.status == 200, pupil.text
    pupil.send("/check", {"choice-1": choice})
    assert pupil.status == 200, pupil.text
    pupil.send("/cast")
    assert pupil.status == 200, pupil.text
    assert pupil.heading == "Your vote is in the ballot box"
    return pupil


def without_host(address):
    return address.removeprefix(f"http://{HOST}")
