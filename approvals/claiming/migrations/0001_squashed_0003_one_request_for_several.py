import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('claiming', '0001_initial'), ('claiming', '0002_rows_set_aside'), ('claiming', '0003_one_request_for_several')]

    initial = True

    dependencies = [
        ('approvals', '0013_squashed_0014_what_a_district_starts_with'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=255, verbose_name='file')),
                ('digest', models.CharField(max_length=64, verbose_name='SHA-256')),
                ('left_out', models.JSONField(default=list)),
                ('lines', models.JSONField(default=list)),
                ('rows', models.PositiveIntegerField(default=0, verbose_name='rows')),
                ('added', models.PositiveIntegerField(default=0, verbose_name='added')),
                ('state', models.CharField(choices=[('waiting', 'Not taken in yet'), ('taken', 'Taken in'), ('discarded', 'Discarded')], default='waiting', max_length=10)),
                ('brought_at', models.DateTimeField(verbose_name='brought in')),
                ('ended_at', models.DateTimeField(null=True)),
                ('brought_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('set_aside', models.JSONField(default=list)),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('added', 0), ('ended_at', None), ('ended_by', None), ('state', 'waiting')), models.Q(models.Q(('state', 'waiting'), _negated=True), ('ended_at__isnull', False), ('ended_by__isnull', False), ('lines', [])), _connector='OR'), name='a_sheet_waits_or_has_ended')],
            },
        ),
        migrations.CreateModel(
            name='ExistingAccount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('handle', models.CharField(blank=True, max_length=100, verbose_name='handle')),
                ('address', models.CharField(max_length=320, verbose_name='address')),
                ('address_key', models.CharField(max_length=300, unique=True)),
                ('looks', models.CharField(max_length=300)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('audience', models.CharField(blank=True, max_length=200, verbose_name='audience')),
                ('purpose', models.TextField(blank=True, verbose_name='purpose')),
                ('since', models.DateField(null=True, verbose_name='exists since')),
                ('run_by', models.CharField(blank=True, max_length=200, verbose_name='run by')),
                ('state', models.CharField(choices=[('asked', 'Not claimed yet'), ('claimed', 'Claimed'), ('back', 'Disputed or unnamed'), ('settled', 'In the registry'), ('not_official', 'Not official'), ('gone', 'Closed or gone')], max_length=12)),
                ('listed_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField()),
                ('asked_on', models.DateField(null=True)),
                ('reminded_on', models.DateField(null=True)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='existing_accounts', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.platform')),
                ('request', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='existing_accounts', to='approvals.request')),
                ('sheet', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='claiming.sheet')),
            ],
            options={
                'ordering': ['name', 'pk'],
                'indexes': [models.Index(fields=['state', 'name'], name='existing_by_state'), models.Index(condition=models.Q(('state__in', ['asked', 'claimed'])), fields=['person'], name='existing_asked'), models.Index(condition=models.Q(('state__in', ['asked', 'claimed', 'back', 'not_official', 'gone'])), fields=['address_key'], name='existing_told')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('asked_on__isnull', False), ('person__isnull', False), ('state__in', ['asked', 'claimed'])), models.Q(('asked_on', None), ('person', None), ('state__in', ['back', 'not_official', 'gone'])), ('state', 'settled'), _connector='OR'), name='somebody_is_asked_or_nobody'), models.CheckConstraint(condition=models.Q(models.Q(('request__isnull', False), ('state__in', ['claimed', 'settled'])), models.Q(models.Q(('state__in', ['claimed', 'settled']), _negated=True), ('request', None)), _connector='OR'), name='a_claim_is_a_request'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'not_official'), models.Q(('run_by', ''), _negated=True)), models.Q(models.Q(('state', 'not_official'), _negated=True), ('run_by', '')), _connector='OR'), name='who_runs_what_is_not_official'), models.UniqueConstraint(condition=models.Q(('state', 'claimed')), fields=('request',), name='a_claim_is_of_one_account')],
            },
        ),
        migrations.CreateModel(
            name='Act',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(choices=[('listed', 'Listed'), ('named', 'Somebody was named'), ('claimed', 'Claimed'), ('not_mine', '“Not mine”'), ('was_closed', '“It was closed”'), ('away', 'Whoever was named has left or is on leave'), ('withdrawn', 'The claim was withdrawn'), ('elsewhere', 'The claim became one of another address'), ('denied', 'The claim was denied'), ('settled', 'Entered in the registry'), ('not_official', 'Marked as not official'), ('gone', 'Closed or gone')], max_length=12)),
                ('text', models.TextField(blank=True, verbose_name='words')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='acts', to='claiming.existingaccount')),
            ],
            options={
                'ordering': ['-at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('text', ''), _negated=True), models.Q(('what__in', ['not_mine', 'not_official', 'gone']), _negated=True), _connector='OR'), name='said_with_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='37ff988f727d5dd9fe1fd7b54e3dadcb6b3be4cb', operation='UPDATE', pgid='pgtrigger_frozen_c1885', table='claiming_act', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7279cc13c8f227781811c067a72b0d4960aa30c3', operation='DELETE', pgid='pgtrigger_kept_d9b62', table='claiming_act', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='d61ef2fe086cfa3671be114e3fc6f9fcca06a681', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_8df9f', table='claiming_act', when='BEFORE'))],
            },
        ),
    ]
