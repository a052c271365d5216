"""An assignment that ended unsigned stays as it is, and a due date that moved is kept, so that
reports of past days answer what was true then."""
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


OPENED = """
    UPDATE acknowledgments_assignment
    SET opened_at = assigned_on::timestamp AT TIME ZONE coalesce(
        (SELECT time_zone FROM district_district ORDER BY id LIMIT 1), 'UTC'
    )
"""


class Migration(migrations.Migration):

    dependencies = [
        ('district', '0001_initial'),
        ('acknowledgments', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='FormerDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('until', models.DateTimeField()),
            ],
            options={
                'ordering': ['assignment', 'until'],
            },
        ),
        migrations.RemoveConstraint(
            model_name='assignment',
            name='asked_once_a_cycle',
        ),
        migrations.RemoveIndex(
            model_name='assignment',
            name='open_by_version',
        ),
        migrations.AddField(
            model_name='assignment',
            name='opened_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunSQL(OPENED, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name='assignment',
            name='opened_at',
            field=models.DateTimeField(),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='requirement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='acknowledgments.requirement'),
        ),
        migrations.AlterField(
            model_name='assignment',
            name='signature',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ended', to='acknowledgments.signature'),
        ),
        migrations.AddIndex(
            model_name='assignment',
            index=models.Index(condition=models.Q(('ended_at', None)), fields=['requirement', 'person'], name='open_by_requirement'),
        ),
        migrations.AddConstraint(
            model_name='assignment',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_why__in', ['rule', 'left', 'superseded']), _negated=True), fields=('requirement', 'person', 'version', 'cycle'), name='asked_once_a_cycle'),
        ),
        migrations.AddField(
            model_name='formerdue',
            name='assignment',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='former_dues', to='acknowledgments.assignment'),
        ),
        migrations.AddIndex(
            model_name='formerdue',
            index=models.Index(fields=['assignment', 'until'], name='former_due_by_moment'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formerdue',
            trigger=pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d8f9a553982cd8a10e3bde904b3d4036796f3eb4', operation='UPDATE', pgid='pgtrigger_frozen_cbdaa', table='acknowledgments_formerdue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formerdue',
            trigger=pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='aaa64e288dce0af5b8cfc0ba68e9f5072e2a7f1b', operation='DELETE', pgid='pgtrigger_kept_82c6a', table='acknowledgments_formerdue', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='formerdue',
            trigger=pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='1c7d74e399041ba22526646eb97148f85dda7ed9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_161af', table='acknowledgments_formerdue', when='BEFORE')),
        ),
    ]
