import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('reminders', '0001_initial'), ('reminders', '0002_human_resources_told')]

    initial = True

    dependencies = [
        ('acknowledgments', '0001_squashed_0016_hardly_anybody_is_asked_twice'),
    ]

    operations = [
        migrations.CreateModel(
            name='Reminded',
            fields=[
                ('assignment', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='reminded', serialize=False, to='acknowledgments.assignment')),
                ('person_on', models.DateField(null=True)),
                ('supervisor_on', models.DateField(null=True)),
                ('hr_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('person_on__isnull', False), ('supervisor_on__isnull', False), ('hr_on__isnull', False), _connector='OR'), name='reminded_somebody')],
            },
        ),
    ]
