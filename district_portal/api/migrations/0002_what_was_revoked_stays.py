import datetime
import django.db.models.expressions
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('api', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='token',
            name='a_token_ends_within_a_year',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='token',
            trigger=pgtrigger.compiler.Trigger(name='moves_on', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF (OLD.revoked_at IS NOT NULL AND (NEW.revoked_at, NEW.revoked_by_id, NEW.why_revoked) IS DISTINCT FROM (OLD.revoked_at, OLD.revoked_by_id, OLD.why_revoked)) OR (OLD.last_used_at IS NOT NULL AND (NEW.last_used_at IS NULL OR NEW.last_used_at < OLD.last_used_at)) THEN RAISE EXCEPTION 'what became of a token stays: %', OLD.id USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW;", hash='1c7781dbe7dcf2dc1c7dd150bac9c8fa1b53275a', operation='UPDATE', pgid='pgtrigger_moves_on_023bf', table='api_token', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='token',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('made_at')), ('expires_at__lte', django.db.models.expressions.CombinedExpression(models.F('made_at'), '+', models.Value(datetime.timedelta(days=366, seconds=3600))))), name='a_token_ends_within_a_year'),
        ),
    ]
