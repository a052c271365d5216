import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('audit', '0001_initial'), ('audit', '0002_found_by_each_filter'), ('audit', '0003_sealed')]

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField(editable=False)),
                ('act', models.CharField(max_length=60)),
                ('actor_id', models.BigIntegerField(null=True)),
                ('actor', models.CharField(max_length=160)),
                ('object_type', models.CharField(blank=True, max_length=60)),
                ('object_id', models.CharField(blank=True, max_length=60)),
                ('object', models.CharField(blank=True, max_length=300)),
                ('person_id', models.BigIntegerField(null=True)),
                ('person', models.CharField(blank=True, max_length=160)),
                ('place_id', models.BigIntegerField(null=True)),
                ('place', models.CharField(blank=True, max_length=160)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
                ('row_hash', models.CharField(editable=False, max_length=64)),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['at', 'id'], name='event_moment'), models.Index(fields=['object_type', 'object_id', 'at', 'id'], name='event_of_object'), models.Index(fields=['act', 'at', 'id'], name='event_of_act'), models.Index(condition=models.Q(('actor_id__isnull', False)), fields=['actor_id', 'at', 'id'], name='event_of_actor'), models.Index(condition=models.Q(('person_id__isnull', False)), fields=['person_id', 'at', 'id'], name='event_of_person'), models.Index(condition=models.Q(('place_id__isnull', False)), fields=['place_id', 'at', 'id'], name='event_of_place')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='da891d473b831b9b2ab8733e31a185def596ab29', operation='UPDATE', pgid='pgtrigger_frozen_0e628', table='audit_event', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='968935295d15fb60c2db5c7bf98074e1ba21cd7a', operation='DELETE', pgid='pgtrigger_kept_c5723', table='audit_event', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='45a3c127edabc9524cfc98a1c0e23b0e3aac3f7a', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_35376', table='audit_event', when='BEFORE')), pgtrigger.compiler.Trigger(name='hash', sql=pgtrigger.compiler.UpsertTriggerSql(func='NEW.recorded_at = clock_timestamp(); NEW.row_hash = encode(sha256(convert_to(json_build_array(NEW."id"::text, ((extract(epoch from NEW.at) * 1000000)::bigint)::text, ((extract(epoch from NEW.recorded_at) * 1000000)::bigint)::text, NEW."act"::text, NEW."actor_id"::text, NEW."actor"::text, NEW."object_type"::text, NEW."object_id"::text, NEW."object"::text, NEW."person_id"::text, NEW."person"::text, NEW."place_id"::text, NEW."place"::text, NEW."before"::text, NEW."after"::text)::text, \'UTF8\')), \'hex\'); RETURN NEW;', hash='946f762d75b55959889f4d0273021efc5455afcb', operation='INSERT', pgid='pgtrigger_hash_da0cb', table='audit_event', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='Seal',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('previous', models.CharField(max_length=64)),
                ('count', models.IntegerField()),
                ('settled', models.BigIntegerField()),
                ('leaves', models.CharField(max_length=64)),
                ('hash', models.CharField(max_length=64)),
                ('secret', models.CharField(max_length=64)),
                ('seen', models.BigIntegerField()),
                ('writing', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), size=None)),
            ],
            options={
                'ordering': ['-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('id__gte', 1)), name='seal_counted_from_one'), models.CheckConstraint(condition=models.Q(('count__gte', 1)), name='seal_holds_something'), models.UniqueConstraint(fields=('previous',), name='seal_followed_once'), models.UniqueConstraint(fields=('hash',), name='seal_hash_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='819c2f74bc1775c63aa7c15a92c3c2b04f7149cc', operation='UPDATE', pgid='pgtrigger_frozen_0e538', table='audit_seal', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='e2edb55d694a6c5510196145d8064fa6249035f8', operation='DELETE', pgid='pgtrigger_kept_7d5ad', table='audit_seal', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='c7df8e45584277f4acfb98b94a73efcf62d174ef', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_e6cbe', table='audit_seal', when='BEFORE'))],
            },
        ),
        migrations.CreateModel(
            name='SealedEvent',
            fields=[
                ('id', models.BigIntegerField(primary_key=True, serialize=False)),
                ('leaf', models.CharField(max_length=64)),
                ('seal', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='events', to='audit.seal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('seal', 'leaf'), name='leaf_of_seal')],
                'triggers': [pgtrigger.compiler.Trigger(name='frozen', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='d81293c6fd489a2a3d5f24d4e29b91fc8904bfcd', operation='UPDATE', pgid='pgtrigger_frozen_041dd', table='audit_sealedevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot delete rows from % table', TG_TABLE_NAME;", hash='145b86dab243c3844277e9d15050e7d423e4604f', operation='DELETE', pgid='pgtrigger_kept_b1775', table='audit_sealedevent', when='BEFORE')), pgtrigger.compiler.Trigger(name='kept_whole', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate % table', TG_TABLE_NAME;", hash='59f8ca503d17f4f565b890e99cc6a018c15ea14c', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_kept_whole_d89ce', table='audit_sealedevent', when='BEFORE'))],
            },
        ),
    ]
