import district_portal.uncounted
import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models


LIES_AT = """
CREATE FUNCTION records_lies_at(place bigint, above bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
    WITH RECURSIVE up(id) AS (
        SELECT place
        UNION
        SELECT p.parent_id FROM up JOIN accounts_place p ON p.id = up.id
    )
    SELECT EXISTS (SELECT FROM up WHERE up.id = above)
$$;
"""


class Migration(migrations.Migration):

    replaces = [('records', '0001_initial'), ('records', '0002_lies_at'), ('records', '0003_runs'), ('records', '0004_stop'), ('records', '0005_spared_or_gone'), ('records', '0006_holds_that_nobody_counts')]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Hold',
            fields=[
                ('id', models.BigAutoField(default=district_portal.uncounted.uncounted, primary_key=True, serialize=False)),
                ('on', models.CharField(choices=[('record', 'One record'), ('person', 'All that concerns a person'), ('place', 'All of a school or department'), ('word', 'All with a word in its title')], max_length=8)),
                ('kind', models.CharField(blank=True, max_length=20)),
                ('record', models.BigIntegerField(null=True)),
                ('word', models.CharField(blank=True, max_length=100, verbose_name='word in the title')),
                ('case_name', models.CharField(max_length=200, verbose_name='case')),
                ('reason', models.TextField(verbose_name='reason')),
                ('held_since', models.DateField(verbose_name='since')),
                ('placed_at', models.DateTimeField()),
                ('person', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('placed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-held_since', '-pk'],
                'indexes': [models.Index(fields=['kind', 'record'], name='hold_on_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('on', 'record'), ('person', None), ('place', None), ('record__isnull', False), ('word', ''), models.Q(('kind', ''), _negated=True)), models.Q(('kind', ''), ('on', 'person'), ('person__isnull', False), ('place', None), ('record', None), ('word', '')), models.Q(('kind', ''), ('on', 'place'), ('person', None), ('place__isnull', False), ('record', None), ('word', '')), models.Q(('kind', ''), ('on', 'word'), ('person', None), ('place', None), ('record', None), models.Q(('word', ''), _negated=True)), _connector='OR'), name='a_hold_is_on_one_thing'), models.CheckConstraint(condition=models.Q(models.Q(('reason', ''), _negated=True), models.Q(('case_name', ''), _negated=True)), name='held_for_a_case_and_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='79c906e5635e1c023f59b46738a6aa45c054b6ff', operation='UPDATE', pgid='pgtrigger_frozen_f1fb1', table='records_hold', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='c6608ee1d6c9dd0cd453b229184c20971c743011', operation='DELETE', pgid='pgtrigger_kept_b514e', table='records_hold', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='14e21f7a54043a403175c789c1c3eb6ff1c54666', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_41f1c', table='records_hold', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Lifting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('lifted_at', models.DateTimeField()),
                ('hold', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lifting', to='records.hold')),
                ('lifted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-lifted_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='lifted_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4e94c44ce50b84da19f81b5ab201a7887947c083', operation='UPDATE', pgid='pgtrigger_frozen_e26da', table='records_lifting', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='12bb671476be3a5c8e2e36a89ec6dbc58d361416', operation='DELETE', pgid='pgtrigger_kept_31cbf', table='records_lifting', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='5ee44377cfc780645ebfcddfefc7868aad70412d', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_962dc', table='records_lifting', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Ruling',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('record', models.BigIntegerField()),
                ('public', models.BooleanField(null=True, verbose_name='public record')),
                ('code', models.CharField(blank=True, max_length=20)),
                ('reason', models.TextField(verbose_name='reason')),
                ('ruled_at', models.DateTimeField()),
                ('ruled_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['kind', 'record', '-id'], name='ruling_of_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='ruled_with_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c5793c0d5064af2b956cc91cfe32aee5d596a26d', operation='UPDATE', pgid='pgtrigger_frozen_78ed5', table='records_ruling', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='1394bb6500c6f8addd6650f52433292eabc05589', operation='DELETE', pgid='pgtrigger_kept_e8dec', table='records_ruling', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='2ccbb672130784165c77011a86cd7ab67d680524', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_87c1d', table='records_ruling', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Archiving',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('record', models.BigIntegerField()),
                ('archived_on', models.DateField(null=True, verbose_name='archived on')),
                ('where', models.CharField(blank=True, max_length=200, verbose_name='where')),
                ('reason', models.TextField(blank=True)),
                ('noted_at', models.DateTimeField()),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-pk'],
                'indexes': [models.Index(fields=['kind', 'record', '-id'], name='archiving_of_record')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('archived_on__isnull', False), models.Q(('where', ''), _negated=True)), models.Q(('archived_on', None), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='archived_somewhere_or_not_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c6d71976f9cc52a5b8df0511e5d4f7fb6b594036', operation='UPDATE', pgid='pgtrigger_frozen_d0b6e', table='records_archiving', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='086083081bc5d82184c4811e0050123726cb872a', operation='DELETE', pgid='pgtrigger_kept_a7135', table='records_archiving', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='75c5aeb9f1abbaf91ee96fe1cd3ca5687171cbe9', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_62349', table='records_archiving', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('notice_days', models.PositiveSmallIntegerField(default=60, verbose_name='days of notice')),
                ('begun_at', models.DateTimeField()),
                ('begun_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='one_draft_of_the_schedule')],
            },
        ),
        migrations.CreateModel(
            name='DraftClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('years', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='years kept')),
                ('starts', models.CharField(choices=[('decided', 'The day on which it was decided'), ('closed', 'The day on which it was closed'), ('year_end', 'The end of the school year in which it was closed')], max_length=10, verbose_name='the clock starts on')),
                ('source', models.CharField(max_length=200, verbose_name='policy or statute behind it')),
                ('public', models.BooleanField(default=True, verbose_name='public records')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('draft', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='classes', to='records.draft')),
            ],
            options={
                'ordering': ['code', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('draft', 'code'), name='a_code_stands_for_one_class'), models.CheckConstraint(condition=models.Q(('years__lte', 100)), name='drafted_for_some_years')],
            },
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField(unique=True)),
                ('notice_days', models.PositiveSmallIntegerField()),
                ('adopted_on', models.DateField()),
                ('board_act', models.CharField(max_length=200)),
                ('recorded_at', models.DateTimeField()),
                ('recorded_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.CheckConstraint(condition=models.Q(('board_act', ''), _negated=True), name='adopted_by_an_act')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='012361fc3ddf3e583595db643fba06e4a2f4a042', operation='UPDATE', pgid='pgtrigger_frozen_7c1fd', table='records_schedule', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='b4cb49db8b7dcf6fec85f0a612e311ae23a16583', operation='DELETE', pgid='pgtrigger_kept_01878', table='records_schedule', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='31b4885c21cb7d196dc3fa561545be8df428c230', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_1ebd2', table='records_schedule', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Run',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('proposed_at', models.DateTimeField()),
                ('not_before', models.DateField()),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.schedule')),
            ],
            options={
                'ordering': ['-proposed_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='runs_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='c357c2e9eecd9649ec52f65392d3dab5da7af758', operation='UPDATE', pgid='pgtrigger_frozen_7321f', table='records_run', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='dd99b88a955d8fe08887a44fe97a6b3996641d41', operation='DELETE', pgid='pgtrigger_kept_60e0b', table='records_run', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='70be05af5b3cc0a3d8bf267b7396fd00ee16df33', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_d2fe8', table='records_run', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RunRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('record', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('code', models.CharField(max_length=20)),
                ('run', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='records.run')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['kind', 'record'], name='run_of_record')],
                'constraints': [models.UniqueConstraint(fields=('run', 'kind', 'record'), name='once_in_a_run')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7e45f3e0bd1464ca5fce7024c1cf98f9bdb66c40', operation='UPDATE', pgid='pgtrigger_frozen_2dae5', table='records_runrecord', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='81ea7e8c788602c599794136723e7361bd76ed06', operation='DELETE', pgid='pgtrigger_kept_75549', table='records_runrecord', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='307744d7b5e4a6abc350cdf12fb94bec22beb600', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_13d61', table='records_runrecord', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Verdict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('outcome', models.CharField(choices=[('confirmed', 'Confirmed'), ('refused', 'Refused'), ('withdrawn', 'Withdrawn')], max_length=10)),
                ('reason', models.TextField(blank=True)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='verdict', to='records.run')),
            ],
            options={
                'ordering': ['-given_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome', 'confirmed'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='not_disposed_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='4d0dda4d7db0ecfd5e8911c4306456f2ec0fcba1', operation='UPDATE', pgid='pgtrigger_frozen_8aaf0', table='records_verdict', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='3e46ab9344b368950fc095beb8c28dbdacf44cac', operation='DELETE', pgid='pgtrigger_kept_bc143', table='records_verdict', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='bad08c12a068893d01bac46ceabcdb4823e8b5b0', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_15133', table='records_verdict', when='BEFORE')), pgtrigger.compiler.Trigger(name='two_people', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF NEW.outcome <> 'withdrawn'\n   AND NEW.given_by_id = (SELECT proposed_by_id FROM records_run WHERE id = NEW.run_id) THEN\n    RAISE EXCEPTION 'two_people_dispose: run %', NEW.run_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n", hash='174c59d72eb613bff9739b192669819b5ad0ffc7', operation='INSERT', pgid='pgtrigger_two_people_8c031', table='records_verdict', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Stop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(verbose_name='reason')),
                ('stopped_at', models.DateTimeField()),
                ('run', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='stop', to='records.run')),
                ('stopped_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-stopped_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='stopped_for_a_reason')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='7facd8a4d8f19f4ff52388667ca767b1801ff40f', operation='UPDATE', pgid='pgtrigger_frozen_e9096', table='records_stop', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='d75255f802b625436b446650b2baaab0b674d44b', operation='DELETE', pgid='pgtrigger_kept_51b55', table='records_stop', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='b1183ee9795a78b03554d304d8fda10c3eec703a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_827b5', table='records_stop', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Tombstone',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('record', models.BigIntegerField()),
                ('name', models.CharField(max_length=200)),
                ('digest', models.CharField(max_length=64)),
                ('tables', models.JSONField()),
                ('code', models.CharField(max_length=20)),
                ('disposed_at', models.DateTimeField()),
                ('confirmed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tombstone', to='records.runrecord')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='records.schedule')),
            ],
            options={
                'ordering': ['-disposed_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('kind', 'record'), name='a_record_goes_once'), models.CheckConstraint(condition=models.Q(('proposed_by', models.F('confirmed_by')), _negated=True), name='two_people_disposed')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='8dc617bd5f47d5e3bdd0aa0af84a8b94299f66c0', operation='UPDATE', pgid='pgtrigger_frozen_bc215', table='records_tombstone', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ee265213ca0439dc66eb0e6139ee9661c9130468', operation='DELETE', pgid='pgtrigger_kept_6528d', table='records_tombstone', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='8ca75159554f240658f844620f9cbb3df07b7713', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_a6525', table='records_tombstone', when='BEFORE')), pgtrigger.compiler.Trigger(name='one_end', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (SELECT FROM records_spared WHERE item_id = NEW.item_id) THEN\n    RAISE EXCEPTION 'spared_or_gone: record % of a run', NEW.item_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n", hash='f3f237bff297a0f7738d76ad68394fa6c281c6a7', operation='INSERT', pgid='pgtrigger_one_end_ffba3', table='records_tombstone', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Spared',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gates', models.JSONField()),
                ('spared_at', models.DateTimeField()),
                ('item', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='spared', to='records.runrecord')),
            ],
            options={
                'ordering': ['-spared_at'],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6ce821b77d54b2eb7524e18c04d50927b76159c7', operation='UPDATE', pgid='pgtrigger_frozen_888d3', table='records_spared', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='ca4c9b14aae35b67f1bc261bf14d976a6b70a23c', operation='DELETE', pgid='pgtrigger_kept_0cc4f', table='records_spared', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='ed123c4c5319ea2cf30587c585f2a7d8f7894ccc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_1828c', table='records_spared', when='BEFORE')), pgtrigger.compiler.Trigger(name='one_end', sql=pgtrigger.compiler.UpsertTriggerSql(func="\nIF EXISTS (SELECT FROM records_tombstone WHERE item_id = NEW.item_id) THEN\n    RAISE EXCEPTION 'spared_or_gone: record % of a run', NEW.item_id\n        USING ERRCODE = 'integrity_constraint_violation';\nEND IF;\nRETURN NEW;\n", hash='71a71f6459a8f3a3a4fdab8dcf1b35ec282da9be', operation='INSERT', pgid='pgtrigger_one_end_ba075', table='records_spared', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='RetentionClass',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=20, verbose_name='code')),
                ('title', models.CharField(max_length=120, verbose_name='title')),
                ('years', models.PositiveSmallIntegerField(validators=[django.core.validators.MaxValueValidator(100)], verbose_name='years kept')),
                ('starts', models.CharField(choices=[('decided', 'The day on which it was decided'), ('closed', 'The day on which it was closed'), ('year_end', 'The end of the school year in which it was closed')], max_length=10, verbose_name='the clock starts on')),
                ('source', models.CharField(max_length=200, verbose_name='policy or statute behind it')),
                ('public', models.BooleanField(default=True, verbose_name='public records')),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=20), blank=True, default=list, size=None)),
                ('schedule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='classes', to='records.schedule')),
            ],
            options={
                'ordering': ['code', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('schedule', 'code'), name='adopted_code_of_one_class'), models.CheckConstraint(condition=models.Q(('years__lte', 100)), name='adopted_for_some_years')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='6a0269c14620ed478f8a082b1f2163dd2c69e4f8', operation='UPDATE', pgid='pgtrigger_frozen_35de1', table='records_retentionclass', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='5a1fcf9bf52db0f42843d1c5b0f56061a018ba3f', operation='DELETE', pgid='pgtrigger_kept_b187d', table='records_retentionclass', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='fc713c38d77477096d4071a45835f7b345aa91a1', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_2c9e3', table='records_retentionclass', when='BEFORE'))],
            },
        ),
        migrations.RunSQL(
            sql=LIES_AT,
            reverse_sql='DROP FUNCTION records_lies_at(bigint, bigint)',
        ),
    ]
