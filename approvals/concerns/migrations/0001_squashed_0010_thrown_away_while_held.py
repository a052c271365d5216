import district_portal.uncounted
import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('concerns', '0001_initial'), ('concerns', '0002_handling'), ('concerns', '0003_what_was_done_stays'), ('concerns', '0004_numbers_that_nobody_counts'), ('concerns', '0005_a_form_a_duty'), ('concerns', '0006_files_and_more_later'), ('concerns', '0007_kept_as_records'), ('concerns', '0008_asked_came_up_and_heic'), ('concerns', '0009_no_reporter_deals_with_it'), ('concerns', '0010_thrown_away_while_held')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Concern',
            fields=[
                ('id', models.BigAutoField(default=district_portal.uncounted.uncounted, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, null=True, unique=True, verbose_name='number')),
                ('once', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('kind', models.CharField(choices=[('confidential', 'Confidential information may have been revealed'), ('communication', 'Inappropriate communication from a student'), ('conduct', 'Harassment or misuse of social media')], max_length=15, verbose_name='kind')),
                ('state', models.CharField(choices=[('draft', 'Not sent yet'), ('open', 'Open'), ('closed', 'Closed')], default='draft', max_length=6)),
                ('draft', models.BinaryField(null=True)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('saved_at', models.DateTimeField()),
                ('chased_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('asked_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('about', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('posting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='accounts.posting')),
                ('reporter', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('discarded_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-sent_at', '-pk'],
                'indexes': [models.Index(fields=['reporter', '-id'], name='concern_reporter'), models.Index(fields=['state', '-sent_at'], name='concern_by_state')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('asked_at', None), ('level', 0), ('number', None), ('sent_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('asked_at__isnull', False), ('draft', None), ('level__gte', 1), ('number__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='a_concern_is_a_draft_or_sent'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state', 'closed')), models.Q(models.Q(('state', 'closed'), _negated=True), ('closed_at', None)), _connector='OR'), name='a_concern_is_closed_with_a_time'), models.CheckConstraint(condition=models.Q(('discarded_at', None), ('state', 'draft'), _connector='OR'), name='a_draft_alone_is_discarded')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' OR OLD.state = 'draft' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='381cc323aa995ff78191ad5d52e07b7d6c3a2c34', operation='DELETE', pgid='pgtrigger_kept_38af0', table='concerns_concern', when='BEFORE')), pgtrigger.compiler.Trigger(name='sent_stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state <> 'draft')", func='IF NEW.state = \'draft\' OR NEW."number" IS DISTINCT FROM OLD."number" OR NEW."kind" IS DISTINCT FROM OLD."kind" OR NEW."about_id" IS DISTINCT FROM OLD."about_id" OR NEW."reporter_id" IS DISTINCT FROM OLD."reporter_id" OR NEW."place_id" IS DISTINCT FROM OLD."place_id" OR NEW."once" IS DISTINCT FROM OLD."once" OR NEW."sent_at" IS DISTINCT FROM OLD."sent_at" OR NEW.posting_id IS DISTINCT FROM OLD.posting_id AND NEW.posting_id IS NOT NULL THEN RAISE EXCEPTION \'a concern that was sent stays as it is: %\', OLD.id USING ERRCODE = \'integrity_constraint_violation\'; END IF; RETURN NEW;', hash='c840eaf4545daa321430ee50db8ee8bcfeb46514', operation='UPDATE', pgid='pgtrigger_sent_stays_7003a', table='concerns_concern', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('content', models.BinaryField()),
                ('sent_at', models.DateTimeField()),
                ('concern', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='statement', to='concerns.concern')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fe032cc0e98f5454834f70f2873d9d9e55da633e', operation='UPDATE', pgid='pgtrigger_frozen_0ef64', table='concerns_statement', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='87f1b4af5935d12802a87c4d804a1ee875d75bf1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_bcccb', table='concerns_statement', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ac2f907464961e75296e159988d3331fb55e9944', operation='DELETE', pgid='pgtrigger_kept_d1b0e', table='concerns_statement', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(default=district_portal.uncounted.uncounted, primary_key=True, serialize=False)),
                ('what', models.CharField(choices=[('talked', 'Talked with somebody'), ('secured', 'Secured what was revealed, or evidence of it'), ('parents', 'Parents informed'), ('title_ix', 'Referred to the Title IX coordinator'), ('police', 'Referred to the police'), ('noted', 'Note'), ('not_due', 'A duty does not apply'), ('added', 'Somebody added'), ('removed', 'Somebody who was added removed'), ('filed', 'A file added'), ('told_more', 'More from whoever reported it'), ('escalated', 'Went one level up: nobody had read it in time'), ('closed', 'Closed'), ('reopened', 'Opened again')], max_length=10)),
                ('text', models.BinaryField(null=True)),
                ('once', models.UUIDField(null=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='concerns.concern')),
                ('done_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text__isnull', False), models.Q(('what__in', ['noted', 'not_due', 'added', 'removed', 'closed', 'reopened']), _negated=True), _connector='OR'), name='a_concern_s_act_has_its_words'), models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('what__in', ['added', 'removed'])), models.Q(models.Q(('what__in', ['added', 'removed']), _negated=True), ('person', None)), _connector='OR'), name='a_concern_s_act_adds_somebody'), models.CheckConstraint(condition=models.Q(('done_at', None), ('done_at__lte', models.F('at')), _connector='OR'), name='a_concern_s_act_is_done'), models.UniqueConstraint(fields=('concern', 'once'), name='a_form_is_one_act_of_a_concern')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f4b337126ede001dc76e44e0656f72f701fd7a70', operation='UPDATE', pgid='pgtrigger_frozen_10240', table='concerns_act', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='f79cdb903cef2f702cffef31056fb5be3cb4fcbd', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_5548c', table='concerns_act', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ec06c29e3fa7d07ebe023b2c2a3c0466fdf1f4b9', operation='DELETE', pgid='pgtrigger_kept_73b9c', table='concerns_act', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='StatePack',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('file', models.CharField(max_length=255, verbose_name='file')),
                ('text', models.TextField()),
                ('digest', models.CharField(max_length=64, unique=True, verbose_name='SHA-256')),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('place', models.CharField(max_length=120, verbose_name='state')),
                ('checked_on', models.DateField(verbose_name='last checked')),
                ('brought_at', models.DateTimeField()),
                ('in_use', models.BooleanField(default=False)),
                ('used_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('brought_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('used_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-brought_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('in_use', True)), fields=('in_use',), name='one_state_pack_in_use'), models.CheckConstraint(condition=models.Q(('in_use', False), models.Q(('used_at__isnull', False), ('used_by__isnull', False)), _connector='OR'), name='somebody_put_a_state_pack_to_use')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."file" IS DISTINCT FROM (NEW."file") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."place" IS DISTINCT FROM (NEW."place") OR OLD."checked_on" IS DISTINCT FROM (NEW."checked_on") OR OLD."brought_at" IS DISTINCT FROM (NEW."brought_at") OR OLD."brought_by_id" IS DISTINCT FROM (NEW."brought_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6408356b85c38d0592a385ca826900ae095819d1', operation='UPDATE', pgid='pgtrigger_frozen_0a908', table='concerns_statepack', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3895dfe40733ab59ef7fd80b9953dac061564f8b', operation='DELETE', pgid='pgtrigger_kept_dec05', table='concerns_statepack', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='6a6fb17ee9a685d97505056b496c587ac0c36a64', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_23aea', table='concerns_statepack', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Clock',
            fields=[
                ('id', models.BigAutoField(default=district_portal.uncounted.uncounted, primary_key=True, serialize=False)),
                ('duty', models.CharField(max_length=40)),
                ('statute', models.CharField(max_length=200, verbose_name='statute')),
                ('source', models.CharField(max_length=500, verbose_name='source')),
                ('do', models.CharField(max_length=300)),
                ('wording', models.TextField()),
                ('met_by', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=10), size=None)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('met_at', models.DateTimeField(null=True)),
                ('missed_at', models.DateTimeField(null=True)),
                ('act', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ended_clocks', to='concerns.act')),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='concerns.concern')),
                ('pack', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clocks', to='concerns.statepack')),
                ('asks', models.CharField(blank=True, default='', max_length=200)),
            ],
            options={
                'ordering': ['due_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('act', None)), fields=['due_at'], name='clock_running')],
                'constraints': [models.CheckConstraint(condition=models.Q(('met_at', None), ('act__isnull', False), _connector='OR'), name='a_duty_is_met_by_an_act'), models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('started_at'))), name='a_duty_is_due_later'), models.UniqueConstraint(condition=models.Q(('act', None), ('met_at__isnull', False), _connector='OR'), fields=('concern', 'duty'), name='a_concern_starts_a_duty_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='5d8edd5b5ff5b3a61d1201cd8f52e3bada833954', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_59abf', table='concerns_clock', when='BEFORE')), pgtrigger.compiler.Trigger(name='moves_on', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (OLD.met_at IS NOT NULL AND (NEW.met_at, NEW.act_id) IS DISTINCT FROM (OLD.met_at, OLD.act_id)) OR (OLD.act_id IS NOT NULL AND NEW.act_id IS NULL) OR (OLD.missed_at IS NOT NULL AND NEW.missed_at IS DISTINCT FROM OLD.missed_at) THEN RAISE EXCEPTION 'what became of a duty stays: %', OLD.id USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;", hash='ffd538a6ea9bef7c2b828e8ef7f38d7aacd25c49', operation='UPDATE', pgid='pgtrigger_moves_on_63cc7', table='concerns_clock', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f25e0ad13aa96dbf6ea0ae45f35c6036bf743724', operation='DELETE', pgid='pgtrigger_kept_026b9', table='concerns_clock', when='BEFORE')), pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."concern_id" IS DISTINCT FROM (NEW."concern_id") OR OLD."pack_id" IS DISTINCT FROM (NEW."pack_id") OR OLD."duty" IS DISTINCT FROM (NEW."duty") OR OLD."statute" IS DISTINCT FROM (NEW."statute") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."do" IS DISTINCT FROM (NEW."do") OR OLD."wording" IS DISTINCT FROM (NEW."wording") OR OLD."asks" IS DISTINCT FROM (NEW."asks") OR OLD."met_by" IS DISTINCT FROM (NEW."met_by") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."due_at" IS DISTINCT FROM (NEW."due_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2f997c99537cea8a2dc2b87baaf6449094c58112', operation='UPDATE', pgid='pgtrigger_frozen_09727', table='concerns_clock', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DraftFile',
            fields=[
                ('id', models.BigAutoField(default=district_portal.uncounted.uncounted, primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('kind', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG'), ('image/heic', 'HEIC')], max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('facts', models.BinaryField()),
                ('original', models.BinaryField()),
                ('shown', models.BinaryField(null=True)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='draft_files', to='concerns.concern')),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Evidence',
            fields=[
                ('id', models.BigAutoField(default=district_portal.uncounted.uncounted, primary_key=True, serialize=False)),
                ('key', models.UUIDField(default=uuid.uuid4, unique=True)),
                ('kind', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG'), ('image/heic', 'HEIC')], max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('facts', models.BinaryField()),
                ('original', models.BinaryField()),
                ('shown', models.BinaryField(null=True)),
                ('added_at', models.DateTimeField()),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='concerns.concern')),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'abstract': False,
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7e1a525fa509dfd1355db4a66f55c0904e0514b2', operation='UPDATE', pgid='pgtrigger_frozen_97e95', table='concerns_evidence', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='add52d00a5a609cd6407a6ecd9c8c2efbb6baaf8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_8b3f7', table='concerns_evidence', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='002141a7321ead5dbfd2f6b0ffd36f1f5c26b2e7', operation='DELETE', pgid='pgtrigger_kept_5813a', table='concerns_evidence', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ConcernKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('wrapped', models.BinaryField()),
                ('wrapped_by', models.CharField(db_index=True, max_length=16)),
                ('wrapped_at', models.DateTimeField()),
                ('concern', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='key', to='concerns.concern')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' OR NOT (EXISTS (SELECT FROM concerns_concern WHERE id = OLD.concern_id AND state <> 'draft')) THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='74dfd52f1ba92fd2aeeae6c3e56286184a7a1a63', operation='DELETE', pgid='pgtrigger_kept_f5dff', table='concerns_concernkey', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Receiver',
            fields=[
                ('id', models.BigAutoField(default=district_portal.uncounted.uncounted, primary_key=True, serialize=False)),
                ('why', models.CharField(choices=[('head', 'Head of the place'), ('supervisor', 'Supervisor'), ('above', 'One level above'), ('administrator', 'District Administrator'), ('officer', 'Board officer'), ('added', 'Added')], max_length=15)),
                ('reason', models.BinaryField(null=True)),
                ('level', models.PositiveSmallIntegerField(default=1)),
                ('seated_at', models.DateTimeField()),
                ('read_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('concern', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='receivers', to='concerns.concern')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='concerns_received', to=settings.AUTH_USER_MODEL)),
                ('stands_in_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['level', 'seated_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['person'], name='concern_receiver')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('concern', 'person'), name='a_concern_reaches_somebody_once'), models.CheckConstraint(condition=models.Q(models.Q(('added_by__isnull', False), ('reason__isnull', False), ('why', 'added')), models.Q(models.Q(('why', 'added'), _negated=True), ('added_by', None), ('reason', None)), _connector='OR'), name='who_is_added_is_added_by_somebody'), models.CheckConstraint(condition=models.Q(('person', models.F('stands_in_for')), _negated=True), name='nobody_receives_for_themselves')],
                'triggers': [pgtrigger.compiler.Trigger(name='moves_on', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (OLD.read_at IS NOT NULL AND NEW.read_at IS DISTINCT FROM OLD.read_at) OR (OLD.ended_at IS NOT NULL AND NEW.ended_at IS DISTINCT FROM OLD.ended_at) THEN RAISE EXCEPTION 'what a receiver did stays: %', OLD.id USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;", hash='7403c57500e4589ecda394405b435aa97d67ea62', operation='UPDATE', pgid='pgtrigger_moves_on_ebbf4', table='concerns_receiver', when='BEFORE')), pgtrigger.compiler.Trigger(name='stays', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."concern_id" IS DISTINCT FROM (NEW."concern_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."why" IS DISTINCT FROM (NEW."why") OR OLD."stands_in_for_id" IS DISTINCT FROM (NEW."stands_in_for_id") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."seated_at" IS DISTINCT FROM (NEW."seated_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='38c85d2fb5a31d8f27dd316df234886145e8b50d', operation='UPDATE', pgid='pgtrigger_stays_440ca', table='concerns_receiver', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ad45419d447f21203ca5253592142edeff9abfad', operation='DELETE', pgid='pgtrigger_kept_5dce5', table='concerns_receiver', when='BEFORE')), pgtrigger.compiler.Trigger(name='never_the_subject', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE held record;', func="SELECT about_id, reporter_id INTO held FROM concerns_concern WHERE id = NEW.concern_id; IF held.about_id = NEW.person_id OR (held.reporter_id = NEW.person_id AND (TG_OP = 'INSERT' OR NEW.why <> 'added')) THEN RAISE EXCEPTION 'nobody receives a concern of their own: %', NEW.concern_id USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;", hash='490824ffd83322a68f7cc6f3f7f454f9059f5076', operation='INSERT OR UPDATE', pgid='pgtrigger_never_the_subject_1e0f2', table='concerns_receiver', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='StudentName',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.BinaryField()),
                ('keep_until', models.DateField()),
                ('concern', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='student', to='concerns.concern')),
            ],
            options={
                'triggers': [pgtrigger.compiler.Trigger(name='stays', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2d4f22ee029c453d99077789e700ea6f04d491ea', operation='UPDATE', pgid='pgtrigger_stays_48f07', table='concerns_studentname', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' OR EXISTS (SELECT FROM concerns_concern WHERE id = OLD.concern_id AND state = 'closed') THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='df36b425249135be5f27c58a020b29c8eaa96def', operation='DELETE', pgid='pgtrigger_kept_5e741', table='concerns_studentname', when='BEFORE'))],
            },
        ),
    ]
