import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0004_proved_links'), ('accounts', '0005_roles_end_with_the_stay_and_days_within_reach'), ('accounts', '0006_each_index_once'), ('accounts', '0007_places_looked_up_by_key'), ('accounts', '0008_letters_with_strokes'), ('accounts', '0009_concerns_left_to_others')]

    dependencies = [
        ('accounts', '0001_squashed_0003_postings_and_places_stay_whole'),
        ('socialaccount', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProvedLink',
            fields=[
                ('account', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='proof', serialize=False, to='socialaccount.socialaccount')),
                ('proved_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
