"""After the supervisor human resources are told, where the requirement does not say never."""
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('acknowledgments', '0004_nudges'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='requirement',
            name='requirement_counts_days',
        ),
        migrations.AddField(
            model_name='requirement',
            name='hr_after',
            field=models.PositiveSmallIntegerField(blank=True, default=7, null=True, validators=[django.core.validators.MinValueValidator(1)]),
        ),
        migrations.AddConstraint(
            model_name='requirement',
            constraint=models.CheckConstraint(condition=models.Q(('due_days__gte', 1), ('late_every__gte', 1), ('supervisor_after__gte', 1), models.Q(('hr_after__gte', 1), ('hr_after', None), _connector='OR')), name='requirement_counts_days'),
        ),
    ]
