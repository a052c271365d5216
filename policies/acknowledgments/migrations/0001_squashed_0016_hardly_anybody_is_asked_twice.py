import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.constraints
import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.text
import pgtrigger.compiler
import policies.acknowledgments.models.requirement
import policies.acknowledgments.models.signature
from django.conf import settings
from django.db import migrations, models


# A person is hardly ever asked twice for a version. Else the planner takes those who stand for all
# to be a tenth of what was asked, and goes through an index for each of a million rows.
ASKED_ONCE = (
    "CREATE STATISTICS asked_once (ndistinct) ON version_id, person_id "
    "FROM acknowledgments_assignment"
)


class Migration(migrations.Migration):

    replaces = [('acknowledgments', '0001_initial'), ('acknowledgments', '0002_kept_spells'), ('acknowledgments', '0003_closed_unsigned'), ('acknowledgments', '0004_nudges'), ('acknowledgments', '0005_human_resources_told'), ('acknowledgments', '0006_evidence_bundles'), ('acknowledgments', '0007_packets'), ('acknowledgments', '0008_signed_on_paper'), ('acknowledgments', '0009_when_a_year_is_asked'), ('acknowledgments', '0010_recorded_by_mistake'), ('acknowledgments', '0011_check_questions'), ('acknowledgments', '0012_signing_meetings'), ('acknowledgments', '0013_counted'), ('acknowledgments', '0014_nothing_is_looked_up_where_nothing_is_beside'), ('acknowledgments', '0015_course'), ('acknowledgments', '0016_hardly_anybody_is_asked_twice')]

    initial = True

    dependencies = [
        ('policies', '0001_squashed_0006_ended_proposals'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='OnRoll',
            fields=[
                ('person', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, serialize=False, to=settings.AUTH_USER_MODEL)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('on_leave', models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name='RollCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('followed_on', models.DateField(null=True)),
                ('summed', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), null=True, size=None)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_says_whose_day_is_counted')],
            },
        ),
        migrations.CreateModel(
            name='PlaceCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('open', 'Open'), ('signed', 'Signed'), ('closed', 'Closed'), ('superseded', 'Superseded')], max_length=12)),
                ('due_on', models.DateField(null=True)),
                ('on_leave', models.BooleanField()),
                ('people', models.IntegerField()),
                ('place', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.place')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'status', 'due_on', 'on_leave'), name='a_place_is_summed_once', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='Bundle',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField(null=True)),
                ('number', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.Value('E-'), policies.acknowledgments.models.signature.SixDigits(models.F('id'))), output_field=models.CharField(max_length=30), unique=True, verbose_name='bundle number')),
                ('made_at', models.DateTimeField()),
                ('manifest_sha256', models.CharField(max_length=64, unique=True)),
                ('is_limited', models.BooleanField()),
                ('signatures', models.PositiveIntegerField()),
                ('closings', models.PositiveIntegerField()),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('person__isnull', False), ('policy', None), ('version', None)), models.Q(('person', None), ('policy__isnull', False)), _connector='OR'), name='evidence_about_one')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6f198ec19d6f97553446e0177d2d42bd5bc650b2', operation='UPDATE', pgid='pgtrigger_frozen_96a8f', table='acknowledgments_bundle', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5b936676b8dd5ed5960a690ccbe6b184631543ed', operation='DELETE', pgid='pgtrigger_kept_5d405', table='acknowledgments_bundle', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='a7b04304228ac37d1ecc49333049ea7a64411eb3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_eff7b', table='acknowledgments_bundle', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='BundleFile',
            fields=[
                ('bundle', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='file', serialize=False, to='acknowledgments.bundle')),
                ('content', models.BinaryField()),
                ('size', models.PositiveBigIntegerField()),
                ('expires_at', models.DateTimeField(db_index=True)),
            ],
        ),
        migrations.CreateModel(
            name='Closing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('refused', 'Refused'), ('unable', 'Unable'), ('exempted', 'Exempted')], max_length=12)),
                ('number', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.Value('N-'), policies.acknowledgments.models.signature.SixDigits(models.F('id'))), output_field=models.CharField(max_length=30), unique=True, verbose_name='record number')),
                ('closed_at', models.DateTimeField()),
                ('refused_on', models.DateField(null=True)),
                ('statement', models.TextField(blank=True)),
                ('reason', models.TextField(blank=True)),
                ('until', models.DateField(null=True)),
                ('closed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='closings', to='policies.version')),
                ('witness', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-closed_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('refused_on__isnull', False), ('why', 'refused'), ('witness__isnull', False), models.Q(('statement', ''), _negated=True)), models.Q(models.Q(('why', 'refused'), _negated=True), ('refused_on', None), ('statement', ''), ('witness', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='refused_before_a_witness'), models.CheckConstraint(condition=models.Q(models.Q(('person', models.F('closed_by')), _negated=True), models.Q(('witness', None), models.Q(models.Q(('witness', models.F('closed_by')), _negated=True), models.Q(('witness', models.F('person')), _negated=True)), _connector='OR')), name='closed_by_another'), models.CheckConstraint(condition=models.Q(('until', None), ('why', 'exempted'), _connector='OR'), name='only_exempted_until_a_day')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='53b2fbd9bc1121ab8f7237bcf5ad3fac755b953c', operation='UPDATE', pgid='pgtrigger_frozen_6a9ac', table='acknowledgments_closing', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='cee9487e5b8b40fa1c75d57fd1f87188b542350f', operation='DELETE', pgid='pgtrigger_kept_ae898', table='acknowledgments_closing', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='cad59983667eb063275653d1f4a00bec37f39d84', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_b4b80', table='acknowledgments_closing', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Reopening',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reopened_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('closing', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='reopening', to='acknowledgments.closing')),
                ('reopened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-reopened_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='reopened_with_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='1a5078cbdbd514767ff170f3416303dbbb9714ba', operation='UPDATE', pgid='pgtrigger_frozen_be8be', table='acknowledgments_reopening', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='77fcef25851bbddfa6d6f7b47750a67f63295c27', operation='DELETE', pgid='pgtrigger_kept_16193', table='acknowledgments_reopening', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='816856aac2294b0dd4b9295f5a724456ebeaa780', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_c60b9', table='acknowledgments_reopening', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='DayCount',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('asked', models.IntegerField(default=0)),
                ('due', models.IntegerField(default=0)),
                ('signed', models.IntegerField(default=0)),
                ('place', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.place')),
                ('version', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='policies.version')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('place', 'version', 'day'), name='a_day_is_counted_once', nulls_distinct=False), models.CheckConstraint(condition=models.Q(('asked__gte', 0), ('due__gte', 0), ('signed__gte', 0)), name='days_count_people')],
            },
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('prepared_at', models.DateTimeField()),
                ('codes_end_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('policy', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.policy')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-prepared_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('codes_end_at__gt', models.F('prepared_at')), ('codes_end_at__lte', django.db.models.expressions.CombinedExpression(models.F('prepared_at'), '+', models.Value(datetime.timedelta(days=1))))), name='codes_end_within_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None)), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False)), _connector='OR'), name='meeting_ended_by_somebody')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."place_id" IS DISTINCT FROM (NEW."place_id") OR OLD."policy_id" IS DISTINCT FROM (NEW."policy_id") OR OLD."prepared_at" IS DISTINCT FROM (NEW."prepared_at") OR OLD."prepared_by_id" IS DISTINCT FROM (NEW."prepared_by_id") OR OLD."codes_end_at" IS DISTINCT FROM (NEW."codes_end_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='da8368adf3e6951b525242e5a80d2d035c66e63e', operation='UPDATE', pgid='pgtrigger_frozen_0f5af', table='acknowledgments_meeting', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='8c7778c469cdc3ff36c15ab363b3a7c16df218b1', operation='DELETE', pgid='pgtrigger_kept_90657', table='acknowledgments_meeting', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='4c3bfd64cc343dee06f53386f5e3d75cdb547a40', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_c9a51', table='acknowledgments_meeting', when='BEFORE')), pgtrigger.compiler.Trigger(name='over_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='558cc3f3c7c6ac2287839f1dbf7454a099cb99a8', operation='UPDATE', pgid='pgtrigger_over_for_good_a262a', table='acknowledgments_meeting', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Seat',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('building', models.CharField(max_length=200)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seats', to='acknowledgments.meeting')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('meeting', 'person'), name='one_seat_a_meeting')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='cabd6e08381be50643424d502346715b0454cb12', operation='UPDATE', pgid='pgtrigger_frozen_5720f', table='acknowledgments_seat', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3b51d407a303ee6326c8c5b70f380d67c34007e0', operation='DELETE', pgid='pgtrigger_kept_21d68', table='acknowledgments_seat', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='74d73f90a56efd07146545c429c4ccb2462958d9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_c631a', table='acknowledgments_seat', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Slip',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.CharField(max_length=64, unique=True)),
                ('printed_at', models.DateTimeField()),
                ('used_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('seat', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='slips', to='acknowledgments.seat')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None), ('used_at', None)), fields=('seat',), name='one_good_code_a_seat'), models.CheckConstraint(condition=models.Q(('used_at', None), ('ended_at', None), _connector='OR'), name='used_or_ended')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."seat_id" IS DISTINCT FROM (NEW."seat_id") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."printed_at" IS DISTINCT FROM (NEW."printed_at") OR OLD."printed_by_id" IS DISTINCT FROM (NEW."printed_by_id"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2b5b442ef2b972aea99e88ba5ae6ca4e1d27d544', operation='UPDATE', pgid='pgtrigger_frozen_5fcd5', table='acknowledgments_slip', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3fe163403a3935a6afa5b728f2ea181a5a3bf01c', operation='DELETE', pgid='pgtrigger_kept_5f00b', table='acknowledgments_slip', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='c234838649cfe8de475eb6dfe431ace435d100c3', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_aad85', table='acknowledgments_slip', when='BEFORE')), pgtrigger.compiler.Trigger(name='over_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."used_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='9084bd5f0c6b73cbaacfebba3784ed9874da5ff7', operation='UPDATE', pgid='pgtrigger_over_for_good_c8961', table='acknowledgments_slip', when='BEFORE')), pgtrigger.compiler.Trigger(name='printed_by_another', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_meeting bigint; its_person bigint;', func="\n    \n    SELECT seat.meeting_id, seat.person_id INTO its_meeting, its_person FROM acknowledgments_seat seat WHERE seat.id = NEW.seat_id;\n    PERFORM FROM acknowledgments_meeting WHERE id = its_meeting FOR NO KEY UPDATE;\n\n    IF NEW.printed_by_id = its_person THEN\n        RAISE EXCEPTION 'nobody_prints_their_own_code: person %', its_person\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF EXISTS (\n        SELECT FROM acknowledgments_presence presence\n        JOIN acknowledgments_signature signature ON signature.id = presence.signature_id\n        JOIN acknowledgments_slip slip ON slip.id = signature.slip_id\n        JOIN acknowledgments_seat seat ON seat.id = slip.seat_id\n        WHERE seat.meeting_id = its_meeting AND presence.witness_id = NEW.printed_by_id\n    ) THEN\n        RAISE EXCEPTION 'no_witness_prints_codes: person %', NEW.printed_by_id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n", hash='dc89f7e401108f58fb14148fe66bcdfae5c91a53', operation='INSERT', pgid='pgtrigger_printed_by_another_63e5e', table='acknowledgments_slip', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('secret', models.CharField(max_length=200)),
                ('chosen_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('reason', models.TextField(blank=True)),
                ('before', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='after', to='acknowledgments.pin')),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='pins', to=settings.AUTH_USER_MODEL)),
                ('slip', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='pin', to='acknowledgments.slip')),
            ],
            options={
                'ordering': ['-chosen_at', '-pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at', None)), fields=('person',), name='one_pin_a_person'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_by', None), ('reason', '')), models.Q(('ended_at__isnull', False), ('ended_by__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='reset_by_somebody'), models.CheckConstraint(condition=models.Q(('ended_by', None), models.Q(('ended_by', models.F('person')), _negated=True), _connector='OR'), name='reset_by_another')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."secret" IS DISTINCT FROM (NEW."secret") OR OLD."slip_id" IS DISTINCT FROM (NEW."slip_id") OR OLD."before_id" IS DISTINCT FROM (NEW."before_id") OR OLD."chosen_at" IS DISTINCT FROM (NEW."chosen_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c94bbb77f46858f9949fa8248415a9bfc553c0df', operation='UPDATE', pgid='pgtrigger_frozen_6def3', table='acknowledgments_pin', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='11980c22906e2f103d10a4aa7fead85ae1fefb2f', operation='DELETE', pgid='pgtrigger_kept_5da58', table='acknowledgments_pin', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='1cd889e25a760087f5674a42473f7bc6569b7ad0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_2f9b7', table='acknowledgments_pin', when='BEFORE')), pgtrigger.compiler.Trigger(name='over_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."ended_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d651d32f66195cdba2081fdaea14680f6648357c', operation='UPDATE', pgid='pgtrigger_over_for_good_9bc2f', table='acknowledgments_pin', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Nudge',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('nudged_at', models.DateTimeField()),
                ('assignments', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='nudges', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-day', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('person', 'day'), name='nudged_once_a_day'), models.CheckConstraint(condition=models.Q(('person', models.F('by')), _negated=True), name='nudged_by_somebody_else'), models.CheckConstraint(condition=models.Q(('assignments', []), _negated=True), name='nudged_about_something')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='727b99506db0820e1b04ab1dd321faea1e315836', operation='UPDATE', pgid='pgtrigger_frozen_0b66a', table='acknowledgments_nudge', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='712633e38fcdfffbeb21bcb6a1700030b95ebbaf', operation='DELETE', pgid='pgtrigger_kept_7178a', table='acknowledgments_nudge', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='6f80a2b037d48f6751e6fa1d03fea62095c378ed', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_22481', table='acknowledgments_nudge', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Packet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='name')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['name', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('name'), condition=models.Q(('ended_at', None)), name='one_live_packet_of_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Scan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120)),
                ('kind', models.CharField(choices=[('application/pdf', 'PDF'), ('image/jpeg', 'JPEG'), ('image/png', 'PNG')], max_length=20)),
                ('size', models.PositiveIntegerField()),
                ('sha256', models.CharField(max_length=64)),
                ('content', models.BinaryField()),
                ('is_list', models.BooleanField()),
                ('kept_at', models.DateTimeField()),
                ('kept_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d5b04402b04556a766a0e09feac3c0c96aca1489', operation='UPDATE', pgid='pgtrigger_frozen_120aa', table='acknowledgments_scan', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3007d2ec5f3b817fb8e52d88d288a8b9489bc171', operation='DELETE', pgid='pgtrigger_kept_7184e', table='acknowledgments_scan', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='b2f4b744ab8d79dcaf1fe002401b8122c9ee52c7', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_cdcad', table='acknowledgments_scan', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Signature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.CharField(max_length=12)),
                ('receipt', models.GeneratedField(db_persist=True, expression=django.db.models.functions.text.Concat(models.Value('S-'), django.db.models.functions.text.Left('school_year', 4), models.Value('-'), policies.acknowledgments.models.signature.SixDigits(models.F('id'))), output_field=models.CharField(max_length=30), unique=True, verbose_name='receipt number')),
                ('signed_at', models.DateTimeField()),
                ('version_sha256', models.CharField(max_length=64)),
                ('statement', models.TextField()),
                ('typed_name', models.CharField(max_length=160)),
                ('name_matches', models.BooleanField()),
                ('method', models.CharField(choices=[('browser', 'Signed in the portal'), ('paper', 'Signed on paper'), ('kiosk', 'Signed at a shared device')], default='browser', max_length=10)),
                ('opened_at', models.DateTimeField(null=True)),
                ('signed_in_at', models.DateTimeField(null=True)),
                ('address', models.GenericIPAddressField(null=True)),
                ('browser', models.TextField(blank=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='policies.version')),
                ('recorded_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signed_on', models.DateField(null=True)),
                ('scan', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='acknowledgments.scan')),
                ('pin', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='acknowledgments.pin')),
                ('slip', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='acknowledgments.slip')),
            ],
            options={
                'ordering': ['-signed_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('typed_name', ''), _negated=True), models.Q(('statement', ''), _negated=True)), name='signed_with_a_name'), models.CheckConstraint(condition=models.Q(models.Q(('method', 'kiosk'), ('pin__isnull', False), ('slip__isnull', False), ('signed_in_at__isnull', False)), models.Q(models.Q(('method', 'kiosk'), _negated=True), ('pin', None), ('slip', None)), _connector='OR'), name='at_a_kiosk_with_code_and_pin')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='339855088b1753863bb2e46cb3ed485b285fec6f', operation='UPDATE', pgid='pgtrigger_frozen_4d0e4', table='acknowledgments_signature', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='a652889dab2b80daf9b6da6b50e612c19d649e00', operation='DELETE', pgid='pgtrigger_kept_a04b5', table='acknowledgments_signature', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='bf0c49716e284aaf8ee7fde0b84ff5ba0ff08bda', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_e09a8', table='acknowledgments_signature', when='BEFORE')), pgtrigger.compiler.Trigger(name='with_their_own_code', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."method" = \'kiosk\')', func="\n    IF NOT EXISTS (\n        SELECT FROM acknowledgments_slip slip\n        JOIN acknowledgments_seat seat ON seat.id = slip.seat_id\n        JOIN acknowledgments_pin pin ON pin.id = NEW.pin_id AND pin.person_id = seat.person_id\n        WHERE slip.id = NEW.slip_id AND seat.person_id = NEW.person_id AND slip.used_at IS NOT NULL\n    ) THEN\n        RAISE EXCEPTION 'signed_with_their_own_code: person %', NEW.person_id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n", hash='2fda2d7562136124304424d6e85bc03c4dbe51b5', operation='INSERT', pgid='pgtrigger_with_their_own_code_977f4', table='acknowledgments_signature', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('was_present', models.BooleanField(verbose_name='was there')),
                ('reason', models.TextField(blank=True)),
                ('said_at', models.DateTimeField()),
                ('signature', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='presence', to='acknowledgments.signature')),
                ('witness', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), ('was_present', True)), models.Q(('was_present', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='not_there_with_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c6e878147801ccb582ce624e254b5a6fa6fb1ab3', operation='UPDATE', pgid='pgtrigger_frozen_1c647', table='acknowledgments_presence', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b7e99155cc728ae3b55dbfe31e3c667ca7dca33f', operation='DELETE', pgid='pgtrigger_kept_a005f', table='acknowledgments_presence', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='cec6fd8b1bfa64fbd7b2297ec6ae1a72c154835e', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_9507b', table='acknowledgments_presence', when='BEFORE')), pgtrigger.compiler.Trigger(name='said_by_a_third', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE its_meeting bigint; its_person bigint;', func="\n    \n    SELECT seat.meeting_id, seat.person_id INTO its_meeting, its_person FROM acknowledgments_signature signature\n    JOIN acknowledgments_slip slip ON slip.id = signature.slip_id\n    JOIN acknowledgments_seat seat ON seat.id = slip.seat_id\n    WHERE signature.id = NEW.signature_id;\n    PERFORM FROM acknowledgments_meeting WHERE id = its_meeting FOR NO KEY UPDATE;\n\n    IF its_meeting IS NULL OR NEW.witness_id = its_person OR EXISTS (\n        SELECT FROM acknowledgments_meeting\n        WHERE id = its_meeting AND prepared_by_id = NEW.witness_id\n    ) OR EXISTS (\n        SELECT FROM acknowledgments_slip slip\n        JOIN acknowledgments_seat seat ON seat.id = slip.seat_id\n        WHERE seat.meeting_id = its_meeting AND slip.printed_by_id = NEW.witness_id\n    ) THEN\n        RAISE EXCEPTION 'the_witness_is_a_third: person %', NEW.witness_id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n", hash='e43eb76967cefb5b75b66996cfdd6f983897991f', operation='INSERT', pgid='pgtrigger_said_by_a_third_a9186', table='acknowledgments_presence', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Mistake',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('marked_at', models.DateTimeField()),
                ('reason', models.TextField()),
                ('marked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('signature', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='mistake', to='acknowledgments.signature')),
            ],
            options={
                'ordering': ['-marked_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='mistaken_with_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2fde6d86221c8a48ec503abcda3dde3b249d5bb4', operation='UPDATE', pgid='pgtrigger_frozen_ab68b', table='acknowledgments_mistake', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='71031797413c7f232945c3a67fbdd1d089738e16', operation='DELETE', pgid='pgtrigger_kept_7a049', table='acknowledgments_mistake', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='3faf3e9a95771b58608c8f40728c02f0dffa70ae', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_32d78', table='acknowledgments_mistake', when='BEFORE')), pgtrigger.compiler.Trigger(name='of_paper', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT FROM acknowledgments_signature s\n        WHERE s.id = NEW.signature_id AND s.method = 'paper' AND s.person_id <> NEW.marked_by_id\n    ) THEN\n        RAISE EXCEPTION 'marked_by_another: only what another person signed on paper'\n            USING ERRCODE = 'check_violation';\n    END IF;\n    RETURN NEW;\n", hash='f1d6980f34e63a839da03d67a6f0685ab10a3225', operation='INSERT', pgid='pgtrigger_of_paper_95319', table='acknowledgments_mistake', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='CheckQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('order', models.PositiveSmallIntegerField()),
                ('text', models.CharField(max_length=300, verbose_name='question')),
                ('answers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=5)),
                ('right', models.PositiveSmallIntegerField()),
                ('created_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('clause', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policies.clause')),
                ('created_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('former', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='successors', to='acknowledgments.checkquestion')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='check_questions', to='policies.version')),
            ],
            options={
                'ordering': ['version', 'order', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('order__gte', 1), ('order__lte', 10)), name='at_most_ten_check_questions'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('ended_at', None)), deferrable=django.db.models.constraints.Deferrable['IMMEDIATE'], expressions=[('version', '='), ('order', '=')], name='check_questions_have_an_order'), models.CheckConstraint(condition=models.Q(('answers__len__gte', 2), ('answers__len__lte', 5), ('answers__len__gt', models.F('right')), models.Q(('text', ''), _negated=True)), name='one_of_the_answers_is_right'), models.UniqueConstraint(fields=('former', 'version'), name='followed_once_in_a_version')],
                'triggers': [pgtrigger.compiler.Trigger(name='rests_on_a_clause', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT FROM policies_clause WHERE id = NEW.clause_id AND version_id = NEW.version_id\n    ) THEN\n        RAISE EXCEPTION 'a check question rests on a clause of its own version';\n    END IF;\n    RETURN NEW;\n", hash='1f5cabc8988b4500cf0b9dbd46e76690ce887622', operation='INSERT OR UPDATE', pgid='pgtrigger_rests_on_a_clause_20da4', table='acknowledgments_checkquestion', when='BEFORE')), pgtrigger.compiler.Trigger(name='stays', sql=pgtrigger.compiler.UpsertTriggerSql(func='\n    IF OLD.ended_at IS NOT NULL THEN\n        RAISE EXCEPTION \'a check question that has ended stays as it is\';\n    END IF;\n    IF (OLD.version_id, OLD.clause_id, OLD.text, OLD.answers, OLD."right")\n        IS DISTINCT FROM (NEW.version_id, NEW.clause_id, NEW.text, NEW.answers, NEW."right")\n        AND EXISTS (SELECT FROM acknowledgments_attempt WHERE question_id = OLD.id)\n    THEN\n        RAISE EXCEPTION \'a check question that was answered stays as it is\';\n    END IF;\n    RETURN NEW;\n', hash='2541223d1245d7f44d6b9a1e5b453e3f3465048d', operation='UPDATE', pgid='pgtrigger_stays_b17de', table='acknowledgments_checkquestion', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='bd3d0dffe359c92068f7d2faa43a0e6d93319dc4', operation='DELETE', pgid='pgtrigger_kept_13364', table='acknowledgments_checkquestion', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.CharField(max_length=12)),
                ('number', models.PositiveSmallIntegerField()),
                ('answer', models.PositiveSmallIntegerField(null=True)),
                ('answered_at', models.DateTimeField()),
                ('person', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='policies.version')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='attempts', to='acknowledgments.checkquestion')),
            ],
            options={
                'ordering': ['answered_at', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('person', 'question', 'school_year', 'number'), name='each_attempt_once'), models.CheckConstraint(condition=models.Q(('number__gte', 1)), name='attempts_count_from_one')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='b7167b9a8b9bf09ecb5d223462d63e7853cd60bf', operation='UPDATE', pgid='pgtrigger_frozen_681ca', table='acknowledgments_attempt', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='56ed9116c055005c9c1b65811c9958a0275bb9bd', operation='DELETE', pgid='pgtrigger_kept_c785b', table='acknowledgments_attempt', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='68a169f751fa9984557f69f46a794511c2e76421', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_1b4f7', table='acknowledgments_attempt', when='BEFORE')), pgtrigger.compiler.Trigger(name='possible', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE question acknowledgments_checkquestion%ROWTYPE;', func='\n    SELECT * INTO question FROM acknowledgments_checkquestion\n        WHERE id = NEW.question_id FOR SHARE;\n    IF question.ended_at IS NOT NULL OR question.version_id <> NEW.version_id THEN\n        RAISE EXCEPTION \'this check question is not asked for that version\';\n    END IF;\n    IF NEW.answer >= cardinality(question.answers) THEN\n        RAISE EXCEPTION \'the check question has no such answer\';\n    END IF;\n    IF NEW.answer IS NULL AND 2 > (\n        SELECT count(*) FROM acknowledgments_attempt\n        WHERE person_id = NEW.person_id AND question_id = NEW.question_id\n        AND school_year = NEW.school_year AND answer <> question."right"\n    ) THEN\n        RAISE EXCEPTION \'a check question is to be tried before its clause counts as read\';\n    END IF;\n    RETURN NEW;\n', hash='4e05ee34bc51df0e8ff0db28c8fe1f67cb8ea0b3', operation='INSERT', pgid='pgtrigger_possible_f33ee', table='acknowledgments_attempt', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('everyone', models.BooleanField(default=False, verbose_name='everyone')),
                ('positions', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=80), blank=True, default=list, size=None)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('employee', 'Employee'), ('volunteer', 'Volunteer')], max_length=10), blank=True, default=list, size=None)),
                ('cycle', models.CharField(choices=[('once', 'Once, and again when a new version asks for it'), ('school_year', 'Each school year')], default='once', max_length=12, verbose_name='how often')),
                ('due_on', models.DateField(blank=True, null=True, verbose_name='due on')),
                ('due_days', models.PositiveSmallIntegerField(default=14, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='days to sign')),
                ('before_due', django.contrib.postgres.fields.ArrayField(base_field=models.PositiveSmallIntegerField(), blank=True, default=policies.acknowledgments.models.requirement.before_due, size=None)),
                ('late_every', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1)])),
                ('supervisor_after', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1)])),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('ended_at', models.DateTimeField(blank=True, null=True)),
                ('assigned_through', models.DateField(editable=False, null=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('excluded', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('people', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('places', models.ManyToManyField(blank=True, related_name='+', to='accounts.place')),
                ('policy', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='policies.policy')),
                ('hr_after', models.PositiveSmallIntegerField(blank=True, default=7, null=True, validators=[django.core.validators.MinValueValidator(1)])),
                ('packet', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='requirements', to='acknowledgments.packet')),
            ],
            options={
                'ordering': ['policy', 'pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['policy'], name='requirement_live')],
                'constraints': [models.CheckConstraint(condition=models.Q(('due_days__gte', 1), ('late_every__gte', 1), ('supervisor_after__gte', 1), models.Q(('hr_after__gte', 1), ('hr_after', None), _connector='OR')), name='requirement_counts_days'), models.UniqueConstraint(condition=models.Q(('ended_at', None), ('packet__isnull', False)), fields=('packet', 'policy'), name='required_once_in_a_packet')],
            },
        ),
        migrations.CreateModel(
            name='Completion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.CharField(blank=True, max_length=12)),
                ('status', models.CharField(choices=[('open', 'Open'), ('signed', 'Signed'), ('closed', 'Closed'), ('superseded', 'Superseded')], max_length=12)),
                ('due_on', models.DateField(null=True)),
                ('on_leave', models.BooleanField()),
                ('people', models.IntegerField()),
                ('folded', models.BooleanField(default=False)),
                ('place', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.place')),
                ('requirement', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='acknowledgments.requirement')),
                ('version', models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='policies.version')),
            ],
            options={
                'indexes': [models.Index(fields=['version', 'place', 'requirement'], name='completion_by_version'), models.Index(condition=models.Q(('requirement__isnull', False)), fields=['requirement'], name='completion_by_requirement'), models.Index(condition=models.Q(('folded', False)), fields=['version'], name='completion_to_fold')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cycle', models.CharField(max_length=12)),
                ('assigned_on', models.DateField()),
                ('due_on', models.DateField(verbose_name='due')),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_why', models.CharField(blank=True, choices=[('signed', 'Signed'), ('refused', 'Refused'), ('unable', 'Unable'), ('exempted', 'Exempted'), ('left', 'Left the district'), ('superseded', 'Superseded'), ('rule', 'No longer required')], max_length=12)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='policies.version')),
                ('requirement', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='acknowledgments.requirement')),
                ('signature', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='ended', to='acknowledgments.signature')),
                ('opened_at', models.DateTimeField()),
                ('asked_again_at', models.DateTimeField(null=True)),
                ('closing', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='acknowledgments.closing')),
            ],
            options={
                'ordering': ['due_on', 'pk'],
                'indexes': [models.Index(condition=models.Q(('ended_at', None)), fields=['person', 'version'], name='open_by_person'), models.Index(condition=models.Q(('ended_at', None)), fields=['requirement', 'person'], name='open_by_requirement'), models.Index(condition=models.Q(('asked_again_at', None), ('closing__isnull', False)), fields=['requirement', 'person'], name='closed_by_requirement'), models.Index(fields=['version', 'person'], name='asked_by_version')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('ended_at', None), ('ended_why', '')), models.Q(('ended_at__isnull', False), models.Q(('ended_why', ''), _negated=True)), _connector='OR'), name='ended_with_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('ended_why', 'signed'), ('signature__isnull', False)), models.Q(models.Q(('ended_why', 'signed'), _negated=True), ('signature', None)), _connector='OR'), name='signed_with_a_signature'), models.UniqueConstraint(condition=models.Q(models.Q(('ended_why__in', ['rule', 'left', 'superseded']), _negated=True), ('asked_again_at', None)), fields=('requirement', 'person', 'version', 'cycle'), name='asked_once_a_cycle'), models.CheckConstraint(condition=models.Q(models.Q(('closing__isnull', False), ('ended_why__in', ['refused', 'unable', 'exempted'])), models.Q(('closing', None), ('ended_why', 'signed')), models.Q(models.Q(('ended_why__in', ['refused', 'unable', 'exempted', 'signed']), _negated=True), ('asked_again_at', None), ('closing', None)), _connector='OR'), name='closed_with_a_record')],
                'triggers': [pgtrigger.compiler.Trigger(name='counted_when_added', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM pg_advisory_xact_lock_shared(4015531); EXECUTE format($count$ WITH found AS (\n    SELECT 1 AS sign, roll.places, roll.on_leave, a.*\n    FROM new_rows a JOIN acknowledgments_onroll roll USING (person_id)\n %s), \n    standing AS MATERIALIZED (\n        SELECT sign, places, on_leave, id, person_id, version_id, requirement_id, cycle,\n               CASE WHEN ended_at IS NULL THEN due_on END AS due_on, due_on AS was_due_on,\n               CASE WHEN ended_at IS NULL THEN 'open'\n                    WHEN ended_why IN ('signed', 'superseded') THEN ended_why\n                    ELSE 'closed' END AS status,\n               CASE WHEN ended_at IS NULL THEN 0\n                    WHEN ended_why = 'superseded' AND cycle = 'once' THEN 2\n                    ELSE 1 END AS rank\n        FROM found\n        WHERE asked_again_at IS NULL AND ended_why NOT IN ('rule', 'left')\n    ),\n    told AS (\n        SELECT * FROM (\n            SELECT DISTINCT ON (person_id, version_id) -1 AS way, *\n            FROM standing WHERE sign <= 0\n            ORDER BY person_id, version_id, rank, cycle DESC, was_due_on, id\n        ) was\n        UNION ALL\n        SELECT * FROM (\n            SELECT DISTINCT ON (person_id, version_id) 1 AS way, *\n            FROM standing WHERE sign >= 0\n            ORDER BY person_id, version_id, rank, cycle DESC, was_due_on, id\n        ) became\n    ),\n    once_each AS (\n        SELECT version_id, places, status, due_on, on_leave, sum(way) AS people\n        FROM told GROUP BY 1, 2, 3, 4, 5 HAVING sum(way) <> 0\n    ),\n    counted AS (\n        SELECT version_id, NULL::bigint AS requirement_id, place_id, '' AS cycle, status, due_on,\n               on_leave, sum(people) AS people\n        FROM once_each CROSS JOIN LATERAL unnest(places || NULL::bigint) AS place_id\n        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(people) <> 0\n        UNION ALL\n        SELECT version_id, requirement_id, NULL::bigint, cycle, status, due_on, on_leave, sum(sign)\n        FROM standing WHERE sign <> 0\n        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(sign) <> 0\n    )\n \n    INSERT INTO acknowledgments_completion (\n        version_id, requirement_id, place_id, cycle, status, due_on, on_leave, people, folded\n    )\n    SELECT version_id, requirement_id, place_id, cycle, status, due_on, on_leave, people, false\n    FROM counted\n $count$, CASE WHEN \n    (SELECT count(*) FROM new_rows) >= 5000 AND (SELECT count(*) FROM new_rows) = (\n        SELECT count(*) FROM acknowledgments_assignment\n        WHERE version_id = ANY(ARRAY(SELECT DISTINCT version_id FROM new_rows))\n    )\n THEN '' ELSE $beside$\n    UNION ALL\n    SELECT 0 AS sign, roll.places, roll.on_leave, a.*\n    FROM (SELECT DISTINCT person_id, version_id FROM new_rows) pair\n    JOIN acknowledgments_onroll roll USING (person_id)\n    CROSS JOIN LATERAL (\n        SELECT * FROM acknowledgments_assignment other\n        WHERE other.version_id = pair.version_id AND other.person_id = pair.person_id OFFSET 0\n    ) a\n    WHERE NOT EXISTS (SELECT FROM new_rows changed WHERE changed.id = a.id)\n$beside$ END); RETURN NULL;", hash='9d803d185e24cb57541d2472a1b62d335c7d8e4a', level='STATEMENT', operation='INSERT', pgid='pgtrigger_counted_when_added_7d517', referencing='REFERENCING NEW TABLE AS new_rows ', table='acknowledgments_assignment', when='AFTER')), pgtrigger.compiler.Trigger(name='counted_when_changed', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM pg_advisory_xact_lock_shared(4015531); EXECUTE format($count$ WITH found AS (\n    SELECT -1 AS sign, roll.places, roll.on_leave, a.*\n    FROM old_rows a JOIN acknowledgments_onroll roll USING (person_id)\n UNION ALL \n    SELECT 1 AS sign, roll.places, roll.on_leave, a.*\n    FROM new_rows a JOIN acknowledgments_onroll roll USING (person_id)\n %s), \n    standing AS MATERIALIZED (\n        SELECT sign, places, on_leave, id, person_id, version_id, requirement_id, cycle,\n               CASE WHEN ended_at IS NULL THEN due_on END AS due_on, due_on AS was_due_on,\n               CASE WHEN ended_at IS NULL THEN 'open'\n                    WHEN ended_why IN ('signed', 'superseded') THEN ended_why\n                    ELSE 'closed' END AS status,\n               CASE WHEN ended_at IS NULL THEN 0\n                    WHEN ended_why = 'superseded' AND cycle = 'once' THEN 2\n                    ELSE 1 END AS rank\n        FROM found\n        WHERE asked_again_at IS NULL AND ended_why NOT IN ('rule', 'left')\n    ),\n    told AS (\n        SELECT * FROM (\n            SELECT DISTINCT ON (person_id, version_id) -1 AS way, *\n            FROM standing WHERE sign <= 0\n            ORDER BY person_id, version_id, rank, cycle DESC, was_due_on, id\n        ) was\n        UNION ALL\n        SELECT * FROM (\n            SELECT DISTINCT ON (person_id, version_id) 1 AS way, *\n            FROM standing WHERE sign >= 0\n            ORDER BY person_id, version_id, rank, cycle DESC, was_due_on, id\n        ) became\n    ),\n    once_each AS (\n        SELECT version_id, places, status, due_on, on_leave, sum(way) AS people\n        FROM told GROUP BY 1, 2, 3, 4, 5 HAVING sum(way) <> 0\n    ),\n    counted AS (\n        SELECT version_id, NULL::bigint AS requirement_id, place_id, '' AS cycle, status, due_on,\n               on_leave, sum(people) AS people\n        FROM once_each CROSS JOIN LATERAL unnest(places || NULL::bigint) AS place_id\n        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(people) <> 0\n        UNION ALL\n        SELECT version_id, requirement_id, NULL::bigint, cycle, status, due_on, on_leave, sum(sign)\n        FROM standing WHERE sign <> 0\n        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(sign) <> 0\n    )\n \n    INSERT INTO acknowledgments_completion (\n        version_id, requirement_id, place_id, cycle, status, due_on, on_leave, people, folded\n    )\n    SELECT version_id, requirement_id, place_id, cycle, status, due_on, on_leave, people, false\n    FROM counted\n $count$, CASE WHEN \n    (SELECT count(*) FROM new_rows) >= 5000 AND (SELECT count(*) FROM new_rows) = (\n        SELECT count(*) FROM acknowledgments_assignment\n        WHERE version_id = ANY(ARRAY(SELECT DISTINCT version_id FROM new_rows))\n    )\n THEN '' ELSE $beside$\n    UNION ALL\n    SELECT 0 AS sign, roll.places, roll.on_leave, a.*\n    FROM (SELECT DISTINCT person_id, version_id FROM new_rows) pair\n    JOIN acknowledgments_onroll roll USING (person_id)\n    CROSS JOIN LATERAL (\n        SELECT * FROM acknowledgments_assignment other\n        WHERE other.version_id = pair.version_id AND other.person_id = pair.person_id OFFSET 0\n    ) a\n    WHERE NOT EXISTS (SELECT FROM new_rows changed WHERE changed.id = a.id)\n$beside$ END); RETURN NULL;", hash='3a4f6836f815b9b9bbc08dc9dca7085c7f1b45f8', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_counted_when_changed_14bee', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='acknowledgments_assignment', when='AFTER')), pgtrigger.compiler.Trigger(name='counted_when_gone', sql=pgtrigger.compiler.UpsertTriggerSql(func="PERFORM pg_advisory_xact_lock_shared(4015531); EXECUTE format($count$ WITH found AS (\n    SELECT -1 AS sign, roll.places, roll.on_leave, a.*\n    FROM old_rows a JOIN acknowledgments_onroll roll USING (person_id)\n %s), \n    standing AS MATERIALIZED (\n        SELECT sign, places, on_leave, id, person_id, version_id, requirement_id, cycle,\n               CASE WHEN ended_at IS NULL THEN due_on END AS due_on, due_on AS was_due_on,\n               CASE WHEN ended_at IS NULL THEN 'open'\n                    WHEN ended_why IN ('signed', 'superseded') THEN ended_why\n                    ELSE 'closed' END AS status,\n               CASE WHEN ended_at IS NULL THEN 0\n                    WHEN ended_why = 'superseded' AND cycle = 'once' THEN 2\n                    ELSE 1 END AS rank\n        FROM found\n        WHERE asked_again_at IS NULL AND ended_why NOT IN ('rule', 'left')\n    ),\n    told AS (\n        SELECT * FROM (\n            SELECT DISTINCT ON (person_id, version_id) -1 AS way, *\n            FROM standing WHERE sign <= 0\n            ORDER BY person_id, version_id, rank, cycle DESC, was_due_on, id\n        ) was\n        UNION ALL\n        SELECT * FROM (\n            SELECT DISTINCT ON (person_id, version_id) 1 AS way, *\n            FROM standing WHERE sign >= 0\n            ORDER BY person_id, version_id, rank, cycle DESC, was_due_on, id\n        ) became\n    ),\n    once_each AS (\n        SELECT version_id, places, status, due_on, on_leave, sum(way) AS people\n        FROM told GROUP BY 1, 2, 3, 4, 5 HAVING sum(way) <> 0\n    ),\n    counted AS (\n        SELECT version_id, NULL::bigint AS requirement_id, place_id, '' AS cycle, status, due_on,\n               on_leave, sum(people) AS people\n        FROM once_each CROSS JOIN LATERAL unnest(places || NULL::bigint) AS place_id\n        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(people) <> 0\n        UNION ALL\n        SELECT version_id, requirement_id, NULL::bigint, cycle, status, due_on, on_leave, sum(sign)\n        FROM standing WHERE sign <> 0\n        GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(sign) <> 0\n    )\n \n    INSERT INTO acknowledgments_completion (\n        version_id, requirement_id, place_id, cycle, status, due_on, on_leave, people, folded\n    )\n    SELECT version_id, requirement_id, place_id, cycle, status, due_on, on_leave, people, false\n    FROM counted\n $count$, CASE WHEN false THEN '' ELSE $beside$\n    UNION ALL\n    SELECT 0 AS sign, roll.places, roll.on_leave, a.*\n    FROM (SELECT DISTINCT person_id, version_id FROM old_rows) pair\n    JOIN acknowledgments_onroll roll USING (person_id)\n    CROSS JOIN LATERAL (\n        SELECT * FROM acknowledgments_assignment other\n        WHERE other.version_id = pair.version_id AND other.person_id = pair.person_id OFFSET 0\n    ) a\n    WHERE NOT EXISTS (SELECT FROM old_rows changed WHERE changed.id = a.id)\n$beside$ END); RETURN NULL;", hash='05cdf1905ed42086e66de8bfd28162bfdbe24b61', level='STATEMENT', operation='DELETE', pgid='pgtrigger_counted_when_gone_02315', referencing='REFERENCING OLD TABLE AS old_rows ', table='acknowledgments_assignment', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='FormerDue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_on', models.DateField()),
                ('until', models.DateTimeField()),
                ('assignment', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='former_dues', to='acknowledgments.assignment')),
            ],
            options={
                'ordering': ['assignment', 'until'],
                'indexes': [models.Index(fields=['assignment', 'until'], name='former_due_by_moment')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d8f9a553982cd8a10e3bde904b3d4036796f3eb4', operation='UPDATE', pgid='pgtrigger_frozen_cbdaa', table='acknowledgments_formerdue', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='aaa64e288dce0af5b8cfc0ba68e9f5072e2a7f1b', operation='DELETE', pgid='pgtrigger_kept_82c6a', table='acknowledgments_formerdue', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='1c7d74e399041ba22526646eb97148f85dda7ed9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_161af', table='acknowledgments_formerdue', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Sheet',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=10, unique=True)),
                ('printed_at', models.DateTimeField()),
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='sheet', to='acknowledgments.assignment')),
                ('printed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='2ce4f8f9d5b0855621b41a129256765ce78c9494', operation='UPDATE', pgid='pgtrigger_frozen_9e558', table='acknowledgments_sheet', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='85cd5cba5859e846a41a8668223083efd8be0499', operation='DELETE', pgid='pgtrigger_kept_409f4', table='acknowledgments_sheet', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='81ea7880e338c1b708adfd4a3579fe5f66dc6605', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_80fa0', table='acknowledgments_sheet', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='YearStart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('school_year', models.CharField(max_length=12, unique=True)),
                ('starts_on', models.DateField(null=True)),
                ('by_hand', models.BooleanField(default=False)),
                ('decided_at', models.DateTimeField(null=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['school_year'],
                'constraints': [models.CheckConstraint(condition=models.Q(('started_at', None), ('starts_on__isnull', False), _connector='OR'), name='year_started_on_a_day'), models.CheckConstraint(condition=models.Q(('by_hand', False), models.Q(('decided_by__isnull', False), ('started_at__isnull', False)), _connector='OR'), name='year_started_by_a_hand'), models.CheckConstraint(condition=models.Q(models.Q(('decided_at', None), ('decided_by', None), ('started_at__isnull', False)), models.Q(('decided_at__isnull', False), ('decided_by__isnull', False)), _connector='OR'), name='year_decided_by_somebody')],
                'triggers': [pgtrigger.compiler.Trigger(name='started_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."started_at" IS NOT NULL)', func="RAISE EXCEPTION 'pgtrigger: Cannot update or delete rows from % table', TG_TABLE_NAME;", hash='ad3159be00023406a2b757095f4fb38a909a1464', operation='UPDATE OR DELETE', pgid='pgtrigger_started_once_08d2b', table='acknowledgments_yearstart', when='BEFORE'))],
            },
        ),
        migrations.AddField(
            model_name='signature',
            name='sheet',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='acknowledgments.sheet'),
        ),
        migrations.AddField(
            model_name='signature',
            name='instead_of',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='acknowledgments.mistake'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.UniqueConstraint(condition=models.Q(('instead_of', None)), fields=('person', 'version', 'school_year'), name='one_signature_a_school_year'),
        ),
        migrations.AddConstraint(
            model_name='signature',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('method', 'paper'), ('sheet__isnull', False), ('signed_on__isnull', False), ('recorded_by__isnull', False), ('scan__isnull', False), models.Q(('recorded_by', models.F('person')), _negated=True)), models.Q(models.Q(('method', 'paper'), _negated=True), ('recorded_by', None), ('scan', None), ('sheet', None), ('signed_on', None)), _connector='OR'), name='on_paper_recorded_by_another'),
        ),
        migrations.RunSQL(
            sql=ASKED_ONCE,
            reverse_sql='DROP STATISTICS asked_once',
        ),
    ]
