"""The text of a secret mail that has failed or was cancelled is emptied, as of one that was sent."""
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('mailing', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(
            "UPDATE mailing_message SET text = '', html = '' "
            "WHERE secret AND state IN ('sent', 'failed', 'cancelled')",
            migrations.RunSQL.noop,
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(('secret', False), models.Q(('state__in', ['sent', 'failed', 'cancelled']), _negated=True), models.Q(('html', ''), ('text', '')), _connector='OR'), name='no_secret_stays'),
        ),
    ]
