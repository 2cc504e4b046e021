"""Digital diagnosis (数字化诊断): signed answers, append-only, and the draft before them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.grow.models.events import EnterpriseEvent
from gaoxin.ledger.models import Enterprise
from gaoxin.ledger.models.events import VOIDED


class Diagnosis(EnterpriseEvent):
    """Signed answers of one enterprise to one rule's questionnaire; level and score are computed.

    `happened_on` is the day of the diagnosis; `rule` names the version that was asked.
    """

    class Kind(models.TextChoices):
        """Who answered."""

        SELF = "self", _("企业自评")
        ONSITE = "onsite", _("专员现场诊断")
        THIRD = "third", _("第三方诊断")

    kind = models.CharField(_("方式"), max_length=8, choices=Kind)
    rule = models.CharField(_("规则"), max_length=60)
    answers = models.JSONField(_("答案"))

    class Meta(EnterpriseEvent.Meta):
        abstract = False
        indexes = [VOIDED, models.Index(fields=["enterprise", "happened_on"])]

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.rule} {self.happened_on}"


class DiagnosisDraft(models.Model):
    """What has been answered so far; it counts nowhere until it is signed, and may be changed."""

    enterprise = models.OneToOneField(
        Enterprise, models.PROTECT, related_name="diagnosis_draft", primary_key=True
    )
    rule = models.CharField(_("规则"), max_length=60)
    answers = models.JSONField(_("答案"), default=dict)
    changed_by = models.CharField(_("填写人"), max_length=150)
    changed_at = models.DateTimeField(_("填写时间"))

    def __str__(self) -> str:
        return f"{self.enterprise_id} {self.rule}"
