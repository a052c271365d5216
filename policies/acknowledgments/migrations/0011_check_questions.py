"""Short questions before a version is signed, and what people answered.

Triggers, since no constraint can look at another table: a question rests on a clause of its own
version; what somebody has answered, or what has ended, is not rewritten under them; an attempt is
at a question that is asked, and its clause counts as read only after two wrong answers.
"""


import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.db.models.constraints
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('acknowledgments', '0010_recorded_by_mistake'),
        ('policies', '0006_ended_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='CheckQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300, verbose_name='question')),
                ('answers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=5)),
                ('right', models.PositiveSmallIntegerField()),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.clause')),
                ('created_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('former', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='acknowledgments.checkquestion')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_questions', to='policies.version')),
            ],
            options={
                'ordering': ['version', 'order', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.CharField(max_length=12)),
                ('number', models.PositiveSmallIntegerField()),
                ('answer', models.PositiveSmallIntegerField(null=True)),
                ('answered_at', models.DateTimeField()),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='policies.version')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='acknowledgments.checkquestion')),
            ],
            options={
                'ordering': ['answered_at', 'pk'],
            },
        ),
        migrations.AddConstraint(
            model_name='checkquestion',
            constraint=models.CheckConstraint(condition=models.Q(('order__gte', 1), ('order__lte', 10)), name='at_most_ten_check_questions'),
        ),
        migrations.AddConstraint(
            model_name='checkquestion',
            constraint=django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_at', None)), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('version', '='), ('order', '=')], name='check_questions_have_an_order'),
        ),
        migrations.AddConstraint(
            model_name='checkquestion',
            constraint=models.CheckConstraint(condition=models.Q(('answers__len__gte', 2), ('answers__len__lte', 5), ('answers__len__gt', models.F('right')), models.Q(('text', ''), _negated=True)), name='one_of_the_answers_is_right'),
        ),
        migrations.AddConstraint(
            model_name='checkquestion',
            constraint=models.UniqueConstraint(fields=('former', 'version'), name='followed_once_in_a_version'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkquestion',
            trigger=pgtrigger.compiler.Trigger(name='rests_on_a_clause', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT FROM policies_clause WHERE id = NEW.clause_id AND version_id = NEW.version_id\n    ) THEN\n        RAISE EXCEPTION 'a check question rests on a clause of its own version';\n    END IF;\n    RETURN NEW;\n", hash='1f5cabc8988b4500cf0b9dbd46e76690ce887622', operation='INSERT OR UPDATE', pgid='pgtrigger_rests_on_a_clause_20da4', table='acknowledgments_checkquestion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkquestion',
            trigger=pgtrigger.compiler.Trigger(name='stays', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF OLD.ended_at IS NOT NULL THEN\n        RAISE EXCEPTION \'a check question that has ended stays as it is\';\n    END IF;\n    IF (OLD.version_id, OLD.clause_id, OLD.text, OLD.answers, OLD."right")\n        IS DISTINCT FROM (NEW.version_id, NEW.clause_id, NEW.text, NEW.answers, NEW."right")\n        AND EXISTS (SELECT FROM acknowledgments_attempt WHERE question_id = OLD.id)\n    THEN\n        RAISE EXCEPTION \'a check question that was answered stays as it is\';\n    END IF;\n    RETURN NEW;\n', hash='2541223d1245d7f44d6b9a1e5b453e3f3465048d', operation='UPDATE', pgid='pgtrigger_stays_b17de', table='acknowledgments_checkquestion', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='checkquestion',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bd3d0dffe359c92068f7d2faa43a0e6d93319dc4', operation='DELETE', pgid='pgtrigger_kept_13364', table='acknowledgments_checkquestion', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.UniqueConstraint(fields=('person', 'question', 'school_year', 'number'), name='each_attempt_once'),
        ),
        migrations.AddConstraint(
            model_name='attempt',
            constraint=models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='attempts_count_from_one'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attempt',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b7167b9a8b9bf09ecb5d223462d63e7853cd60bf', operation='UPDATE', pgid='pgtrigger_frozen_681ca', table='acknowledgments_attempt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attempt',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='56ed9116c055005c9c1b65811c9958a0275bb9bd', operation='DELETE', pgid='pgtrigger_kept_c785b', table='acknowledgments_attempt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attempt',
            trigger=pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='68a169f751fa9984557f69f46a794511c2e76421', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_1b4f7', table='acknowledgments_attempt', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='attempt',
            trigger=pgtrigger.compiler.Trigger(name='possible', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE question acknowledgments_checkquestion%ROWTYPE;', func='\n    SELECT * INTO question FROM acknowledgments_checkquestion\n        WHERE id = NEW.question_id FOR SHARE;\n    IF question.ended_at IS NOT NULL OR question.version_id <> NEW.version_id THEN\n        RAISE EXCEPTION \'this check question is not asked for that version\';\n    END IF;\n    IF NEW.answer >= cardinality(question.answers) THEN\n        RAISE EXCEPTION \'the check question has no such answer\';\n    END IF;\n    IF NEW.answer IS NULL AND 2 > (\n        SELECT count(*) FROM acknowledgments_attempt\n        WHERE person_id = NEW.person_id AND question_id = NEW.question_id\n        AND school_year = NEW.school_year AND answer <> question."right"\n    ) THEN\n        RAISE EXCEPTION \'a check question is to be tried before its clause counts as read\';\n    END IF;\n    RETURN NEW;\n', hash='4e05ee34bc51df0e8ff0db28c8fe1f67cb8ea0b3', operation='INSERT', pgid='pgtrigger_possible_f33ee', table='acknowledgments_attempt', when='BEFORE')),
        ),
    ]
