"""The headline numbers as a view has them: what was counted, and in which words it may be quoted."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.i18n import Translator

MOST_VAGUE = 2  # figures in words of which it is said what they add to a sum


@dataclass(frozen=True)
class Participants:
    """How many people took part: one account's own words, or the sum of the lower readings of several."""

    at_least: int  # people, rounded down to tens; below ten as it is, for few people are not nobody
    reported_by: int  # actions that give a figure
    of: int  # actions in view
    words: tuple[str, ...]  # the report's own words behind the sum
    vague: tuple[tuple[str, int], ...] = ()  # of these the ones without a number, and what each adds to the sum

    @property
    def not_reported(self) -> int:
        """Actions for which the report gives no figure."""
        return self.of - self.reported_by

    @property
    def is_sum(self) -> bool:
        """Whether several accounts are added up; a single one is told in its own words."""
        return self.reported_by > 1

    def value(self, t: Translator) -> str:
        """The figure as it may be quoted: "several dozen people" of one account, "520 or more" of several."""
        if not self.reported_by:
            return t("not reported")
        return t("{n} or more", n=t.number(self.at_least)) if self.is_sum else self.words[0]

    def basis(self, t: Translator) -> str:
        """What the figure is, and how much of the whole it rests on."""
        if not self.reported_by:
            return t("no account gives a figure")
        if not self.is_sum:
            one = t("in the words of the one account of {of} that gives a figure", of=t.number(self.of))
            return one if self.of > 1 else t("in the words of the report")
        told = t(
            "sum of the lower readings of the {k} of {of} accounts that give a figure",
            k=t.number(self.reported_by),
            of=t.number(self.of),
        )
        added = [t("“{words}” counts as {n}", words=words, n=t.number(n)) for words, n in self.vague[:MOST_VAGUE]]
        return "; ".join([told, *added])

    def share(self, t: Translator) -> str:
        """How much of the whole the figure rests on, as short as can be."""
        if not self.reported_by or self.of == 1:
            return self.basis(t)
        k, of = t.number(self.reported_by), t.number(self.of)
        return t.n(
            "{k} of {of} accounts gives a figure", "{k} of {of} accounts give a figure", self.reported_by, k=k, of=of
        )

    def sentence(self, t: Translator) -> str:
        """The figure with its basis, or that there is none."""
        value = self.value(t)
        return t("{figure} ({basis})", figure=value, basis=self.basis(t)) if self.reported_by else value


@dataclass(frozen=True)
class Bodies:
    """Organisations and groups of one standing: those with a name, and those that the report only describes."""

    named: int = 0
    unnamed: int = 0

    def __add__(self, other: Bodies) -> Bodies:
        """Both together."""
        return Bodies(self.named + other.named, self.unnamed + other.unnamed)

    @property
    def all(self) -> int:
        """With and without a name."""
        return self.named + self.unnamed


@dataclass(frozen=True)
class Who:
    """Every organisation and group in view once, by the strongest way in which it stands there."""

    organiser: Bodies = Bodies()  # of one action or more
    partner: Bodies = Bodies()  # took part in another way: partner, supporter, host, participant
    addressed: Bodies = Bodies()  # took part in none, but actions or demands address it
    mentioned: Bodies = Bodies()  # stands in no action and no demand: the report only names it

    @property
    def took_part(self) -> Bodies:
        """Those that organised an action or took part in one in another way."""
        return self.organiser + self.partner

    @property
    def all(self) -> Bodies:
        """All of them."""
        return self.took_part + self.addressed + self.mentioned


@dataclass(frozen=True)
class Headline:
    """The numbers at the top of a page."""

    actions: int
    places: int  # cities where an action was held
    countries: int
    who: Who
    participants: Participants

    @property
    def organisations(self) -> int:
        """Organisations with a name that took part in any way; institutions addressed are not among them."""
        return self.who.took_part.named

    @property
    def unnamed_groups(self) -> int:
        """Groups that took part and that the report describes without a name."""
        return self.who.took_part.unnamed
