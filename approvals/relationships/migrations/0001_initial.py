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
            name='Relationship',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=300)),
                ('tie', models.CharField(choices=[('family', 'Family or relative'), ('friends', 'Family friend or neighbor'), ('youth_group', 'Scouting or another youth group'), ('religious', 'Religious organization'), ('club', 'Sport or club outside school'), ('other', 'Another tie')], max_length=12, verbose_name='tie')),
                ('other', models.CharField(blank=True, max_length=120, verbose_name='which tie')),
                ('students', models.PositiveSmallIntegerField(verbose_name='how many students')),
                ('who', models.CharField(max_length=200, verbose_name='who is meant')),
                ('channels', models.CharField(max_length=300, verbose_name='channels')),
                ('purpose', models.TextField(verbose_name='what for')),
                ('starts_on', models.DateField(verbose_name='from')),
                ('ends_on', models.DateField(verbose_name='until')),
                ('consent_by', models.CharField(blank=True, choices=[('parent', 'A parent'), ('guardian', 'A guardian')], max_length=10, verbose_name='consent by')),
                ('consent_on', models.DateField(null=True, verbose_name='consent on')),
                ('consent_how', models.CharField(blank=True, choices=[('writing', 'In writing'), ('mail', 'By e-mail'), ('orally', 'Orally')], max_length=10, verbose_name='how')),
                ('consent_scope', models.TextField(blank=True, verbose_name='consented to')),
                ('conditions', models.TextField(blank=True, verbose_name='conditions')),
                ('noted_at', models.DateTimeField()),
                ('holder', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='relationships', to=settings.AUTH_USER_MODEL)),
                ('noted_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('place', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.place')),
                ('request', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='relationship', to='approvals.request')),
            ],
            options={
                'ordering': ['-noted_at', '-pk'],
                'indexes': [models.Index(fields=['about'], name='relationship_about'), models.Index(fields=['ends_on'], name='relationship_ends')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='relationship_in_order'), models.CheckConstraint(condition=models.Q(('students__gte', 1)), name='tied_to_a_student'), models.CheckConstraint(condition=models.Q(models.Q(('tie', 'other'), models.Q(('other', ''), _negated=True)), models.Q(models.Q(('tie', 'other'), _negated=True), ('other', '')), _connector='OR'), name='another_tie_is_said'), models.CheckConstraint(condition=models.Q(models.Q(('consent_by', ''), ('consent_how', ''), ('consent_on', None), ('tie', 'family'), ('consent_scope', '')), models.Q(('consent_on__isnull', False), models.Q(('consent_by', ''), _negated=True), models.Q(('consent_how', ''), _negated=True), models.Q(('consent_scope', ''), _negated=True)), _connector='OR'), name='parents_consent_but_in_a_family')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='907ce588b1d25c2dd878a6a6e79a5bca350e032b', operation='UPDATE', pgid='pgtrigger_frozen_163ce', table='relationships_relationship', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='33be59854b40d5320d338e5760b6552a09a6c682', operation='DELETE', pgid='pgtrigger_kept_020b1', table='relationships_relationship', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='de71259c6d68d14e356235812cf9fd6cb440f188', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_dd829', table='relationships_relationship', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Ending',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('why', models.CharField(choices=[('over', 'The tie, or the contact, is over'), ('consent', 'A parent or guardian took consent back'), ('other', 'Another reason')], max_length=10)),
                ('reason', models.TextField(verbose_name='reason')),
                ('taken_back_on', models.DateField(null=True, verbose_name='consent taken back on')),
                ('ended_at', models.DateTimeField()),
                ('ended_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('relationship', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='ending', to='relationships.relationship')),
            ],
            options={
                'ordering': ['-ended_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='tie_ended_for_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('taken_back_on__isnull', False), ('why', 'consent')), models.Q(models.Q(('why', 'consent'), _negated=True), ('taken_back_on', None)), _connector='OR'), name='consent_is_taken_back_on_a_day')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ace1824e23c4a2317de044b6009d6c6ff44a94c5', operation='UPDATE', pgid='pgtrigger_frozen_001ed', table='relationships_ending', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='4268dbc11e9ea6e72eae1b96676103ab06054734', operation='DELETE', pgid='pgtrigger_kept_5e3e7', table='relationships_ending', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='129b6c9e85083ba2dc1423252951791788c6feac', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_8c017', table='relationships_ending', when='BEFORE'))],
            },
        ),
    ]
