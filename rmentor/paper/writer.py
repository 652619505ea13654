"""What all documents share: the programme's setting, and a writer that says things in one language, typeset."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rmentor.errors import Reason
from rmentor.kits import Catalogue
from rmentor.outcomes import Plan, Session
from rmentor.paper import blocks as b
from rmentor.paper.arrange import arranged
from rmentor.paper.documents import Asks, Document, Look
from rmentor.paper.typography import typeset
from rmentor.people import JournalEntry, Preparation
from rmentor.profiles import MenteeProfile, MentorProfile
from rmentor.programme import Settings, Topic
from rmentor.tasks import Task
from rmentor.timecredit import Options
from rmentor.values import Rhythm
from rmentor.words import Words

_BLANKS = re.compile(r"[ \t\r\n]+")
"""Not \\s: a no-break space is there on purpose."""
CALM = frozenset({"charter", "attestation_mentee", "attestation_mentor", "recognition", "reply"})
_JOINER = "\u2060"


@dataclass(frozen=True)
class Setting:
    """What all documents of a programme share."""

    facts: Settings
    look: Look
    topics: Mapping[str, Topic]
    catalogue: Catalogue

    @property
    def programme(self) -> str:
        """The programme's name."""
        return self.facts.programme.name

    @property
    def house(self) -> str:
        """Who runs the programme: the client, else the programme itself."""
        return self.facts.programme.client or self.programme


@dataclass(frozen=True)
class PairPlan:
    """An executive's plan with the two people; `task`: what the executive asks, from which other plans can be made;
    `held`: the sessions that took place, by the journal, in their order; `prepared`: what is on file of what the mentor
    did to make modules their own, oldest first; `curve`: what more or less time would buy, worked out when asked."""

    plan: Plan
    mentee: MenteeProfile
    mentor: MentorProfile
    task: Task
    held: tuple[JournalEntry, ...]
    prepared: tuple[Preparation, ...]
    curve: Callable[[], Options]

    def minutes_of(self, entry: JournalEntry) -> int:
        """How long a session took: what the journal says, else what was planned."""
        return entry.minutes or self.mentee.time.minutes

    def modules_of(self, entry: JournalEntry) -> tuple[str, ...]:
        """What was worked on: what the journal says, else what was planned for that session."""
        planned = next((one for one in self.plan.sessions if one.number == entry.session), None)
        return entry.modules or (tuple(one.id for one in planned.modules) if planned else ())

    def after(self, session: Session) -> Session | None:
        """The session that follows, if any."""
        return next((one for one in self.plan.sessions if one.number > session.number), None)


class Writer:
    """Says things in one language, typeset."""

    def __init__(self, setting: Setting, words: Words) -> None:
        self.setting = setting
        self.words = words

    def say(self, key: str, **fields: object) -> str:
        """A catalogue entry, typeset."""
        return self.set(self.words(f"doc.{key}", **fields))

    def set(self, text: str | None) -> str:
        """A person's text, typeset; blank for nothing."""
        return typeset(_BLANKS.sub(" ", text).strip(" "), self.words.language) if text else ""

    def all(self, texts: tuple[str, ...]) -> tuple[str, ...]:
        """Several texts, typeset."""
        return tuple(self.set(text) for text in texts)

    def label(self, key: str) -> str:
        """A catalogue entry before what it announces, with its colon."""
        return self.set(self.words("doc.label", text=self.words(f"doc.{key}")))

    def topic(self, key: str) -> str:
        """A topic's label, or its key."""
        topic = self.setting.topics.get(key)
        return self.set(topic.label if topic and topic.label else key)

    def title(self, module: str) -> str:
        """A module's title, or its id where there is none."""
        known = self.setting.catalogue.modules
        return known[module].title if module in known else module

    def why(self, reason: Reason) -> str:
        """A reason, with modules by their titles and topics by their labels."""
        fields = dict(reason.fields)
        if "before" in fields:
            fields["before"] = self.title(str(fields["before"]))
        if "topic" in fields:
            fields["topic"] = self.topic(str(fields["topic"]))
        return self.words.reason(Reason(reason.code, fields))

    def when(self, session: Session) -> str:
        """A session's day and hours."""
        if session.start is None or session.end is None:
            return self.say("no_date")
        day = self.words("doc.full_day", day=session.start.date())
        start, end = (self.words.time(one.time()) for one in (session.start, session.end))
        return self.set(f"{day}, {start}{_JOINER}–{_JOINER}{end}")

    def both(self, pair: PairPlan) -> str:
        """The two people of a pair."""
        return self.say("both", mentee=pair.mentee.name, mentor=pair.mentor.name)

    def rhythm(self, every: Rhythm) -> str:
        """How often: every two weeks."""
        return self.say(f"every_{every.unit}", count=every.count)

    def span(self, length: Rhythm) -> str:
        """How long: two weeks."""
        return self.say(f"span_{length.unit}", count=length.count)

    def window(self) -> str:
        """The programme's name and days."""
        facts = self.setting.facts.programme
        return self.say("window", programme=facts.name, start=facts.start, end=facts.end)

    def scale(self, topic: str) -> tuple[float, float]:
        """The ends of a topic's scale."""
        known = self.setting.topics.get(topic)
        return (min(known.scale), max(known.scale)) if known else (0.0, 5.0)

    def marks(self, topics: Iterable[str]) -> tuple[int, int]:
        """The lowest and the highest whole mark on the scales of these topics."""
        scales = [self.scale(topic) for topic in topics]
        return int(min(low for low, _ in scales)), int(max(high for _, high in scales))

    def index(self, groups: Mapping[str, object]) -> dict[str, Any]:
        """What the page says that leads to all documents: title, head, and the documents by whose they are."""
        client = self.setting.facts.programme.client
        return {
            "language": self.words.language,
            "title": self.say("index.title"),
            "head": " · ".join(part for part in (self.set(self.setting.programme), self.set(client)) if part),
            "lead": self.say("index.lead"),
            "groups": list(groups.items()),
        }

    def format(self, ending: str) -> str:
        """How a file's kind is called beside its title."""
        if ending.endswith(".html"):
            return self.say("index.form_page")
        return self.say("index.form") if "." in ending else ending.upper()

    def document(
        self,
        kind: str,
        name: str,
        about: str,
        blocks: Iterator[b.Block],
        *,
        large: bool = False,
        asks: Asks | None = None,
    ) -> Document:
        """A document of the programme: client and programme at the head, what it is and whose at the foot."""
        setting = self.setting
        client = setting.facts.programme.client
        head = " · ".join(part for part in (self.set(setting.programme), self.set(client)) if part)
        foot = f"{self.say(f'kind.{kind}')} · {about}"
        order = setting.facts.brand.order
        placed = arranged(blocks, order.get(kind, order.get(kind.replace("_", "-"), ())))
        return Document(
            kind, name, foot, self.words.language, head, foot, self.say("page_of"), setting.look, placed, large,
            kind in CALM, asks,
        )  # fmt: skip
