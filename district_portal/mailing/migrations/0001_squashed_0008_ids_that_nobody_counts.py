import district_portal.uncounted
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('mailing', '0001_initial'), ('mailing', '0002_no_secret_stays'), ('mailing', '0003_inbox_and_history'), ('mailing', '0004_wording'), ('mailing', '0005_language_of_a_mail'), ('mailing', '0006_invitation'), ('mailing', '0007_kept_from'), ('mailing', '0008_ids_that_nobody_counts')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(default=district_portal.uncounted.uncounted, primary_key=True, serialize=False)),
                ('key', models.CharField(max_length=200)),
                ('address', models.EmailField(max_length=254)),
                ('name', models.CharField(max_length=60)),
                ('subject', models.CharField(blank=True, max_length=300)),
                ('text', models.TextField(blank=True)),
                ('html', models.TextField(blank=True)),
                ('secret', models.BooleanField(default=False)),
                ('bulk', models.BooleanField(default=False)),
                ('in_doubt', models.CharField(choices=[('repeat', 'Send again'), ('hold', 'Hold and list')], default='repeat', max_length=10)),
                ('state', models.CharField(choices=[('queued', 'Queued'), ('sending', 'Sending'), ('sent', 'Sent'), ('doubtful', 'Perhaps sent, goes out again'), ('held', 'Perhaps sent, held for a person'), ('failed', 'Failed'), ('cancelled', 'Cancelled'), ('bounced', 'Bounced back')], default='queued', max_length=10)),
                ('queued_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('lease', models.CharField(blank=True, max_length=32)),
                ('leased_until', models.DateTimeField(null=True)),
                ('in_data', models.BooleanField(default=False)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('repeats', models.PositiveSmallIntegerField(default=0)),
                ('sent_at', models.DateTimeField(null=True)),
                ('answer', models.TextField(blank=True)),
                ('message_id', models.CharField(max_length=200)),
                ('person', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('read_at', models.DateTimeField(null=True)),
                ('resent_at', models.DateTimeField(null=True)),
                ('language', models.CharField(blank=True, max_length=10)),
                ('calendar', models.TextField(blank=True)),
                ('kept_from', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(condition=models.Q(('state__in', ['queued', 'doubtful'])), fields=['bulk', 'due_at'], name='message_due'), models.Index(condition=models.Q(('state', 'sending')), fields=['leased_until'], name='message_leased'), models.Index(condition=models.Q(('state', 'sent')), fields=['sent_at'], name='message_sent'), models.Index(fields=['person', '-id'], name='message_person'), models.Index(condition=models.Q(('state__in', ['held', 'failed', 'bounced'])), fields=['state'], name='message_missed')],
                'constraints': [models.UniqueConstraint(fields=('key',), name='queued_once'), models.CheckConstraint(condition=models.Q(models.Q(('leased_until__isnull', False), ('state', 'sending')), models.Q(models.Q(('state', 'sending'), _negated=True), ('in_data', False), ('leased_until', None)), _connector='OR'), name='leased_while_sending'), models.CheckConstraint(condition=models.Q(('sent_at__isnull', False), models.Q(('state__in', ['sent', 'bounced']), _negated=True), _connector='OR'), name='sent_has_time'), models.CheckConstraint(condition=models.Q(('secret', False), models.Q(('state__in', ['sent', 'failed', 'cancelled', 'bounced']), _negated=True), models.Q(('html', ''), ('text', '')), _connector='OR'), name='no_secret_stays')],
            },
        ),
        migrations.CreateModel(
            name='Happening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('what', models.CharField(choices=[('sent', 'The mail server took it'), ('queued', 'Not taken yet; it goes out again later'), ('doubtful', 'The answer was lost; it goes out again'), ('held', 'The answer was lost; held for a person'), ('failed', 'It did not go out'), ('resent', 'Sent again by hand'), ('left', 'Left unsent'), ('bounced', 'It came back'), ('arrived', 'It did arrive after all')], max_length=10)),
                ('words', models.TextField(blank=True)),
                ('by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='happenings', to='mailing.message')),
            ],
            options={
                'ordering': ['at', 'id'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('by__isnull', False), ('what__in', ['resent', 'left', 'bounced', 'arrived'])), models.Q(('by', None), models.Q(('what__in', ['resent', 'left', 'bounced', 'arrived']), _negated=True)), _connector='OR'), name='decided_by_somebody'), models.CheckConstraint(condition=models.Q(('what', 'bounced'), ('words', ''), _negated=True), name='bounced_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c0503e2a2c78c796050ec97352f8817eec2425a4', operation='UPDATE', pgid='pgtrigger_frozen_469c6', table='mailing_happening', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='dd63cfa57e6abee7575e12a6d94b302c8ca4e568', operation='DELETE', pgid='pgtrigger_kept_2ce46', table='mailing_happening', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='3f3041d8c63f7973eca7771d8f618ee596f03064', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_6e323', table='mailing_happening', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Wording',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('language', models.CharField(max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('subject', models.CharField(blank=True, max_length=200)),
                ('body', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('name', 'language', 'number'), name='one_wording_after_another'), models.CheckConstraint(condition=models.Q(models.Q(('body', ''), ('subject', '')), models.Q(models.Q(('subject', ''), _negated=True), models.Q(('body', ''), _negated=True)), _connector='OR'), name='worded_whole_or_not')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2e069afedf52c656562ec6ce2457e642e72ba7a3', operation='UPDATE', pgid='pgtrigger_frozen_8f19e', table='mailing_wording', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7b78bac045db49891b7ff2b2e804d06d4d258747', operation='DELETE', pgid='pgtrigger_kept_f0fb3', table='mailing_wording', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='c811e5c12aae47a102c521008e090fb64137b690', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_ba05e', table='mailing_wording', when='BEFORE'))],
            },
        ),
    ]
