import district_portal.district.models
import django.contrib.postgres.fields
import django.core.validators
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('district', '0001_initial'), ('district', '0002_manual_and_reviews'), ('district', '0003_look_and_people'), ('district', '0004_contact'), ('district', '0005_parents'), ('district', '0006_not_official'), ('district', '0007_website'), ('district', '0008_concerns')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('time_zone', models.CharField(default='America/Chicago', max_length=60, verbose_name='time zone')),
                ('school_year_month', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(12)], verbose_name='month in which the school year starts')),
                ('school_year_day', models.PositiveSmallIntegerField(default=1, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(28)], verbose_name='day on which the school year starts')),
                ('supervisor_word', models.CharField(blank=True, max_length=40, verbose_name='word for supervisor')),
                ('administrator_word', models.CharField(blank=True, max_length=40, verbose_name='word for District Administrator')),
                ('manual_is_public', models.BooleanField(default=False, verbose_name='everyone can read the policies')),
                ('review_every', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months between reviews')),
                ('two_people_publish', models.BooleanField(default=False, verbose_name='two people publish a version')),
                ('accent', models.CharField(blank=True, max_length=7, verbose_name='colour')),
                ('leaving_percent', models.PositiveSmallIntegerField(default=5, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='percent of the roster that one sheet may end by itself')),
                ('second_factor_roles', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=30), default=list, size=None, verbose_name='roles with a second factor')),
                ('set_up_at', models.DateTimeField(null=True, verbose_name='set up on')),
                ('contact_address', models.CharField(blank=True, max_length=200, verbose_name='postal address')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail address for questions')),
                ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='who answers questions')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='telephone')),
                ('parents_suspend_on', models.DateField(blank=True, null=True, verbose_name='since when an account is suspended while parents are not told')),
                ('parents_widened_on', models.DateField(blank=True, null=True, verbose_name='since when parents are told of every account for students')),
                ('lists_not_official', models.BooleanField(default=False, verbose_name='everyone can see which accounts are not official')),
                ('website', models.URLField(blank=True, verbose_name="the district’s own website")),
                ('concern_day_and_night', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=15), blank=True, default=district_portal.district.models._day_and_night, size=None, verbose_name='concerns whose hours run day and night')),
                ('concern_names_days', models.PositiveSmallIntegerField(default=365, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(3650)], verbose_name='days for which the name of a student is kept')),
                ('concern_unread_hours', models.PositiveSmallIntegerField(default=4, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(240)], verbose_name='hours after which an unread concern goes one level up')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_district'), models.CheckConstraint(condition=models.Q(('accent', ''), ('accent__regex', '^#[0-9a-f]{6}$'), _connector='OR'), name='accent_is_a_colour'), models.CheckConstraint(condition=models.Q(('leaving_percent__lte', 100)), name='leaving_percent_is_one'), models.CheckConstraint(condition=models.Q(('concern_unread_hours__range', (1, 240))), name='concerns_are_read_in_time'), models.CheckConstraint(condition=models.Q(('concern_names_days__range', (1, 3650))), name='names_of_students_are_kept_some_days')],
            },
        ),
        migrations.CreateModel(
            name='Logo',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('width', models.PositiveSmallIntegerField()),
                ('height', models.PositiveSmallIntegerField()),
                ('digest', models.CharField(max_length=64)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_logo')],
            },
        ),
    ]
