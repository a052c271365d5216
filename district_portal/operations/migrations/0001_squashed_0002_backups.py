import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('operations', '0001_initial'), ('operations', '0002_backups')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Tick',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_is_the_last_tick')],
            },
        ),
        migrations.CreateModel(
            name='Backup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('for_day', models.DateField(null=True)),
                ('place', models.TextField()),
                ('size', models.BigIntegerField(null=True)),
                ('error', models.TextField(blank=True)),
            ],
            options={
                'ordering': ['-started_at', '-id'],
                'indexes': [models.Index(fields=['-started_at', '-id'], name='backup_newest')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('error', '')), fields=('for_day',), name='one_backup_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('error', ''), ('size', None)), models.Q(('ended_at__isnull', False), ('error', ''), ('size__isnull', False)), models.Q(('ended_at__isnull', False), ('size', None), models.Q(('error', ''), _negated=True)), _connector='OR'), name='backup_whole_or_failed')],
            },
        ),
        migrations.CreateModel(
            name='KeyPutAway',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fingerprint', models.CharField(max_length=16)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('fingerprint',), name='key_put_away_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='5879aa3617333c18c7fffc390e546b5948cc74a0', operation='UPDATE', pgid='pgtrigger_frozen_77751', table='operations_keyputaway', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='22a88963b48746f3acaf5fec31a7d6659738bc64', operation='DELETE', pgid='pgtrigger_kept_7ec65', table='operations_keyputaway', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='33fd2b192cf8ef688ee195c7b94718df0fbd78ef', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_e1ab0', table='operations_keyputaway', when='BEFORE'))],
            },
        ),
    ]
