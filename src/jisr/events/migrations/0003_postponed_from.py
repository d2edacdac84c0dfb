from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("events", "0002_planning"),
    ]

    operations = [
        migrations.AddField(
            model_name="edition",
            name="postponed_from",
            field=models.DateField(editable=False, null=True),
        ),
    ]
