import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='FirstRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('token_digest', models.CharField(blank=True, max_length=64)),
                ('token_until', models.DateTimeField(null=True)),
                ('done', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('mail_accepted_at', models.DateTimeField(null=True)),
                ('roster_next', models.BooleanField(default=False)),
            ],
            options={
                'verbose_name': 'first set-up',
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_first_run'), models.CheckConstraint(condition=models.Q(models.Q(('token_digest', ''), ('token_until', None)), models.Q(models.Q(('token_digest', ''), _negated=True), ('token_until__isnull', False)), _connector='OR'), name='a_token_ends')],
            },
        ),
    ]
