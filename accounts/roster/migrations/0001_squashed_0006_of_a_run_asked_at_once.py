import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('roster', '0001_initial'), ('roster', '0002_what_was_shown'), ('roster', '0003_a_turn_each_night'), ('roster', '0004_places_of_a_run'), ('roster', '0005_told_when_first_seen'), ('roster', '0006_of_a_run_asked_at_once')]

    initial = True

    dependencies = [
        ('jobs', '0001_squashed_0003_cancelling'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Heading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('heading', models.CharField(max_length=120, unique=True)),
                ('column', models.CharField(blank=True, max_length=20)),
                ('remembered_at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['heading'],
                'constraints': [models.CheckConstraint(condition=models.Q(('heading', ''), _negated=True), name='roster_heading_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('sheet', 'HR sheet'), ('oneroster', 'OneRoster')], default='sheet', max_length=10, verbose_name='kind')),
                ('source', models.CharField(choices=[('upload', 'Uploaded'), ('night', 'By night'), ('command', 'By command')], max_length=10, verbose_name='how it came')),
                ('files', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=255), size=None, verbose_name='files')),
                ('content', models.BinaryField(null=True)),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('whole', models.BooleanField(default=True)),
                ('matching', models.JSONField(default=dict)),
                ('columns', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), default=list, size=None)),
                ('created_at', models.DateTimeField(verbose_name='brought in')),
                ('state', models.CharField(choices=[('reading', 'Being read'), ('waiting', 'Waiting'), ('applying', 'Being applied'), ('to_be_confirmed', 'To be confirmed'), ('applied', 'Applied'), ('undone', 'Undone'), ('discarded', 'Discarded'), ('failed', 'Failed')], default='reading', max_length=16, verbose_name='state')),
                ('error', models.CharField(blank=True, max_length=500)),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('rostered', models.PositiveIntegerField(default=0)),
                ('added', models.PositiveIntegerField(default=0, verbose_name='added')),
                ('returned', models.PositiveIntegerField(default=0, verbose_name='back')),
                ('changed', models.PositiveIntegerField(default=0, verbose_name='changed')),
                ('left', models.PositiveIntegerField(default=0, verbose_name='left')),
                ('unchanged', models.PositiveIntegerField(default=0, verbose_name='unchanged')),
                ('new_places', models.PositiveIntegerField(default=0, verbose_name='new places')),
                ('problems', models.PositiveIntegerField(default=0, verbose_name='problems')),
                ('compared_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('applied_at', models.DateTimeField(null=True, verbose_name='applied')),
                ('undone_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('confirmed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='jobs.job')),
                ('undone_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('faulty', models.BooleanField(default=False)),
                ('fingerprint', models.CharField(blank=True, max_length=64)),
                ('places', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'applied')), fields=['-applied_at'], name='roster_run_applied'), models.Index(condition=models.Q(('state__in', ['applied', 'undone', 'discarded', 'failed']), _negated=True), fields=['state'], name='roster_run_open')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('applied_at__isnull', False), ('state__in', ['applied', 'undone'])), models.Q(models.Q(('state__in', ['applied', 'undone']), _negated=True), ('applied_at', None)), _connector='OR'), name='roster_applied_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'undone'), ('undone_at__isnull', False)), models.Q(models.Q(('state', 'undone'), _negated=True), ('undone_at', None), ('undone_by', None)), _connector='OR'), name='roster_undone_has_time'), models.CheckConstraint(condition=models.Q(models.Q(('confirmed_at', None), ('confirmed_by', None)), models.Q(('confirmed_at__isnull', False), ('confirmed_by__isnull', False), models.Q(('asked_by', None), models.Q(('confirmed_by', models.F('asked_by')), _negated=True), _connector='OR')), _connector='OR'), name='roster_confirmed_by_a_second'), models.CheckConstraint(condition=models.Q(('asked_at__isnull', False), models.Q(('state__in', ['applying', 'to_be_confirmed', 'applied', 'undone']), _negated=True), _connector='OR'), name='roster_applied_was_asked'), models.CheckConstraint(condition=models.Q(('problems', 0), models.Q(('state__in', ['applying', 'to_be_confirmed', 'applied', 'undone']), _negated=True), _connector='OR'), name='roster_applied_without_problems'), models.CheckConstraint(condition=models.Q(('content', None), models.Q(('state__in', ['applied', 'undone', 'discarded', 'failed']), _negated=True), _connector='OR'), name='roster_ended_keeps_no_file')],
                'triggers': [pgtrigger.compiler.Trigger(name='turns', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{reading:waiting,reading:discarded,reading:failed,waiting:reading,waiting:applying,waiting:to_be_confirmed,waiting:applied,waiting:discarded,waiting:failed,to_be_confirmed:waiting,to_be_confirmed:applying,to_be_confirmed:applied,to_be_confirmed:discarded,applying:waiting,applying:to_be_confirmed,applying:applied,applying:failed,applied:undone}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='a427b5589c5719466c02e9990c5461a68facb90d', operation='UPDATE', pgid='pgtrigger_turns_8bc44', table='roster_run', when='BEFORE')), pgtrigger.compiler.Trigger(name='origin', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."files" IS DISTINCT FROM (NEW."files") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9bbf771cde085b683e6cf8ad8765cdcff99edcfb', operation='UPDATE', pgid='pgtrigger_origin_4dece', table='roster_run', when='BEFORE')), pgtrigger.compiler.Trigger(name='applied_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF OLD.applied_at IS NOT NULL THEN\n        RAISE EXCEPTION 'pgtrigger: Cannot delete a run that was applied';\n    END IF;\n    IF EXISTS (SELECT FROM roster_trace WHERE run_id = OLD.id)\n       OR EXISTS (SELECT FROM roster_change WHERE run_id = OLD.id) THEN\n        RAISE EXCEPTION 'of_a_run: rows still belong to run %', OLD.id\n            USING ERRCODE = 'foreign_key_violation';\n    END IF;\n    RETURN OLD;\n", hash='901b3796ca3370759023fd6199681127ae9bdd15', operation='DELETE', pgid='pgtrigger_applied_stays_314bc', table='roster_run', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('problem', 'Problem'), ('left', 'Left'), ('changed', 'Changed'), ('returned', 'Back'), ('added', 'Added'), ('place', 'New place')], max_length=8)),
                ('file', models.PositiveSmallIntegerField(default=0)),
                ('row', models.PositiveIntegerField(null=True)),
                ('number', models.CharField(blank=True, max_length=40)),
                ('name', models.CharField(blank=True, max_length=161)),
                ('sort_name', models.CharField(blank=True, max_length=160)),
                ('person_id', models.BigIntegerField(null=True)),
                ('column', models.CharField(blank=True, max_length=120)),
                ('message', models.TextField(blank=True)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='roster.run')),
                ('staged', models.BooleanField(default=False)),
                ('seen_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['kind', 'sort_name', 'pk'],
                'indexes': [models.Index(fields=['run', 'kind', 'sort_name', 'id'], name='roster_change_shown')],
                'triggers': [pgtrigger.compiler.Trigger(name='as_made', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='06724447a7cfbe7448c125ae619159bcd1c18314', operation='UPDATE', pgid='pgtrigger_as_made_850c8', table='roster_change', when='BEFORE')), pgtrigger.compiler.Trigger(name='applied_stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF EXISTS (SELECT FROM roster_run WHERE id = OLD.run_id AND applied_at IS NOT NULL) THEN RAISE EXCEPTION 'pgtrigger: Cannot delete what a run has changed'; END IF; RETURN OLD;", hash='0040898246dd385a313dc3449d746881bac31f29', operation='DELETE', pgid='pgtrigger_applied_stays_2cfcb', table='roster_change', when='BEFORE')), pgtrigger.compiler.Trigger(name='of_a_run', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM roster_run WHERE id IN (SELECT run_id FROM new_rows) FOR KEY SHARE;\n    IF EXISTS (\n        SELECT FROM (SELECT DISTINCT run_id FROM new_rows) n\n        WHERE NOT EXISTS (SELECT FROM roster_run WHERE id = n.run_id)\n    ) THEN\n        RAISE EXCEPTION 'of_a_run: there is no such run in table %', TG_TABLE_NAME\n            USING ERRCODE = 'foreign_key_violation';\n    END IF;\n    RETURN NULL;\n", hash='e5c45bc0fc53e7744d545ea15f54a4b664ec4494', level='STATEMENT', operation='INSERT', pgid='pgtrigger_of_a_run_971e7', referencing='REFERENCING NEW TABLE AS new_rows ', table='roster_change', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Night',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField(unique=True)),
                ('tries', models.PositiveSmallIntegerField(default=0)),
                ('begun_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('unchanged', 'Nothing had changed'), ('applied', 'Applied'), ('waiting', 'Waiting for a second person'), ('failed', 'Failed')], max_length=10)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('error', models.CharField(blank=True, max_length=500)),
                ('run', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='roster.run')),
            ],
            options={
                'ordering': ['-day'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='roster_night_ended_has_outcome')],
            },
        ),
        migrations.CreateModel(
            name='Row',
            fields=[
                ('pk', models.CompositePrimaryKey('run_id', 'at', blank=True, editable=False, primary_key=True, serialize=False)),
                ('at', models.PositiveIntegerField()),
                ('file', models.PositiveSmallIntegerField(default=0)),
                ('row', models.PositiveIntegerField()),
                ('number', models.CharField(max_length=40)),
                ('first_name', models.CharField(max_length=80)),
                ('last_name', models.CharField(max_length=80)),
                ('sort_name', models.CharField(max_length=160)),
                ('email', models.CharField(blank=True, max_length=254)),
                ('place', models.CharField(max_length=120)),
                ('position', models.CharField(max_length=80)),
                ('supervisor', models.CharField(blank=True, max_length=254)),
                ('boss', models.CharField(blank=True, max_length=40)),
                ('boss_person', models.BigIntegerField(null=True)),
                ('kind', models.CharField(max_length=10)),
                ('on_leave', models.BooleanField(default=False)),
                ('place_kind', models.CharField(blank=True, max_length=12)),
                ('head', models.BooleanField(default=False)),
                ('primary', models.BooleanField(default=True)),
                ('ends', models.BooleanField(default=False)),
                ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='staged', to='roster.run')),
            ],
        ),
        migrations.CreateModel(
            name='Trace',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(choices=[('person', 'Person'), ('posting', 'Posting'), ('place', 'Place'), ('grant', 'Grant')], max_length=8)),
                ('object_id', models.BigIntegerField()),
                ('person_id', models.BigIntegerField(null=True)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('run', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='traces', to='roster.run')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('run', 'table', 'object_id'), name='roster_trace_once_a_row')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1b5e68ecc348455a080bf07cbe4c7bebef1ebec8', operation='UPDATE', pgid='pgtrigger_frozen_91d24', table='roster_trace', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='014f6eaaa3da64526839ff634311fc55a9c38a52', operation='DELETE', pgid='pgtrigger_kept_2ab40', table='roster_trace', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='52dad324bfb1046a69931ff721cf309d86799f0d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_fbfc7', table='roster_trace', when='BEFORE')), pgtrigger.compiler.Trigger(name='of_a_run', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM roster_run WHERE id IN (SELECT run_id FROM new_rows) FOR KEY SHARE;\n    IF EXISTS (\n        SELECT FROM (SELECT DISTINCT run_id FROM new_rows) n\n        WHERE NOT EXISTS (SELECT FROM roster_run WHERE id = n.run_id)\n    ) THEN\n        RAISE EXCEPTION 'of_a_run: there is no such run in table %', TG_TABLE_NAME\n            USING ERRCODE = 'foreign_key_violation';\n    END IF;\n    RETURN NULL;\n", hash='7587607b885a8084867218aaf9d5ebb710b5d07a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_of_a_run_fb3a7', referencing='REFERENCING NEW TABLE AS new_rows ', table='roster_trace', when='AFTER'))],
            },
        ),
    ]
