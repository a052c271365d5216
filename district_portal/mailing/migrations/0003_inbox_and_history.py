"""A message is read in the portal too, may come back, and what became of it is noted.

What went out before there was an inbox counts as read. Triggers named frozen, kept and kept_whole
refuse changes of what was noted.
"""
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mailing', '0002_no_secret_stays'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Happening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(choices=[('sent', 'The mail server took it'), ('queued', 'Not taken yet; it goes out again later'), ('doubtful', 'The answer was lost; it goes out again'), ('held', 'The answer was lost; held for a person'), ('failed', 'It did not go out'), ('resent', 'Sent again by hand'), ('left', 'Left unsent'), ('bounced', 'It came back'), ('arrived', 'It did arrive after all')], max_length=10)),
                ('words', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['at', 'id'],
            },
        ),
        migrations.RemoveIndex(
            model_name='message',
            name='message_stuck',
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('state__in', ['held', 'failed', 'bounced'])), fields=['state'], name='message_missed'),
        ),
        migrations.RemoveConstraint(
            model_name='message',
            name='sent_has_time',
        ),
        migrations.RemoveConstraint(
            model_name='message',
            name='no_secret_stays',
        ),
        migrations.AddField(
            model_name='message',
            name='read_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(
            "UPDATE mailing_message SET read_at = queued_at", migrations.RunSQL.noop
        ),
        migrations.AddField(
            model_name='message',
            name='resent_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AlterField(
            model_name='message',
            name='state',
            field=models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('doubtful', 'Perhaps sent, goes out again'), ('held', 'Perhaps sent, held for a person'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('bounced', 'Bounced back')], default='queued', max_length=10),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('sent_at__isnull', False), models.Q(('state__in', ['sent', 'bounced']), _negated=True), _connector='OR'), name='sent_has_time'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('secret', False), models.Q(('state__in', ['sent', 'failed', 'cancelled', 'bounced']), _negated=True), models.Q(('html', ''), ('text', '')), _connector='OR'), name='no_secret_stays'),
        ),
        migrations.AddField(
            model_name='happening',
            name='by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='happening',
            name='message',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='happenings', to='mailing.message'),
        ),
        migrations.AddConstraint(
            model_name='happening',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('what__in', ['resent', 'left', 'bounced', 'arrived'])), models.Q(('by', None), models.Q(('what__in', ['resent', 'left', 'bounced', 'arrived']), _negated=True)), _connector='OR'), name='decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='happening',
            constraint=models.CheckConstraint(condition=models.Q(('what', 'bounced'), ('words', ''), _negated=True), name='bounced_for_a_reason'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='happening',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c0503e2a2c78c796050ec97352f8817eec2425a4', operation='UPDATE', pgid='pgtrigger_frozen_469c6', table='mailing_happening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='happening',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='dd63cfa57e6abee7575e12a6d94b302c8ca4e568', operation='DELETE', pgid='pgtrigger_kept_2ce46', table='mailing_happening', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='happening',
            trigger=pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='3f3041d8c63f7973eca7771d8f618ee596f03064', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_6e323', table='mailing_happening', when='BEFORE')),
        ),
    ]
