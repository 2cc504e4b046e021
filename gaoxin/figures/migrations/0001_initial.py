"""First tables of figures (口径的表)."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [("ledger", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="LocalDefinition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("definition_id", models.CharField(max_length=21, verbose_name="口径代码")),
                ("version", models.CharField(max_length=7, verbose_name="版本")),
                ("text", models.TextField(verbose_name="定义")),
                ("recorded_by", models.CharField(max_length=150, verbose_name="登记人")),
                ("recorded_at", models.DateTimeField(verbose_name="登记时间")),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="definitions",
                        to="ledger.zone",
                    ),
                ),
            ],
            options={
                "ordering": ["definition_id", "version"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("zone", "definition_id", "version"), name="local_definition_once"
                    )
                ],
            },
        ),
    ]
