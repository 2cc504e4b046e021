"""Digital diagnosis (数字化诊断): keep answers as a draft, sign it, void a signed one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gaoxin.grow.actions import require_record
from gaoxin.grow.diagnosis.queries import questionnaire_of, questionnaire_on
from gaoxin.grow.models import Diagnosis, DiagnosisDraft
from gaoxin.ledger.models import Enterprise
from gaoxin.ledger.queries import effective
from gaoxin.lib.errors import UserError
from gaoxin.lib.moment import Moment
from gaoxin.sources.actions import audit, cite, store_document

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from gaoxin.lib.access import Actor
    from gaoxin.sources.actions import Upload
    from gaoxin.sources.models import Citation

FEWEST_ANSWERS = 1


@transaction.atomic
def keep_answers(
    enterprise: Enterprise, changes: Mapping[str, str], *, by: Actor, on: date
) -> DiagnosisDraft:
    """Keep changed answers in the enterprise's draft; an empty one takes an answer back.

    Only what is given changes, so two people on two devices do not undo each other. UserError
    names an answer that the questionnaire does not offer.
    """
    require_record(enterprise, by)
    # The enterprise's row is held, so that two first answers do not make two drafts.
    Enterprise.objects.select_for_update().get(pk=enterprise.pk)
    draft = DiagnosisDraft.objects.filter(enterprise=enterprise).first()
    form = questionnaire_on(on)
    kept = dict(draft.answers) if draft is not None else {}
    if draft is not None and draft.rule != form.rule.id:
        # The rule changed since: answers that the new one offers too stay.
        kept = {name: value for name, value in kept.items()
                if not form.refuse_unknown({name: value})}  # fmt: skip
    wrong = form.refuse_unknown({name: value for name, value in changes.items() if value})
    wrong += [name for name in changes if name not in form.names and name not in wrong]
    if wrong:
        raise UserError(_("问卷里没有这个答案：%(names)s。") % {"names": "、".join(wrong)})
    kept |= changes
    answers = {name: value for name, value in kept.items() if value}
    fields = {"rule": form.rule.id, "answers": answers, "changed_by": by.username,
              "changed_at": timezone.now()}  # fmt: skip
    made, _new = DiagnosisDraft.objects.update_or_create(enterprise=enterprise, defaults=fields)
    return made


@transaction.atomic
def sign_diagnosis(
    enterprise: Enterprise, *, kind: str, by: Actor, on: date, note: str = ""
) -> Diagnosis:
    """Sign the draft as the enterprise's diagnosis of a day; it is not edited afterwards.

    UserError where nothing was answered, or the day has not come.
    """
    require_record(enterprise, by)
    now = timezone.now()
    if on > timezone.localtime(now).date():
        raise UserError(_("%(day)s 还没有到，诊断不能提前签。") % {"day": on})
    draft = DiagnosisDraft.objects.select_for_update().filter(enterprise=enterprise).first()
    if draft is None or len(draft.answers) < FEWEST_ANSWERS:
        raise UserError(_("还没有答一题，签不了。"))
    if on < questionnaire_of(draft.rule).rule.head.in_force_from:
        raise UserError(_("%(day)s 这份问卷还没有施行。") % {"day": on})
    made = Diagnosis.objects.create(
        enterprise=enterprise, kind=kind, rule=draft.rule, answers=draft.answers, happened_on=on,
        recorded_at=now, recorded_by=by.username, note=note,
    )  # fmt: skip
    draft.delete()
    data = {"diagnosis": made.pk, "rule": made.rule, "answers": len(made.answers), "on": str(on)}
    audit("sign_diagnosis", enterprise, by=by, data=data)
    return made


@transaction.atomic
def void_diagnosis(record: Diagnosis, *, by: Actor, reason: str) -> Diagnosis:
    """Void a signed diagnosis with a reason; it stays to be seen and counts no more."""
    require_record(record.enterprise, by)
    if not reason.strip():
        raise UserError(_("作废要写明理由。"))
    now = timezone.now()
    day = max(timezone.localtime(now).date(), record.happened_on)
    stands = effective(Diagnosis.objects.filter(pk=record.pk), Moment(day, now))
    if not stands.exists():
        raise UserError(_("这次诊断已经作废。"))
    made = Diagnosis.objects.create(
        enterprise=record.enterprise, kind=record.kind, rule=record.rule, answers=record.answers,
        happened_on=record.happened_on, recorded_at=now, recorded_by=by.username,
        voids=record, is_retraction=True, note=reason.strip(),
    )  # fmt: skip
    audit("void_diagnosis", record.enterprise, by=by, data={"diagnosis": record.pk}, reason=reason)
    return made


@transaction.atomic
def prove_diagnosis(record: Diagnosis, upload: Upload, *, by: Actor) -> Citation:
    """Store a file and cite it as evidence of a signed diagnosis."""
    require_record(record.enterprise, by)
    document = store_document(upload, by=by)
    return cite(document, record, by=by, field="answers")
