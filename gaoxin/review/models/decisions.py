"""Decisions (会议决定): the meeting with its vote list, conditions, and what met them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.review.models.cases import Move, Recorded
from gaoxin.sources.models import Document


class Meeting(Recorded):
    """A decision of the deciding body: motion, seats, votes, reason; its move is `decide`.

    `votes` maps a seat to for, against or abstain; `recused` are seats that left the room.
    """

    move = models.OneToOneField(Move, models.PROTECT, related_name="meeting")
    body = models.CharField(_("会议"), max_length=100)
    held_on = models.DateField(_("开会日期"))
    result = models.CharField(_("结论"), max_length=16)
    seats = models.JSONField(default=list)
    votes = models.JSONField(default=dict)
    recused = models.JSONField(default=list)
    reason = models.CharField(_("理由"), max_length=1000)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.move_id} {self.result}"


class Filing(Recorded):
    """A paper of the decision that was put on file: minutes or result letter."""

    class Kind(models.TextChoices):
        """What was filed."""

        MINUTES = "minutes", _("会议纪要")
        LETTER = "letter", _("结果告知书")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="filings")
    kind = models.CharField(max_length=8, choices=Kind)
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.kind}"


class Condition(models.Model):
    """What must be shown after a conditional admission: by whom, until when, with what."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="conditions")
    text = models.CharField(_("条件"), max_length=300)
    owner = models.CharField(_("责任人"), max_length=100)
    due_on = models.DateField(_("期限"))
    proof = models.CharField(_("凭什么材料"), max_length=200, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.text


class ConditionMet(Recorded):
    """A condition was met: on which day, shown by which document."""

    condition = models.OneToOneField(Condition, models.PROTECT, related_name="met")
    met_on = models.DateField(_("办结日期"))
    evidence = models.CharField(_("材料"), max_length=300)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.condition_id} {self.met_on}"
