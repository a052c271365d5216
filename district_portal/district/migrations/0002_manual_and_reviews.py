"""What a district decides about its manual: who reads it, who publishes, how often it is read."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('district', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='district',
            name='manual_is_public',
            field=models.BooleanField(default=False, verbose_name='everyone can read the policies'),
        ),
        migrations.AddField(
            model_name='district',
            name='review_every',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months between reviews'),
        ),
        migrations.AddField(
            model_name='district',
            name='two_people_publish',
            field=models.BooleanField(default=False, verbose_name='two people publish a version'),
        ),
    ]
