"""Scheduled and withdrawn versions, board adoption, reviews, rescissions, comments on drafts, and
the words that a search looks for."""
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('policies', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Comment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('node', models.IntegerField(null=True)),
                ('about', models.CharField(blank=True, max_length=200)),
                ('text', models.TextField(verbose_name='comment')),
                ('at', models.DateTimeField()),
                ('resolved_at', models.DateTimeField(null=True)),
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
            ],
            options={
                'ordering': ['asked_at', 'pk'],
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
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(verbose_name='reviewed on')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ['-on', '-pk'],
            },
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='version',
            name='frozen',
        ),
        migrations.AddField(
            model_name='draft',
            name='proposed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='version',
            name='proposed_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='draft',
            name='proposal',
            field=models.JSONField(null=True),
        ),
        migrations.AddField(
            model_name='draft',
            name='proposed_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='policy',
            name='is_public',
            field=models.BooleanField(default=True, verbose_name='in the public manual'),
        ),
        migrations.AddField(
            model_name='policy',
            name='review_every',
            field=models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='months between reviews'),
        ),
        migrations.AddField(
            model_name='version',
            name='adopted_on',
            field=models.DateField(blank=True, null=True, verbose_name='adopted by the board'),
        ),
        migrations.AddField(
            model_name='version',
            name='first_reading_on',
            field=models.DateField(blank=True, null=True, verbose_name='first reading'),
        ),
        migrations.AddField(
            model_name='version',
            name='resolution',
            field=models.CharField(blank=True, max_length=60, verbose_name='resolution'),
        ),
        migrations.AddField(
            model_name='version',
            name='second_reading_on',
            field=models.DateField(blank=True, null=True, verbose_name='second reading'),
        ),
        migrations.AddField(
            model_name='version',
            name='vote',
            field=models.CharField(blank=True, max_length=60, verbose_name='vote'),
        ),
        migrations.AlterField(
            model_name='version',
            name='state',
            field=models.CharField(choices=[('scheduled', 'Scheduled'), ('in_force', 'In force'), ('superseded', 'Superseded'), ('withdrawn', 'Withdrawn before it came into force')], default='in_force', max_length=10),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='version',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."policy_id" IS DISTINCT FROM (NEW."policy_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."revision" IS DISTINCT FROM (NEW."revision") OR OLD."summary" IS DISTINCT FROM (NEW."summary") OR OLD."effective_on" IS DISTINCT FROM (NEW."effective_on") OR OLD."accepts_from" IS DISTINCT FROM (NEW."accepts_from") OR OLD."first_reading_on" IS DISTINCT FROM (NEW."first_reading_on") OR OLD."second_reading_on" IS DISTINCT FROM (NEW."second_reading_on") OR OLD."adopted_on" IS DISTINCT FROM (NEW."adopted_on") OR OLD."vote" IS DISTINCT FROM (NEW."vote") OR OLD."resolution" IS DISTINCT FROM (NEW."resolution") OR OLD."alignment" IS DISTINCT FROM (NEW."alignment") OR OLD."canonical_text" IS DISTINCT FROM (NEW."canonical_text") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."source_name" IS DISTINCT FROM (NEW."source_name") OR OLD."from_draft" IS DISTINCT FROM (NEW."from_draft") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id") OR OLD."proposed_by_id" IS DISTINCT FROM (NEW."proposed_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='a3456029349b1a2b87ab2321d2323b810043307f', operation='UPDATE', pgid='pgtrigger_frozen_87311', table='policies_version', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='version',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'scheduled')), fields=('policy',), name='one_version_scheduled'),
        ),
        migrations.AddField(
            model_name='comment',
            name='answers',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='policies.comment'),
        ),
        migrations.AddField(
            model_name='comment',
            name='by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='draft',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='comments', to='policies.draft'),
        ),
        migrations.AddField(
            model_name='comment',
            name='resolved_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='comment',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='comments', to='policies.version'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='asked_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='opinion',
            name='draft',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='opinions', to='policies.draft'),
        ),
        migrations.AddField(
            model_name='opinion',
            name='reader',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='opinion',
            name='version',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='opinions', to='policies.version'),
        ),
        migrations.AddField(
            model_name='rescission',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='rescission',
            name='policy',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rescissions', to='policies.policy'),
        ),
        migrations.AddField(
            model_name='rescission',
            name='version',
            field=models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='rescission', to='policies.version'),
        ),
        migrations.AddField(
            model_name='review',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='review',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='policies.version'),
        ),
        migrations.AddField(
            model_name='clause',
            name='words',
            field=models.GeneratedField(db_persist=True, expression=django.contrib.postgres.search.SearchVector('text', config='english'), output_field=django.contrib.postgres.search.SearchVectorField()),
        ),
        migrations.AddIndex(
            model_name='clause',
            index=django.contrib.postgres.indexes.GinIndex(fields=['words'], name='clause_words'),
        ),
        migrations.AddConstraint(
            model_name='opinion',
            constraint=models.UniqueConstraint(condition=models.Q(('answer', '')), fields=('draft', 'reader'), name='asked_once_at_a_time'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rescission',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5e8a942410a4de1be9d4c0fde4d5497f41dc6f91', operation='UPDATE', pgid='pgtrigger_frozen_1f854', table='policies_rescission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rescission',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bf0e99607d19f1aacc14cefdf9b3652595d4b937', operation='DELETE', pgid='pgtrigger_kept_794a8', table='policies_rescission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='rescission',
            trigger=pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='211bfffff6f292bed870d436eaaec174074c0f70', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_91e54', table='policies_rescission', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='556e9a237d3c649b361d57f5c4a13d9af87dd9af', operation='UPDATE', pgid='pgtrigger_frozen_ef4b8', table='policies_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2b77e9863f8787b96b448060f19ae582f64e4fac', operation='DELETE', pgid='pgtrigger_kept_4de05', table='policies_review', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='review',
            trigger=pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='f611adeb8d64680f9ce658d683e9be7d09245120', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_015c8', table='policies_review', when='BEFORE')),
        ),
    ]
