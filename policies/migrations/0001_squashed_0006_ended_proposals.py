import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('policies', '0001_initial'), ('policies', '0002_drafting_publishing_and_finding'), ('policies', '0003_scheduling'), ('policies', '0004_edits_as_differences'), ('policies', '0005_references_of_a_kind'), ('policies', '0006_ended_proposals')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Policy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('rule', 'Administrative rule'), ('exhibit', 'Exhibit'), ('handbook', 'Handbook')], default='policy', max_length=10, verbose_name='kind')),
                ('code', models.CharField(max_length=40, verbose_name='code')),
                ('slug', models.CharField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='title')),
                ('series', models.CharField(blank=True, max_length=80, verbose_name='series')),
                ('sort_code', models.CharField(editable=False, max_length=200)),
                ('sort_title', models.CharField(editable=False, max_length=200)),
                ('state', models.CharField(choices=[('draft', 'Not yet in force'), ('in_force', 'In force'), ('rescinded', 'Rescinded')], default='in_force', max_length=10)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('is_public', models.BooleanField(default=True, verbose_name='in the public manual')),
                ('review_every', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months between reviews')),
                ('names', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('code', 'title', 'series', config='english'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'ordering': ['sort_code', 'pk'],
                'indexes': [models.Index(fields=['sort_code', 'id'], name='policy_by_code'), models.Index(fields=['sort_title', 'id'], name='policy_by_title')],
                'constraints': [models.UniqueConstraint(fields=('kind', 'code'), name='a_code_is_unique_in_its_kind')],
            },
        ),
        migrations.CreateModel(
            name='FormerSlug',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.CharField(max_length=60, unique=True)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='former_slugs', to='policies.policy')),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('policy', 'Policy'), ('rule', 'Administrative rule'), ('exhibit', 'Exhibit'), ('handbook', 'Handbook')], default='policy', max_length=10, verbose_name='kind')),
                ('code', models.CharField(blank=True, max_length=40, verbose_name='code')),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('series', models.CharField(blank=True, max_length=80, verbose_name='series')),
                ('text', models.JSONField(default=dict)),
                ('meta', models.JSONField(default=list)),
                ('dropped', models.JSONField(default=list)),
                ('doubts', models.JSONField(default=list)),
                ('source_name', models.CharField(blank=True, max_length=200)),
                ('source', models.TextField(blank=True)),
                ('revision', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='draft', to='policies.policy')),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposal', models.JSONField(null=True)),
                ('proposed_at', models.DateTimeField(null=True)),
                ('ended_proposal', models.JSONField(null=True)),
            ],
            options={
                'ordering': ['-changed_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='DraftEdit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField()),
                ('what', models.CharField(max_length=120)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='edits', to='policies.draft')),
                ('until', models.PositiveIntegerField()),
                ('patch', models.JSONField()),
                ('clause', models.IntegerField(null=True)),
                ('state', models.CharField(choices=[('done', 'Done'), ('undone', 'Undone'), ('overtaken', 'Undone, and overtaken by another edit')], default='done', max_length=9)),
            ],
            options={
                'ordering': ['-revision'],
                'constraints': [models.UniqueConstraint(fields=('draft', 'revision'), name='edits_have_an_order')],
            },
        ),
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(verbose_name='version')),
                ('state', models.CharField(choices=[('scheduled', 'Scheduled'), ('in_force', 'In force'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn before it came into force')], default='in_force', max_length=10)),
                ('code', models.CharField(max_length=40)),
                ('title', models.CharField(max_length=200)),
                ('revision', models.CharField(choices=[('technical', 'Technical: numbering, spelling, references'), ('minor', 'Minor: wording, no new duty'), ('substantive', 'Substantive: duties or rights change')], default='substantive', max_length=12)),
                ('summary', models.TextField(blank=True, verbose_name='summary of changes')),
                ('effective_on', models.DateField(verbose_name='in force from')),
                ('accepts_from', models.PositiveIntegerField(help_text='The oldest version whose signature still counts.')),
                ('alignment', models.JSONField(default=dict)),
                ('canonical_text', models.TextField()),
                ('sha256', models.CharField(max_length=64)),
                ('source_name', models.CharField(blank=True, max_length=200)),
                ('from_draft', models.BigIntegerField(null=True, unique=True)),
                ('published_at', models.DateTimeField()),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='versions', to='policies.policy')),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('proposed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('adopted_on', models.DateField(blank=True, null=True, verbose_name='adopted by the board')),
                ('first_reading_on', models.DateField(blank=True, null=True, verbose_name='first reading')),
                ('resolution', models.CharField(blank=True, max_length=60, verbose_name='resolution')),
                ('second_reading_on', models.DateField(blank=True, null=True, verbose_name='second reading')),
                ('vote', models.CharField(blank=True, max_length=60, verbose_name='vote')),
                ('series', models.CharField(blank=True, max_length=80)),
            ],
            options={
                'ordering': ['policy', '-number'],
                'constraints': [models.UniqueConstraint(fields=('policy', 'number'), name='version_numbers_are_unique'), models.UniqueConstraint(condition=models.Q(('state', 'in_force')), fields=('policy',), name='one_version_in_force'), models.CheckConstraint(condition=models.Q(('accepts_from__gte', 1), ('accepts_from__lte', models.F('number'))), name='accepts_from_an_earlier_or_itself'), models.UniqueConstraint(condition=models.Q(('state', 'scheduled')), fields=('policy',), name='one_version_scheduled'), models.CheckConstraint(condition=models.Q(('proposed_by', models.F('published_by')), _negated=True), name='nobody_agrees_with_themselves', violation_error_message='Somebody else must agree.')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='478b53d1680f23536e17d63df3bf9086ef2d5ce5', operation='DELETE', pgid='pgtrigger_kept_80483', table='policies_version', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='31befa0a3debd4f113761b7531c4c6d053622a9b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_b0371', table='policies_version', when='BEFORE')), pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."policy_id" IS DISTINCT FROM (NEW."policy_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."series" IS DISTINCT FROM (NEW."series") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."effective_on" IS DISTINCT FROM (NEW."effective_on") OR OLD."accepts_from" IS DISTINCT FROM (NEW."accepts_from") OR OLD."first_reading_on" IS DISTINCT FROM (NEW."first_reading_on") OR OLD."second_reading_on" IS DISTINCT FROM (NEW."second_reading_on") OR OLD."adopted_on" IS DISTINCT FROM (NEW."adopted_on") OR OLD."vote" IS DISTINCT FROM (NEW."vote") OR OLD."resolution" IS DISTINCT FROM (NEW."resolution") OR OLD."alignment" IS DISTINCT FROM (NEW."alignment") OR OLD."canonical_text" IS DISTINCT FROM (NEW."canonical_text") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."source_name" IS DISTINCT FROM (NEW."source_name") OR OLD."from_draft" IS DISTINCT FROM (NEW."from_draft") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='658b1dc11d3a48a2c09b53daa6933e51a8536191', operation='UPDATE', pgid='pgtrigger_frozen_87311', table='policies_version', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Clause',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=8)),
                ('split_from', models.CharField(blank=True, max_length=8)),
                ('order', models.PositiveIntegerField()),
                ('path', models.CharField(max_length=40)),
                ('depth', models.PositiveSmallIntegerField(default=0)),
                ('level', models.PositiveSmallIntegerField(default=0)),
                ('kind', models.CharField(choices=[('heading', 'Heading'), ('para', 'Paragraph'), ('item', 'Clause'), ('cont', 'Continuation'), ('row', 'Table row')], max_length=8)),
                ('label', models.CharField(blank=True, max_length=60)),
                ('text', models.TextField(blank=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='clauses', to='policies.version')),
                ('words', models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('text', config='english'), output_field=django.contrib.postgres.search.SearchVectorField())),
            ],
            options={
                'ordering': ['version', 'order'],
                'indexes': [models.Index(fields=['key'], name='clause_key'), django.contrib.postgres.indexes.GinIndex(fields=['words'], name='clause_words')],
                'constraints': [models.UniqueConstraint(fields=('version', 'order'), name='clauses_have_an_order'), models.UniqueConstraint(fields=('version', 'key'), name='a_key_stands_once_a_version'), models.UniqueConstraint(fields=('version', 'path'), name='a_path_stands_once_a_version')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='030629acdc48866872f9b6320965785efe0ce7fb', operation='UPDATE', pgid='pgtrigger_frozen_99ed3', table='policies_clause', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7f2ff2f31e66d7d4a05ec47c1a6d7b09b5f5275c', operation='DELETE', pgid='pgtrigger_kept_86b7e', table='policies_clause', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='36f04d8c84865c6ef8646d339b9c848c3bd79047', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_46878', table='policies_clause', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.IntegerField(null=True)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(verbose_name='comment')),
                ('at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
                ('answers', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='policies.comment')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='policies.draft')),
                ('resolved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='policies.version')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Opinion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.TextField(blank=True, verbose_name='what to look at')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='answer by')),
                ('asked_at', models.DateTimeField()),
                ('answer', models.CharField(blank=True, choices=[('fine', 'Fine as it is'), ('changes', 'Should be changed')], max_length=8, verbose_name='answer')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('revision', models.PositiveIntegerField(null=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('draft', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='opinions', to='policies.draft')),
                ('reader', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='policies.version')),
            ],
            options={
                'ordering': ['asked_at', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('draft', 'reader'), name='asked_once_at_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Reference',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('legal', 'Legal reference'), ('cross', 'Cross reference'), ('cited', 'Named in the text')], max_length=5)),
                ('order', models.PositiveIntegerField()),
                ('group', models.CharField(blank=True, max_length=200)),
                ('path', models.CharField(blank=True, max_length=40)),
                ('code', models.CharField(blank=True, max_length=60)),
                ('text', models.TextField(blank=True)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='references', to='policies.version')),
                ('before', models.CharField(blank=True, max_length=40)),
            ],
            options={
                'ordering': ['version', 'kind', 'order'],
                'indexes': [models.Index(django.db.models.functions.text.Upper('code'), name='reference_code_any_case'), models.Index(condition=models.Q(('code__contains', '/')), fields=['code'], name='reference_code_of_several')],
                'constraints': [models.UniqueConstraint(fields=('version', 'kind', 'order'), name='references_have_an_order')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2096099f142894abde3dadb3c2a3e948615ff4ee', operation='UPDATE', pgid='pgtrigger_frozen_6fe78', table='policies_reference', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='af0c36d525101450e5fa0d58dc01b41bbc94befb', operation='DELETE', pgid='pgtrigger_kept_2848e', table='policies_reference', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='ba0e1b4e6acfa98266300325d4c5e7c3b1d0bd69', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_22acd', table='policies_reference', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='PrintedDate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('adopted', 'Adopted'), ('previously_adopted', 'Previously adopted'), ('revised', 'Revised'), ('reviewed', 'Reviewed'), ('effective', 'Effective'), ('issued', 'Issued'), ('first_reading', 'First reading'), ('second_reading', 'Second reading')], max_length=20)),
                ('order', models.PositiveIntegerField()),
                ('iso', models.CharField(blank=True, max_length=10)),
                ('printed', models.CharField(max_length=60)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='dates', to='policies.version')),
            ],
            options={
                'ordering': ['version', 'order'],
                'constraints': [models.UniqueConstraint(fields=('version', 'order'), name='dates_have_an_order')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d7919ada7737a887f1e781ee8f5dc881d1ae5cd5', operation='UPDATE', pgid='pgtrigger_frozen_6b21a', table='policies_printeddate', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8dd1d5fa5dee59894fc606221ba6b9e111708a94', operation='DELETE', pgid='pgtrigger_kept_38af1', table='policies_printeddate', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='a2d21466ff9701c45adc3c9b84f87d0b451a1570', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_80238', table='policies_printeddate', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='reviewed on')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='policies.version')),
            ],
            options={
                'ordering': ['-on', '-pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='556e9a237d3c649b361d57f5c4a13d9af87dd9af', operation='UPDATE', pgid='pgtrigger_frozen_ef4b8', table='policies_review', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2b77e9863f8787b96b448060f19ae582f64e4fac', operation='DELETE', pgid='pgtrigger_kept_4de05', table='policies_review', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='f611adeb8d64680f9ce658d683e9be7d09245120', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_015c8', table='policies_review', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Rescission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='rescinded on')),
                ('reason', models.TextField(verbose_name='reason')),
                ('resolution', models.CharField(blank=True, max_length=60, verbose_name='resolution')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rescissions', to='policies.policy')),
                ('version', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rescission', to='policies.version')),
            ],
            options={
                'ordering': ['-on', '-pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5e8a942410a4de1be9d4c0fde4d5497f41dc6f91', operation='UPDATE', pgid='pgtrigger_frozen_1f854', table='policies_rescission', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bf0e99607d19f1aacc14cefdf9b3652595d4b937', operation='DELETE', pgid='pgtrigger_kept_794a8', table='policies_rescission', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='211bfffff6f292bed870d436eaaec174074c0f70', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_91e54', table='policies_rescission', when='BEFORE'))],
            },
        ),
    ]
