import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('questions', '0001_initial'), ('questions', '0002_kept_as_records')]

    initial = True

    dependencies = [
        ('policies', '0001_squashed_0006_ended_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Question',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(blank=True, max_length=120)),
                ('kind', models.CharField(choices=[('question', 'Question'), ('paper', 'To sign on paper')], default='question', max_length=10)),
                ('text', models.TextField(blank=True, verbose_name='question')),
                ('asked_at', models.DateTimeField()),
                ('asked_on', models.DateField()),
                ('state', models.CharField(choices=[('open', 'Open'), ('answered', 'Answered'), ('closed', 'Closed')], default='open', max_length=10)),
                ('with_whom', models.CharField(choices=[('supervisor', 'Supervisor'), ('owner', 'Owner of the policy'), ('administrator', 'District Administrator'), ('hr', 'Human resources')], default='supervisor', max_length=14)),
                ('why', models.TextField(blank=True)),
                ('waits_since', models.DateTimeField()),
                ('asker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('clause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.clause')),
                ('holder', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stands_in_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.version')),
            ],
            options={
                'ordering': ['-asked_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['holder'], name='question_waits'), models.Index(fields=['version', 'state'], name='question_of_version')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('kind', 'paper'), _connector='OR'), name='a_question_has_words'), models.CheckConstraint(condition=models.Q(('kind', 'question'), models.Q(('clause', None), ('kind', 'paper'), models.Q(('state', 'answered'), _negated=True)), _connector='OR'), name='a_sheet_is_of_the_whole_and_handed_over'), models.CheckConstraint(condition=models.Q(('holder', None), models.Q(('holder', models.F('asker')), _negated=True), _connector='OR'), name='nobody_answers_themselves'), models.UniqueConstraint(models.F('asker'), models.F('version'), django.db.models.functions.comparison.Coalesce('clause', models.Value(0)), django.db.models.functions.text.MD5('text'), models.F('asked_on'), condition=models.Q(('kind', 'question')), name='the_same_words_are_asked_once_a_day'), models.UniqueConstraint(condition=models.Q(('kind', 'paper'), ('state', 'open')), fields=('asker', 'version'), name='one_sheet_is_asked_for_at_a_time')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."asker_id" IS DISTINCT FROM (NEW."asker_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."clause_id" IS DISTINCT FROM (NEW."clause_id") OR OLD."about" IS DISTINCT FROM (NEW."about") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at") OR OLD."asked_on" IS DISTINCT FROM (NEW."asked_on"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='92d74532c2f0e22f80f8b90e0df458e9e6b6103d', operation='UPDATE', pgid='pgtrigger_frozen_d4d3c', table='questions_question', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='ba28c721bf4e5422b48ad9a316421c60403ad308', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_dce85', table='questions_question', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='87b65145be974d703a35627a72797d97c2d55f5b', operation='DELETE', pgid='pgtrigger_kept_40339', table='questions_question', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('asked', 'Asked'), ('answered', 'Answered'), ('asked_further', 'Asked further'), ('handed_on', 'Handed on'), ('moved', 'With somebody else'), ('sheet', 'Sheet handed over'), ('closed', 'Closed')], max_length=14)),
                ('text', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='questions.question')),
            ],
            options={
                'ordering': ['question', 'pk'],
                'indexes': [models.Index(fields=['to', 'question'], name='question_in_hand')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('what__in', ['answered', 'asked_further', 'handed_on']), _negated=True), _connector='OR'), name='what_is_written_has_words')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='db51767985736dc2a65abd8bffb7a012a5963694', operation='UPDATE', pgid='pgtrigger_frozen_86752', table='questions_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='f90f5cc3b9c0723ab4d7480f7725cdebed4b9025', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_ceba8', table='questions_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6c626dad6f6c25253ae84e7bc10269ef8bac4b43', operation='DELETE', pgid='pgtrigger_kept_f57c2', table='questions_entry', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='AskedBefore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('asked', models.TextField(verbose_name='question')),
                ('answer', models.TextField(verbose_name='answer')),
                ('published_at', models.DateTimeField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_why', models.TextField(blank=True)),
                ('clause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.clause')),
                ('published_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.version')),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='published', to='questions.question')),
            ],
            options={
                'ordering': ['published_at', 'pk'],
                'indexes': [models.Index(condition=models.Q(('withdrawn_at', None)), fields=['version'], name='asked_before_live')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('asked', ''), _negated=True), models.Q(('answer', ''), _negated=True)), name='asked_before_in_words'), models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_by', None), ('withdrawn_why', '')), models.Q(('withdrawn_at__isnull', False), ('withdrawn_by__isnull', False), models.Q(('withdrawn_why', ''), _negated=True)), _connector='OR'), name='asked_before_is_withdrawn_for_a_reason'), models.UniqueConstraint(condition=models.Q(('withdrawn_at', None)), fields=('question',), name='a_question_is_published_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."question_id" IS DISTINCT FROM (NEW."question_id") OR OLD."version_id" IS DISTINCT FROM (NEW."version_id") OR OLD."clause_id" IS DISTINCT FROM (NEW."clause_id") OR OLD."asked" IS DISTINCT FROM (NEW."asked") OR OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."published_at" IS DISTINCT FROM (NEW."published_at") OR OLD."published_by_id" IS DISTINCT FROM (NEW."published_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6ece0a71fa28d6581731555922f946c5f4a4fbd6', operation='UPDATE', pgid='pgtrigger_frozen_d634f', table='questions_askedbefore', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='73f2040b0a7ef7e3d02b354eb47d23077780ca39', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_0214c', table='questions_askedbefore', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4ecb91eb7c6e90ea0714c6da00c1ff0d6e7fc67e', operation='DELETE', pgid='pgtrigger_kept_c8c27', table='questions_askedbefore', when='BEFORE'))],
            },
        ),
    ]
