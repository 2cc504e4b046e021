"""Tables (数据表): migrations are complete, and no table points at a later room."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command

from tests.house import tree


@pytest.mark.django_db
def test_migrations_are_complete() -> None:
    try:
        call_command("makemigrations", "--check", "--dry-run", verbosity=1)
    except SystemExit as missing:
        pytest.fail(f"a model has changes without a migration ({missing.code})")


def test_no_relation_points_at_a_later_room() -> None:
    order = [name.removeprefix("gaoxin.") for name in settings.ROOMS]
    forward, seen = [], 0
    for model in apps.get_models(include_auto_created=True):
        here = model._meta.app_label
        for field in model._meta.get_fields():
            far = (
                field.related_model._meta.app_label
                if field.is_relation and field.concrete
                else None
            )
            if here in order and far in order:
                seen += 1
                if order.index(far) > order.index(here):
                    forward.append(f"{model.__name__}.{field.name} → {far}")
    assert forward == []
    assert seen > 10, "the walk saw too few relations to mean anything"


def test_app_labels_are_the_names_of_the_folders() -> None:
    labels = {
        config.label for config in apps.get_app_configs() if config.name.startswith("gaoxin.")
    }
    assert labels == {name.removeprefix("gaoxin.") for name in settings.ROOMS}
    assert labels <= set(tree.rooms())
