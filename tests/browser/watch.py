"""Listen to what a browser complains about: a script's error or a broken policy fails the test."""

from playwright.sync_api import ConsoleMessage, Page

# A violation of the policy is an event; told to the console it reaches the test.
TELL_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy broken: ${event.violatedDirective} by ${event.blockedURI || "inline"}`);
});
"""


class Watch:
    """The complaints of one page, without those that a test brings about on purpose (`expect`)."""

    def __init__(self, page: Page) -> None:
        self.complaints: list[str] = []
        self._meant: list[str] = []
        page.add_init_script(TELL_VIOLATIONS)
        page.on("console", self._hear)
        page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def _hear(self, message: ConsoleMessage) -> None:
        meant = any(words in message.text for words in self._meant)
        if message.type in ("error", "warning") and not meant:
            self.complaints.append(message.text)

    def expect(self, words: str) -> None:
        """Take back the complaints that hold `words`, later ones too; there must be one by now.

        A script that saves while one types may be refused again before the test has gone on.
        """
        left = [each for each in self.complaints if words not in each]
        assert len(left) < len(self.complaints), f"nobody complained of {words!r}"
        self.complaints = left
        self._meant.append(words)
