import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('api', '0001_initial'), ('api', '0002_what_was_revoked_stays')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Token',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('prefix', models.CharField(max_length=16)),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('scopes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('policies', 'Policies, their versions and clauses'), ('people', 'People: name, number, position and place'), ('acknowledgments', 'Who has and has not acknowledged'), ('requests', 'Requests and how they were decided'), ('registry', 'Approved accounts')], max_length=20), size=None)),
                ('made_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('last_used_at', models.DateTimeField(null=True)),
                ('revoked_at', models.DateTimeField(null=True)),
                ('why_revoked', models.CharField(blank=True, max_length=200)),
                ('maker', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-made_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('scopes__contained_by', ['policies', 'people', 'acknowledgments', 'requests', 'registry']), ('scopes__len__gte', 1)), name='a_token_has_known_scopes'), models.CheckConstraint(condition=models.Q(('revoked_at__isnull', False), models.Q(('revoked_by', None), ('why_revoked', '')), _connector='OR'), name='revoked_at_a_time'), models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at')), ('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('made_at'), '+', models.Value(datetime.timedelta(days=366, seconds=3600))))), name='a_token_ends_within_a_year')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."maker_id" IS DISTINCT FROM (NEW."maker_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."prefix" IS DISTINCT FROM (NEW."prefix") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."scopes" IS DISTINCT FROM (NEW."scopes") OR OLD."made_at" IS DISTINCT FROM (NEW."made_at") OR OLD."expires_at" IS DISTINCT FROM (NEW."expires_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='71ffa00eae78cfc2b90a282f5734c6d036b9f2db', operation='UPDATE', pgid='pgtrigger_frozen_5428a', table='api_token', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='654ce6c5d40af45a007fb7afd17334f674d736be', operation='DELETE', pgid='pgtrigger_kept_344cd', table='api_token', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='91a6c9d083bc75f8fd48a84436809b2082eab280', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_b2645', table='api_token', when='BEFORE')), pgtrigger.compiler.Trigger(name='moves_on', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id, NEW.why_revoked) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id, OLD.why_revoked)) OR (OLD.last_used_at IS NOT NULL AND (NEW.last_used_at IS NULL OR NEW.last_used_at < OLD.last_used_at)) THEN RAISE EXCEPTION 'what became of a token stays: %', OLD.id USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;", hash='1c7781dbe7dcf2dc1c7dd150bac9c8fa1b53275a', operation='UPDATE', pgid='pgtrigger_moves_on_023bf', table='api_token', when='BEFORE'))],
            },
        ),
    ]
