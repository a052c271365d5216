import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('confirming', '0001_initial'), ('confirming', '0002_disposable')]

    initial = True

    dependencies = [
        ('approvals', '0013_squashed_0014_what_a_district_starts_with'),
        ('policies', '0001_squashed_0006_ended_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Recheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('why_ended', models.CharField(blank=True, choices=[('confirmed', 'Confirmed by both'), ('refused', 'No longer holds'), ('superseded', 'Revised again'), ('over', 'The approval is over')], max_length=12)),
                ('approver', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='rechecks', to='approvals.request')),
                ('since', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.version')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.version')),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['owner'], name='recheck_owner'), models.Index(condition=models.Q(('ended_at', None)), fields=['approver'], name='recheck_approver')],
                'constraints': [models.UniqueConstraint(fields=('request', 'version'), name='asked_once_about_a_version'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('why_ended', '')), models.Q(('ended_at__isnull', False), models.Q(('why_ended', ''), _negated=True)), _connector='OR'), name='a_recheck_ends_with_a_reason'), models.CheckConstraint(condition=models.Q(('owner', models.F('approver')), _negated=True), name='nobody_confirms_for_both')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0e4a5be1603d2ba7a831a8fba1601127e050af32', operation='DELETE', pgid='pgtrigger_kept_19ada', table='confirming_recheck', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Confirmation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('said_as', models.CharField(choices=[('owner', 'Owner'), ('approver', 'Approver')], max_length=8)),
                ('holds', models.BooleanField()),
                ('words', models.TextField(blank=True)),
                ('said_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('recheck', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='confirmations', to='confirming.recheck')),
            ],
            options={
                'ordering': ['said_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('recheck', 'said_as', 'person'), name='each_confirms_once'), models.CheckConstraint(condition=models.Q(('holds', True), models.Q(('words', ''), _negated=True), _connector='OR'), name='not_confirmed_with_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1ffbbcb880a4879671a8371eddbeac843a196a43', operation='UPDATE', pgid='pgtrigger_frozen_fe629', table='confirming_confirmation', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='b8495af1345c9bf304ebe1f583205563abf68b90', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_dc583', table='confirming_confirmation', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='86d99fc80f5990146d87d5be3bee4668a67c49ba', operation='DELETE', pgid='pgtrigger_kept_32c02', table='confirming_confirmation', when='BEFORE'))],
            },
        ),
    ]
