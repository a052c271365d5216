"""The day on which human resources were last told of an assignment."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('acknowledgments', '0005_human_resources_told'),
        ('reminders', '0001_initial'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='reminded',
            name='reminded_somebody',
        ),
        migrations.AddField(
            model_name='reminded',
            name='hr_on',
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name='reminded',
            constraint=models.CheckConstraint(condition=models.Q(('person_on__isnull', False), ('supervisor_on__isnull', False), ('hr_on__isnull', False), _connector='OR'), name='reminded_somebody'),
        ),
    ]
