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
            name='Impostor',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handle', models.CharField(max_length=300, verbose_name='handle')),
                ('address', models.CharField(max_length=320, verbose_name='address')),
                ('address_key', models.CharField(max_length=300, unique=True)),
                ('looks', models.CharField(max_length=300)),
                ('state', models.CharField(choices=[('new', 'New'), ('reported', 'Reported to the platform'), ('removed', 'Removed'), ('not_impostor', 'Not an impostor'), ('refused', 'Refused by the platform')], default='new', max_length=12)),
                ('warns', models.BooleanField(default=False)),
                ('opened_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.platform')),
            ],
            options={
                'ordering': ['-changed_at', '-pk'],
                'indexes': [models.Index(fields=['-changed_at', '-id'], name='impostor_newest'), models.Index(fields=['state', 'opened_at'], name='impostor_by_state'), models.Index(condition=models.Q(('warns', True)), fields=['address_key'], name='impostor_warned')],
                'constraints': [models.CheckConstraint(condition=models.Q(('warns', False), ('state__in', ['new', 'reported', 'refused']), _connector='OR'), name='warned_of_what_is_there')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('saw', models.TextField(verbose_name='what they saw')),
                ('once', models.UUIDField(unique=True)),
                ('left_out', models.PositiveSmallIntegerField(default=0)),
                ('reported_at', models.DateTimeField()),
                ('impostor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reports', to='impostors.impostor')),
            ],
            options={
                'ordering': ['-reported_at', '-pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4f9bd91ed208d7fdc3f5219fd90ac603f6823c97', operation='UPDATE', pgid='pgtrigger_frozen_0ba74', table='impostors_report', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5cfb9c4862c079225a098102e9f6fe4260ac8d68', operation='DELETE', pgid='pgtrigger_kept_cf790', table='impostors_report', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='b035700cd846f03e424090ecea16ccf84d5fa8b8', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_09b0b', table='impostors_report', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Capture',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG')], max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField(null=True)),
                ('added_at', models.DateTimeField()),
                ('removed_at', models.DateTimeField(null=True)),
                ('removal', models.CharField(blank=True, max_length=500, verbose_name='why it was taken away')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('removed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('impostor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='captures', to='impostors.impostor')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='captures', to='impostors.report')),
            ],
            options={
                'ordering': ['added_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('content__isnull', False), ('removal', ''), ('removed_at', None), ('removed_by', None)), models.Q(('content', None), ('removed_at__isnull', False), ('removed_by__isnull', False), models.Q(('removal', ''), _negated=True)), _connector='OR'), name='capture_is_there_or_taken_away')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."impostor_id" IS DISTINCT FROM (NEW."impostor_id") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."size" IS DISTINCT FROM (NEW."size") OR OLD."sha256" IS DISTINCT FROM (NEW."sha256") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d966a024995792db5101c82cd1142302250e18de', operation='UPDATE', pgid='pgtrigger_frozen_a47da', table='impostors_capture', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cba063287881968ed1107deffab472538674797d', operation='DELETE', pgid='pgtrigger_kept_5e13f', table='impostors_capture', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='92f0f8dfac8a76dd1a2e598146df1229a986fb57', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_be946', table='impostors_capture', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('opened', 'Reported to us'), ('came_back', 'Reported to us again: it is back'), ('noted', 'Note'), ('captured', 'Captures added'), ('taken_away', 'Capture taken away'), ('told_platform', 'Reported to the platform'), ('removed', 'Removed'), ('not_impostor', 'Not an impostor'), ('refused', 'Refused by the platform'), ('reopened', 'Opened again'), ('warned', 'Public warning put up'), ('unwarned', 'Public warning taken down')], max_length=15)),
                ('text', models.TextField(blank=True, verbose_name='words')),
                ('number', models.CharField(blank=True, max_length=100, verbose_name='number of the report')),
                ('day', models.DateField(null=True, verbose_name='day of the report')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('impostor', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='impostors.impostor')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('day__isnull', False), ('what', 'told_platform')), models.Q(models.Q(('what', 'told_platform'), _negated=True), ('day', None), ('number', '')), _connector='OR'), name='a_report_has_its_day'), models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), ('what__in', ['opened', 'came_back', 'captured', 'told_platform']), _connector='OR'), name='a_step_has_its_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8157bf46fbc3d3bc697d5ead99e0e2dcbb3b3e76', operation='UPDATE', pgid='pgtrigger_frozen_6acc1', table='impostors_act', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='fb0eff074722d274b261fe61d3b39a4e0c243974', operation='DELETE', pgid='pgtrigger_kept_2a079', table='impostors_act', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='56a85edaa3d5adf8a619e7b88eb00fe4aa69b58c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_6cc92', table='impostors_act', when='BEFORE'))],
            },
        ),
    ]
