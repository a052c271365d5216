import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('registry', '0001_initial'), ('registry', '0002_looks_and_order'), ('registry', '0010_parents_each_year'), ('registry', '0011_life_of_accounts'), ('registry', '0012_where_they_work'), ('registry', '0013_handovers'), ('registry', '0014_yearly_checks'), ('registry', '0015_disposable'), ('registry', '0016_changes'), ('registry', '0017_found_by_words'), ('registry', '0018_a_change_leaves_with_its_account'), ('registry', '0019_parents_since_a_moment'), ('registry', '0020_former_keepers')]

    initial = True

    dependencies = [
        ('approvals', '0013_squashed_0014_what_a_district_starts_with'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        django.contrib.postgres.operations.TrigramExtension(
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='name')),
                ('handle', models.CharField(blank=True, max_length=100, verbose_name='handle')),
                ('address', models.URLField(max_length=300, verbose_name='address')),
                ('address_key', models.CharField(max_length=300)),
                ('purpose', models.TextField(verbose_name='purpose')),
                ('district_address', models.EmailField(max_length=254, verbose_name='district address it is bound to')),
                ('audience', models.CharField(max_length=200, verbose_name='audience')),
                ('comments', models.CharField(choices=[('open', 'Open to everyone'), ('closed', 'Closed')], max_length=10, verbose_name='comments')),
                ('comment_rules', models.TextField(blank=True, verbose_name='who moderates them')),
                ('writes_to_students', models.BooleanField(verbose_name='used to communicate with students')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions of the approval')),
                ('state', models.CharField(choices=[('waiting', "Waiting for parents’ notice"), ('active', 'Active'), ('suspended', 'Suspended'), ('closed', 'Closed')], max_length=10)),
                ('approved_at', models.DateTimeField()),
                ('active_from', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='owned_accounts', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='accounts.place')),
                ('platform', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='approvals.platform')),
                ('recovery_owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account', to='approvals.request')),
                ('looks', models.CharField(max_length=300)),
                ('for_students', models.BooleanField(default=False, verbose_name='followed by students, or shows them')),
                ('owner_place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('recovery_on', models.DateField(null=True, verbose_name='recovery confirmed on')),
                ('recovery_place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('two_factor_on', models.DateField(null=True, verbose_name='two-factor sign-in confirmed on')),
                ('parents_since', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'indexes': [models.Index(condition=models.Q(('state', 'waiting')), fields=['owner'], name='account_waiting'), models.Index(fields=['looks'], name='account_looks'), models.Index(fields=['name', 'id'], name='account_by_name'), models.Index(condition=models.Q(('state', 'active')), fields=['name', 'id'], name='account_active'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('name'), 'gin_trgm_ops'), name='account_name_words'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('handle'), 'gin_trgm_ops'), name='account_handle_words'), django.contrib.postgres.indexes.GinIndex(django.contrib.postgres.indexes.OpClass(django.db.models.functions.text.Upper('address'), 'gin_trgm_ops'), name='account_address_words')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'closed'), _negated=True), fields=('address_key',), name='an_address_is_registered_once'), models.CheckConstraint(condition=models.Q(models.Q(('active_from', None), ('state', 'waiting')), ('state', 'closed'), models.Q(('active_from__isnull', False), ('state__in', ['active', 'suspended'])), _connector='OR'), name='active_since_a_time')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f8b42d45ddfe1229cdf6e55f7d993efc52b10225', operation='DELETE', pgid='pgtrigger_kept_d1da0', table='registry_account', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Manager',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='managing', to='registry.account')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
            ],
            options={
                'db_table': 'registry_account_managers',
                'unique_together': {('account', 'person')},
            },
        ),
        migrations.CreateModel(
            name='Former',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('until', models.DateTimeField(default=django.utils.timezone.now)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='formers', to='registry.account')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('account', 'person'), name='former_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1262a7a1bccbd7305436ec5c444d55a490222441', operation='UPDATE', pgid='pgtrigger_frozen_c50ce', table='registry_former', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='54c0b0b83d557b28ade37ee61c786d378e03091d', operation='DELETE', pgid='pgtrigger_kept_93dee', table='registry_former', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='63f1ff34266a784ee1859b09345a5ba3c0373786', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_ae51f', table='registry_former', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='ParentNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.CharField(max_length=12)),
                ('told_on', models.DateField(verbose_name='told on')),
                ('channel', models.CharField(choices=[('letter', 'Letter home'), ('mail', 'E-mail to families'), ('system', "Message in the district’s family system"), ('meeting', 'At a meeting')], max_length=10, verbose_name='how')),
                ('text', models.TextField(verbose_name='text of the notice')),
                ('recorded_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='notices', to='registry.account')),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-told_on', '-pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='31ff1b8981d7dadc2a4296baf863b864708b2659', operation='UPDATE', pgid='pgtrigger_frozen_aad36', table='registry_parentnotice', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='4aa3423fbecb0193d4b6d08a00ec4db17f70eb6e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_3be8a', table='registry_parentnotice', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='42848ab19c8fdcfc56dff6fbfa80773dc362610c', operation='DELETE', pgid='pgtrigger_kept_112a7', table='registry_parentnotice', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='NoticeCopy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('kept_at', models.DateTimeField()),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('notice', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='copy', to='registry.parentnotice')),
            ],
            options={
                'ordering': ['pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0b77fe9497af627f82dae870c16d5119a39eef07', operation='UPDATE', pgid='pgtrigger_frozen_e4f2a', table='registry_noticecopy', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='62f71e2d67614601a0316ac6f2f9b422f24c60a4', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_02bcb', table='registry_noticecopy', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f2bb6db699d5c4297d42b02037c1bddcb034e5e2', operation='DELETE', pgid='pgtrigger_kept_5b512', table='registry_noticecopy', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Letter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('language', models.CharField(max_length=10)),
                ('number', models.PositiveIntegerField()),
                ('body', models.TextField(blank=True)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['language', '-number'],
                'constraints': [models.UniqueConstraint(fields=('language', 'number'), name='letter_numbered_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='0a754b57827c00c28c88f87a9f5a6f4791e7815c', operation='UPDATE', pgid='pgtrigger_frozen_9f7df', table='registry_letter', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='2d3bf5883d7a13edbdd2ec9de1e9ef6f6999b8c8', operation='DELETE', pgid='pgtrigger_kept_8ddf1', table='registry_letter', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='ab62cd7d5b7ada09989d1ed624867a4c127c0a70', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_144cd', table='registry_letter', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Lapse',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.CharField(max_length=12)),
                ('due_on', models.DateField()),
                ('suspended_at', models.DateTimeField()),
                ('lifted_at', models.DateTimeField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lapses', to='registry.account')),
            ],
            options={
                'ordering': ['-suspended_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('lifted_at', None)), fields=('account',), name='an_account_lapses_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."account_id" IS DISTINCT FROM (NEW."account_id") OR OLD."school_year" IS DISTINCT FROM (NEW."school_year") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."suspended_at" IS DISTINCT FROM (NEW."suspended_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='810abd0b08422bb0dd4abae7893c5c63cf6734af', operation='UPDATE', pgid='pgtrigger_frozen_ed759', table='registry_lapse', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='a01f6b69f076057ccd9b3e7092105976c7d63adc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_77e68', table='registry_lapse', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='19515af71ba9713088881208e260ced811351f9a', operation='DELETE', pgid='pgtrigger_kept_d738a', table='registry_lapse', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('changed_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='approved_changes', to='registry.account')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='account_change', to='approvals.request')),
            ],
            options={
                'ordering': ['account', 'changed_at', 'pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fc86f24399e3f9afa977bddfad88a826966255bf', operation='UPDATE', pgid='pgtrigger_frozen_b4f75', table='registry_change', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='f2f4f827303b97a8f4e74cd1971f33d44401043f', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_b6aef', table='registry_change', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='7836c1350b30985d2d651d8c17ef2f9acd5b309b', operation='DELETE', pgid='pgtrigger_kept_ecda8', table='registry_change', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Entry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('suspended', 'Suspended'), ('closed', 'Closed'), ('reopened', 'Open again'), ('changed', 'Changed, as was approved'), ('care', 'Changed how it is looked after'), ('two_factor', 'Two-factor sign-in confirmed'), ('recovery', 'Recovery confirmed'), ('left', 'Somebody who looked after it left or moved'), ('handed_over', 'Handed over'), ('certified', 'Yearly check done')], max_length=12)),
                ('reason', models.TextField(blank=True)),
                ('changes', models.JSONField(default=list)),
                ('entered_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='registry.account')),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['entered_at', 'pk'],
                'indexes': [models.Index(fields=['account', 'entered_at'], name='entry_of_account')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('act__in', ['suspended', 'closed', 'reopened']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='ended_and_begun_with_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='331e27aedb8913e23dbe3eaba1968901dc59b7c2', operation='UPDATE', pgid='pgtrigger_frozen_d62f0', table='registry_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='54b95f5d7638fd4e45178ac6e5ed8d5e3ca472ab', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_ac6bd', table='registry_entry', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6e0a21ced0bddf127ff6c50bf5e375fb44fbdb7c', operation='DELETE', pgid='pgtrigger_kept_7f478', table='registry_entry', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Handover',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('missing', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('owner', 'Somebody who looks after it'), ('manager', 'A manager beside the owner'), ('recovery', 'Somebody who can get it back')], max_length=10), size=None)),
                ('has_left', models.BooleanField(default=False)),
                ('why', models.CharField(blank=True, max_length=300)),
                ('opened_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('outcome', models.CharField(blank=True, choices=[('handed_over', 'Handed over'), ('closed', 'Account closed'), ('not_needed', 'No longer needed')], max_length=12)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='registry.account')),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='handovers_to_settle', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('stands_in_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-opened_at', '-pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['actor'], name='handover_to_settle')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('account',), name='one_open_handover'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('outcome', '')), models.Q(('ended_at__isnull', False), models.Q(('outcome', ''), _negated=True)), _connector='OR'), name='handover_ends_with_an_outcome'), models.CheckConstraint(condition=models.Q(('missing__len__gt', 0)), name='handover_of_something')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e24dbbbf8932de8ac2734b7286397a789a628d4b', operation='DELETE', pgid='pgtrigger_kept_a7a3f', table='registry_handover', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='YearlyCheck',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.CharField(max_length=12)),
                ('asked_on', models.DateField()),
                ('due_on', models.DateField()),
                ('reminded_on', models.DateField(null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='yearly_checks', to='registry.account')),
            ],
            options={
                'ordering': ['account', 'school_year'],
                'indexes': [models.Index(fields=['due_on'], name='check_due')],
                'constraints': [models.UniqueConstraint(fields=('account', 'school_year'), name='one_check_a_school_year'), models.CheckConstraint(condition=models.Q(('due_on__gte', models.F('asked_on'))), name='check_due_after_it_is_asked')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a4c7bf62e595eb5b849bd5e57435d016ab9ac91f', operation='DELETE', pgid='pgtrigger_kept_1d466', table='registry_yearlycheck', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Certification',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('facts', models.JSONField()),
                ('certified_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('check_of', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='certification', to='registry.yearlycheck')),
            ],
            options={
                'ordering': ['certified_at'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ebb24c9f879498e40a4b880b0d17b4fd7ca68e7a', operation='UPDATE', pgid='pgtrigger_frozen_db911', table='registry_certification', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='858057db064faed6a4f891f52c705c6502d29465', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_fad33', table='registry_certification', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='adb1b0b72e18f13099947443c91e70eeb216fe24', operation='DELETE', pgid='pgtrigger_kept_aa557', table='registry_certification', when='BEFORE'))],
            },
        ),
        migrations.AddField(
            model_name='account',
            name='managers',
            field=models.ManyToManyField(related_name='managed_accounts', through='registry.Manager', to=settings.AUTH_USER_MODEL),
        ),
    ]
