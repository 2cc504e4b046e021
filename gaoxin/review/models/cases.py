"""Cases (评审件): a project before the reviewers, its dossier, papers, moves and opinions.

Everything but the case itself is append-only: where a case stands is replayed from its moves.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from gaoxin.ledger.models import Project, Zone
from gaoxin.people.models import User
from gaoxin.review.models.schemes import SchemeVersion
from gaoxin.sources.models import Document


class Recorded(models.Model):
    """A row that somebody wrote at a moment."""

    at = models.DateTimeField(_("时间"), db_index=True)
    by = models.CharField(_("登记人"), max_length=150)

    class Meta:
        abstract = True


class Review(Recorded):
    """A case: one project, the scheme version and the tier under which it is reviewed."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="reviews")
    project = models.ForeignKey(Project, models.PROTECT, related_name="reviews")
    code = models.CharField(_("评审编号"), max_length=20)
    scheme = models.ForeignKey(SchemeVersion, models.PROTECT, related_name="reviews")
    type = models.CharField(_("项目类型"), max_length=20)
    tier = models.CharField(_("档"), max_length=8)
    # A panel is wished where the tier leaves it open.
    with_panel = models.BooleanField(_("加专家评审"), default=False)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["zone", "code"], name="review_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class DossierValue(Recorded):
    """A figure, class, merit or trait of the dossier; the last one of a name counts.

    `name` is that of the scheme (`investment_yi`, `inv_rank`, `industry`, `leased`, a bonus);
    an empty value takes an earlier one back. Evidence are citations of the case by that name.
    """

    review = models.ForeignKey(Review, models.PROTECT, related_name="values")
    name = models.CharField(max_length=60)
    value = models.CharField(max_length=60, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["review", "name"])]

    def __str__(self) -> str:
        return f"{self.review_id} {self.name}={self.value}"


class Paper(Recorded):
    """A document of the dossier, with the text of its pages as experts read it."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="papers")
    document = models.ForeignKey(Document, models.PROTECT, related_name="+")
    title = models.CharField(_("标题"), max_length=300)
    order = models.PositiveSmallIntegerField(default=0)
    pages = models.JSONField(default=list)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "document"], name="paper_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Move(Recorded):
    """A step that was taken: passed, returned, vetoed, decided, told, appealed, withdrawn."""

    class Kind(models.TextChoices):
        """What was done; the rules are those of `core/process/course.py`."""

        PASS = "pass", _("完成这一步")
        RETURN = "return", _("退回补件")
        RESUBMIT = "resubmit", _("重新提交")
        VETO = "veto", _("一票否决")
        LIFT = "lift", _("撤销否决")
        DECIDE = "decide", _("会议决定")
        NOTIFY = "notify", _("告知结果")
        APPEAL = "appeal", _("申请复议")
        WITHDRAW = "withdraw", _("撤回")

    review = models.ForeignKey(Review, models.PROTECT, related_name="moves")
    # Two people who move at once: the second is refused and looks again.
    number = models.PositiveIntegerField()
    kind = models.CharField(_("动作"), max_length=10, choices=Kind)
    bureau = models.CharField(_("部门"), max_length=60, blank=True)
    result = models.CharField(_("结论"), max_length=16, blank=True)
    paper = models.CharField(_("书面意见"), max_length=300, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("理由"), max_length=1000, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["review", "number"], name="move_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} #{self.number} {self.kind}"


class Delegate(models.Model):
    """A person who writes a bureau's opinions and answers its vetoes."""

    zone = models.ForeignKey(Zone, models.PROTECT, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, related_name="+")
    bureau = models.CharField(_("部门"), max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["zone", "user", "bureau"], name="delegate_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.bureau}"


class Opinion(Recorded):
    """A bureau's written opinion in pre-review or joint review; its last one counts."""

    class Stance(models.TextChoices):
        """What the bureau says."""

        AGREE = "agree", _("同意")
        CONDITIONAL = "conditional", _("附条件同意")
        DISAGREE = "disagree", _("不同意")

    review = models.ForeignKey(Review, models.PROTECT, related_name="opinions")
    step = models.CharField(_("环节"), max_length=16)
    bureau = models.CharField(_("部门"), max_length=60)
    stance = models.CharField(_("意见"), max_length=12, choices=Stance)
    text = models.CharField(_("理由"), max_length=1000)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.review_id} {self.step} {self.bureau} {self.stance}"


class VetoAnswer(Recorded):
    """A bureau's answer to a veto that it owns: raised or not; its last one counts."""

    review = models.ForeignKey(Review, models.PROTECT, related_name="veto_answers")
    veto = models.CharField(max_length=20)
    raised = models.BooleanField(_("触发"))
    bureau = models.CharField(_("部门"), max_length=60)
    text = models.CharField(_("意见"), max_length=1000, blank=True)
    document = models.ForeignKey(Document, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["review", "veto"])]

    def __str__(self) -> str:
        return f"{self.review_id} {self.veto} {self.raised}"
