"""Lists of sources (来源的列表): documents and the audit trail."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from gaoxin.sources.models import Document
from gaoxin.web.clock import office_time
from gaoxin.web.core import Filter
from gaoxin.web.listing import Column, Listing
from gaoxin.web.navigation import person_name

# What the verbs of the audit trail are called; a test holds that none is forgotten.
VERBS = {
    "accept_fact": _("采纳读报事实"),
    "add_fact": _("手工加事实"),
    "add_person": _("新建账号"),
    "change_project": _("改项目资料"),
    "check_bulletin": _("核对通报"),
    "cite": _("附证据"),
    "close_account": _("停用账号"),
    "confirm_filing": _("写入填报"),
    "confirm_import": _("确认导入"),
    "correct_mapping": _("改列对应"),
    "define": _("定口径"),
    "draft_bulletin": _("起草通报"),
    "drop_filing": _("放弃填报"),
    "grant_role": _("给角色"),
    "publish_bulletin": _("发布通报"),
    "make_project_set": _("建批次"),
    "observe": _("登记指标"),
    "open_zone": _("建区"),
    "plan_milestone": _("登记计划"),
    "post": _("登记金额"),
    "put_in_charge": _("定责任人"),
    "put_off_fact": _("暂缓读报事实"),
    "raise_issue": _("登记问题"),
    "reach_milestone": _("登记节点"),
    "record_enterprise": _("登记企业"),
    "record_figures": _("登记年度数据"),
    "record_honour": _("登记称号"),
    "record_project": _("登记项目"),
    "record_tie": _("登记五链"),
    "record_visit": _("登记走访"),
    "reject_fact": _("否掉读报事实"),
    "remove_fact": _("删手工事实"),
    "retract": _("作废记录"),
    "revoke_role": _("收回角色"),
    "send_back_bulletin": _("退回通报"),
    "set_day": _("改文件日期"),
    "sign_diagnosis": _("签存诊断"),
    "set_password": _("换密码"),
    "start_filing": _("上传填报表"),
    "start_import": _("上传工作簿"),
    "step_issue": _("办理问题"),
    "store_document": _("存原件"),
    "take_back_fact": _("撤回采纳"),
    "take_in": _("收报纸"),
    "take_step": _("月报环节"),
    "undo_entry": _("撤回手工填报"),
    "undo_filing": _("撤回填报"),
    "undo_import": _("撤销导入"),
    "void_diagnosis": _("作废诊断"),
    "open_review": _("受理评审"),
    "put_values": _("填材料数据"),
    "give_opinion": _("登记部门意见"),
    "answer_veto": _("签认否决条目"),
    "delegate": _("指定部门联络人"),
    "keep_scheme_draft": _("存方案草案"),
    "publish_scheme": _("发布方案"),
    "put_expert": _("登记专家"),
    "draw_panel": _("抽取专家"),
    "recuse": _("登记回避"),
    "open_papers": _("开放材料"),
    "open_discussion": _("开合议"),
    "close_panel": _("关闭专家评审"),
    "sign_sheet": _("签评分表"),
    "file_paper": _("归档文书"),
    "meet_condition": _("登记条件办结"),
    "review_pass": _("完成评审环节"),
    "review_return": _("退回评审"),
    "review_resubmit": _("重交评审"),
    "review_veto": _("一票否决"),
    "review_lift": _("撤销否决"),
    "review_decide": _("登记会议决定"),
    "review_notify": _("告知评审结果"),
    "review_appeal": _("受理复议"),
    "review_withdraw": _("撤回评审"),
}


def verb_name(event: Any) -> str:
    """Return what was done in words; a verb of a later version as it was written."""
    return str(VERBS.get(event.verb, event.verb))


def actor_name(event: Any) -> str:
    """Return the name of whoever acted, with the account that the trail keeps."""
    name = person_name(event.actor)
    return name if name == event.actor else f"{name} {event.actor}"


def _title(document: Document) -> Any:
    address = reverse("sources:document", args=[document.pk])
    return format_html('<a href="{}">{}</a>', address, document.title)


DOCUMENTS = Listing(
    columns=(
        Column("title", _("题名"), _title, sort="title", phone="title", value=lambda d: d.title),
        Column("kind", _("种类"), lambda d: d.get_kind_display(), sort="kind", phone="line",
               value=lambda d: d.get_kind_display()),
        Column("publisher", _("发布机关"), lambda d: d.publisher or "—", sort="publisher",
               phone="line", value=lambda d: d.publisher),
        Column("published", _("发布日"), lambda d: d.published_on or "—", sort="published_on",
               css="tn", phone="line", value=lambda d: d.published_on),
        Column("recorded", _("上传"), lambda d: f"{office_time(d.recorded_at):%Y-%m-%d %H:%M}",
               sort="recorded_at", css="tn", phone="hide",
               value=lambda d: office_time(d.recorded_at)),
    ),
    sort="-recorded",
    filters=(
        Filter("q", _("题名"), "text", "title publisher"),
        Filter("kind", _("种类"), "choice", "kind", tuple(Document.Kind.choices)),
        Filter("published", _("发布日"), "date", "published_on"),
    ),
    noun=_("份"),
)  # fmt: skip

AUDIT = Listing(
    columns=(
        Column(
            "at", _("时间"), lambda e: f"{office_time(e.at):%Y-%m-%d %H:%M}", sort="at",
            phone="line", value=lambda e: office_time(e.at),
        ),
        Column("actor", _("人员"), actor_name, sort="actor", phone="line", value=actor_name),
        Column("verb", _("动作"), verb_name, sort="verb", phone="line", value=verb_name),
        Column("target", _("对象"), lambda e: e.target_label, phone="title",
               value=lambda e: e.target_label),
        Column("reason", _("理由"), lambda e: e.reason or "—", phone="line",
               value=lambda e: e.reason),
    ),
    sort="-at",
    filters=(
        Filter("actor", _("人员"), "text", "actor"),
        Filter("verb", _("动作"), "choice", "verb", tuple(VERBS.items())),
        Filter("target", _("对象"), "text", "target_label"),
        Filter("at", _("时间"), "date", "at__date"),
    ),
    noun=_("条"),
)  # fmt: skip
