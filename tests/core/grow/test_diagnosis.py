"""Digital diagnosis: level, interval, profile, the next level, peers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gaoxin.grow.core.diagnosis import (
    Efforts,
    diagnose,
    median,
    moves,
    next_goal,
    path_to,
    read_efforts,
)
from gaoxin.grow.core.path import Plan
from gaoxin.grow.core.questionnaire import read_questionnaire
from gaoxin.grow.core.rules import library

FORM = read_questionnaire(library().rules["digital_maturity_2024"])
EFFORTS = Efforts(2, 3, {})
# Six scenes, three of them binding, at level 1, and 20.5 points: level 1 by hand.
SCENES = ("scene_product_design", "scene_marketing", "scene_quality", "scene_hr", "scene_office",
          "scene_decision")  # fmt: skip
LOWEST = {q.name: q.options[0].value for q in FORM.questions} | {s.name: "0" for s in FORM.scenes}
FIRST = {
    **LOWEST, **dict.fromkeys(SCENES, "1"), "dq_network": "4", "dq_information_system": "4",
    "dq_network_security": "2",
}  # fmt: skip


def test_fifteen_questions_and_sixteen_scenes_twelve_of_them_bind() -> None:
    assert len(FORM.questions) == 15
    assert len(FORM.scenes) == 16
    bound = [scene.name for scene in FORM.scenes if scene.binding]
    assert len(bound) == sum(kind == "binding" for kind in _written_scenes().values())
    assert [goal.level for goal in FORM.goals] == [1, 2, 3, 4]
    assert sum(question.full for question in FORM.questions) == 100


def _written_scenes() -> dict[str, str]:
    import yaml

    from gaoxin.grow.core.rules import PRESETS

    text = (PRESETS / "digital_maturity_2024.yaml").read_text(encoding="utf-8")
    blocks = yaml.safe_load(text)["levels"]["scenes"]
    return {name: kind for block in blocks.values() for name, kind in block.items()}


def test_every_scene_binds_or_guides_as_the_rule_writes_it() -> None:
    written = _written_scenes()
    assert {scene.name: scene.binding for scene in FORM.scenes} == {
        name: kind == "binding" for name, kind in written.items()
    }


def test_level_needs_the_score_and_the_scenes() -> None:
    found = diagnose(FORM, FIRST)
    assert (found.level, found.score) == (1, (Decimal("20.50"), Decimal("20.50")))
    without = diagnose(FORM, {**FIRST, "scene_hr": "0"})
    assert without.level == 0
    two_binding = diagnose(FORM, {**FIRST, "scene_quality": "0", "scene_after_sales": "1"})
    assert two_binding.level == 0


def test_an_unanswered_question_widens_the_score_and_leaves_the_level_open() -> None:
    partly = {name: value for name, value in FIRST.items() if name != "dq_information_system"}
    found = diagnose(FORM, partly)
    assert found.level is None
    assert found.possible == (0, 1)
    assert found.score == (Decimal("10.50"), Decimal("20.50"))
    assert found.unanswered == ("dq_information_system",)
    assert (found.answered, found.asked) == (30, 31)


def test_an_unanswered_question_that_cannot_change_the_level_does_not_open_it() -> None:
    partly = {name: value for name, value in FIRST.items() if name != "dq_cost_change"}
    assert diagnose(FORM, partly).level == 1


def test_bands_are_answered_by_their_upper_end() -> None:
    question = next(q for q in FORM.questions if q.name == "dq_funding_rate")
    limits = [(o.above, o.up_to, o.points) for o in question.options]
    assert limits[0] == (None, Decimal(10), Decimal(0))
    assert limits[-1] == (Decimal(60), Decimal(100), Decimal("7.5"))


def test_the_path_to_the_next_level_gives_that_level() -> None:
    answers = dict(FIRST)
    goal = next_goal(FORM, diagnose(FORM, answers))
    assert goal is not None and goal.level == 2
    plan = path_to(FORM, answers, goal, EFFORTS)
    assert isinstance(plan, Plan)
    questions = {q.name: q for q in FORM.questions}
    for each in plan.raises:
        raised = questions.get(each.name)
        answers[each.name] = raised.options[each.end].value if raised else str(each.end)
    after = diagnose(FORM, answers)
    assert after.level == 2
    assert after.score[0] == plan.score_after


def test_no_level_above_the_top() -> None:
    best = {q.name: q.options[-1].value for q in FORM.questions} | {
        scene.name: "4" for scene in FORM.scenes
    }
    found = diagnose(FORM, best)
    assert found.level == 4
    assert next_goal(FORM, found) is None


def test_movement_is_told_only_between_settled_dimensions() -> None:
    later = {**FIRST, "dq_network_security": "4"}
    told = {
        move.dimension.id: move.difference
        for move in moves(diagnose(FORM, later), diagnose(FORM, FIRST))
    }
    assert told == {"base": Decimal("2.50"), "management": Decimal(0), "effect": Decimal(0)}
    del later["dq_cost_change"]
    open_ones = moves(diagnose(FORM, later), diagnose(FORM, FIRST))
    assert [move.difference for move in open_ones if move.dimension.id == "effect"] == [None]


def test_a_median_of_two_firms_is_not_told() -> None:
    assert median([Decimal(1), Decimal(2)]) is None
    assert median([Decimal(3), Decimal(1), Decimal(2)]) == Decimal(2)


def test_an_answer_that_is_not_offered_is_named() -> None:
    wrong = {"dq_network": "5", "scene_hr": "9", "nothing": "1", "dq_planning": "3"}
    assert FORM.refuse_unknown(wrong) == ["dq_network", "scene_hr", "nothing"]


@pytest.mark.parametrize("step", [0, -1, "2", True, 1.5])
def test_an_effort_that_is_no_positive_whole_number_is_refused(step: object) -> None:
    with pytest.raises(ValueError, match="positive whole number"):
        read_efforts({"question": 1, "scene": 1, "of": {"dq_network": step}})
