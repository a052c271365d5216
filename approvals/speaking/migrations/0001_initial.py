import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('approvals', '0013_squashed_0014_what_a_district_starts_with'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Spokesperson',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('represents', models.CharField(choices=[('board', 'The School Board'), ('district', 'The whole district'), ('school', 'A school or department')], max_length=10, verbose_name='speaks for')),
                ('scope', models.TextField(verbose_name='on which matters')),
                ('where', models.CharField(max_length=300, verbose_name='where')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('assigned_at', models.DateTimeField()),
                ('assigned_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='speaks_for', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='spokesperson', to='approvals.request')),
            ],
            options={
                'ordering': ['ends_on', 'pk'],
                'indexes': [models.Index(fields=['ends_on'], name='spokesperson_ends')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='speaks_on_days_in_order')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='52e217299af008eb710af0c635628c5c79bf0b83', operation='UPDATE', pgid='pgtrigger_frozen_eb7f6', table='speaking_spokesperson', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c3cd4dc8ac1795bbb5aa510320d23255262bb446', operation='DELETE', pgid='pgtrigger_kept_40e9a', table='speaking_spokesperson', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='b706b96b176e0c9e0062127d5b8bf5b4ade8c404', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_cff48', table='speaking_spokesperson', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='End',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('ended_at', models.DateTimeField()),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('spokesperson', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='end', to='speaking.spokesperson')),
            ],
            options={
                'ordering': ['-ended_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='ended_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2a04cd73d75fc74c021db2ef253664765b2af138', operation='UPDATE', pgid='pgtrigger_frozen_35b13', table='speaking_end', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7e7b1e81787a4e1375a3ad5bbf52948d16b459b3', operation='DELETE', pgid='pgtrigger_kept_6e93f', table='speaking_end', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='ded8406f6e42bc60ec4c68a26d7e9573657bf71d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_3df5d', table='speaking_end', when='BEFORE'))],
            },
        ),
    ]
