import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('exemptions', '0001_initial'), ('exemptions', '0002_disposable')]

    initial = True

    dependencies = [
        ('approvals', '0013_squashed_0014_what_a_district_starts_with'),
        ('policies', '0001_squashed_0006_ended_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Exemption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=300)),
                ('subject', models.CharField(max_length=300, verbose_name='exempted from')),
                ('tool', models.CharField(blank=True, max_length=100)),
                ('group', models.CharField(max_length=120, verbose_name='class or group')),
                ('granted_at', models.DateTimeField()),
                ('clause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.clause')),
                ('granted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exemptions', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('platform', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.platform')),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='exemption', to='approvals.request')),
            ],
            options={
                'ordering': ['-granted_at', '-pk'],
                'indexes': [models.Index(fields=['about'], name='exemption_about')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('platform', None), ('policy__isnull', False), ('tool', '')), models.Q(('clause', None), ('platform__isnull', False), ('policy', None), ('tool', '')), models.Q(('clause', None), ('platform', None), ('policy', None), models.Q(('tool', ''), _negated=True)), _connector='OR'), name='exempted_from_one_thing')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6608b76aa589701e550a82bf43c9c067e02ee82f', operation='UPDATE', pgid='pgtrigger_frozen_6d170', table='exemptions_exemption', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='097f4dbca7ceeea11d665865ff9f940270c7c427', operation='DELETE', pgid='pgtrigger_kept_0aa1f', table='exemptions_exemption', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='da49ad0c814116ddcd19ef96adce197933b7cabc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_3420b', table='exemptions_exemption', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Outcome',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('what', models.CharField(choices=[('exemption', 'Exemption'), ('modification', 'Modification'), ('alternative', 'Alternative, no exemption')], max_length=12, verbose_name='outcome')),
                ('wording', models.TextField(blank=True, verbose_name='wording')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('reason', models.TextField(blank=True, verbose_name='reason')),
                ('stands', models.BooleanField(default=True)),
                ('recorded_at', models.DateTimeField()),
                ('exemption', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='outcomes', to='exemptions.exemption')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['exemption', '-number'],
                'indexes': [models.Index(condition=models.Q(('stands', True)), fields=['ends_on'], name='outcome_stands')],
                'constraints': [models.UniqueConstraint(fields=('exemption', 'number'), name='outcomes_are_numbered'), models.UniqueConstraint(condition=models.Q(('stands', True)), fields=('exemption',), name='one_outcome_stands'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='outcome_in_order'), models.CheckConstraint(condition=models.Q(('what', 'exemption'), models.Q(('wording', ''), _negated=True), _connector='OR'), name='modified_in_words'), models.CheckConstraint(condition=models.Q(('number', 1), models.Q(('reason', ''), _negated=True), _connector='OR'), name='recorded_again_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."exemption_id" IS DISTINCT FROM (NEW."exemption_id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."wording" IS DISTINCT FROM (NEW."wording") OR OLD."conditions" IS DISTINCT FROM (NEW."conditions") OR OLD."starts_on" IS DISTINCT FROM (NEW."starts_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."recorded_at" IS DISTINCT FROM (NEW."recorded_at") OR OLD."recorded_by_id" IS DISTINCT FROM (NEW."recorded_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c7b23920f91dccfa3760348ac469d003d4c77c19', operation='UPDATE', pgid='pgtrigger_frozen_0dd26', table='exemptions_outcome', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f5d827e1790dfc0e1ace42bafa9e5b369d7b0035', operation='DELETE', pgid='pgtrigger_kept_f58bc', table='exemptions_outcome', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='09dff8a7a4c41a0810d8362c0a082460631fd968', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_8b390', table='exemptions_outcome', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Revocation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('revoked_at', models.DateTimeField()),
                ('exemption', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='revocation', to='exemptions.exemption')),
                ('revoked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-revoked_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='revoked_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c3508922d078c93ceec27cfbb0b9b292353a2e9f', operation='UPDATE', pgid='pgtrigger_frozen_3f985', table='exemptions_revocation', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1d213be65a52336f12ecbca90270b6c80f8e8961', operation='DELETE', pgid='pgtrigger_kept_ddd24', table='exemptions_revocation', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='8808b25a4f22d8b9185229fa2f4b597f08ced67d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_93aeb', table='exemptions_revocation', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.CharField(max_length=200, unique=True)),
                ('sequence', models.PositiveIntegerField(default=0)),
                ('state', models.CharField(choices=[('planned', 'Planned'), ('cancelled', 'Cancelled')], default='planned', max_length=10)),
                ('starts_at', models.DateTimeField(verbose_name='begins')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('where', models.CharField(blank=True, max_length=200, verbose_name='where')),
                ('link', models.URLField(blank=True, max_length=300, verbose_name='link')),
                ('note', models.TextField(blank=True, verbose_name='note')),
                ('why_cancelled', models.TextField(blank=True)),
                ('changed_at', models.DateTimeField()),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('people', models.ManyToManyField(related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='meeting', to='approvals.request')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meeting_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('where', ''), _negated=True), models.Q(('link', ''), _negated=True), _connector='OR'), name='meeting_is_somewhere'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'cancelled'), _negated=True), models.Q(('why_cancelled', ''), _negated=True), _connector='OR'), name='cancelled_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8b491ca0f94ad4fa56bba9f911ba54aa962dd637', operation='DELETE', pgid='pgtrigger_kept_a7dea', table='exemptions_meeting', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Minutes',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='minutes')),
                ('recorded_at', models.DateTimeField()),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='minutes', to='exemptions.meeting')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['meeting', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='minutes_say_something')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='f2b5960cf170e9c23c7f98c65f955e8ae978cb5d', operation='UPDATE', pgid='pgtrigger_frozen_84433', table='exemptions_minutes', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='379bec5208df03f61bfa046c2a87135383ae22bf', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_ac7c4', table='exemptions_minutes', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9622d2a81422ae8e825020a40bb7fc7d38077725', operation='DELETE', pgid='pgtrigger_kept_cf5c7', table='exemptions_minutes', when='BEFORE'))],
            },
        ),
    ]
