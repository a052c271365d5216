import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('approvals', '0001_initial'), ('approvals', '0002_presets'), ('approvals', '0003_looks_and_order'), ('approvals', '0004_several_approvers'), ('approvals', '0005_routes'), ('approvals', '0006_questions_and_pace'), ('approvals', '0007_exemption_preset'), ('approvals', '0008_representation_preset'), ('approvals', '0009_catalogue'), ('approvals', '0010_relationship_preset'), ('approvals', '0011_disposable'), ('approvals', '0012_one_change_at_a_time')]

    initial = True

    dependencies = [
        ('policies', '0001_squashed_0006_ended_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Platform',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('noun', models.CharField(help_text='As in “YouTube channel”.', max_length=60, verbose_name='what one has there')),
                ('hosts', models.CharField(blank=True, help_text='Separated by spaces, the usual one first.', max_length=200, verbose_name='hosts of its addresses')),
                ('paths', models.CharField(blank=True, help_text='Separated by spaces, with {handle} where the handle stands: /@{handle}.', max_length=200, verbose_name='paths of its profiles')),
                ('handle_pattern', models.CharField(blank=True, help_text='A regular expression.', max_length=120, verbose_name='characters of a handle')),
                ('ignored', models.CharField(blank=True, max_length=10, verbose_name='signs that make no difference in a handle')),
                ('minimum_age', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='minimum age')),
                ('order', models.PositiveSmallIntegerField(default=0)),
                ('barred_at', models.ManyToManyField(blank=True, related_name='+', to='accounts.place', verbose_name='not allowed at')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('standing', models.CharField(choices=[('allowed', 'Allowed'), ('ask', 'Allowed after a closer look'), ('barred', 'Not allowed')], default='allowed', max_length=10, verbose_name='may it be asked for?')),
                ('why', models.CharField(blank=True, max_length=300, verbose_name='why')),
            ],
            options={
                'ordering': ['order', 'name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('standing', 'allowed'), models.Q(('why', ''), _negated=True), _connector='OR'), name='not_simply_allowed_with_a_why')],
            },
        ),
        migrations.CreateModel(
            name='Promise',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('name', models.SlugField(max_length=60)),
                ('order', models.PositiveSmallIntegerField()),
                ('wording', models.TextField(verbose_name='wording')),
                ('confirm', models.CharField(blank=True, help_text='As in “Confirm that you will post under your own name”.', max_length=200, verbose_name='what to say when it is not ticked')),
                ('clause_key', models.CharField(blank=True, max_length=8)),
                ('only_with_students', models.BooleanField(default=False, verbose_name='only where students are written to or shown')),
                ('in_use', models.BooleanField(default=True)),
                ('policy', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy')),
            ],
            options={
                'ordering': ['kind', 'order', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'name'), name='a_promise_has_its_name')],
            },
        ),
        migrations.CreateModel(
            name='NumberSeries',
            fields=[
                ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('last', models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Route',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('name', models.CharField(max_length=120, verbose_name='name')),
                ('in_use', models.BooleanField(default=True)),
                ('made_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('escalate_after', models.PositiveSmallIntegerField(blank=True, default=5, null=True, verbose_name='school days until the next level is asked')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('in_use', True)), fields=('kind',), name='one_route_a_kind'), models.CheckConstraint(condition=models.Q(('escalate_after__gte', 1)), name='escalated_after_a_day_or_more')],
                'ordering': ['kind', '-made_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Request',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.CharField(max_length=20, null=True, unique=True, verbose_name='number')),
                ('kind', models.CharField(max_length=20)),
                ('title', models.CharField(blank=True, max_length=200, verbose_name='title')),
                ('about', models.CharField(blank=True, max_length=300)),
                ('creates', models.CharField(blank=True, max_length=20)),
                ('state', models.CharField(choices=[('draft', 'Draft'), ('open', 'Waiting for a decision'), ('returned', 'Returned for changes'), ('approved', 'Approved'), ('denied', 'Denied'), ('withdrawn', 'Withdrawn')], default='draft', max_length=10)),
                ('draft', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('sent_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('posting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.posting')),
                ('requester', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requests', to=settings.AUTH_USER_MODEL)),
                ('route', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.route')),
                ('looks', models.CharField(blank=True, max_length=300)),
                ('why_ended', models.CharField(blank=True, max_length=200)),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
                'indexes': [models.Index(fields=['requester', '-created_at'], name='request_requester'), models.Index(condition=models.Q(('state', 'open')), fields=['sent_at'], name='request_open'), models.Index(condition=models.Q(('state__in', ['open', 'returned'])), fields=['about'], name='request_about'), models.Index(condition=models.Q(('state__in', ['open', 'returned'])), fields=['looks'], name='request_looks'), models.Index(fields=['-changed_at', '-id'], name='request_changed')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state', 'draft'), models.Q(('number__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='sent_with_a_number'), models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ['approved', 'denied', 'withdrawn'])), models.Q(('closed_at', None), ('state__in', ['draft', 'open', 'returned'])), _connector='OR'), name='closed_with_a_time'), models.UniqueConstraint(condition=models.Q(('kind__in', ['account_change', 'account_closing']), ('state__in', ['open', 'returned'])), fields=('kind', 'about'), name='asked_for_once_at_a_time')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' OR OLD.state = 'draft' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='da9d91a8bd6568a1a0577dc0d48ce5447da881ca', operation='DELETE', pgid='pgtrigger_kept_cbb17', table='approvals_request', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Remark',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField()),
                ('written_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='approvals.request')),
            ],
            options={
                'ordering': ['request_id', 'pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d2744687d6ab4c09e9bb5ae721393fe35b7e12c0', operation='UPDATE', pgid='pgtrigger_frozen_2e02f', table='approvals_remark', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='76f39366767863a6c98a5395b9804c191be61546', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_a2e38', table='approvals_remark', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b715a10cdac84325b03e452d8d1baffd74d235c4', operation='DELETE', pgid='pgtrigger_kept_5c98d', table='approvals_remark', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Submission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('answers', models.JSONField()),
                ('words', models.JSONField()),
                ('sent_at', models.DateTimeField()),
                ('request', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='submissions', to='approvals.request')),
                ('sent_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['request', 'number'],
                'constraints': [models.UniqueConstraint(fields=('request', 'number'), name='submissions_are_numbered')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='3546297a39c0ce3f9f1681fe24d78250873fa9bf', operation='UPDATE', pgid='pgtrigger_frozen_9d892', table='approvals_submission', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='8ccd2bfc562937cdac9e265bef84d63b2f3bb713', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_86dd7', table='approvals_submission', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='6f25d439f78ea1a7f4ae7c42b1115a52787e4b11', operation='DELETE', pgid='pgtrigger_kept_301f0', table='approvals_submission', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Attestation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('wording', models.TextField()),
                ('clause', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.clause')),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attestations', to='approvals.submission')),
            ],
            options={
                'ordering': ['submission', 'order'],
                'constraints': [models.UniqueConstraint(fields=('submission', 'order'), name='attestations_have_an_order')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6bf57d15e452be03570fcc679fb5b567f5a97782', operation='UPDATE', pgid='pgtrigger_frozen_5c65a', table='approvals_attestation', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='d73d064855227aed7c9bd547676f94b51e189e7b', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_4d851', table='approvals_attestation', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='f19e20fa77894b4c1e8db29d3382e5b4ce7cf81b', operation='DELETE', pgid='pgtrigger_kept_83349', table='approvals_attestation', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RouteStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('condition', models.CharField(choices=[('always', 'Always'), ('represents_district', 'Where it represents the district or a school'), ('with_students', 'Where students are written to or shown'), ('under_13', 'Where students under 13 are concerned'), ('for_students', 'Where students are to follow it'), ('for_parents', 'Where parents and guardians are to follow it'), ('for_staff', 'Where staff are to follow it'), ('for_community', 'Where the community is to follow it')], default='always', max_length=30)),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='clause or rule behind it')),
                ('route', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='approvals.route')),
                ('approvers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('supervisor', 'Supervisor'), ('head', 'Head of the school or department'), ('district_administrator', 'District Administrator'), ('technology_coordinator', 'Technology Coordinator')], max_length=30), default=list, size=None)),
                ('all_must', models.BooleanField(default=False, verbose_name='all must approve')),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
            ],
            options={
                'ordering': ['route', 'order'],
                'constraints': [models.UniqueConstraint(fields=('route', 'order'), name='route_steps_have_an_order'), models.CheckConstraint(condition=models.Q(('approvers__len__gt', 0)), name='route_steps_ask_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('source', models.CharField(blank=True, max_length=120, verbose_name='clause or rule behind it')),
                ('state', models.CharField(choices=[('waiting', 'Next'), ('open', 'Now'), ('decided', 'Decided'), ('skipped', 'Skipped')], default='waiting', max_length=10)),
                ('opened_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('why_skipped', models.CharField(blank=True, max_length=300)),
                ('submission', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='approvals.submission')),
                ('approvers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('supervisor', 'Supervisor'), ('head', 'Head of the school or department'), ('district_administrator', 'District Administrator'), ('technology_coordinator', 'Technology Coordinator')], max_length=30), default=list, size=None)),
                ('all_must', models.BooleanField(default=False, verbose_name='all must approve')),
                ('escalated_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ['submission', 'order'],
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['opened_at', 'id'], name='step_open')],
                'constraints': [models.UniqueConstraint(fields=('submission', 'order'), name='steps_have_an_order'), models.UniqueConstraint(condition=models.Q(('state', 'open')), fields=('submission',), name='one_open_step'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('opened_at', None), ('state', 'waiting')), models.Q(('ended_at', None), ('opened_at__isnull', False), ('state', 'open')), models.Q(('ended_at__isnull', False), ('opened_at__isnull', False), ('state', 'decided')), models.Q(('ended_at__isnull', False), ('state', 'skipped')), _connector='OR'), name='steps_have_their_times'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'skipped'), _negated=True), models.Q(('why_skipped', ''), _negated=True), _connector='OR'), name='skipped_with_a_reason'), models.CheckConstraint(condition=models.Q(('approvers__len__gt', 0)), name='steps_ask_somebody')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='0baf139250669df11f7da955f577543b3d5f76d1', operation='DELETE', pgid='pgtrigger_kept_ccfe6', table='approvals_step', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(blank=True, max_length=300)),
                ('seated_at', models.DateTimeField()),
                ('left_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to=settings.AUTH_USER_MODEL)),
                ('stands_in_for', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='approvals.step')),
                ('approvers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('supervisor', 'Supervisor'), ('head', 'Head of the school or department'), ('district_administrator', 'District Administrator'), ('technology_coordinator', 'Technology Coordinator')], max_length=30), default=list, size=None)),
            ],
            options={
                'ordering': ['step', 'pk'],
                'indexes': [models.Index(condition=models.Q(('left_at', None)), fields=['person'], name='seat_live')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('left_at', None)), fields=('step', 'person'), name='seated_once'), models.CheckConstraint(condition=models.Q(('approvers__len__gt', 0)), name='seats_are_somebody_s')],
                'triggers': [pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='9678b8cf4d461b03f5c45d71316e34e351c84eb7', operation='DELETE', pgid='pgtrigger_kept_07802', table='approvals_seat', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Decision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('approved', 'Approved'), ('returned', 'Returned for changes'), ('denied', 'Denied')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('decided_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='decision', to='approvals.seat')),
                ('step', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='approvals.step')),
                ('ends', models.BooleanField(default=True)),
            ],
            options={
                'ordering': ['decided_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome', 'approved'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='refused_with_a_reason'), models.UniqueConstraint(condition=models.Q(('ends', True)), fields=('step',), name='one_decision_ends_a_step'), models.CheckConstraint(condition=models.Q(('ends', True), ('outcome', 'approved'), _connector='OR'), name='a_refusal_ends_the_step')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='fd5957765e6f447ed0f36042ea34303725dc2675', operation='UPDATE', pgid='pgtrigger_frozen_73e4c', table='approvals_decision', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='a34463eb38f57de63599f61e689e7b34f800827e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_985cd', table='approvals_decision', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="IF current_user = 'portal_disposal' THEN RETURN OLD; END IF; RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3662189598cb6b5e691a0376d7517bc163010e4d', operation='DELETE', pgid='pgtrigger_kept_7e215', table='approvals_decision', when='BEFORE'))],
            },
        ),
    ]
