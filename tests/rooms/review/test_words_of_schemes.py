"""Words of a scheme (方案的话): sources named once; what has no English is marked as Chinese."""

from __future__ import annotations

from django.urls import reverse
from django.utils import translation

from gaoxin.review.queries.schemes import scheme_of
from gaoxin.review.templatetags.review_office import inzh
from gaoxin.review.wording import basis_words


def test_a_source_of_its_own_is_said_once_in_english(desk, review) -> None:
    scheme = scheme_of(review)
    with translation.override("en"):
        said = basis_words(scheme, "own<S2,S12")
        assert said.count("scheme's own") == 1
        assert basis_words(scheme, "own") == "this scheme's own"
    assert basis_words(scheme, "own<S2").startswith("本方案自定，参照《")


def test_chinese_is_marked_only_where_english_is_read() -> None:
    assert inzh("经发局") == "经发局"
    with translation.override("en"):
        assert inzh("经发局 <b>") == '<span lang="zh">经发局 &lt;b&gt;</span>'
        assert inzh("V1 only English") == "V1 only English"


def test_the_page_of_a_case_marks_vetoes_and_bureaux(client, desk, review) -> None:
    desk.to_joint(review)
    client.force_login(desk.office)
    page = client.get(reverse("review:case", args=[review.code]), headers={"accept-language": "en"})
    text = page.content.decode()
    assert '<span lang="zh">国家产业结构调整指导目录淘汰类</span>' in text
    assert '<td class="pt nw"><span lang="zh">经发局</span></td>' in text
