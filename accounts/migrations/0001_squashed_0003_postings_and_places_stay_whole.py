import accounts.models.posting
import datetime
import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.operations
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('accounts', '0001_initial'), ('accounts', '0002_people_in_full'), ('accounts', '0003_postings_and_places_stay_whole')]

    initial = True

    dependencies = [
    ]

    operations = [
        # One primary posting a person and day: equality inside an exclusion constraint needs it.
        django.contrib.postgres.operations.BtreeGistExtension(
        ),
        migrations.CreateModel(
            name='DayBegun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_row_says_which_day_has_begun')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('number', models.CharField(max_length=40, null=True, unique=True, verbose_name='employee number')),
                ('given_name', models.CharField(max_length=80, verbose_name='first name')),
                ('family_name', models.CharField(max_length=80, verbose_name='last name')),
                ('sort_name', models.CharField(db_index=True, editable=False, max_length=160)),
                ('email', models.EmailField(blank=True, max_length=254, null=True, verbose_name='e-mail address')),
                ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                ('entered_at', models.DateTimeField(auto_now_add=True)),
                ('appearance', models.CharField(choices=[('system', 'As on my device'), ('light', 'Light'), ('dark', 'Dark')], default='system', max_length=6, verbose_name='appearance')),
                ('language', models.CharField(blank=True, max_length=10, verbose_name='language')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='telephone at work')),
                ('preferred_name', models.CharField(blank=True, max_length=80, verbose_name='preferred first name')),
                ('reach', models.CharField(blank=True, max_length=200, verbose_name='how to be reached')),
            ],
            options={
                'ordering': ['sort_name', 'pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='one_person_an_address', violation_error_message='Another person has this e-mail address.')],
                'triggers': [pgtrigger.compiler.Trigger(name='leaves_without_a_role', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT NEW."is_active" AND OLD."is_active")', func="\n    \n    IF EXISTS (\n        SELECT FROM accounts_rolegrant held\n        JOIN accounts_person person ON person.id = held.person_id\n        WHERE person.id = NEW.id AND NOT person.is_active\n          AND (held.until IS NULL OR held.until > GREATEST(current_date + 1,\n               (SELECT max(until) FROM accounts_posting WHERE person_id = person.id)))\n    ) THEN\n        RAISE EXCEPTION 'who_left_holds_no_role: person %', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='5f6a831c0c77b716fe6a7eb9bf8784c267f6890c', operation='UPDATE OF "is_active"', pgid='pgtrigger_leaves_without_a_role_7df34', table='accounts_person', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Delegation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('matter', models.CharField(choices=[('requests', 'Requests to decide'), ('acknowledgments', 'My people’s acknowledgments'), ('concerns', 'Concerns to deal with')], max_length=20, verbose_name='matter')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(verbose_name='last day')),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='note')),
                ('entered_at', models.DateTimeField()),
                ('accepted_at', models.DateTimeField(null=True)),
                ('declined_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('delegate', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegated_to_me', to=settings.AUTH_USER_MODEL)),
                ('entered_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delegations', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['since', 'pk'],
                'indexes': [models.Index(fields=['delegate'], name='delegation_delegate')],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__gte', models.F('since'))), name='delegation_in_order'), models.CheckConstraint(condition=models.Q(('person', models.F('delegate')), _negated=True), name='nobody_delegates_to_themselves'), models.CheckConstraint(condition=models.Q(('accepted_at', None), ('declined_at', None), _connector='OR'), name='accepted_or_declined'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('declined_at', None), ('ended_at', None)), expressions=[('person', '='), ('matter', '='), (accounts.models.posting.DaysHeld('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True)), '&&')], name='one_delegate_a_matter_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('since__isnull', True), ('since__range', (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))), _connector='OR'), models.Q(('until__isnull', True), ('until__range', (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))), _connector='OR')), name='delegation_within_reach')],
            },
        ),
        migrations.CreateModel(
            name='Place',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=120, unique=True, verbose_name='name')),
                ('kind', models.CharField(choices=[('district', 'District'), ('school', 'School'), ('department', 'Department')], max_length=12, verbose_name='kind')),
                ('head', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='heads', to=settings.AUTH_USER_MODEL)),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='accounts.place')),
                ('closed_on', models.DateField(blank=True, null=True, verbose_name='closed on')),
            ],
            options={
                'ordering': ['name'],
                'constraints': [models.CheckConstraint(condition=models.Q(('parent', models.F('pk')), _negated=True), name='place_not_its_own_parent'), models.CheckConstraint(condition=models.Q(('closed_on__isnull', True), ('closed_on__range', (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))), _connector='OR'), name='place_closed_within_reach')],
                'triggers': [pgtrigger.compiler.Trigger(name='a_tree', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM pg_advisory_xact_lock(4015529);\n    IF EXISTS (\n        WITH RECURSIVE up(id) AS (\n            SELECT NEW.parent_id WHERE NEW.parent_id IS NOT NULL\n            UNION\n            SELECT p.parent_id FROM up JOIN accounts_place p ON p.id = up.id\n            WHERE p.parent_id IS NOT NULL\n        )\n        SELECT FROM up WHERE id = NEW.id\n    ) THEN\n        RAISE EXCEPTION 'places_never_ring: place %', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF EXISTS (\n        SELECT FROM accounts_posting WHERE place_id = NEW.id\n          AND (until IS NULL OR until >= NEW.closed_on)\n    ) AND NEW.closed_on IS NOT NULL THEN\n        RAISE EXCEPTION 'nobody_works_at_a_closed_place: place %', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    IF EXISTS (\n        SELECT FROM accounts_place above\n        WHERE above.id = NEW.parent_id AND above.closed_on IS NOT NULL\n          AND (NEW.closed_on IS NULL OR NEW.closed_on > above.closed_on)\n    ) OR NEW.closed_on IS NOT NULL AND EXISTS (\n        SELECT FROM accounts_place child\n        WHERE child.parent_id = NEW.id\n          AND (child.closed_on IS NULL OR child.closed_on > NEW.closed_on)\n    ) THEN\n        RAISE EXCEPTION 'nothing_open_below_a_closed_place: place %', NEW.id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='4880e9810bc325400cfe4bd4aa8db09c3465e779', operation='INSERT OR UPDATE OF "parent_id", "closed_on"', pgid='pgtrigger_a_tree_2d58d', table='accounts_place', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.CharField(max_length=80, verbose_name='position')),
                ('kind', models.CharField(choices=[('employee', 'Employee'), ('volunteer', 'Volunteer')], default='employee', max_length=10, verbose_name='kind')),
                ('on_leave', models.BooleanField(default=False, verbose_name='on leave')),
                ('primary', models.BooleanField(default=True, verbose_name='primary posting')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='accounts.place')),
                ('supervisor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='supervised_postings', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='posting_in_order'), models.CheckConstraint(condition=models.Q(('person', models.F('supervisor')), _negated=True), name='nobody_supervises_themselves'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('primary', True)), expressions=[('person', '='), (accounts.models.posting.DaysHeld('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True)), '&&')], name='one_primary_posting_a_day'), django.contrib.postgres.constraints.ExclusionConstraint(condition=models.Q(('primary', False)), expressions=[('person', '='), ('place', '='), ('position', '='), (accounts.models.posting.DaysHeld('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True)), '&&')], name='one_further_posting_of_a_kind_a_day'), models.CheckConstraint(condition=models.Q(models.Q(('since__isnull', True), ('since__range', (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))), _connector='OR'), models.Q(('until__isnull', True), ('until__range', (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))), _connector='OR')), name='posting_within_reach')],
                'triggers': [pgtrigger.compiler.Trigger(name='whole_when_added', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE guilty bigint;', func="\n    PERFORM pg_advisory_xact_lock(4015529);\n    WITH RECURSIVE up(person_id, supervisor_id, days) AS (\n        SELECT n.person_id, n.supervisor_id, daterange(n.since, n.until, '[]')\n        FROM new_rows n\n        WHERE n.supervisor_id IS NOT NULL AND true\n          AND EXISTS (SELECT FROM accounts_posting b WHERE b.supervisor_id = n.person_id)\n        UNION\n        SELECT up.person_id, p.supervisor_id, up.days * daterange(p.since, p.until, '[]')\n        FROM up JOIN accounts_posting p ON p.person_id = up.supervisor_id\n        WHERE up.supervisor_id <> up.person_id AND p.supervisor_id IS NOT NULL\n          AND daterange(p.since, p.until, '[]') && up.days\n    )\n    SELECT person_id INTO guilty FROM up WHERE supervisor_id = person_id LIMIT 1;\n    IF guilty IS NOT NULL THEN\n        RAISE EXCEPTION 'supervision_never_loops: person %', guilty\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    SELECT n.person_id INTO guilty\n    FROM new_rows n JOIN accounts_place c ON c.id = n.place_id\n    WHERE c.closed_on IS NOT NULL AND (n.until IS NULL OR n.until >= c.closed_on) AND true\n    LIMIT 1;\n    IF guilty IS NOT NULL THEN\n        RAISE EXCEPTION 'nobody_works_at_a_closed_place: person %', guilty\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='5ce732d51fe1dea3af951a7cd599f1b35accddee', level='STATEMENT', operation='INSERT', pgid='pgtrigger_whole_when_added_50f20', referencing='REFERENCING NEW TABLE AS new_rows ', table='accounts_posting', when='AFTER')), pgtrigger.compiler.Trigger(name='whole_when_changed', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE guilty bigint;', func="IF NOT EXISTS (SELECT FROM new_rows n JOIN old_rows o ON o.id = n.id WHERE \n    (n.supervisor_id IS DISTINCT FROM o.supervisor_id OR n.person_id <> o.person_id\n     OR n.place_id <> o.place_id\n     OR NOT daterange(o.since, o.until, '[]') @> daterange(n.since, n.until, '[]'))\n) THEN RETURN NULL; END IF;\n    PERFORM pg_advisory_xact_lock(4015529);\n    WITH RECURSIVE up(person_id, supervisor_id, days) AS (\n        SELECT n.person_id, n.supervisor_id, daterange(n.since, n.until, '[]')\n        FROM new_rows n JOIN old_rows o ON o.id = n.id\n        WHERE n.supervisor_id IS NOT NULL AND \n    (n.supervisor_id IS DISTINCT FROM o.supervisor_id OR n.person_id <> o.person_id\n     OR n.place_id <> o.place_id\n     OR NOT daterange(o.since, o.until, '[]') @> daterange(n.since, n.until, '[]'))\n\n          AND EXISTS (SELECT FROM accounts_posting b WHERE b.supervisor_id = n.person_id)\n        UNION\n        SELECT up.person_id, p.supervisor_id, up.days * daterange(p.since, p.until, '[]')\n        FROM up JOIN accounts_posting p ON p.person_id = up.supervisor_id\n        WHERE up.supervisor_id <> up.person_id AND p.supervisor_id IS NOT NULL\n          AND daterange(p.since, p.until, '[]') && up.days\n    )\n    SELECT person_id INTO guilty FROM up WHERE supervisor_id = person_id LIMIT 1;\n    IF guilty IS NOT NULL THEN\n        RAISE EXCEPTION 'supervision_never_loops: person %', guilty\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    SELECT n.person_id INTO guilty\n    FROM new_rows n JOIN old_rows o ON o.id = n.id JOIN accounts_place c ON c.id = n.place_id\n    WHERE c.closed_on IS NOT NULL AND (n.until IS NULL OR n.until >= c.closed_on) AND \n    (n.supervisor_id IS DISTINCT FROM o.supervisor_id OR n.person_id <> o.person_id\n     OR n.place_id <> o.place_id\n     OR NOT daterange(o.since, o.until, '[]') @> daterange(n.since, n.until, '[]'))\n\n    LIMIT 1;\n    IF guilty IS NOT NULL THEN\n        RAISE EXCEPTION 'nobody_works_at_a_closed_place: person %', guilty\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='e7422eaaafd417702f8e9f9d2dbd76dc688788ff', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_whole_when_changed_57285', referencing='REFERENCING OLD TABLE AS old_rows  NEW TABLE AS new_rows ', table='accounts_posting', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='RoleGrant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('district_administrator', 'District Administrator'), ('board_officer', 'Board officer'), ('technology_coordinator', 'Technology Coordinator'), ('title_ix_coordinator', 'Title IX coordinator'), ('policy_administrator', 'Policy administrator'), ('hr', 'Human resources'), ('auditor', 'Auditor')], max_length=30, verbose_name='role')),
                ('since', models.DateField(verbose_name='from')),
                ('until', models.DateField(blank=True, null=True, verbose_name='last day')),
                ('granted_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='accounts.place')),
            ],
            options={
                'ordering': ['role', '-since'],
                'constraints': [models.CheckConstraint(condition=models.Q(('until__isnull', True), ('until__gte', models.F('since')), _connector='OR'), name='grant_in_order'), django.contrib.postgres.constraints.ExclusionConstraint(expressions=[('person', '='), ('role', '='), (django.db.models.functions.comparison.Coalesce(models.F('place'), 0, output_field=models.BigIntegerField()), '='), (accounts.models.posting.DaysHeld('since', 'until', django.contrib.postgres.fields.ranges.RangeBoundary(inclusive_upper=True)), '&&')], name='a_role_is_held_once_a_day'), models.CheckConstraint(condition=models.Q(('place', None), ('role__in', ['title_ix_coordinator', 'hr', 'auditor']), _connector='OR'), name='only_some_roles_end_at_a_place'), models.CheckConstraint(condition=models.Q(models.Q(('since__isnull', True), ('since__range', (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))), _connector='OR'), models.Q(('until__isnull', True), ('until__range', (datetime.date(1900, 1, 1), datetime.date(2199, 12, 31))), _connector='OR')), name='grant_within_reach')],
                'triggers': [pgtrigger.compiler.Trigger(name='held_by_who_is_here', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    PERFORM 1 FROM accounts_person WHERE id = NEW.person_id FOR SHARE;\n    IF EXISTS (\n        SELECT FROM accounts_rolegrant held\n        JOIN accounts_person person ON person.id = held.person_id\n        WHERE person.id = NEW.person_id AND NOT person.is_active\n          AND (held.until IS NULL OR held.until > GREATEST(current_date + 1,\n               (SELECT max(until) FROM accounts_posting WHERE person_id = person.id)))\n    ) THEN\n        RAISE EXCEPTION 'who_left_holds_no_role: person %', NEW.person_id\n            USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NULL;\n", hash='cb7786c27ddc46e146fe54370434cfa40321252c', operation='INSERT OR UPDATE OF "person_id", "until"', pgid='pgtrigger_held_by_who_is_here_2c004', table='accounts_rolegrant', when='AFTER'))],
            },
        ),
    ]
